package transport

import (
	"context"
	"log/slog"
	"net/http"
	"time"
)

// retry sends a call until it succeeds or the policy says stop.
func retry(next handler, tokens *budget, logger *slog.Logger, sleep func(context.Context, time.Duration) error) handler {
	return func(ctx context.Context, req *http.Request, call *Call) Result {
		unknown := false
		for attempt := 1; ; attempt++ {
			call.Attempts, call.start = attempt, time.Now()
			result := next(ctx, req, call)
			if result.Err == nil {
				tokens.succeed(attempt - 1)
				logAttempt(ctx, logger, call, &result, -1)
				return result
			}
			unknown = unknown || result.Outcome == Unknown
			failure := &CallError{Result: result, Attempts: attempt}
			pause, more := proceed(ctx, call, failure, tokens)
			if !more {
				pause = -1
			}
			logAttempt(ctx, logger, call, &result, pause)
			if more && sleep(ctx, pause) != nil {
				failure.Waiting = ctx.Err()
				more = false
			}
			if !more {
				if unknown { // an earlier attempt may have done it
					failure.Outcome = Unknown
				}
				return Result{Err: failure}
			}
		}
	}
}

// proceed says whether a call goes on after its attempt, and after what pause.
func proceed(ctx context.Context, call *Call, f *CallError, tokens *budget) (time.Duration, bool) {
	if f.Final || ctx.Err() != nil || !again(call.Safe, f.Outcome, f.Code, f.Attempts, call.MaxRetries) {
		return 0, false
	}
	deadline, _ := ctx.Deadline()
	pause, ok := wait(&f.Result, f.Attempts, time.Now(), deadline)
	if !ok {
		return 0, false
	}
	if !tokens.take() {
		f.Budget = true
		return 0, false
	}
	return pause, true
}

// Sleep waits, and ends with the context.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}
