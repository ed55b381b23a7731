package ugcinctest

import (
	"container/heap"
	"time"
)

// agenda holds what is to happen later, the earliest first. Nothing runs by
// itself: whoever looks at the fleet first does what has fallen due, so a
// clock moved by hand, the real one and a virtual one all work alike, and no
// goroutine or timer is left behind.
type agenda struct {
	entries entries
	added   int
}

type entry struct {
	at time.Time
	// order keeps entries of one moment in the order they were added.
	order int
	do    func(at time.Time)
}

// add plans do for the moment at.
func (a *agenda) add(at time.Time, do func(at time.Time)) {
	a.added++
	heap.Push(&a.entries, entry{at: at, order: a.added, do: do})
}

// settle does what is due by now. An entry may add others; those that are due
// as well are done in the same go.
func (a *agenda) settle(now time.Time) {
	for len(a.entries) > 0 && !a.entries[0].at.After(now) {
		due := heap.Pop(&a.entries).(entry)
		due.do(due.at)
	}
}

type entries []entry

func (e entries) Len() int      { return len(e) }
func (e entries) Swap(i, j int) { e[i], e[j] = e[j], e[i] }
func (e *entries) Push(x any)   { *e = append(*e, x.(entry)) }

func (e entries) Less(i, j int) bool {
	if e[i].at.Equal(e[j].at) {
		return e[i].order < e[j].order
	}
	return e[i].at.Before(e[j].at)
}

func (e *entries) Pop() any {
	last := len(*e) - 1
	popped := (*e)[last]
	(*e)[last] = entry{}
	*e = (*e)[:last]
	return popped
}
