package ugcinc

import (
	"context"
	"sync"
)

// ledgers remember what this client is creating, account by account, so that
// no create takes another one's post for its own.
type ledgers struct {
	mu       sync.Mutex
	accounts map[string]*ledger
}

// ledger is one account's. It lives while a create on the account is under way.
type ledger struct {
	users   int
	gates   map[content]chan struct{}
	claimed map[string]struct{} // ids of posts that belong to a create
}

// enter waits until no other create with the same content is under way, and
// notes that this one is. Two of them at once could not be told apart.
func (l *ledgers) enter(ctx context.Context, want content) (*ledgerEntry, error) {
	l.mu.Lock()
	if l.accounts == nil {
		l.accounts = map[string]*ledger{}
	}
	account := l.accounts[want.account]
	if account == nil {
		account = &ledger{gates: map[content]chan struct{}{}, claimed: map[string]struct{}{}}
		l.accounts[want.account] = account
	}
	account.users++
	gate := account.gates[want]
	if gate == nil {
		gate = make(chan struct{}, 1)
		account.gates[want] = gate
	}
	l.mu.Unlock()
	e := &ledgerEntry{ledgers: l, ledger: account, want: want, gate: gate}
	select {
	case gate <- struct{}{}:
		return e, nil
	case <-ctx.Done():
		e.forget()
		return nil, ctx.Err()
	}
}

// ledgerEntry is one create's place in its account's ledger.
type ledgerEntry struct {
	ledgers *ledgers
	ledger  *ledger
	want    content
	gate    chan struct{}
}

// leave lets the next create with the same content go.
func (e *ledgerEntry) leave() {
	<-e.gate
	e.forget()
}

func (e *ledgerEntry) forget() {
	e.ledgers.mu.Lock()
	defer e.ledgers.mu.Unlock()
	if e.ledger.users--; e.ledger.users == 0 {
		delete(e.ledgers.accounts, e.want.account)
	}
}

// claim makes a post this create's own, unless it is another one's.
func (e *ledgerEntry) claim(id string) bool {
	e.ledgers.mu.Lock()
	defer e.ledgers.mu.Unlock()
	if _, taken := e.ledger.claimed[id]; taken {
		return false
	}
	e.ledger.claimed[id] = struct{}{}
	return true
}

// foreign says that neither this post nor its content is another create's of
// this client.
func (e *ledgerEntry) foreign(p *Post) bool {
	e.ledgers.mu.Lock()
	defer e.ledgers.mu.Unlock()
	_, claimed := e.ledger.claimed[p.ID]
	_, created := e.ledger.gates[contentOf(p)]
	return !claimed && !created
}
