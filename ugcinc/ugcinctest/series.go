package ugcinctest

import (
	"sort"
	"time"
)

// series keeps the records of many owners, each owner's in the order of time.
type series[T any] struct {
	owners  []string
	records map[string][]record[T]
	created func(T) time.Time
}

type record[T any] struct {
	at    time.Time
	value T
}

func newSeries[T any](created func(T) time.Time) series[T] {
	return series[T]{records: map[string][]record[T]{}, created: created}
}

// add files a record of one owner, behind those of the same moment.
func (s *series[T]) add(owner string, value T) {
	kept, known := s.records[owner]
	if !known {
		s.owners = append(s.owners, owner)
	}
	at := s.created(value)
	i := sort.Search(len(kept), func(i int) bool { return kept[i].at.After(at) })
	kept = append(kept, record[T]{})
	copy(kept[i+1:], kept[i:])
	kept[i] = record[T]{at: at, value: value}
	s.records[owner] = kept
}

// latest returns the newest record of one owner.
func (s *series[T]) latest(owner string) (value T, ok bool) {
	kept := s.records[owner]
	if len(kept) == 0 {
		return value, false
	}
	return kept[len(kept)-1].value, true
}

// read returns what the two list operations answer: the latest record of each
// wanted owner where no bound is given, else every record in the period.
func (s *series[T]) read(wanted func(owner string) bool, in period) []T {
	found := []T{}
	for _, owner := range s.owners {
		if !wanted(owner) {
			continue
		}
		if in.open() {
			value, _ := s.latest(owner)
			found = append(found, value)
			continue
		}
		for _, kept := range s.records[owner] {
			if in.contains(kept.at) {
				found = append(found, kept.value)
			}
		}
	}
	return found
}
