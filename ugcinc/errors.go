package ugcinc

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/ugcinc/ugcinc-go/internal/show"
	"github.com/ugcinc/ugcinc-go/internal/transport"
)

// What errors.Is finds in an [*Error].
var (
	// ErrBadRequest means that the API refused the request (400). Fix the
	// input, or wait where it is a [*CooldownError].
	ErrBadRequest = errors.New("ugcinc: bad request")
	// ErrUnauthorized means that the key is missing, wrong or revoked (401).
	ErrUnauthorized = errors.New("ugcinc: unauthorized")
	// ErrNotFound means that an id names nothing that the key's organisation
	// owns (404).
	ErrNotFound = errors.New("ugcinc: not found")
	// ErrRateLimited means too many requests (429). Wait for Error.RetryAfter.
	ErrRateLimited = errors.New("ugcinc: rate limited")
	// ErrServer means that the server, or a gateway before it, failed (5xx). It
	// comes with ErrOutcomeUnknown: test a write for that one first.
	ErrServer = errors.New("ugcinc: server error")
	// ErrOutcomeUnknown means that it is not known whether the server did it.
	// Look at what happened before you send a write again.
	ErrOutcomeUnknown = errors.New("ugcinc: outcome unknown")
	// ErrRedirect means that the server answered with a redirect, which is not followed.
	ErrRedirect = errors.New("ugcinc: redirect refused")
	// ErrResponseTooLarge means that the answer is longer than
	// [WithMaxResponseBytes] allows.
	ErrResponseTooLarge = errors.New("ugcinc: response too large")
	// ErrInvalidResponse means that the answer reports success but cannot be
	// understood.
	ErrInvalidResponse = errors.New("ugcinc: invalid response")
)

// Outcome says how far a failed call got.
type Outcome string

const (
	// OutcomeNotSent means that no byte of the request left. It is safe to
	// call again.
	OutcomeNotSent = Outcome(transport.NotSent)
	// OutcomeRejected means that the server answered that it did not do it.
	OutcomeRejected = Outcome(transport.Rejected)
	// OutcomeUnknown means that the request left, and no complete answer came
	// that can be understood. The server may have done it.
	OutcomeUnknown = Outcome(transport.Unknown)
)

// Error is a call that failed after it reached the transport. Its text, its
// log value and its JSON hold what the API says in its message, but never the
// body and never the key.
type Error struct {
	// Operation is the operationId in the API document: createVideo.
	Operation string
	// StatusCode is the HTTP status of the last answer; zero where none came.
	StatusCode int
	// Code is the code in the answer's envelope; zero where it had none.
	Code int
	// Message is the API's text for people; it may be empty. It is as it came,
	// apart from the key: it may hold line breaks and other control characters.
	Message string
	// Attempts counts how often the call was sent, or tried to be.
	Attempts int
	// RetryAfter is how long the server asks to wait; zero where it does not.
	RetryAfter time.Duration
	// Outcome says how far the call got.
	Outcome Outcome
	// Records counts the records of a stream that came before it broke.
	Records int

	// hidden is behind a call, which no printer by reflection makes.
	hidden func() *detail
}

// detail is what an Error does not show by itself.
type detail struct {
	safe     bool // the operation leaves nothing behind to look at
	decisive int  // the status that decides what kind of error it is
	excerpt  string
	cause    error
	note     string
}

// inner is the detail, also of an Error that a test of yours has made.
func (e *Error) inner() *detail {
	if e.hidden == nil {
		return &detail{}
	}
	return e.hidden()
}

// Error says what failed, how far it got and what to do about it, in one line:
// control characters of the API's message are escaped.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("ugcinc: " + e.Operation + ": ")
	switch e.Outcome {
	case OutcomeNotSent:
		b.WriteString("not sent")
	case OutcomeUnknown:
		if e.inner().safe {
			b.WriteString("failed")
		} else {
			b.WriteString("outcome unknown")
		}
	case OutcomeRejected:
		b.WriteString("rejected")
	}
	if e.Attempts > 1 {
		fmt.Fprintf(&b, " after %d attempts", e.Attempts)
	}
	if status := e.status(); status != "" {
		b.WriteString(": " + status)
	}
	if e.Message != "" {
		b.WriteString(": " + e.Message)
	} else if e.inner().cause != nil {
		b.WriteString(": " + e.inner().cause.Error())
	}
	if e.Records > 0 {
		fmt.Fprintf(&b, " (after %d records)", e.Records)
	}
	if e.RetryAfter > 0 {
		fmt.Fprintf(&b, "; the server asks to wait %s", e.RetryAfter)
	}
	if e.inner().note != "" {
		b.WriteString("; " + e.inner().note)
	}
	return show.Line(b.String())
}

func (e *Error) status() string {
	switch {
	case e.inner().decisive == 0:
		return ""
	case e.StatusCode != e.inner().decisive:
		return fmt.Sprintf("%d (HTTP %d)", e.inner().decisive, e.StatusCode)
	case e.StatusCode < 300:
		return ""
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", e.StatusCode, http.StatusText(e.StatusCode)))
}

// Excerpt is the beginning of the last answer's body, at most 4 KiB, without
// the key. It is for a person who looks into a failure: it may hold anything
// that a server or a gateway puts there, so mind where you print it.
func (e *Error) Excerpt() string { return e.inner().excerpt }

// Unwrap is the cause: an error of the network, of the decoder or of the
// context, or a [*CooldownError].
func (e *Error) Unwrap() error { return e.inner().cause }

// Is matches the sentinels of this package.
func (e *Error) Is(target error) bool {
	switch target {
	case ErrBadRequest:
		return e.inner().decisive == http.StatusBadRequest
	case ErrUnauthorized:
		return e.inner().decisive == http.StatusUnauthorized
	case ErrNotFound:
		return e.inner().decisive == http.StatusNotFound
	case ErrRateLimited:
		return e.inner().decisive == http.StatusTooManyRequests
	case ErrServer:
		return e.inner().decisive >= 500
	case ErrOutcomeUnknown:
		return e.Outcome == OutcomeUnknown
	}
	return false
}

// GoString keeps %#v from printing what Excerpt is for.
func (e *Error) GoString() string { return e.Error() }

// LogValue is the error's metadata and the API's message.
func (e *Error) LogValue() slog.Value {
	attrs := []slog.Attr{
		slog.String("operation", e.Operation),
		slog.String("outcome", string(e.Outcome)),
		slog.Int("attempts", e.Attempts),
	}
	if e.StatusCode != 0 {
		attrs = append(attrs, slog.Int("status", e.StatusCode))
	}
	if e.Message != "" {
		attrs = append(attrs, slog.String("message", e.Message))
	} else if e.inner().cause != nil {
		attrs = append(attrs, slog.String("cause", e.inner().cause.Error()))
	}
	if e.RetryAfter > 0 {
		attrs = append(attrs, slog.Duration("retryAfter", e.RetryAfter))
	}
	return slog.GroupValue(attrs...)
}

// newError makes an error of the result of a call that failed.
func (c *call) newError(r *transport.Result) *Error {
	d := &detail{safe: c.Safe, decisive: r.Code, excerpt: c.core.redact(r.Excerpt), cause: r.Err}
	e := &Error{
		Operation: c.op.ID,
		Code:      r.EnvelopeCode,
		Message:   c.core.redact(r.Message),
		Attempts:  r.Attempts,
		Outcome:   Outcome(r.Outcome),
		hidden:    func() *detail { return d },
	}
	if r.Response != nil {
		e.StatusCode = r.Response.StatusCode
	}
	e.RetryAfter, _ = r.RetryAfter.From(time.Now())
	if errors.Is(d.cause, errFailureReported) && r.Message != "" {
		d.cause = nil // the message says it
	}
	if r.Interrupted != nil {
		d.cause = &interruptedError{ended: r.Interrupted, last: d.cause}
	}
	d.cause = c.core.redactError(d.cause)
	switch {
	case r.BudgetSpent:
		d.note = "not retried: most calls of this client fail, and its retry budget is spent"
	case e.Outcome == OutcomeUnknown && !c.Safe:
		d.note = "check what happened before you send it again"
	}
	return e
}

// unsent returns the error of a call that ended before its first attempt.
func unsent(operation string, cause error) *Error {
	return &Error{Operation: operation, Outcome: OutcomeNotSent, hidden: func() *detail { return &detail{cause: cause} }}
}

// interruptedError reports that the context ended while a call waited for its
// next attempt.
type interruptedError struct{ ended, last error }

func (e *interruptedError) Error() string {
	if e.last == nil {
		return e.ended.Error() + " while it waited to be sent again"
	}
	return e.ended.Error() + " while it waited to be sent again after: " + e.last.Error()
}

func (e *interruptedError) Unwrap() []error {
	if e.last == nil {
		return []error{e.ended}
	}
	return []error{e.ended, e.last}
}
