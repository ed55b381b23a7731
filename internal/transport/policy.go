package transport

import (
	"math/rand/v2"
	"net/http"
	"time"
)

const (
	backoffBase = 500 * time.Millisecond
	backoffCap  = 8 * time.Second
	// longestWait is the longest that a Retry-After is waited for.
	longestWait = 60 * time.Second
)

// again is the retry policy: whether a call may be sent once more after its
// nth attempt ended so.
//
// A call that is not safe is only sent again when it is certain that the
// server did not do it: no byte left, or the answer was 429.
func again(safe bool, outcome Outcome, code, attempt, maxRetries int) bool {
	if attempt > maxRetries {
		return false
	}
	switch {
	case outcome == NotSent, outcome == Rejected && code == http.StatusTooManyRequests:
		return true
	case outcome == Unknown:
		return safe && code != http.StatusNotImplemented
	}
	return false
}

// backoff is how long to wait after the nth attempt: exponential with full
// jitter, so that callers who failed together do not come back together.
func backoff(attempt int, random func(int64) int64) time.Duration {
	ceiling := backoffCap
	if shift := attempt - 1; shift < 4 {
		ceiling = min(backoffCap, backoffBase<<shift)
	}
	return time.Duration(random(int64(ceiling) + 1))
}

// wait is how long to wait before the next attempt, and whether to wait at
// all: a Retry-After is obeyed exactly, or the error comes back at once.
func wait(r *Result, attempt int, now, deadline time.Time) (time.Duration, bool) {
	d := backoff(attempt, rand.Int64N)
	if after, ok := r.RetryAfter.From(now); ok {
		d = after
		if d > longestWait {
			return 0, false
		}
	}
	if !deadline.IsZero() && now.Add(d).After(deadline) {
		return 0, false
	}
	return d, true
}
