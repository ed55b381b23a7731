package ugcinc

import (
	"context"
	"hash/maphash"
	"maps"
	"slices"
	"strconv"
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

// Claims counts the claims that are remembered.
func (c *Client) Claims() int {
	c.core.ledger.mu.Lock()
	defer c.core.ledger.mu.Unlock()
	return len(c.core.ledger.claims)
}

// KnownAccounts are the accounts that are remembered.
func (c *Client) KnownAccounts() []string {
	c.core.ledger.mu.Lock()
	defer c.core.ledger.mu.Unlock()
	return slices.Sorted(maps.Keys(c.core.ledger.accounts))
}

// FillAccount makes an account known to have as many posts as are kept.
func (c *Client) FillAccount(account string) {
	c.core.ledger.mu.Lock()
	defer c.core.ledger.mu.Unlock()
	known := c.core.ledger.accounts[account].known
	for id := uint64(0); len(known) < maxKnown; id++ {
		known[id] = sighting{}
	}
}

// Ledgers counts the ledgers of the default base URL with the keys prefix0,
// prefix1 and so on.
func Ledgers(prefix string, n int) (found int) {
	ledgers.mu.Lock()
	defer ledgers.mu.Unlock()
	for i := range n {
		id := ledgerKey{server: DefaultBaseURL, key: maphash.String(hashSeed, prefix+strconv.Itoa(i))}
		if ledgers.each[id] != nil {
			found++
		}
	}
	return found
}

// Redact removes the secrets of a client with this key from a text.
func Redact(key, text string) string {
	k, err := transport.NewKey(key)
	if err != nil {
		return text
	}
	return (&core{forms: func() []form { return keyForms(k.Reveal()) }}).redact(text)
}
