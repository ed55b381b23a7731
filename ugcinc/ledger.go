package ugcinc

import (
	"context"
	"maps"
	"sync"
	"time"
)

// ledgers remember what this client is creating, account by account, so that
// no create takes another one's post for its own.
type ledgers struct {
	mu       sync.Mutex
	accounts map[string]*ledger
	swept    time.Time
}

// remember is how long a ledger outlives its last create.
const remember = 10 * time.Minute

// sweep forgets, once a minute, the accounts that have been left alone.
func (l *ledgers) sweep() {
	now := time.Now()
	if now.Sub(l.swept) < time.Minute {
		return
	}
	l.swept = now
	maps.DeleteFunc(l.accounts, func(_ string, account *ledger) bool {
		return account.users == 0 && now.Sub(account.left) > remember
	})
}

// ledger is one account's. It lives while a create on the account is under way
// and for a time after that: a list may be late to show what was made.
type ledger struct {
	users   int
	left    time.Time                // when the last create ended
	gates   map[uint64]chan struct{} // by the hash of a content, which may be long
	claimed map[string]struct{}      // ids of posts that belong to a create
}

// enter waits until no other create with the same content is under way, and
// notes that this one is. Two of them at once could not be told apart.
func (l *ledgers) enter(ctx context.Context, want content) (*ledgerEntry, error) {
	hash := want.hash()
	l.mu.Lock()
	if l.accounts == nil {
		l.accounts = map[string]*ledger{}
	}
	l.sweep()
	account := l.accounts[want.account]
	if account == nil {
		account = &ledger{gates: map[uint64]chan struct{}{}, claimed: map[string]struct{}{}}
		l.accounts[want.account] = account
	}
	account.users++
	gate := account.gates[hash]
	if gate == nil {
		gate = make(chan struct{}, 1)
		account.gates[hash] = gate
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
	e.ledger.users--
	e.ledger.left = time.Now()
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
	hash := contentOf(p).hash()
	e.ledgers.mu.Lock()
	defer e.ledgers.mu.Unlock()
	_, claimed := e.ledger.claimed[p.ID]
	_, created := e.ledger.gates[hash]
	return !claimed && !created
}
