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

// longestDelay keeps an absurd number of seconds from overflowing.
const longestDelay = 100 * 365 * 24 * time.Hour

// ParseRetryAfter reads the header's value. One that cannot be understood is
// as none. A date is held against the answer's own Date header where there is
// one: the two clocks may differ.
func ParseRetryAfter(value, sent string) RetryAfter {
	value = strings.TrimSpace(value)
	if value == "" || len(value) > 64 {
		return RetryAfter{}
	}
	if seconds, err := strconv.ParseFloat(value, 64); err == nil && strings.Trim(value, "0123456789.") == "" {
		if seconds > longestDelay.Seconds() {
			return RetryAfter{delay: longestDelay, given: true}
		}
		// Rounded up: to come back early is worse than late.
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

// From is how long to wait from now on, and whether the server asked for it.
func (r RetryAfter) From(now time.Time) (time.Duration, bool) {
	switch {
	case !r.given:
		return 0, false
	case r.date.IsZero():
		return r.delay, true
	}
	return max(0, r.date.Sub(now)), true
}
