package ledger

import (
	"errors"
	"math"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
)

// CandidateError names a candidate without the content of the create.
type CandidateError struct {
	// Undecided means that a create may still claim it: this one, if the post
	// takes the content that was sent, or one whose response has not arrived.
	Undecided bool

	name string // empty if there are too many candidates
}

func (e *CandidateError) Error() string {
	if e.name == "" {
		return "the account has too many new posts to tell whether one of them is this one"
	}
	return e.name + " is new on the account, and may be this one in another form: check it"
}

var (
	errMissingPosts = errors.New("the list of the account's posts lacks posts that were there before, so it does not prove that this one was not created")
	errNotRefreshed = errors.New("the account's posts have not been read yet")
)

// Evidence returns what the refreshes that began at due or later prove about the
// create: the post that it made, which it claims, or nil if it made none. The
// error says why neither is proved; a candidate is a *[CandidateError].
func (c *Create) Evidence(due time.Time) (*gen.Post, error) {
	a := c.account
	a.ledger.mu.Lock()
	defer a.ledger.mu.Unlock()
	if c.match != nil {
		id := hashID(c.match.ID)
		if a.ledger.isCandidate(id, a.known[id].first, c.mark) {
			c.claim(id)
			return c.match, nil
		}
		c.match = nil // another create has claimed it
	}
	early := a.refreshed.Before(due)
	candidate := a.candidate(c)
	switch {
	case candidate != nil:
		candidate.Undecided = candidate.Undecided || early
		return nil, candidate
	case early:
		return nil, errNotRefreshed
	case a.missing <= c.mark || !a.showsClaims(c.Settle):
		return nil, errMissingPosts
	}
	return nil, nil
}

// candidate returns a candidate of a create, a decided one if there is any, or
// nil.
func (a *account) candidate(c *Create) *CandidateError {
	matched := map[uint64]bool{} // by other creates
	// A post that was shown first before the others began is not theirs.
	others := uint32(math.MaxUint32)
	for other := range a.underWay() {
		if other == c {
			continue
		}
		if other.match != nil {
			matched[hashID(other.match.ID)] = true
		}
		if other.sending {
			others = min(others, other.mark)
		}
	}
	var found *CandidateError
	for id, name := range a.fresh {
		first := a.known[id].first
		if matched[id] || !a.ledger.isCandidate(id, first, c.mark) {
			continue
		}
		undecided := first > others
		if found == nil || found.Undecided && !undecided || found.Undecided == undecided && name < found.name {
			found = &CandidateError{name: name, Undecided: undecided}
		}
	}
	if found == nil && a.dropped > c.mark {
		return &CandidateError{Undecided: a.dropped > others}
	}
	return found
}

// showsClaims reports whether the last complete refresh showed all posts of this
// account that were claimed settle before it or earlier and are not deleted.
// Later ones may not be shown yet.
func (a *account) showsClaims(settle time.Duration) bool {
	for id, c := range a.ledger.claims {
		_, leaving := a.leaving[id]
		if c.account == a && !leaving && a.refreshed.Sub(c.at) >= settle && a.known[id].last < a.list {
			return false
		}
	}
	return true
}
