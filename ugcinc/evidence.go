package ugcinc

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"time"
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
	ledger  *ledger
	number  uint32              // of the last look
	known   map[uint64]sighting // by the hash of the id; ids are never removed
	claims  map[uint64]time.Time
	pending map[*pendingCreate]struct{}
	used    time.Time

	looked  time.Time // when the last look began; zero before the first
	missing int       // how many known posts it did not show
	looking bool      // a look is under way
	tried   time.Time // when the last look began that failed
	failure error     // of that look
}

// sighting says which look showed a post first, and which one last.
type sighting struct{ first, last uint32 }

// maxCandidates bounds the candidates of one create, and maxKnown the posts of
// one account.
const (
	maxCandidates = 1 << 12
	maxKnown      = 1 << 20
)

var (
	errTooManyPosts = fmt.Errorf("the account has more than %d posts", maxKnown)
	errLookPanicked = errors.New("listing the account's posts panicked")
)

// look collects what one list shows.
type look struct {
	began   time.Time
	mark    uint32 // the lowest of the creates under way; the highest number there is without one
	ids     []uint64
	fresh   []Post // posts that may be candidates: those above the mark
	skipped bool   // fresh would have become too long
}

// beginLook waits for its turn and starts a look. It returns nil if another look
// serves: a complete one that began after since, or one that failed and began
// after this call, with its error.
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
	case a.looked.After(since):
		return nil, true, nil
	case a.tried.After(asked):
		return nil, true, a.failure
	case a.looking:
		return nil, false, nil
	}
	a.looking = true
	l = &look{began: time.Now(), mark: math.MaxUint32}
	for p := range a.pending {
		if p.sent {
			l.mark = min(l.mark, p.mark)
		}
	}
	return l, true, nil
}

// add takes in one post of the list. It returns false if there are too many.
func (l *look) add(a *accountPosts, post *Post) bool {
	id := hashID(post.ID)
	l.ids = append(l.ids, id)
	if a.firstSeen(id) > l.mark {
		if len(l.fresh) < maxCandidates {
			l.fresh = append(l.fresh, *post)
		} else {
			l.skipped = true
		}
	}
	return len(l.ids) <= maxKnown
}

func (a *accountPosts) firstSeen(id uint64) uint32 {
	a.ledger.mu.Lock()
	defer a.ledger.mu.Unlock()
	return a.numberOf(id)
}

// numberOf is the number of the look that first showed a post. One that no look
// has shown is newer than all.
func (a *accountPosts) numberOf(id uint64) uint32 {
	if s, ok := a.known[id]; ok {
		return s.first
	}
	return math.MaxUint32
}

// endLook takes in what a look has shown. One that broke off still shows
// candidates, but nothing about what is not there. Its failure concerns other
// creates too, unless its own context ended.
func (a *accountPosts) endLook(l *look, failure error, shared bool) {
	a.ledger.mu.Lock()
	defer a.ledger.mu.Unlock()
	a.looking = false
	// First find the matches of all creates, then judge the rest.
	for i := range l.fresh {
		a.match(&l.fresh[i])
	}
	for p := range a.pending {
		if p.sent && p.settle > 0 {
			p.addCandidates(l)
		}
	}
	if failure != nil {
		if shared {
			a.tried, a.failure = l.began, failure
		}
		return
	}
	a.number++
	a.looked = l.began
	shown := 0
	for _, id := range l.ids {
		s, ok := a.known[id]
		if !ok {
			s.first = a.number
		}
		if s.last != a.number {
			s.last = a.number
			shown++
		}
		a.known[id] = s
	}
	a.missing = len(a.known) - shown
}

// match finds the create whose content a post has.
func (a *accountPosts) match(post *Post) {
	id := hashID(post.ID)
	if a.ledger.claimed(id) || a.matched(id, nil) {
		return
	}
	have := contentOf(post)
	for p := range a.pending {
		if p.sent && p.match == nil && p.content == have && a.numberOf(id) > p.mark {
			p.match = new(*post)
			return
		}
	}
}

// matched says whether a post is the match of a create other than this one.
func (a *accountPosts) matched(id uint64, except *pendingCreate) bool {
	for p := range a.pending {
		if p != except && p.match != nil && hashID(p.match.ID) == id {
			return true
		}
	}
	return false
}

// claimed says whether a create of any account has claimed a post: a list may
// show posts of other accounts.
func (l *ledger) claimed(id uint64) bool {
	for _, a := range l.accounts {
		if _, ok := a.claims[id]; ok {
			return true
		}
	}
	return false
}

func (p *pendingCreate) addCandidates(l *look) {
	if p.candidates == nil {
		p.candidates = map[uint64]string{}
	}
	p.overflow = p.overflow || l.skipped
	for i := range l.fresh {
		id := hashID(l.fresh[i].ID)
		switch {
		case p.posts.numberOf(id) <= p.mark:
		case len(p.candidates) < maxCandidates:
			p.candidates[id] = l.fresh[i].ID
		default:
			p.overflow = true
		}
	}
}

var (
	errMissingPosts = errors.New("the list of the account's posts lacks posts that were there before, so it does not prove that this one was not created")
	errManyNew      = errors.New("the account has too many new posts to tell whether one of them is this one")
	errNoLook       = errors.New("the account's posts have not been read yet")
	errMayBeClaimed = errors.New("other creates are under way on the account")
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
			a.claims[id] = time.Now()
			return p.match, nil
		}
		p.match = nil
	}
	candidate, found := "", false
	for id, name := range p.candidates {
		if !a.ledger.claimed(id) && !a.matched(id, p) && (!found || name < candidate) {
			candidate, found = name, true
		}
	}
	switch {
	case a.looked.Before(due):
		return nil, errNoLook
	case (found || p.overflow) && a.busyBeside(p):
		return nil, errMayBeClaimed
	case found:
		return nil, &candidateError{id: candidate}
	case p.overflow:
		return nil, errManyNew
	case a.missing > 0 || !a.showsClaims(p.settle):
		return nil, errMissingPosts
	}
	return nil, nil
}

// busyBeside says whether another create has a request under way, whose
// response may claim a candidate.
func (a *accountPosts) busyBeside(p *pendingCreate) bool {
	for other := range a.pending {
		if other != p && other.busy {
			return true
		}
	}
	return false
}

// showsClaims says whether the last look shows all posts of this account that
// were claimed longer than settle before it.
func (a *accountPosts) showsClaims(settle time.Duration) bool {
	for id, at := range a.claims {
		if a.looked.Sub(at) > settle && a.known[id].last != a.number {
			return false
		}
	}
	return true
}
