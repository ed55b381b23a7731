package ugcinc

import (
	"context"
	"time"

	"github.com/ugcinc/ugcinc-go/internal/transport"
)

// WithInstantBackoff skips the waits between attempts, for tests over real
// sockets.
func WithInstantBackoff() Option {
	return clientOption(func(c *config) error {
		c.sleep = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
		return nil
	})
}

// Redact removes the secrets of a client with this key from a text.
func Redact(key, text string) string {
	k, err := transport.NewKey(key)
	if err != nil {
		return text
	}
	return (&core{forms: func() []form { return keyForms(k.Reveal()) }}).redact(text)
}
