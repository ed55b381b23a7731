package ugcinctest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// record is an account, a post or a task. An account has no status and no job.
type record interface {
	comparable
	state() (id, status string)
	cancel()
}

// table keeps records by id, in the order in which they were added.
type table[T record] struct {
	name string // of a record, in errors
	rows []T
	byID map[string]T
}

func newTable[T record](name string) table[T] {
	return table[T]{name: name, rows: []T{}, byID: map[string]T{}}
}

// put adds a record, or replaces the one with the same id.
func (t *table[T]) put(row T) {
	id, _ := row.state()
	if old, known := t.byID[id]; known {
		old.cancel()
		t.rows[slices.Index(t.rows, old)] = row
	} else {
		t.rows = append(t.rows, row)
	}
	t.byID[id] = row
}

func (t *table[T]) remove(row T) {
	row.cancel()
	id, _ := row.state()
	delete(t.byID, id)
	i := slices.Index(t.rows, row)
	t.rows = slices.Delete(t.rows, i, i+1)
}

// get returns the record with this id, or an error if there is none.
func (t *table[T]) get(id string) (row T, err error) {
	row, known := t.byID[id]
	if !known {
		err = &rejection{http.StatusNotFound, t.name + " " + id + " not found"}
	}
	return row, err
}

// choose returns the records with these ids, each once, and their ids. It returns
// an error for the first one that is missing or has another status. Without
// statuses, any status will do.
func choose[T record, S ~string](t *table[T], given []string, statuses ...S) (chosen []T, ids []string, err error) {
	seen := map[string]bool{}
	for _, id := range given {
		row, err := t.get(id)
		if err != nil {
			return nil, nil, err
		}
		if _, status := row.state(); statuses != nil && !slices.Contains(statuses, S(status)) {
			return nil, nil, badRequest(fmt.Sprintf("%s %s is %s, not one of %v", t.name, id, status, statuses))
		}
		if !seen[id] {
			seen[id] = true
			chosen, ids = append(chosen, row), append(ids, id)
		}
	}
	return chosen, ids, nil
}

// series keeps the records of many owners, each owner's in the order of time.
type series[T any] struct {
	owners  []string
	records map[string][]T
	created func(T) time.Time
}

func newSeries[T any](created func(T) time.Time) series[T] {
	return series[T]{records: map[string][]T{}, created: created}
}

// add inserts a record after those with the same or an earlier time.
func (s *series[T]) add(owner string, record T) {
	kept, known := s.records[owner]
	if !known {
		s.owners = append(s.owners, owner)
	}
	i := len(kept)
	for i > 0 && s.created(kept[i-1]).After(s.created(record)) {
		i--
	}
	s.records[owner] = slices.Insert(kept, i, record)
}

// latest returns the newest record of an owner, or a zero record.
func (s *series[T]) latest(owner string) (record T) {
	if kept := s.records[owner]; len(kept) > 0 {
		record = kept[len(kept)-1]
	}
	return record
}

// list returns the latest record of each wanted owner or, if the period has a
// bound, every record in it.
func (s *series[T]) list(wanted func(owner string) bool, in period) []T {
	found := []T{}
	for _, owner := range s.owners {
		if !wanted(owner) {
			continue
		}
		if in == (period{}) {
			found = append(found, s.latest(owner))
			continue
		}
		for _, record := range s.records[owner] {
			if in.contains(s.created(record)) {
				found = append(found, record)
			}
		}
	}
	return found
}

// visit calls f with each record of the wanted owners, and with a record for f to
// keep what it knows of the owner, which begins as start.
func (s *series[T]) visit(wanted func(owner string) bool, start T, f func(known *T, record T)) {
	for _, owner := range s.owners {
		known := start
		for _, record := range s.records[owner] {
			if wanted(owner) {
				f(&known, record)
			}
		}
	}
}

// convert returns a deep copy of records, so that a test and the server share no
// memory. It goes through JSON, so it covers new fields of the document, and
// drops the state that responses do not show.
func convert[To any](records any) (copied To) {
	text, err := json.Marshal(records)
	if err == nil {
		err = json.Unmarshal(text, &copied)
	}
	if err != nil {
		panic("ugcinctest: " + err.Error())
	}
	return copied
}
