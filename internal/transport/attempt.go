package transport

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"time"
)

// attempt makes the nth attempt of a call: it waits for the limiter, starts the
// timeout, sends a copy of the request and calls call.Read with the response.
func (t *Transport) attempt(ctx context.Context, req *http.Request, call *Call, n int) (r Result) {
	if t.config.Limiter != nil {
		if err := t.config.Limiter.Wait(ctx); err != nil {
			return Result{Outcome: NotSent, Err: err, Final: true}
		}
	}
	a := startAttempt(ctx, call, t.config.Client.Timeout)
	defer func() { // also if the middleware or the reader panics
		if !r.KeepOpen {
			a.end()
		}
	}()
	copied, err := a.request(req, call, n, t.config.UserAgent)
	if err != nil {
		return Result{Outcome: NotSent, Err: err, Final: true}
	}
	resp, err := t.roundTrip(copied) //nolint:bodyclose // the attempt closes it at its end
	if err != nil {
		return Result{Outcome: a.outcome(err), Err: a.timeoutOr(err)}
	}
	a.limitBody(resp, call)
	return withResponse(call.Read(resp), resp)
}

// withResponse completes a result with what its response says.
func withResponse(r Result, resp *http.Response) Result {
	r.Response = resp
	if r.Err != nil {
		r.RetryAfter = ParseRetryAfter(resp.Header.Get("Retry-After"), resp.Header.Get("Date"))
	}
	return r
}

// attempt is the state of an attempt, in one allocation. It is also the
// attempt's context.
type attempt struct {
	probe

	cancel context.CancelCauseFunc
	stop   context.CancelFunc // of the http.Client's Timeout; nil without one
	timer  *time.Timer
	late   TimeoutError // the cause of the context's end when the timer fires
	sent   watchedBody
	resp   *http.Response
	body   responseBody
}

// errEnded is the cause with which an attempt's context ends after its response
// has been read.
var errEnded = errors.New("the attempt is over")

// startAttempt starts the attempt's timeout, which ends the attempt but not the
// call. timeout is the http.Client's Timeout.
func startAttempt(ctx context.Context, call *Call, timeout time.Duration) *attempt {
	a := &attempt{late: TimeoutError{After: call.AttemptTimeout}}
	if timeout > 0 {
		ctx, a.stop = context.WithTimeout(ctx, timeout)
	}
	a.Context, a.cancel = context.WithCancelCause(ctx)
	a.safe = call.Safe
	a.timer = time.AfterFunc(call.AttemptTimeout, func() { a.cancel(&a.late) })
	return a
}

// timeoutOr returns the timeout that ended the attempt, or err if none did.
func (a *attempt) timeoutOr(err error) error {
	if late := (*TimeoutError)(nil); errors.As(context.Cause(a), &late) {
		return late
	}
	return err
}

// request returns a copy of the request for this attempt, with a new body and
// with headers that no earlier attempt has changed.
func (a *attempt) request(req *http.Request, call *Call, n int, userAgent string) (*http.Request, error) {
	copied := req.WithContext(a)
	copied.Header = maps.Clone(req.Header)
	copied.Header["User-Agent"] = []string{userAgent}
	for _, h := range call.Header {
		copied.Header.Set(h.Key, h.Value)
	}
	if n > 1 {
		body, err := req.GetBody()
		if err != nil {
			return nil, err
		}
		copied.Body = body
	}
	a.sent = watchedBody{ReadCloser: copied.Body, p: &a.probe}
	copied.Body = &a.sent
	if getBody := req.GetBody; getBody != nil {
		copied.GetBody = func() (io.ReadCloser, error) {
			body, err := getBody()
			if err != nil {
				return nil, err
			}
			return &watchedBody{ReadCloser: body, p: &a.probe}, nil
		}
	}
	return copied, nil
}

// limitBody puts the response's body under the attempt's timeout.
func (a *attempt) limitBody(resp *http.Response, call *Call) {
	a.body = responseBody{body: resp.Body, a: a}
	if call.Long && resp.StatusCode/100 == 2 {
		a.body.perRead = call.AttemptTimeout
	}
	resp.Body, a.resp = &a.body, resp
}

// end ends the attempt and releases its connection.
func (a *attempt) end() {
	if a.resp != nil {
		CloseBody(a.resp, true)
		return
	}
	a.stopTimeout(nil)
}

func (a *attempt) stopTimeout(cause error) {
	a.timer.Stop()
	a.cancel(cause)
	if a.stop != nil {
		a.stop()
	}
}
