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
		resp := result.Response
		result.Status = resp.StatusCode
		verdict := call.Accept(resp)
		if !verdict.Keep {
			Free(resp.Body)
		}
		result.Outcome, result.Code, result.Err, result.Final = verdict.Outcome, verdict.Code, verdict.Err, verdict.Final
		if result.Err != nil {
			result.RetryAfter = ParseRetryAfter(resp.Header.Get("Retry-After"), resp.Header.Get("Date"))
		}
		return result
	}
}

// drainSize is how much of a body is read so that its connection can serve
// the next call; to read more costs more than a new connection.
const drainSize = 64 << 10

// Free closes a body, after a short look for its end.
func Free(body io.ReadCloser) {
	b, timed := body.(*timedBody)
	if timed {
		b.hurry()
	}
	// Whatever happens here, the answer has been read.
	if !timed || !b.ended {
		_, _ = io.CopyN(io.Discard, body, drainSize)
	}
	_ = body.Close()
}
