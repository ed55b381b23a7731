package ugcinctest

import (
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
)

// completeDate writes a date or a short timestamp as RFC 3339, in UTC.
func completeDate(schema *openapi3.SchemaRef, path []string, text string) (string, error) {
	name := path[len(path)-1]
	at, ok := parseDateOrTime(name, text)
	// time.Parse is more lenient than the pattern of the document.
	if !ok || schema.Value.VisitJSON(text) != nil {
		return "", invalid(path, "must be a date or a timestamp in ISO 8601")
	}
	return at.Format(time.RFC3339Nano), nil
}

// parseDateOrTime reads what the document calls DateOrTime. A date alone is
// its first moment in UTC; as an endDate it is its last moment, so that it
// includes the whole day. A time without a zone is in UTC.
func parseDateOrTime(name, text string) (at time.Time, ok bool) {
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		if name == "endDate" {
			day = day.AddDate(0, 0, 1).Add(-time.Nanosecond)
		}
		return day, true
	}
	text = strings.Replace(text, " ", "T", 1)
	for _, clock := range []string{"15:04:05", "15:04"} {
		for _, zone := range []string{"Z07:00", "Z0700", "Z07", ""} {
			if at, err := time.Parse("2006-01-02T"+clock+zone, text); err == nil {
				at = at.UTC()
				// RFC 3339 has four digits for the year.
				return at, at.Year() >= 0 && at.Year() <= 9999
			}
		}
	}
	return time.Time{}, false
}
