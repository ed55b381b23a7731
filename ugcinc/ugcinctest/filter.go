package ugcinctest

import (
	"net/http"
	"time"
)

// period is a range of time that includes both bounds; a bound that is nil does
// not restrict.
type period struct {
	start, end *time.Time
}

func newPeriod(start, end *time.Time) (period, error) {
	if start != nil && end != nil && end.Before(*start) {
		return period{}, reject(http.StatusBadRequest, "endDate must not be before startDate")
	}
	return period{start, end}, nil
}

func (p period) open() bool { return p.start == nil && p.end == nil }

func (p period) contains(at time.Time) bool {
	return (p.start == nil || !at.Before(*p.start)) && (p.end == nil || !at.After(*p.end))
}

// among returns a function that reports whether an id is wanted: every id if no
// list was given, and none if the list is empty.
func among(ids []string) func(id string) bool {
	if ids == nil {
		return func(string) bool { return true }
	}
	wanted := make(map[string]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	return func(id string) bool { return wanted[id] }
}

// matches compares a nullable field with an optional filter.
func matches(field, filter *string) bool {
	return filter == nil || field != nil && *field == *filter
}
