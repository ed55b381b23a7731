package transport

import (
	"context"
	"log/slog"
	"time"
)

// log logs one attempt. Only these fields are logged, because a body, a header, a
// URL or an error text may contain a secret. delay is noRetry if the call ends.
func (t *Transport) log(ctx context.Context, call *Call, r *Result, delay time.Duration) {
	if t.config.Logger == nil {
		return
	}
	level, outcome := slog.LevelDebug, "done"
	if r.Err != nil {
		level, outcome = slog.LevelWarn, string(r.Outcome)
	}
	if !t.config.Logger.Enabled(ctx, level) {
		return
	}
	status := 0
	if r.Response != nil {
		status = r.Response.StatusCode
	}
	attrs := []slog.Attr{
		slog.String("operation", call.Operation),
		slog.Int("attempt", r.Attempts),
		slog.Int("status", status),
		slog.Duration("duration", time.Since(r.started)),
		slog.String("outcome", outcome),
	}
	if delay >= 0 {
		attrs = append(attrs, slog.Duration("wait", delay))
	}
	t.config.Logger.LogAttrs(ctx, level, "ugcinc: attempt", attrs...)
}
