package ugcinctest

import (
	"net/http"
	"strings"
	"time"
)

// parseDateOrTime reads what the document calls DateOrTime. A date alone is
// its first moment, in UTC, except as an endDate: there it is its last moment,
// so that the day named is inside. A time without a zone is in UTC.
func parseDateOrTime(name, text string) (time.Time, error) {
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		if name == "endDate" {
			return day.AddDate(0, 0, 1).Add(-time.Nanosecond), nil
		}
		return day, nil
	}
	text = strings.Replace(text, " ", "T", 1)
	for _, clock := range []string{"15:04:05", "15:04"} {
		for _, zone := range []string{"Z07:00", "Z0700", "Z07", ""} {
			if at, err := time.Parse("2006-01-02T"+clock+zone, text); err == nil {
				return at, nil
			}
		}
	}
	return time.Time{}, refuse(http.StatusBadRequest, name+": no such date or time")
}
