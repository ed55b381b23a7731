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
	// NotSent means that no byte of the request left.
	NotSent Outcome = "not sent"
	// Rejected means that the server responded that it did not do it.
	Rejected Outcome = "rejected"
	// Unknown means that bytes left, and that no complete response arrived that
	// can be understood.
	Unknown Outcome = "unknown"
)

// Result is how an attempt ended, and with the last attempt the call.
type Result struct {
	Outcome Outcome
	// Err is nil after success.
	Err error
	// Response is nil if none arrived.
	Response *http.Response
	// Code is the status that decides, of HTTP or of the envelope; zero without
	// a response.
	Code int
	// EnvelopeCode, Message and Excerpt are what a failure response says.
	EnvelopeCode     int
	Message, Excerpt string
	// RetryAfter is how long the server asks to wait.
	RetryAfter RetryAfter
	// Final means that another attempt would end in the same way.
	Final bool
	// KeepOpen leaves the body open: the caller reads on, and closes it.
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

// TimeoutError ends an attempt that takes too long. It is not the end of the
// call's context.
type TimeoutError struct{ After time.Duration }

func (e *TimeoutError) Error() string {
	return "the attempt took longer than " + e.After.String()
}

// Timeout makes it a timeout in the sense of net.Error.
func (e *TimeoutError) Timeout() bool { return true }
