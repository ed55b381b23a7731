package ugcinc

import (
	"context"
	"hash/maphash"
	"maps"
	"net/url"
	"runtime"
	"slices"
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
	claims   map[uint64]claim // by the hash of the post's id
	clients  int              // clients that are still reachable
	settle   time.Duration    // the longest settle in use
	used     time.Time
	swept    time.Time
}

// claim ties a post to the create that made it. It holds for all accounts: a
// list may show posts of others.
type claim struct {
	account *accountPosts
	at      time.Time
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
	host := strings.ToLower(server.Host)
	if server.Scheme == "https" {
		host = strings.TrimSuffix(host, ":443")
	}
	id := ledgerKey{
		server: server.Scheme + "://" + host + server.Path,
		key:    maphash.String(hashSeed, key.Reveal()),
	}
	ledgers.mu.Lock()
	defer ledgers.mu.Unlock()
	maps.DeleteFunc(ledgers.each, func(_ ledgerKey, l *ledger) bool { return l.unused() })
	if ledgers.each[id] == nil {
		ledgers.each[id] = &ledger{accounts: map[string]*accountPosts{}, claims: map[uint64]claim{}}
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

// begin registers a create. It first waits for those with the same content that
// began before on the account: the posts of two such creates could not be told
// apart.
func (l *ledger) begin(ctx context.Context, want content, settle time.Duration) (*pendingCreate, error) {
	p := l.register(want, settle)
	if err := pollUntil(ctx, p.first); err != nil {
		p.end()
		return nil, err
	}
	return p, nil
}

// first says whether no other create with the same content began before.
func (p *pendingCreate) first() bool {
	p.posts.ledger.mu.Lock()
	defer p.posts.ledger.mu.Unlock()
	return p.posts.pending[p.content][0] == p
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

func (l *ledger) register(want content, settle time.Duration) *pendingCreate {
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
			fresh:   map[uint64]string{},
			pending: map[content][]*pendingCreate{},
		}
		l.accounts[want.account] = a
	}
	p := &pendingCreate{posts: a, content: want, settle: settle, started: now}
	a.pending[want] = append(a.pending[want], p)
	a.used = now
	return p
}

// sweep forgets, once a minute, the accounts that nobody uses any more, and
// old claims. For a create under way the claims of the time before it count as
// well.
func (l *ledger) sweep(now time.Time) {
	if now.Sub(l.swept) < time.Minute {
		return
	}
	l.swept = now
	keep := max(retention, l.settle)
	oldest := now
	for id, a := range l.accounts {
		if len(a.pending) == 0 && now.Sub(a.used) > keep {
			delete(l.accounts, id)
		}
		for p := range a.underWay() {
			if p.started.Before(oldest) {
				oldest = p.started
			}
		}
	}
	kept := map[uint64]claim{} // a map does not shrink
	for id, c := range l.claims {
		if oldest.Sub(c.at) <= keep {
			kept[id] = c
		}
	}
	l.claims = kept
}

// claimed says whether a create of any account has claimed a post.
func (l *ledger) claimed(id uint64) bool {
	_, ok := l.claims[id]
	return ok
}

// pendingCreate is a create that is under way, or waits for its turn.
type pendingCreate struct {
	posts   *accountPosts
	content content
	settle  time.Duration // zero without WithReconcile
	started time.Time

	sent  bool   // at least once
	busy  bool   // a request is under way
	mark  uint32 // the number of the last look when it was first sent
	match *Post  // a candidate with exactly this content
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
		p.claim(hashID(id))
	}
}

func (p *pendingCreate) claim(id uint64) {
	p.posts.ledger.claims[id] = claim{account: p.posts, at: time.Now()}
}

// end lets the next create with the same content go on.
func (p *pendingCreate) end() {
	a := p.posts
	a.ledger.mu.Lock()
	defer a.ledger.mu.Unlock()
	a.used = time.Now()
	a.ledger.used = a.used
	queue := a.pending[p.content]
	i := slices.Index(queue, p)
	if queue = slices.Delete(queue, i, i+1); len(queue) == 0 {
		delete(a.pending, p.content)
		return
	}
	a.pending[p.content] = queue
}

func hashID(id string) uint64 { return maphash.String(hashSeed, id) }
