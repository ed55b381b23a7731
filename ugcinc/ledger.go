package ugcinc

import (
	"context"
	"hash/maphash"
	"maps"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/ugcinc/ugcinc-go/internal/transport"
)

// ledger holds what the clients of one key and base URL know about the posts
// of each account. They share it, so that no create takes the post of another
// one for its own.
type ledger struct {
	mu       sync.Mutex // also guards the accounts and their creates
	accounts map[string]*accountPosts
	clients  int           // clients that are still reachable
	settle   time.Duration // the longest settle in use
	used     time.Time
	swept    time.Time
}

// ledgers are all ledgers of the process.
var ledgers = struct {
	mu   sync.Mutex
	each map[ledgerKey]*ledger
}{each: map[ledgerKey]*ledger{}}

type ledgerKey struct {
	server string
	key    uint64 // a hash: the key itself is kept in as few places as possible
}

var hashSeed = maphash.MakeSeed()

// shareLedger gives the client the ledger of its key and base URL. A ledger is
// kept as long as one of its clients is reachable, and for the longest settle
// after its last create.
func shareLedger(c *core, server *url.URL, key transport.Key) {
	id := ledgerKey{
		server: server.Scheme + "://" + strings.ToLower(server.Host) + server.Path,
		key:    maphash.String(hashSeed, key.Reveal()),
	}
	ledgers.mu.Lock()
	defer ledgers.mu.Unlock()
	maps.DeleteFunc(ledgers.each, func(_ ledgerKey, l *ledger) bool { return l.unused() })
	if ledgers.each[id] == nil {
		ledgers.each[id] = &ledger{accounts: map[string]*accountPosts{}}
	}
	c.ledger = ledgers.each[id]
	c.ledger.addClients(1)
	runtime.AddCleanup(c, func(l *ledger) { l.addClients(-1) }, c.ledger)
}

func (l *ledger) addClients(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.clients += n
}

func (l *ledger) unused() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.clients == 0 && time.Since(l.used) > l.settle
}

// retention is how long an account without creates, and a claim, is remembered
// at least. It is the longest settle in use if that is longer.
const retention = 10 * time.Minute

// begin registers a create. It first waits until no other create with the same
// content is under way on the account: the posts of two such creates could not
// be told apart.
func (l *ledger) begin(ctx context.Context, want content, settle time.Duration) (p *pendingCreate, err error) {
	err = pollUntil(ctx, func() bool {
		p = l.tryBegin(want, settle)
		return p != nil
	})
	return p, err
}

// pollUntil polls until ready returns true or the context ends. A channel would
// not do: all goroutines of the process share a ledger, and goroutines of
// different testing/synctest bubbles must not share a channel.
func pollUntil(ctx context.Context, ready func() bool) error {
	for pause := time.Millisecond; !ready(); pause = min(2*pause, 50*time.Millisecond) {
		if err := transport.Sleep(ctx, pause); err != nil {
			return err
		}
	}
	return nil
}

// tryBegin returns the new create; nil while one with the same content is under
// way.
func (l *ledger) tryBegin(want content, settle time.Duration) *pendingCreate {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.used, l.settle = now, max(l.settle, settle)
	l.sweep(now)
	a := l.accounts[want.account]
	if a == nil {
		a = &accountPosts{
			ledger:  l,
			known:   map[uint64]sighting{},
			claims:  map[uint64]time.Time{},
			pending: map[*pendingCreate]struct{}{},
		}
		l.accounts[want.account] = a
	}
	for twin := range a.pending {
		if twin.content == want {
			return nil
		}
	}
	p := &pendingCreate{posts: a, content: want, settle: settle, started: now}
	a.pending[p], a.used = struct{}{}, now
	return p
}

// sweep forgets, once a minute, the accounts that nobody uses any more, and
// old claims.
func (l *ledger) sweep(now time.Time) {
	if now.Sub(l.swept) < time.Minute {
		return
	}
	l.swept = now
	keep := max(retention, l.settle)
	for id, a := range l.accounts {
		if len(a.pending) == 0 && now.Sub(a.used) > keep {
			delete(l.accounts, id)
			continue
		}
		a.forgetClaims(now, keep)
	}
}

// forgetClaims drops the claims that are older than keep. For a create under
// way the claims of the time before it count as well.
func (a *accountPosts) forgetClaims(now time.Time, keep time.Duration) {
	oldest := now
	for p := range a.pending {
		if p.started.Before(oldest) {
			oldest = p.started
		}
	}
	kept := map[uint64]time.Time{} // a map does not shrink
	for id, at := range a.claims {
		if oldest.Sub(at) <= keep {
			kept[id] = at
		}
	}
	a.claims = kept
}

// pendingCreate is a create that is under way.
type pendingCreate struct {
	posts   *accountPosts
	content content
	settle  time.Duration // zero without WithReconcile
	started time.Time

	sent bool   // at least once
	busy bool   // a request is under way
	mark uint32 // the number of the last look when it was first sent
	// candidates are the posts that looks after the mark have shown first, by
	// the hash of their id. A later look that leaves one out proves nothing.
	candidates map[uint64]string
	overflow   bool  // there were more of them than are kept
	match      *Post // the candidate with exactly this content
}

// sending notes that a request leaves now. The mark is taken at the first one
// only: what has been there since may come from it.
func (p *pendingCreate) sending() {
	p.posts.ledger.mu.Lock()
	defer p.posts.ledger.mu.Unlock()
	if !p.sent {
		p.sent, p.mark = true, p.posts.number
	}
	p.busy = true
}

// received notes that the request has ended, and ties the post of a successful
// response to this create.
func (p *pendingCreate) received(id string) {
	p.posts.ledger.mu.Lock()
	defer p.posts.ledger.mu.Unlock()
	p.busy = false
	if id != "" {
		p.posts.claims[hashID(id)] = time.Now()
	}
}

// end lets the next create with the same content begin.
func (p *pendingCreate) end() {
	p.posts.ledger.mu.Lock()
	defer p.posts.ledger.mu.Unlock()
	delete(p.posts.pending, p)
	p.posts.used = time.Now()
	p.posts.ledger.used = p.posts.used
}

func hashID(id string) uint64 { return maphash.String(hashSeed, id) }
