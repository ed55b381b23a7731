// Package ledger remembers, within one process, which posts an account has and
// which creates made them. After a lost response it finds out whether a new post
// on the account is the one that was created. In the order of a create:
//
//   - ledger.go: the [Ledger] that the clients of one key share;
//   - create.go: [Ledger.Begin], and a [Create] while its requests are sent;
//   - refresh.go: [Create.Refresh] reads the account's posts;
//   - evidence.go: [Create.Evidence], what the lists prove about the create;
//   - content.go: the [Content] by which a post is recognised.
//
// A refresh lists the account's posts. Each list has a number:
//
//	list 1        list 2        create             list 3
//	a, b          a, b, c       mark = 2, sent     a, b, c, d
//
// The create's mark is the number of the last list before it was sent. Its
// candidates are the posts that appeared in a later list and that no create has
// claimed: here d. Times are not compared, since the API may move them.
package ledger

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

// Ledger is what the clients of one key and base URL know. They share it, so
// that no create takes the post of another one for its own.
type Ledger struct {
	mu       sync.Mutex // also guards the accounts and their creates
	accounts map[string]*account
	claims   map[uint64]claim // by the hash of the post's id
	clients  int              // clients that are still reachable
	settle   time.Duration    // the longest settle in use
	used     time.Time
	swept    time.Time
}

// claim ties a post to the create that made it. It holds for all accounts, since
// a list may show posts of others.
type claim struct {
	account *account
	at      time.Time
}

// ledgers are all ledgers of the process.
var ledgers = struct {
	mu   sync.Mutex
	each map[ledgerKey]*Ledger
}{each: map[ledgerKey]*Ledger{}}

type ledgerKey struct {
	server string
	key    uint64 // a hash: the key itself is kept in as few places as possible
}

var hashSeed = maphash.MakeSeed()

// Share returns the ledger of a key and base URL for a client. It is kept as long
// as one of its clients is reachable, and for the longest settle after its last
// create.
func Share[Client any](client *Client, server *url.URL, key string) *Ledger {
	host := strings.ToLower(server.Host)
	if server.Scheme == "https" {
		host = strings.TrimSuffix(host, ":443")
	}
	id := ledgerKey{server: server.Scheme + "://" + host + server.Path, key: hashID(key)}
	ledgers.mu.Lock()
	defer ledgers.mu.Unlock()
	maps.DeleteFunc(ledgers.each, func(_ ledgerKey, l *Ledger) bool { return l.unused() })
	l := ledgers.each[id]
	if l == nil {
		l = &Ledger{accounts: map[string]*account{}, claims: map[uint64]claim{}}
		ledgers.each[id] = l
	}
	l.addClients(1)
	runtime.AddCleanup(client, func(l *Ledger) { l.addClients(-1) }, l)
	return l
}

func (l *Ledger) addClients(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.clients += n
}

func (l *Ledger) unused() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.clients == 0 && time.Since(l.used) > l.settle
}

// retention is how long an account without creates, and a claim, is remembered
// at least. It is the longest settle in use if that is longer.
const retention = 10 * time.Minute

// sweep forgets unused accounts and old claims, once a minute. A create under way
// also needs the claims of the time before it.
func (l *Ledger) sweep(now time.Time) {
	if now.Sub(l.swept) < time.Minute {
		return
	}
	l.swept = now
	keep := max(retention, l.settle)
	oldest := now
	for id, a := range l.accounts {
		if len(a.creates) == 0 && now.Sub(a.used) > keep {
			delete(l.accounts, id)
		}
		for c := range a.underWay() {
			if c.began.Before(oldest) {
				oldest = c.began
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

// Deleting records that a request to delete these posts is about to be sent. From
// then on a list may lack them, whatever becomes of the request.
func (l *Ledger) Deleting(posts []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, post := range posts {
		id := hashID(post)
		for _, a := range l.accounts {
			// A refresh that is under way may be about to show it.
			if _, known := a.known[id]; known || a.refreshing || l.claims[id].account == a {
				a.leaving[id] = struct{}{}
			}
		}
	}
}

// isCandidate reports whether a create with this mark may have made the post:
// first, the number of the first list that showed it, is above the mark, and no
// create has claimed it.
func (l *Ledger) isCandidate(id uint64, first, mark uint32) bool {
	_, claimed := l.claims[id]
	return first > mark && !claimed
}

// pollUntil polls until ready returns true or the context ends. It uses no channel
// or condition: all goroutines of the process share a ledger, and goroutines of
// different testing/synctest bubbles must not share these.
func pollUntil(ctx context.Context, ready func() bool) error {
	for pause := time.Millisecond; !ready(); pause = min(2*pause, 50*time.Millisecond) {
		if err := transport.Sleep(ctx, pause); err != nil {
			return err
		}
	}
	return nil
}

func hashID(id string) uint64 { return maphash.String(hashSeed, id) }
