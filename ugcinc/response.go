package ugcinc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/ugcinc/ugcinc-go/internal/transport"
	"github.com/ugcinc/ugcinc-go/internal/wire"
)

// response is a response with a 2xx status that is being read.
type response struct {
	wire.Response

	decoder *wire.Decoder
	http    *http.Response
}

// readResponse reads the response of an attempt.
func (c *call) readResponse(resp *http.Response) transport.Result {
	if c.cfg.responseInto != nil {
		shown := *resp
		shown.Body, shown.Request = http.NoBody, nil
		*c.cfg.responseInto = &shown
	}
	switch {
	case resp.StatusCode >= 300 && resp.StatusCode <= 399:
		return transport.Result{Outcome: transport.Unknown, Code: resp.StatusCode, Err: ErrRedirect, Final: true}
	case resp.StatusCode < 200 || resp.StatusCode > 299:
		return failureResult(resp)
	}
	d := wire.NewDecoder(resp.Body, c.cfg.maxResponseBytes, c.core.drift.observer(c.op.ID))
	if c.op.NewerForm != "" {
		d.RequireForm()
	}
	c.response = response{
		Response: wire.NewResponse(d, c.op.List, c.cfg.perRecord),
		decoder:  d,
		http:     resp,
	}
	if c.readData(&c.response); c.cfg.keepOpen && c.response.Records() > 0 && d.Err() == nil {
		return transport.Result{KeepOpen: true}
	}
	defer d.Release()
	return c.finish()
}

// decodeNext decodes the next record and reports whether there was one.
func decodeNext[T any](r *response, decode func(*wire.Decoder, *T), record *T) bool {
	if !r.Next() {
		return false
	}
	*record = *new(T) // an earlier record or attempt may have left something
	decode(r.decoder, record)
	return true
}

// finish reads what follows the data of a response with a 2xx status, and returns
// the result of the attempt.
func (c *call) finish() transport.Result {
	r := &c.response
	if r.Complete() {
		transport.Drain(r.http)
		r.ReadEnd()
	}
	err := r.Err()
	failed := r.Envelope.Failed() && !r.Envelope.Conflict && r.decoder.Err() == nil
	status := r.http.StatusCode
	if err == nil && !failed {
		return transport.Result{Code: status}
	}
	result := transport.Result{Outcome: transport.Unknown, Code: status, Excerpt: string(r.decoder.Excerpt())}
	switch {
	case failed:
		result.EnvelopeCode, result.Message = r.Envelope.Code, r.Envelope.Message
		result.Code = effectiveStatus(status, r.Envelope.Code)
		result.Outcome = outcomeOf(result.Code)
		result.Err = messageError(result.Code, r.Envelope.Message)
	case errors.Is(err, wire.ErrTooLarge):
		result.Err = fmt.Errorf("%w: it takes more than %d bytes", ErrResponseTooLarge, c.cfg.maxResponseBytes)
		result.Final = true
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.As(err, new(*transport.TimeoutError)):
		result.Err = err
	default:
		result.Err = fmt.Errorf("%w: %w", ErrInvalidResponse, err)
		if c.op.NewerForm != "" && (errors.As(err, new(*wire.ValueError)) || r.Complete()) {
			result.Err = fmt.Errorf("%w; %s", result.Err, c.op.NewerForm)
			result.Final = true
		}
	}
	return result
}

const (
	maxFailureBytes = 1 << 20 // how much is read of a response without a 2xx status
	maxExcerptBytes = 4 << 10
)

// failureResult reads a response whose status is not 2xx or 3xx.
func failureResult(resp *http.Response) transport.Result {
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxFailureBytes))
	result := transport.Result{Code: resp.StatusCode, Excerpt: string(body[:min(len(body), maxExcerptBytes)])}
	envelope, ok := wire.ParseEnvelope(body)
	switch {
	case err != nil:
		result.Err = err
	case ok:
		result.EnvelopeCode, result.Message = envelope.Code, envelope.Message
		result.Code = effectiveStatus(resp.StatusCode, envelope.Code)
		result.Err = messageError(result.Code, envelope.Message)
	case len(bytes.TrimSpace(body)) == 0:
		result.Err = errors.New("the body is empty")
	default:
		result.Err = errors.New("the body is not a JSON envelope; a gateway may have sent it")
	}
	result.Outcome = outcomeOf(result.Code)
	if result.Outcome == transport.Rejected && (envelope.Succeeded() || envelope.Conflict || envelope.Cut) {
		// A response that reports both failure and success proves neither, and so
		// does one with data that ends before ok.
		result.Outcome, result.Message = transport.Unknown, ""
		result.Err = fmt.Errorf("%w: the status and the envelope contradict each other", ErrInvalidResponse)
	}
	return result
}

// messageError returns the cause of a failure that an envelope reports.
func messageError(code int, message string) error {
	if cooldown := parseCooldown(message); cooldown != nil && code == http.StatusBadRequest {
		return cooldown
	}
	return errFailureReported
}

var errFailureReported = errors.New("the response reports a failure, without a message")

// effectiveStatus returns the status that decides the outcome: the envelope's code
// if it reports a failure, but not over a 5xx, whose outcome is less certain.
func effectiveStatus(status, code int) int {
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
