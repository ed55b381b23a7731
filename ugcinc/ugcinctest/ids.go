package ugcinctest

import (
	"hash/fnv"
	"strconv"
	"strings"
)

// draw returns a number that looks random and is the same for the same seed,
// name and count. Numbers of one name do not repeat, and what happens to one
// name leaves the numbers of the others alone, so a test that makes one post
// more keeps the ids of its tasks.
func draw(seed uint64, name string, count int) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	// The finaliser of splitmix64, which is one to one.
	x := (seed ^ h.Sum64()) + uint64(count)*0x9e3779b97f4a7c15 //nolint:gosec // counts begin at 0
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// sequence hands out ids, for each prefix its own.
type sequence struct {
	seed   uint64
	counts map[string]int
}

func newSequence(seed uint64) sequence {
	return sequence{seed: seed, counts: map[string]int{}}
}

func (s *sequence) next(name string) uint64 {
	s.counts[name]++
	return draw(s.seed, name, s.counts[name])
}

// id returns an opaque id, such as post_1nlutq3fw8gqj. All are of one length,
// so that they stand well in a table.
func (s *sequence) id(prefix string) string {
	const base, digits = 36, 13
	number := strconv.FormatUint(s.next(prefix), base)
	return prefix + "_" + strings.Repeat("0", digits-len(number)) + number
}

// between returns a number from low to high, both included.
func (s *sequence) between(name string, low, high int64) int64 {
	return low + int64(s.next(name)%uint64(high-low+1)) //nolint:gosec // low is not above high
}
