package transport

import (
	"math/rand/v2"
	"net/http"
	"time"
)

const (
	backoffBase = 500 * time.Millisecond
	backoffCap  = 8 * time.Second
	// MaxRetryAfter is the longest Retry-After that a call waits for.
	MaxRetryAfter = 60 * time.Second
)

// shouldRetry is the retry policy. It reports whether a call is retried after its
// nth attempt ended with this outcome and status.
//
// A call that is not safe is only retried if the server certainly did not
// perform it: nothing was sent, or the status is 429.
func shouldRetry(safe bool, outcome Outcome, code, attempt, maxRetries int) bool {
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

// backoff returns the delay after the nth attempt: exponential with full
// jitter, so that callers that failed together do not retry together.
func backoff(attempt int, random func(int64) int64) time.Duration {
	ceiling := backoffCap
	if shift := attempt - 1; shift < 4 {
		ceiling = min(backoffCap, backoffBase<<shift)
	}
	return time.Duration(random(int64(ceiling) + 1))
}

// retryDelay returns the delay before the next attempt: Retry-After if the server
// sent one, else the backoff. It returns false if the call should fail now,
// because the delay exceeds MaxRetryAfter or the deadline.
func retryDelay(after RetryAfter, attempt int, now, deadline time.Time) (time.Duration, bool) {
	d := backoff(attempt, rand.Int64N)
	if asked, ok := after.From(now); ok {
		d = asked
		if d > MaxRetryAfter {
			return 0, false
		}
	}
	if !deadline.IsZero() && now.Add(d).After(deadline) {
		return 0, false
	}
	return d, true
}
