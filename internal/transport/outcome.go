package transport

import (
	"net/http"
	"strconv"
	"time"
)

// Outcome says how far an attempt got.
type Outcome string

const (
	// Done is a complete answer came that reports success.
	Done Outcome = ""
	// NotSent means that no byte of the request left.
	NotSent Outcome = "not sent"
	// Rejected means that the server answered that it did not do it.
	Rejected Outcome = "rejected"
	// Unknown means that bytes left, and no complete answer that can be
	// understood came.
	Unknown Outcome = "unknown"
)

// Result is how one attempt, or a whole call, ended.
type Result struct {
	Response *http.Response
	Outcome  Outcome
	// Status is the HTTP status; zero where no answer came.
	Status int
	// Code is the status that decides; zero where no answer came.
	Code int
	// RetryAfter is how long the server asks to wait.
	RetryAfter RetryAfter
	Err        error
	Final      bool
}

// CallError is the end of a call that did not succeed.
type CallError struct {
	Result

	Attempts int
	// Budget says that the call was not sent again because the client's retry
	// budget was spent.
	Budget bool
	// Waiting is the context's error where it ended while the call waited for
	// its next attempt; Err is then what was seen last.
	Waiting error
}

func (f *CallError) Error() string {
	return string(f.Outcome) + " after " + strconv.Itoa(f.Attempts) + " attempts: " + f.Err.Error()
}

func (f *CallError) Unwrap() error { return f.Err }

// TimeoutError ends an attempt that took too long; it is not the end of the
// call's context.
type TimeoutError struct{ After time.Duration }

func (e *TimeoutError) Error() string {
	return "the attempt took longer than " + e.After.String()
}

// Timeout makes it a net.Error's timeout.
func (e *TimeoutError) Timeout() bool { return true }
