package ugcinc

import (
	"context"
	"time"
)

// WithInstantBackoff skips the waits between attempts, for tests over real
// sockets.
func WithInstantBackoff() Option {
	return clientOption(func(c *config) error {
		c.sleep = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
		return nil
	})
}
