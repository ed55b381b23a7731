package transport

import (
	"context"
	"net/http"
)

// limit holds each attempt back until the limiter lets it go.
func limit(next handler, limiter Limiter) handler {
	if limiter == nil {
		return next
	}
	return func(ctx context.Context, req *http.Request, call *Call) Result {
		if err := limiter.Wait(ctx); err != nil {
			return Result{Outcome: NotSent, Err: err, Final: true}
		}
		return next(ctx, req, call)
	}
}
