package ledger

import (
	"context"
	"slices"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
)

// Create is a create that is under way, or waits for its turn.
type Create struct {
	Content Content
	Settle  time.Duration // zero without WithReconcile

	account *account
	began   time.Time

	sent    bool      // at least once
	sending bool      // a request is under way
	mark    uint32    // the number of the last list when it was first sent
	match   *gen.Post // a candidate with exactly its content
}

// Begin registers a create. It first waits for the earlier creates with the same
// content on the account, whose posts it could not distinguish from its own. The
// caller must call End.
func (l *Ledger) Begin(ctx context.Context, content Content, settle time.Duration) (*Create, error) {
	c := l.register(content, settle)
	if err := pollUntil(ctx, c.first); err != nil {
		c.End()
		return nil, err
	}
	return c, nil
}

func (l *Ledger) register(content Content, settle time.Duration) *Create {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.used, l.settle = now, max(l.settle, settle)
	l.sweep(now)
	a := l.accounts[content.Account]
	if a == nil {
		a = newAccount(l)
		l.accounts[content.Account] = a
	}
	c := &Create{Content: content, Settle: settle, account: a, began: now}
	a.creates[content] = append(a.creates[content], c)
	a.used = now
	return c
}

// first reports whether no other create with the same content began before.
func (c *Create) first() bool {
	c.account.ledger.mu.Lock()
	defer c.account.ledger.mu.Unlock()
	return c.account.creates[c.Content][0] == c
}

// Sending records that a request is about to be sent. The first one sets the
// mark: what appears from then on may come from it.
func (c *Create) Sending() {
	c.account.ledger.mu.Lock()
	defer c.account.ledger.mu.Unlock()
	if !c.sent {
		c.sent, c.mark = true, c.account.number
	}
	c.sending = true
}

// Received records that the request has ended, and claims the post of a
// successful response; id is empty if there was none.
func (c *Create) Received(id string) {
	c.account.ledger.mu.Lock()
	defer c.account.ledger.mu.Unlock()
	c.sending = false
	if id != "" {
		c.claim(hashID(id))
	}
}

func (c *Create) claim(id uint64) {
	c.account.ledger.claims[id] = claim{account: c.account, at: time.Now()}
}

// End lets the next create with the same content begin.
func (c *Create) End() {
	a := c.account
	a.ledger.mu.Lock()
	defer a.ledger.mu.Unlock()
	a.used = time.Now()
	a.ledger.used = a.used
	queue := slices.DeleteFunc(a.creates[c.Content], func(other *Create) bool { return other == c })
	a.creates[c.Content] = queue
	if len(queue) == 0 {
		delete(a.creates, c.Content)
	}
}
