package transport

import (
	"context"
	"log/slog"
	"time"
)

// log writes one attempt's metadata. It names each field that it writes: a body,
// a header, a URL or the text of an error may hold a secret. A negative delay
// means that the call ends here.
func (t *Transport) log(ctx context.Context, call *Call, r *Result, delay time.Duration) {
	if t.logger == nil {
		return
	}
	level, outcome := slog.LevelDebug, "done"
	if r.Err != nil {
		level, outcome = slog.LevelWarn, string(r.Outcome)
	}
	if !t.logger.Enabled(ctx, level) {
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
	t.logger.LogAttrs(ctx, level, "ugcinc: attempt", attrs...)
}
