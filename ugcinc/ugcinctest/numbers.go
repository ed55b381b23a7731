package ugcinctest

import (
	"hash/fnv"
	"math/rand/v2"
	"strconv"
	"strings"
)

// numbers draws pseudo-random numbers. The numbers of a name depend only on the seed
// and the name: a test that makes one more post keeps the ids of its tasks.
type numbers struct {
	seed    uint64
	sources map[string]*rand.Rand
}

func newNumbers(seed uint64) numbers { return numbers{seed, map[string]*rand.Rand{}} }

func (n *numbers) of(name string) *rand.Rand {
	if n.sources[name] == nil {
		h := fnv.New64a()
		_, _ = h.Write([]byte(name))
		n.sources[name] = rand.New(rand.NewPCG(n.seed, h.Sum64()))
	}
	return n.sources[name]
}

// id returns an opaque id, such as post_1nlutq3fw8gqj. All have the same length,
// so that they align in a table.
func (n *numbers) id(prefix string) string {
	const base, digits = 36, 13
	number := strconv.FormatUint(n.of(prefix).Uint64(), base)
	return prefix + "_" + strings.Repeat("0", digits-len(number)) + number
}

// between returns a number from low to high, both included.
func (n *numbers) between(name string, low, high int64) int64 {
	return low + n.of(name).Int64N(high-low+1)
}
