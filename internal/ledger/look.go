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

// account is what looks and creates have shown of one account.
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

	looked  time.Time // when the last complete look began; zero before the first
	list    uint32    // the number of its list
	missing uint32    // the lowest number of a known post that it did not show, or math.MaxUint32
	looking bool      // a look is under way
	tried   time.Time // when the last failed look began
	failure error     // of that look
}

// sighting says which list showed a post first, and which one last.
type sighting struct{ first, last uint32 }

const (
	maxKnown = 1 << 20 // posts of one account
	maxFresh = 1 << 16 // posts of one account that may be candidates
	maxName  = 64      // bytes of an id in an error
)

var (
	errTooManyPosts = fmt.Errorf("the account has more than %d posts", maxKnown)
	errLookPanicked = errors.New("listing the account's posts panicked")
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

// Look is a look under way.
type Look struct {
	account  *account
	began    time.Time
	mark     uint32 // the lowest of the creates under way
	number   uint32 // of its list; a retry has another one
	shown    int    // posts that the list has shown
	nameless int    // those without an id
}

// Look calls read to list the account's posts. It waits while another look is
// under way. It does not call read if a complete look began at since or later, or
// if a look began after this call and failed: then it returns that error.
func (c *Create) Look(ctx context.Context, since time.Time, read func(*Look) error) (err error) {
	a, asked := c.account, time.Now()
	var l *Look
	ended := pollUntil(ctx, func() (done bool) {
		l, done, err = a.tryLook(since, asked)
		return done
	})
	if l == nil {
		return cmp.Or(err, ended)
	}
	err = errLookPanicked
	defer func() { l.end(err, ctx.Err() == nil) }()
	err = read(l)
	return err
}

// tryLook starts a look. It returns false if another one is under way, and no
// look if another one serves.
func (a *account) tryLook(since, asked time.Time) (l *Look, done bool, err error) {
	a.ledger.mu.Lock()
	defer a.ledger.mu.Unlock()
	switch {
	case !a.looked.Before(since):
		return nil, true, nil
	case !a.tried.Before(asked):
		return nil, true, a.failure
	case a.looking:
		return nil, false, nil
	}
	a.looking = true
	// Creates that are sent from now on have this mark or a higher one.
	l = &Look{account: a, began: time.Now(), mark: a.number, number: a.number}
	for c := range a.underWay() {
		if c.sent {
			l.mark = min(l.mark, c.mark)
		}
	}
	maps.DeleteFunc(a.fresh, func(id uint64, _ string) bool {
		return !a.ledger.isCandidate(id, a.known[id].first, l.mark)
	})
	return l, true, nil
}

// BeginList begins a list of the look; each retry has its own. What an incomplete
// list has shown counts, what it lacks does not.
func (l *Look) BeginList() {
	l.account.ledger.mu.Lock()
	defer l.account.ledger.mu.Unlock()
	l.account.number = l.number
	l.number++
	l.shown, l.nameless = 0, 0
}

// Add records one post of the list. It returns an error if there are too many.
func (l *Look) Add(post *gen.Post) error {
	a := l.account
	a.ledger.mu.Lock()
	defer a.ledger.mu.Unlock()
	id := hashID(post.ID)
	if post.ID == "" { // such posts are told apart by their count
		l.nameless++
		id = maphash.Comparable(hashSeed, l.nameless)
	}
	s, ok := a.known[id]
	if !ok {
		if len(a.known) >= maxKnown {
			return errTooManyPosts
		}
		s.first = l.number
	}
	if s.last != l.number {
		s.last = l.number
		l.shown++
	}
	a.known[id] = s
	if post.Status == gen.PostStatusDeleting || post.Status == gen.PostStatusDeleted {
		a.leaving[id] = struct{}{}
	}
	if !a.ledger.isCandidate(id, s.first, l.mark) {
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
		a.dropped = l.number
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

// end records how the look has ended. After a failure it says nothing about what
// is missing. The failure is shared with other creates unless the look's own
// context ended.
func (l *Look) end(failure error, shared bool) {
	a := l.account
	a.ledger.mu.Lock()
	defer a.ledger.mu.Unlock()
	a.looking = false
	a.number = l.number
	if failure != nil {
		if shared {
			a.tried, a.failure = l.began, failure
		}
		return
	}
	a.looked, a.list, a.missing = l.began, l.number, math.MaxUint32
	if l.shown == len(a.known) {
		return
	}
	for id, s := range a.known {
		if _, leaving := a.leaving[id]; !leaving && s.last < a.list {
			a.missing = min(a.missing, s.first)
		}
	}
}
