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

// Sentinels that an [*Error] matches with errors.Is.
var (
	// ErrBadRequest means that the API rejected the request (400). Fix the input,
	// or wait if it is a [*CooldownError].
	ErrBadRequest = errors.New("ugcinc: bad request")
	// ErrUnauthorized means that the key is missing, wrong or revoked (401).
	ErrUnauthorized = errors.New("ugcinc: unauthorized")
	// ErrNotFound means that the key's organisation owns nothing with this id
	// (404).
	ErrNotFound = errors.New("ugcinc: not found")
	// ErrRateLimited means that there were too many requests (429). Wait for
	// Error.RetryAfter.
	ErrRateLimited = errors.New("ugcinc: rate limited")
	// ErrServer means that the server, or a gateway before it, failed (5xx). Such
	// an error also matches ErrOutcomeUnknown: for a write, test that first.
	ErrServer = errors.New("ugcinc: server error")
	// ErrOutcomeUnknown means that the server may or may not have performed the
	// call. Check before you retry a write.
	ErrOutcomeUnknown = errors.New("ugcinc: outcome unknown")
	// ErrRedirect means that the response is a redirect. It is not followed, since
	// that would send the call twice, and the key with it.
	ErrRedirect = errors.New("ugcinc: redirect not followed")
	// ErrResponseTooLarge means that the response is longer than
	// [WithMaxResponseBytes] allows.
	ErrResponseTooLarge = errors.New("ugcinc: response too large")
	// ErrInvalidResponse means that the response reports success but is not
	// valid, or contradicts itself.
	ErrInvalidResponse = errors.New("ugcinc: invalid response")
)

// ParamError reports invalid parameters or options. Nothing has been sent.
type ParamError struct {
	// Operation is the operationId; empty for an option given to New.
	Operation string
	// Field is the parameter's name in JSON, such as accountId, or the option's
	// name; empty if the parameters as a whole are invalid.
	Field string
	// Reason is what is wrong with it.
	Reason string
}

// Error returns which field is invalid, and why.
func (e *ParamError) Error() string {
	text := "ugcinc"
	for _, part := range []string{e.Operation, e.Field, e.Reason} {
		if part != "" {
			text += ": " + part
		}
	}
	return show.Line(text)
}

// LogValue returns the error's fields.
func (e *ParamError) LogValue() slog.Value {
	return slog.GroupValue(slog.String("operation", e.Operation), slog.String("field", e.Field), slog.String("reason", e.Reason))
}

// Outcome says how far a failed call got.
type Outcome string

const (
	// OutcomeNotSent means that no byte of the request was sent. It is safe to
	// retry.
	OutcomeNotSent = Outcome(transport.NotSent)
	// OutcomeRejected means that the server reports that it did not perform the
	// call.
	OutcomeRejected = Outcome(transport.Rejected)
	// OutcomeUnknown means that the request was sent and no complete, valid
	// response arrived. The server may have performed the call.
	OutcomeUnknown = Outcome(transport.Unknown)
)

// Error is the error of a call whose parameters are valid. Its text, its log
// value and its JSON contain the API's message, but never the body, and never the
// key, even if a server echoes it in base64 or escaped for JSON, HTML or a URL.
//
// A response has two codes, the HTTP status and one in the envelope. With a 2xx
// status the envelope's ok decides, or its code if it has no ok; if both codes
// report a failure, the less certain one wins. If the status is 4xx and the
// envelope reports success, or if the envelope has ok or code twice with
// different values, the outcome is unknown. A response is complete only if its
// body ends properly: bytes after the envelope, a wrong gzip checksum or a cut
// body are [ErrInvalidResponse]. The client waits for that end for at most 25 ms
// and 64 KiB.
type Error struct {
	// Operation is the operationId in the API document, such as createVideo.
	Operation string
	// StatusCode is the HTTP status of the last response; zero if there was none.
	StatusCode int
	// Code is the code in the response's envelope; zero if it has none.
	Code int
	// Message is the API's message; it may be empty. Apart from the key it is
	// unchanged: it may contain line breaks and other control characters.
	Message string
	// Attempts is the number of attempts, including those that sent nothing.
	Attempts int
	// RetryAfter is how long the server asks to wait; zero if it does not.
	RetryAfter time.Duration
	// Outcome says how far the call got.
	Outcome Outcome
	// Records is the number of records that a stream yielded before it broke.
	Records int

	private func() *detail // a func so that no verb of fmt can print the detail
}

// detail holds the unexported fields of an Error.
type detail struct {
	safe            bool // retrying the operation is harmless
	effectiveStatus int  // decides which sentinels match
	excerpt         string
	cause           error
	hint            string // ends the text
}

func (e *Error) with(d *detail) *Error {
	e.private = func() *detail { return d }
	return e
}

// details returns the detail. An Error that a caller's test has made has none.
func (e *Error) details() *detail {
	if e.private == nil {
		return &detail{}
	}
	return e.private()
}

// Error returns what failed, the outcome and what to do about it, in one line:
// control characters of the API's message are escaped.
func (e *Error) Error() string {
	d := e.details()
	text := "ugcinc: " + e.Operation + ": "
	switch {
	case e.Outcome == OutcomeUnknown && d.safe:
		text += "failed"
	case e.Outcome == OutcomeUnknown:
		text += "outcome unknown"
	default:
		text += string(e.Outcome)
	}
	if e.Attempts > 1 {
		text += fmt.Sprintf(" after %d attempts", e.Attempts)
	}
	switch status := d.effectiveStatus; {
	case status != 0 && status != e.StatusCode:
		text += fmt.Sprintf(": %d (HTTP %d)", status, e.StatusCode)
	case status >= 300:
		text += strings.TrimRight(fmt.Sprintf(": %d %s", status, http.StatusText(status)), " ")
	}
	if e.Message != "" {
		text += ": " + e.Message
	} else if d.cause != nil {
		text += ": " + d.cause.Error()
	}
	if e.Records > 0 {
		text += fmt.Sprintf(" (after %d records)", e.Records)
	}
	if e.RetryAfter > 0 {
		text += fmt.Sprintf("; the server asks to wait %s", e.RetryAfter)
	}
	if d.hint != "" {
		text += "; " + d.hint
	}
	return show.Line(text)
}

// Excerpt returns the beginning of the last response's body, at most 4 KiB,
// without the key. It is for debugging: it may contain anything that a server or
// a gateway has sent, so do not log it without thought.
func (e *Error) Excerpt() string { return e.details().excerpt }

// Unwrap returns the cause: an error of the network, of the decoder or of the
// context, or a [*CooldownError].
func (e *Error) Unwrap() error { return e.details().cause }

// Is matches the sentinels of this package.
func (e *Error) Is(target error) bool {
	status := e.details().effectiveStatus
	switch target {
	case ErrBadRequest:
		return status == http.StatusBadRequest
	case ErrUnauthorized:
		return status == http.StatusUnauthorized
	case ErrNotFound:
		return status == http.StatusNotFound
	case ErrRateLimited:
		return status == http.StatusTooManyRequests
	case ErrServer:
		return status >= 500
	case ErrOutcomeUnknown:
		return e.Outcome == OutcomeUnknown
	}
	return false
}

// GoString returns the same as Error, so that %#v does not print the body.
func (e *Error) GoString() string { return e.Error() }

// LogValue returns the error's fields, with the API's message.
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
	} else if cause := e.details().cause; cause != nil {
		attrs = append(attrs, slog.String("cause", cause.Error()))
	}
	if e.RetryAfter > 0 {
		attrs = append(attrs, slog.Duration("retryAfter", e.RetryAfter))
	}
	return slog.GroupValue(attrs...)
}

// newError returns the error of a call that failed with this result.
func (c *call) newError(r *transport.Result) *Error {
	e := &Error{
		Operation: c.op.ID,
		Code:      r.EnvelopeCode,
		Message:   c.core.redact.Text(r.Message),
		Attempts:  r.Attempts,
		Outcome:   Outcome(r.Outcome),
	}
	if r.Response != nil {
		e.StatusCode = r.Response.StatusCode
	}
	e.RetryAfter, _ = r.RetryAfter.From(time.Now())
	cause := r.Err
	if errors.Is(cause, errFailureReported) && r.Message != "" {
		cause = nil // the message says it
	}
	if r.Interrupted != nil {
		cause = &interruptedError{ended: r.Interrupted, last: cause}
	}
	d := &detail{
		safe:            c.Safe,
		effectiveStatus: r.Code,
		excerpt:         c.core.redact.CutText(r.Excerpt),
		cause:           c.core.redact.Error(cause),
	}
	switch {
	case r.BudgetSpent:
		d.hint = "not retried: most calls of this client fail, and its retry budget is spent"
	case e.Outcome == OutcomeUnknown && !c.Safe:
		d.hint = "check what happened before you retry it"
		if c.op.IfUnknown != "" {
			d.hint += ": " + c.op.IfUnknown
		}
	}
	return e.with(d)
}

// notSentError returns the error of a call that ended before its first attempt.
func notSentError(operation string, cause error) *Error {
	return (&Error{Operation: operation, Outcome: OutcomeNotSent}).with(&detail{cause: cause})
}

// interruptedError reports that the context ended while a call waited for its
// next attempt.
type interruptedError struct{ ended, last error } // last may be nil

func (e *interruptedError) Error() string {
	text := e.ended.Error() + " before the next attempt"
	if e.last != nil {
		text += "; the last error: " + e.last.Error()
	}
	return text
}

func (e *interruptedError) Unwrap() []error {
	if e.last == nil {
		return []error{e.ended}
	}
	return []error{e.ended, e.last}
}
