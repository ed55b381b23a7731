package ledger

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"iter"
	"maps"
	"math"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/internal/show"
)

// account is what is known about one account, from refreshes and creates.
type account struct {
	ledger *Ledger
	number uint32              // of the last list
	known  map[uint64]sighting // by the hash of the id; ids are never removed
	// fresh are the names of the posts that may be candidates. A later list that
	// lacks one proves nothing.
	fresh   map[uint64]string
	dropped uint32                // the last list that showed more of them than are kept
	leaving map[uint64]struct{}   // posts that were or may be deleted, which no list has to show
	creates map[Content][]*Create // the first of each is under way, the others wait for it
	used    time.Time

	refreshed time.Time // when the last complete refresh began; zero before the first
	list      uint32    // the number of its list
	// missing is the lowest number of a known post that the list did not show, or
	// math.MaxUint32.
	missing    uint32
	refreshing bool      // a refresh is under way
	tried      time.Time // when the last failed refresh began
	failure    error     // of that refresh
}

// sighting says which list showed a post first, and which one last.
type sighting struct{ first, last uint32 }

const (
	maxKnown = 1 << 20 // posts of one account
	maxFresh = 1 << 16 // posts of one account that may be candidates
	maxName  = 64      // bytes of an id in an error
)

var (
	errTooManyPosts    = fmt.Errorf("the account has more than %d posts", maxKnown)
	errRefreshPanicked = errors.New("listing the account's posts panicked")
)

func newAccount(l *Ledger) *account {
	return &account{
		ledger:  l,
		known:   map[uint64]sighting{},
		fresh:   map[uint64]string{},
		leaving: map[uint64]struct{}{},
		creates: map[Content][]*Create{},
	}
}

// underWay yields the creates that do not wait for another one.
func (a *account) underWay() iter.Seq[*Create] {
	return func(yield func(*Create) bool) {
		for _, queue := range a.creates {
			if !yield(queue[0]) {
				return
			}
		}
	}
}

// Refresh is a refresh of an account that is under way.
type Refresh struct {
	account  *account
	began    time.Time
	mark     uint32 // the lowest of the creates under way
	number   uint32 // of its list; a retry has another one
	shown    int    // posts that the list has shown
	nameless int    // those without an id
}

// Refresh calls read to list the account's posts. It waits while another refresh
// is under way. It does not call read if a complete refresh began at since or
// later, or if a refresh began after this call and failed: then it returns the
// error of that refresh.
func (c *Create) Refresh(ctx context.Context, since time.Time, read func(*Refresh) error) (err error) {
	a, asked := c.account, time.Now()
	var r *Refresh
	ended := pollUntil(ctx, func() (done bool) {
		r, done, err = a.tryRefresh(since, asked)
		return done
	})
	if r == nil {
		return cmp.Or(err, ended)
	}
	err = errRefreshPanicked
	defer func() { r.end(err, ctx.Err() == nil) }()
	err = read(r)
	return err
}

// tryRefresh starts a refresh. It returns false if another one is under way, and
// nil and true if none is needed.
func (a *account) tryRefresh(since, asked time.Time) (r *Refresh, done bool, err error) {
	a.ledger.mu.Lock()
	defer a.ledger.mu.Unlock()
	switch {
	case !a.refreshed.Before(since):
		return nil, true, nil
	case !a.tried.Before(asked):
		return nil, true, a.failure
	case a.refreshing:
		return nil, false, nil
	}
	a.refreshing = true
	// Creates that are sent from now on have this mark or a higher one.
	r = &Refresh{account: a, began: time.Now(), mark: a.number, number: a.number}
	for c := range a.underWay() {
		if c.sent {
			r.mark = min(r.mark, c.mark)
		}
	}
	maps.DeleteFunc(a.fresh, func(id uint64, _ string) bool {
		return !a.ledger.isCandidate(id, a.known[id].first, r.mark)
	})
	return r, true, nil
}

// BeginList begins a list of the refresh; each retry has its own. The posts that
// an incomplete list shows count; posts that it lacks do not count as missing.
func (r *Refresh) BeginList() {
	r.account.ledger.mu.Lock()
	defer r.account.ledger.mu.Unlock()
	r.account.number = r.number
	r.number++
	r.shown, r.nameless = 0, 0
}

// Add records one post of the list. It returns an error if there are too many.
func (r *Refresh) Add(post *gen.Post) error {
	a := r.account
	a.ledger.mu.Lock()
	defer a.ledger.mu.Unlock()
	id := hashID(post.ID)
	if post.ID == "" { // such posts are distinguished by counting them
		r.nameless++
		id = maphash.Comparable(hashSeed, r.nameless)
	}
	s, ok := a.known[id]
	if !ok {
		if len(a.known) >= maxKnown {
			return errTooManyPosts
		}
		s.first = r.number
	}
	if s.last != r.number {
		s.last = r.number
		r.shown++
	}
	a.known[id] = s
	if post.Status == gen.PostStatusDeleting || post.Status == gen.PostStatusDeleted {
		a.leaving[id] = struct{}{}
	}
	if !a.ledger.isCandidate(id, s.first, r.mark) {
		return nil
	}
	if queue := a.creates[OfPost(post)]; len(queue) > 0 && post.ID != "" {
		if c := queue[0]; c.sent && c.match == nil && s.first > c.mark {
			c.match = new(*post)
		}
	}
	if _, ok := a.fresh[id]; !ok && len(a.fresh) < maxFresh {
		a.fresh[id] = nameOf(post)
	} else if !ok {
		a.dropped = r.number
	}
	return nil
}

// nameOf names a post in an error.
func nameOf(post *gen.Post) string {
	if post.ID == "" {
		return "a post without an id"
	}
	return fmt.Sprintf("post %q", show.Cut(post.ID, maxName))
}

// end records how the refresh ended. After a failure it does not record missing
// posts. The failure is shared with other creates unless the refresh's own context
// ended.
func (r *Refresh) end(failure error, shared bool) {
	a := r.account
	a.ledger.mu.Lock()
	defer a.ledger.mu.Unlock()
	a.refreshing = false
	a.number = r.number
	if failure != nil {
		if shared {
			a.tried, a.failure = r.began, failure
		}
		return
	}
	a.refreshed, a.list, a.missing = r.began, r.number, math.MaxUint32
	if r.shown == len(a.known) {
		return
	}
	for id, s := range a.known {
		if _, leaving := a.leaving[id]; !leaving && s.last < a.list {
			a.missing = min(a.missing, s.first)
		}
	}
}
