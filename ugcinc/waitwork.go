package ugcinc

import (
	"context"
	"fmt"
	"time"
)

// The four statuses are the same for posts and tasks.
const (
	statusScheduled = string(TaskStatusScheduled)
	statusPending   = string(TaskStatusPending)
	statusComplete  = string(TaskStatusComplete)
	statusFailed    = string(TaskStatusFailed)
)

// notEnded takes a status that the document does not know as one on the way:
// to take it as an end could report work as done that is not.
func notEnded(status string) bool { return status != statusComplete && status != statusFailed }

// work is what a wait follows.
type work[T any] struct {
	// key is what a record is known by, and how far it has got.
	key func(*T) (id, status string)
	// open says that a record is to be waited for.
	open func(*T) bool

	items      []*item[T]
	byID       map[string]*item[T]
	lastChange time.Time
	reported   map[string]bool // statuses that the document does not know
	unknown    []string        // those of them that OnProgress is still to see
}

// item is one post or task as it was last seen.
type item[T any] struct {
	id, status string
	record     T
	seen       bool // by a poll of this wait
	shown      bool // by the poll that is being noted
	absences   int  // polls in a row that did not show it
	lookups    int  // how often it was looked up by itself
}

// change is a new status.
type change[T any] struct {
	record T
	before string
}

func (w *work[T]) add(record T) {
	id, status := w.key(&record)
	if w.byID == nil {
		w.byID, w.reported = map[string]*item[T]{}, map[string]bool{}
	}
	if w.byID[id] == nil {
		w.byID[id] = &item[T]{id: id, status: status, record: record}
		w.items = append(w.items, w.byID[id])
	}
}

// note takes in what a poll has shown. What has ended stays as it ended; any
// other status may follow any other, also an earlier one.
func (w *work[T]) note(found []T) (changed []change[T], missing []*item[T]) {
	for _, record := range found {
		id, status := w.key(&record)
		it := w.byID[id]
		before := ""
		if it == nil {
			w.add(record)
			it = w.byID[id]
		} else if before = it.status; !notEnded(before) {
			continue
		}
		it.status, it.record, it.seen, it.shown = status, record, true, true
		if status != before {
			w.lastChange = time.Now()
			changed = append(changed, change[T]{record, before})
		}
		w.recognise(status)
	}
	for _, it := range w.items {
		if it.absences++; it.shown || !w.open(&it.record) {
			it.absences = 0
		} else {
			missing = append(missing, it)
		}
		it.shown = false
	}
	return changed, missing
}

func (w *work[T]) recognise(status string) {
	switch status {
	case statusScheduled, statusPending, statusComplete, statusFailed:
		return
	}
	if !w.reported[status] {
		w.reported[status] = true
		w.unknown = append(w.unknown, status)
	}
}

// maxAbsences is how many polls in a row may miss what the API has shown
// before.
const maxAbsences = 1

// forgotten is the judgement on missing work where nothing else can be asked.
func (w *work[T]) forgotten(_ context.Context, missing []*item[T]) error {
	for _, it := range missing {
		switch {
		case !it.seen:
			return fmt.Errorf("%w: the first poll did not show %s", ErrNotFound, it.id)
		case it.absences > maxAbsences:
			return fmt.Errorf("%w: two polls in a row did not show %s", ErrNotFound, it.id)
		}
	}
	return nil
}

// left are the ids of what is waited for, in the order given.
func (w *work[T]) left() (ids []string) {
	for _, it := range w.items {
		if w.open(&it.record) {
			ids = append(ids, it.id)
		}
	}
	return ids
}

// failed are the ids of what failed, in the order given.
func (w *work[T]) failed() (ids []string) {
	for _, it := range w.items {
		if it.status == statusFailed {
			ids = append(ids, it.id)
		}
	}
	return ids
}

func (w *work[T]) counts() map[string]int {
	counts := map[string]int{}
	for _, it := range w.items {
		if it.status != "" || it.seen {
			counts[it.status]++
		}
	}
	return counts
}

// records are the work as it was last seen, in the order of the records given.
func (w *work[T]) records(given []T) []T {
	records := make([]T, len(given))
	for i := range given {
		id, _ := w.key(&given[i])
		records[i] = w.byID[id].record
	}
	return records
}
