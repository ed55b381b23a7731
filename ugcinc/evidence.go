package ugcinc

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

	"github.com/ugcinc/ugcinc-go/internal/show"
)

// accountPosts is what looks and creates have shown of one account's posts. A
// look is one complete list of them.
//
//	look 1        look 2        create             look 3
//	a, b          a, b, c       mark = 2, sent     a, b, c, d
//
// Whatever was there before the create has a number up to its mark. Its
// candidates are the posts with a higher number that no other create has
// claimed: here d. Times are not compared, as the API may move them.
type accountPosts struct {
	ledger *ledger
	number uint32              // of the last list
	known  map[uint64]sighting // by the hash of the id; ids are never removed
	// fresh are the names of the posts that may be candidates. A later list that
	// leaves one out proves nothing.
	fresh   map[uint64]string
	dropped uint32                       // the last list that showed more of them than are kept
	pending map[content][]*pendingCreate // the first of each is under way, the others wait for it
	used    time.Time

	looked  time.Time // when the last look began that was complete; zero before the first
	list    uint32    // the number of its list
	missing uint32    // the lowest number of a known post that it did not show; else math.MaxUint32
	looking bool      // a look is under way
	tried   time.Time // when the last look began that failed
	failure error     // of that look
}

// sighting says which list showed a post first, and which one last.
type sighting struct{ first, last uint32 }

// maxFresh bounds the posts that may be candidates, and maxKnown the posts of
// one account.
const (
	maxFresh = 1 << 16
	maxKnown = 1 << 20
)

var (
	errTooManyPosts = fmt.Errorf("the account has more than %d posts", maxKnown)
	errLookPanicked = errors.New("listing the account's posts panicked")
	errSlowLook     = fmt.Errorf("listing the account's posts took longer than %s", lookInterval)
)

// underWay are the creates that do not wait for another one.
func (a *accountPosts) underWay() iter.Seq[*pendingCreate] {
	return func(yield func(*pendingCreate) bool) {
		for _, queue := range a.pending {
			if !yield(queue[0]) {
				return
			}
		}
	}
}

// look is a look under way.
type look struct {
	began    time.Time
	mark     uint32 // the lowest of the creates that it concerns
	number   uint32 // of its list; a retry has another one
	shown    int    // how many posts the list has shown
	nameless int    // how many of them have no id
}

// beginLook waits for its turn and starts a look. It returns nil if another look
// serves: a complete one that began at since or later, or one that failed and
// began after this call, with its error.
func (a *accountPosts) beginLook(ctx context.Context, since time.Time) (l *look, err error) {
	asked := time.Now()
	ended := pollUntil(ctx, func() (done bool) {
		l, done, err = a.tryLook(since, asked)
		return done
	})
	return l, cmp.Or(err, ended)
}

func (a *accountPosts) tryLook(since, asked time.Time) (l *look, done bool, err error) {
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
	l = &look{began: time.Now(), mark: a.number, number: a.number}
	for p := range a.underWay() {
		if p.sent {
			l.mark = min(l.mark, p.mark)
		}
	}
	maps.DeleteFunc(a.fresh, func(id uint64, _ string) bool {
		return a.known[id].first <= l.mark || a.ledger.claimed(id)
	})
	return l, true, nil
}

// beginList begins a list of the look. What an earlier one has shown counts,
// but it was not complete.
func (a *accountPosts) beginList(l *look) {
	a.ledger.mu.Lock()
	defer a.ledger.mu.Unlock()
	a.number = l.number
	l.number, l.shown, l.nameless = a.number+1, 0, 0
}

// add takes in one post of the list. It returns false if there are too many.
func (a *accountPosts) add(l *look, post *Post) bool {
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
			return false
		}
		s.first = l.number
	}
	if s.last != l.number {
		s.last = l.number
		l.shown++
	}
	a.known[id] = s
	if s.first <= l.mark || a.ledger.claimed(id) {
		return true
	}
	if queue := a.pending[contentOf(post)]; len(queue) > 0 && post.ID != "" {
		if p := queue[0]; p.sent && p.match == nil && s.first > p.mark {
			p.match = new(*post)
		}
	}
	if _, ok := a.fresh[id]; ok {
		return true
	}
	if len(a.fresh) < maxFresh {
		a.fresh[id] = nameOf(post)
	} else {
		a.dropped = l.number
	}
	return true
}

// endLook notes how a look has ended. One that broke off still shows candidates,
// but nothing about what is not there. Its failure concerns other creates too,
// unless its own context ended.
func (a *accountPosts) endLook(l *look, failure error, shared bool) {
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
	for _, s := range a.known {
		if s.last < a.list {
			a.missing = min(a.missing, s.first)
		}
	}
}

// candidateError names a new post that may be the one that was sent.
type candidateError struct {
	name string // empty if there are too many to tell
	// undecided says that it may yet be claimed: by this create, if it takes the
	// form in which it was sent, or by one whose response is still to come.
	undecided bool
}

func (e *candidateError) Error() string {
	if e.name == "" {
		return "the account has too many new posts to tell whether one of them is this one"
	}
	return e.name + " is new on the account, and may be this one in another form: look at it"
}

// nameOf names a post in an error.
func nameOf(post *Post) string {
	if post.ID == "" {
		return "a post without an id"
	}
	return fmt.Sprintf("post %q", show.Cut(post.ID, maxPrinted))
}

var (
	errMissingPosts = errors.New("the list of the account's posts lacks posts that were there before, so it does not prove that this one was not created")
	errNoLook       = errors.New("the account's posts have not been read yet")
)

// evidence is what the looks that began at due or later prove about a create:
// its post; or, if the error is nil, that there is none. The match of a create
// is tied to it.
func (p *pendingCreate) evidence(due time.Time) (*Post, error) {
	a := p.posts
	a.ledger.mu.Lock()
	defer a.ledger.mu.Unlock()
	if p.match != nil {
		id := hashID(p.match.ID)
		if !a.ledger.claimed(id) {
			p.claim(id)
			return p.match, nil
		}
		p.match = nil
	}
	early := a.looked.Before(due)
	candidate := a.candidate(p)
	switch {
	case candidate != nil:
		candidate.undecided = candidate.undecided || early
		return nil, candidate
	case early:
		return nil, errNoLook
	case a.missing <= p.mark || !a.showsClaims(p.settle):
		return nil, errMissingPosts
	}
	return nil, nil
}

// candidate returns a candidate of a create, one that is decided if there is any.
func (a *accountPosts) candidate(p *pendingCreate) *candidateError {
	matched := map[uint64]bool{} // by other creates
	// What was shown first before the others began is not theirs.
	others := uint32(math.MaxUint32)
	for other := range a.underWay() {
		if other == p {
			continue
		}
		if other.match != nil {
			matched[hashID(other.match.ID)] = true
		}
		if other.busy {
			others = min(others, other.mark)
		}
	}
	var found *candidateError
	note := func(name string, first uint32) {
		c := candidateError{name: name, undecided: first > others}
		if found == nil || found.undecided && !c.undecided || found.undecided == c.undecided && name < found.name {
			found = &c
		}
	}
	for id, name := range a.fresh {
		if first := a.known[id].first; first > p.mark && !matched[id] && !a.ledger.claimed(id) {
			note(name, first)
		}
	}
	if found == nil && a.dropped > p.mark {
		note("", a.dropped)
	}
	return found
}

// showsClaims says whether the last complete look shows the posts of this
// account that were claimed settle before it or earlier. Others may be late.
func (a *accountPosts) showsClaims(settle time.Duration) bool {
	for id, c := range a.ledger.claims {
		if c.account == a && a.looked.Sub(c.at) >= settle && a.known[id].last < a.list {
			return false
		}
	}
	return true
}
