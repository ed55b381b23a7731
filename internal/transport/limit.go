package transport

import "net/http"

// limit holds each attempt back until the limiter lets it go.
func limit(next handler, limiter Limiter) handler {
	if limiter == nil {
		return next
	}
	return func(req *http.Request, call *Call) Result {
		if err := limiter.Wait(req.Context()); err != nil {
			return Result{Outcome: NotSent, Err: err, Final: true}
		}
		return next(req, call)
	}
}
