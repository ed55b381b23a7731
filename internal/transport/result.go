package transport

import (
	"net/http"
	"time"
)

// Outcome says how far an attempt got.
type Outcome string

const (
	// Done means that a complete, successful response arrived.
	Done Outcome = ""
	// NotSent means that nothing of the request was sent.
	NotSent Outcome = "not sent"
	// Rejected means that the server's response says that it did not perform the
	// call.
	Rejected Outcome = "rejected"
	// Unknown means that the request may have been sent, but that no complete,
	// valid response arrived.
	Unknown Outcome = "unknown"
)

// Result is how an attempt ended, and with the last attempt the call.
type Result struct {
	Outcome Outcome
	// Err is nil after success.
	Err error
	// Response is nil if none arrived.
	Response *http.Response
	// Code is the effective status, of HTTP or of the envelope; zero without a
	// response.
	Code int
	// EnvelopeCode, Message and Excerpt are parts of a failure response.
	EnvelopeCode     int
	Message, Excerpt string
	// RetryAfter is the response's Retry-After.
	RetryAfter RetryAfter
	// Final means that a retry would end in the same way.
	Final bool
	// KeepOpen leaves the body open. The caller reads the rest and closes it.
	KeepOpen bool

	// Attempts is the number of attempts so far.
	Attempts int
	// BudgetSpent means that the call was not retried because the client's retry
	// budget is spent.
	BudgetSpent bool
	// Interrupted is the context's error, if the context ended while the call
	// waited for its next attempt.
	Interrupted error

	started time.Time // when the attempt began
}

// TimeoutError means that an attempt took too long. The call's context has not
// ended.
type TimeoutError struct{ After time.Duration }

func (e *TimeoutError) Error() string {
	return "the attempt took longer than " + e.After.String()
}

// Timeout is part of net.Error.
func (e *TimeoutError) Timeout() bool { return true }
