package ugcinc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/internal/transport"
	"github.com/ugcinc/ugcinc-go/internal/wire"
)

// params is a request that can say what is wrong with it.
type params interface {
	Check() (field, reason string)
}

// object makes a call whose data is one record.
func object[P params, T any](ctx context.Context, core *core, e *gen.Endpoint[P, T], p P, opts []CallOption) (*T, error) {
	var value T
	err := send(ctx, core, e, p, opts, func(a *answer) {
		value = *new(T) // an attempt before this one may have left something
		for a.Next() {
			e.Decode(a.decoder, &value)
		}
	})
	if err != nil {
		return nil, err
	}
	return &value, nil
}

// list makes a call whose data is an array, and collects it.
func list[P params, T any](ctx context.Context, core *core, e *gen.Endpoint[P, T], p P, opts []CallOption) ([]T, error) {
	var values wire.Records[T]
	err := send(ctx, core, e, p, opts, func(a *answer) {
		values = wire.Records[T]{} // an attempt before this one may have left something
		for a.Next() {
			e.Decode(a.decoder, values.Add(a.decoder))
		}
	})
	if err != nil {
		return nil, err
	}
	return values.Slice(), nil
}

// send makes a call and has read read the data of its answer.
func send[P params, T any](ctx context.Context, core *core, e *gen.Endpoint[P, T], p P, opts []CallOption, read func(*answer)) error {
	cfg, err := core.configure(&e.Operation, opts)
	if err != nil {
		return err
	}
	c := newCall(core, &e.Operation, cfg)
	c.read = read
	return roundTrip(ctx, c, e.Send, p)
}

// roundTrip checks the parameters and sends them through the generated client.
func roundTrip[P params](ctx context.Context, c *call, send func(*gen.Client, context.Context, P) (*http.Response, error), p P) error {
	if field, reason := p.Check(); reason != "" {
		return &ParamError{Operation: c.op.ID, Field: field, Reason: reason}
	}
	if ctx == nil {
		return &ParamError{Operation: c.op.ID, Field: "ctx", Reason: "must not be nil"}
	}
	if c.cfg.responseInto != nil {
		*c.cfg.responseInto = nil // what an earlier call left is not this one's
	}
	_, err := send(&c.client, ctx, p) //nolint:bodyclose // the transport closes the answer, or a stream that keeps it does
	if err == nil {
		return nil
	}
	var failure *transport.CallError
	if errors.As(err, &failure) {
		return c.fail(failure)
	}
	return &ParamError{Operation: c.op.ID, Field: unencodable(err), Reason: "cannot be written as JSON"}
}

// unencodable is the field that kept the parameters from becoming a request:
// text that is no UTF-8, or a time outside of the years 0 to 9999.
func unencodable(err error) string {
	var pointer jsontext.Pointer
	if semantic := (*json.SemanticError)(nil); errors.As(err, &semantic) {
		pointer = semantic.JSONPointer
	} else if syntactic := (*jsontext.SyntacticError)(nil); errors.As(err, &syntactic) {
		pointer = syntactic.JSONPointer
	}
	for field := range pointer.Tokens() {
		return field
	}
	return ""
}

// call is one call of one method. It is what the generated client sends
// through: each call brings its own options to the shared transport.
type call struct {
	transport.Call

	client gen.Client
	core   *core
	op     *gen.Operation
	cfg    callConfig
	read   func(*answer)
	answer answer // of the attempt under way
	stream bool   // the answer is to be kept open behind its first record
	open   bool   // and is
	// perRecord applies the response limit to each record, for lists that the
	// client reads for itself and does not keep.
	perRecord bool
}

func newCall(core *core, op *gen.Operation, cfg callConfig) *call {
	c := &call{core: core, op: op, cfg: cfg}
	c.client = gen.Client{Server: core.server, Doer: c}
	c.Call = transport.Call{
		Operation:      op.ID,
		Safe:           op.Retry == gen.RetrySafe,
		MaxRetries:     cfg.maxRetries,
		AttemptTimeout: cfg.timeout(op),
		Long:           op.List,
		Header:         cfg.header,
		Acceptor:       c,
	}
	return c
}

// Do makes a call the Doer of the generated client.
func (c *call) Do(req *http.Request) (*http.Response, error) {
	return c.core.transport.Do(req, &c.Call)
}

// Accept reads one answer and judges it.
func (c *call) Accept(resp *http.Response) transport.Verdict {
	if c.cfg.responseInto != nil {
		shown := *resp
		shown.Body, shown.Request = http.NoBody, nil
		*c.cfg.responseInto = &shown
	}
	switch {
	case resp.StatusCode >= 300 && resp.StatusCode <= 399:
		return c.refuse(&refusal{cause: ErrRedirect, final: true}, resp.StatusCode, transport.Unknown)
	case resp.StatusCode < 200 || resp.StatusCode > 299:
		return c.readRefusal(resp)
	}
	c.answer = newAnswer(c, resp)
	a := &c.answer
	if c.read(a); c.stream && a.Records() > 0 && a.decoder.Err() == nil {
		c.open = true
		return transport.Verdict{Keep: true}
	}
	defer a.decoder.Release()
	return c.judge(a, resp.StatusCode)
}

// judge decides what a response with a 2xx status means, after its envelope has
// been read or has turned out to be broken.
func (c *call) judge(a *answer, status int) transport.Verdict {
	a.readEnd()
	err := a.Err()
	reported := a.Envelope.Failed() && !a.Envelope.Conflict && a.decoder.Err() == nil
	if err == nil && !reported {
		return transport.Verdict{Code: status}
	}
	r := &refusal{code: a.Envelope.Code, message: a.Envelope.Message, excerpt: string(a.decoder.Excerpt())}
	if reported {
		if r.message == "" {
			r.cause = errors.New("the answer says that the call failed, and nothing else")
		}
		return c.refuse(r, decisive(status, r.code), outcomeOf(decisive(status, r.code)))
	}
	r.code, r.message = 0, ""
	switch {
	case errors.Is(err, wire.ErrTooLarge):
		r.cause, r.final = fmt.Errorf("%w: it takes more than %d bytes", ErrResponseTooLarge, c.cfg.maxResponseBytes), true
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.As(err, new(*transport.TimeoutError)):
		r.cause = err
	default:
		r.cause = fmt.Errorf("%w: %w", ErrInvalidResponse, err)
	}
	return c.refuse(r, status, transport.Unknown)
}

// maxRefusal bounds what is read of an answer that is not a success. Its
// beginning says enough.
const maxRefusal = 1 << 20

func (c *call) readRefusal(resp *http.Response) transport.Verdict {
	body, cut := io.ReadAll(io.LimitReader(resp.Body, maxRefusal))
	r := &refusal{excerpt: string(body[:min(len(body), 4<<10)]), cause: cut}
	envelope, ok := wire.ParseEnvelope(body)
	switch {
	case ok && cut == nil:
		r.code, r.message = envelope.Code, envelope.Message
	case cut == nil && len(bytes.TrimSpace(body)) == 0:
		r.cause = errors.New("the body is empty")
	case cut == nil:
		r.cause = errors.New("the body is no JSON envelope; a gateway may have answered")
	}
	status := decisive(resp.StatusCode, r.code)
	outcome := outcomeOf(status)
	if outcome == transport.Rejected && (envelope.Succeeded() || envelope.Conflict || envelope.Cut) {
		// A response that reports both a failure and a success proves neither, nor
		// does one with data that breaks off before it says which.
		outcome, r.message = transport.Unknown, ""
		r.cause = fmt.Errorf("%w: the status and the envelope contradict each other", ErrInvalidResponse)
	}
	return c.refuse(r, status, outcome)
}

func (c *call) refuse(r *refusal, code int, outcome transport.Outcome) transport.Verdict {
	if cooldown := parseCooldown(r.message); cooldown != nil && code == http.StatusBadRequest {
		r.cause = cooldown
	}
	return transport.Verdict{Outcome: outcome, Code: code, Err: r, Final: r.final}
}

// decisive returns the status that counts if HTTP and the envelope report
// different failures: the less certain one. If HTTP reports a failure (4xx) and
// the envelope success, with or without data, the outcome is unknown: see
// [call.readRefusal]. If HTTP reports success, the envelope decides: ok, or code
// if there is no ok; an envelope that contradicts itself is invalid.
func decisive(status, code int) int {
	if code >= 400 && code <= 599 && status < 500 {
		return code
	}
	return status
}

func outcomeOf(code int) transport.Outcome {
	if code >= 400 && code <= 499 {
		return transport.Rejected
	}
	return transport.Unknown
}

// fail makes the end of a call an error.
func (c *call) fail(f *transport.CallError) *Error {
	d := &detail{safe: c.Safe, decisive: f.Code, cause: f.Err}
	e := &Error{
		Operation:  c.op.ID,
		StatusCode: f.Status,
		Attempts:   f.Attempts,
		Outcome:    Outcome(f.Outcome),
		hidden:     func() *detail { return d },
	}
	e.RetryAfter, _ = f.RetryAfter.From(time.Now())
	if r := (*refusal)(nil); errors.As(f.Err, &r) {
		e.Code = r.code
		e.Message = c.core.redact(r.message)
		d.excerpt = c.core.redactCut(r.excerpt)
		d.cause = r.cause
	}
	if f.Waiting != nil {
		d.cause = &interruptedError{ended: f.Waiting, last: d.cause}
	}
	d.cause = c.core.redactError(d.cause)
	switch {
	case f.Budget:
		d.note = "not sent again: most calls of this client fail, and its retry budget is spent"
	case e.Outcome == OutcomeUnknown && !c.Safe:
		d.note = "look at what happened before you send it again"
	}
	return e
}

// unsent is the error of a call that ended before its first attempt.
func unsent(operation string, cause error) *Error {
	return &Error{Operation: operation, Outcome: OutcomeNotSent, hidden: func() *detail { return &detail{cause: cause} }}
}
