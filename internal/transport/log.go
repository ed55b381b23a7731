package transport

import (
	"context"
	"log/slog"
	"time"
)

// logAttempt writes one attempt's metadata. It names what it writes: no body,
// no header, no URL and no error text, for each may hold a secret. A pause
// below zero means that the call ends here.
func logAttempt(ctx context.Context, logger *slog.Logger, call *Call, r *Result, pause time.Duration) {
	if logger == nil {
		return
	}
	level, outcome := slog.LevelDebug, "done"
	if r.Err != nil {
		level, outcome = slog.LevelWarn, string(r.Outcome)
	}
	if !logger.Enabled(ctx, level) {
		return
	}
	attrs := []slog.Attr{
		slog.String("operation", call.Operation),
		slog.Int("attempt", call.Attempts),
		slog.Int("status", r.Status),
		slog.Duration("duration", time.Since(call.start)),
		slog.String("outcome", outcome),
	}
	if pause >= 0 {
		attrs = append(attrs, slog.Duration("wait", pause))
	}
	logger.LogAttrs(ctx, level, "ugcinc: attempt", attrs...)
}
