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
// as none.
func ParseRetryAfter(value string) RetryAfter {
	value = strings.TrimSpace(value)
	if value == "" || len(value) > 64 {
		return RetryAfter{}
	}
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		if math.IsNaN(seconds) || seconds < 0 {
			return RetryAfter{}
		}
		if seconds > longestDelay.Seconds() {
			return RetryAfter{delay: longestDelay, given: true}
		}
		// Rounded up: to come back early is worse than late.
		return RetryAfter{delay: time.Duration(math.Ceil(seconds * float64(time.Second))), given: true}
	}
	if date, err := http.ParseTime(value); err == nil {
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
