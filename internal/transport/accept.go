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

// drainSize is how much of a body is read so that its connection can serve
// the next call; to read more costs more than a new connection.
const drainSize = 64 << 10

// Free closes the body of an answer, after a short look for its end, without
// which the connection would be dropped. Over HTTP/2 an answer that has not been
// read whole leaves its connection alone.
func Free(resp *http.Response, whole bool) {
	if b, timed := resp.Body.(*timedBody); timed && !b.ended && (whole || resp.ProtoMajor != 2) {
		b.hurry()
		// Whatever happens here, the answer has been read.
		_, _ = io.CopyN(io.Discard, b, drainSize)
	}
	_ = resp.Body.Close()
}
