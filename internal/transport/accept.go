package transport

import (
	"context"
	"io"
	"net/http"
)

// accept has the answer read, and frees its connection unless it is kept.
func accept(next handler) handler {
	return func(ctx context.Context, req *http.Request, call *Call) Result {
		result := next(ctx, req, call)
		if result.Err != nil {
			return result
		}
		return judged(read(call, result.Response), result.Response)
	}
}

// judged is how an attempt ended that got an answer.
func judged(v Verdict, resp *http.Response) Result {
	r := Result{Response: resp, Status: resp.StatusCode, Outcome: v.Outcome, Code: v.Code, Err: v.Err, Final: v.Final}
	if r.Err != nil {
		r.RetryAfter = ParseRetryAfter(resp.Header.Get("Retry-After"), resp.Header.Get("Date"))
	}
	return r
}

// read frees the connection also where a function of the caller's panics.
func read(call *Call, resp *http.Response) (verdict Verdict) {
	defer func() {
		if !verdict.Keep {
			Free(resp, true)
		}
	}()
	return call.Accept(resp)
}

// Free closes the body of a response. It drains the body first, because an unread
// body costs the connection; over HTTP/2 it does not, so there only a response
// that was read whole is drained.
func Free(resp *http.Response, whole bool) {
	if b, timed := resp.Body.(*timedBody); timed && !b.ended && (whole || resp.ProtoMajor != 2) {
		Drain(resp)
		_, _ = io.Copy(io.Discard, b)
	}
	_ = resp.Body.Close()
}
