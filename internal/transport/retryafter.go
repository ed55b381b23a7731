package transport

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// RetryAfter is the header Retry-After (RFC 9110, section 10.2.3), with the
// fractions of a second that some servers send as well.
type RetryAfter struct {
	delay time.Duration
	date  time.Time
	given bool
}

// longestDelay keeps a huge number of seconds from overflowing.
const longestDelay = 100 * 365 * 24 * time.Hour

// ParseRetryAfter parses the header's value. An invalid one is ignored. A date is
// compared with the response's Date header, if there is one, because the clocks
// of client and server may differ.
func ParseRetryAfter(value, sent string) RetryAfter {
	value = strings.TrimSpace(value)
	if value == "" || len(value) > 64 {
		return RetryAfter{}
	}
	if seconds, err := strconv.ParseFloat(value, 64); err == nil && strings.Trim(value, "0123456789.") == "" {
		if seconds > longestDelay.Seconds() {
			return RetryAfter{delay: longestDelay, given: true}
		}
		// Rounded up, so that no retry is early.
		return RetryAfter{delay: time.Duration(math.Ceil(seconds * float64(time.Second))), given: true}
	}
	if date, err := http.ParseTime(value); err == nil {
		if now, err := http.ParseTime(sent); err == nil {
			return RetryAfter{delay: min(longestDelay, max(0, date.Sub(now))), given: true}
		}
		return RetryAfter{date: date, given: true}
	}
	return RetryAfter{}
}

// From returns how long to wait from now on, and whether the server asked to wait.
func (r RetryAfter) From(now time.Time) (time.Duration, bool) {
	switch {
	case !r.given:
		return 0, false
	case r.date.IsZero():
		return r.delay, true
	}
	return max(0, r.date.Sub(now)), true
}
