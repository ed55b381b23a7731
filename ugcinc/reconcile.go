package ugcinc

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/internal/transport"
)

// WithReconcile makes CreateSlideshow and CreateVideo effectively once within
// one process. If the outcome of a create is unknown, the client lists the
// posts of its account at growing intervals, for settle after the request
// ended. A new post with exactly the same content (account, type, media,
// caption, music) is the one that was created, and is returned. If there is no
// new post at all, the create is sent again, within [WithMaxRetries] and by the
// same rules.
//
// Anything else ends with [ErrOutcomeUnknown] and is not sent again: a new post
// with other content that no create of this process has made, since the API may
// store a post in another form than it was sent; a list that lacks posts that
// it showed before, or that were created longer than settle ago; and an account
// whose posts cannot be read, which is tried for up to another settle and two
// minutes. The error names the post, or says what is wrong with the list.
//
// Choose settle longer than the API may take to show a post that it has
// accepted; 30 seconds is a cautious start. What remains are a post with exactly
// the same content that somebody else creates on the account at the same time,
// which is taken for this one; a request that the server applies later than
// settle; and a process that ends: a new one knows nothing of what was sent.
//
// It costs one list of the account's posts before the first create, one after
// ten minutes in which creates went on, and several after a lost response. All
// clients of a process with the same key and base URL share what they know, and
// creates with the same content on the same account wait for each other. Some
// 20 bytes are kept for each post of an account, until ten minutes (or settle,
// if longer) after its last create.
//
// As an option of New it is the default of all creates and has no effect on
// other calls; for one of them, WithReconcile(0) turns it off.
func WithReconcile(settle time.Duration) CallOption {
	return callOption(func(c *callConfig) error {
		if settle < 0 {
			return &ParamError{Field: "WithReconcile", Reason: "must not be negative"}
		}
		c.settle = settle
		return nil
	})
}

// create makes a post. With WithReconcile it sends, looks and, if the post is
// surely not there, sends again.
func create[P params](ctx context.Context, core *core, e *gen.Endpoint[P, Post], p P, want content, opts []CallOption) (*Post, error) {
	cfg, err := core.configure(&e.Operation, opts)
	if err != nil {
		return nil, err
	}
	if field, reason := p.Check(); reason != "" {
		return nil, &ParamError{Operation: e.ID, Field: field, Reason: reason}
	}
	if ctx == nil {
		return nil, &ParamError{Operation: e.ID, Field: "ctx", Reason: "must not be nil"}
	}
	pending, err := core.ledger.begin(ctx, want, cfg.settle)
	if err != nil {
		return nil, unsent(e.ID, err)
	}
	defer pending.end()
	r := &reconciler{core: core, cfg: cfg, pendingCreate: pending}
	if cfg.settle > 0 {
		if err := r.look(ctx, time.Now().Add(-lookInterval)); err != nil {
			return nil, unread(e.ID, err)
		}
	}
	for sent := 0; ; {
		c := newCall(core, &e.Operation, cfg)
		if sent == 0 {
			c.MaxRetries = cfg.maxRetries
		} else {
			c.MaxRetries = 0 // each further attempt needs a look before it
		}
		var post Post
		c.read = func(a *answer) {
			post = Post{}
			for a.Next() {
				e.Decode(a.decoder, &post)
			}
		}
		r.sending()
		err := roundTrip(ctx, c, e.Send, p)
		sent += c.Attempts
		if err == nil {
			r.received(post.ID)
			return &post, nil
		}
		r.received("")
		failed, ok := errors.AsType[*Error](err)
		if !ok {
			return nil, err
		}
		failed.Attempts = sent
		if failed.Outcome == OutcomeUnknown {
			r.lost = time.Now()
		}
		if r.lost.IsZero() || cfg.settle == 0 {
			return nil, err
		}
		found, err := r.resolve(ctx, failed, cfg.maxRetries-sent)
		if found != nil || err != nil {
			return found, err
		}
	}
}

// reconciler finds out what became of one create.
type reconciler struct {
	*pendingCreate

	core *core
	cfg  callConfig
	lost time.Time // when the last request with an unknown outcome ended
}

// resolve returns the post if it is there, an error if that cannot be told or
// no retry is left, and neither if the create is to be sent again.
func (r *reconciler) resolve(ctx context.Context, failed *Error, retries int) (*Post, error) {
	// An attempt that was surely not applied says nothing about an earlier one
	// whose response was lost.
	earlier, settle := "", r.settle
	retryable := failed.Outcome != OutcomeRejected || errors.Is(failed, ErrRateLimited)
	again := retryable && retries >= 0 && failed.RetryAfter <= maxRetryAfter
	switch {
	case failed.Outcome != OutcomeUnknown:
		earlier = "an earlier attempt may have created the post: "
		failed.Outcome = OutcomeUnknown
		if again {
			// A context that ends here ends the look below as well.
			_ = transport.Sleep(ctx, max(failed.RetryAfter, time.Second))
		}
	case again:
		settle = max(settle, failed.RetryAfter)
	}
	found, err := r.settleDown(ctx, settle)
	switch {
	case found != nil:
		return found, nil
	case err != nil:
	case !retryable:
		err = errors.New("no such post has appeared so far")
	case failed.RetryAfter > maxRetryAfter:
		err = fmt.Errorf("no such post appeared within %s, and the server asks to wait", r.settle)
	case retries < 0:
		err = fmt.Errorf("no such post appeared within %s, and no retry is left", r.settle)
	default:
		return nil, nil
	}
	failed.inner().note = earlier + r.core.redact(err.Error())
	if ended := ctx.Err(); ended != nil && !errors.Is(failed, ended) {
		failed.inner().cause = &interruptedError{ended: ended, last: failed.inner().cause}
	}
	return nil, failed
}

// settleDown looks until the post appears or settle has passed since the
// response was lost. Its error says why it cannot be told whether the post is
// there; without a post and an error it is not.
func (r *reconciler) settleDown(ctx context.Context, settle time.Duration) (*Post, error) {
	due := r.lost.Add(settle)
	end := due.Add(settle)
	looks, cancel := context.WithDeadline(ctx, end.Add(lookTime))
	defer cancel()
	pause := min(max(settle/32, 10*time.Millisecond), time.Second)
	for {
		began := time.Now()
		lookErr := r.look(looks, began)
		found, err := r.evidence(due)
		candidate, _ := errors.AsType[*candidateError](err)
		over := looks.Err() != nil || !began.Before(end)
		switch {
		case found != nil || err == nil:
			return found, nil
		case candidate != nil && (over || !candidate.undecided):
			return nil, err
		case ctx.Err() != nil:
			return nil, errors.New("the context ended before it was known whether the post is there")
		case over && lookErr != nil:
			return nil, fmt.Errorf("the account's posts could not be read in time: %w", lookErr)
		case over:
			return nil, err
		}
		wait := pause
		if lookErr == nil && began.Before(due) {
			wait = min(pause, time.Until(due))
		}
		_ = transport.Sleep(looks, wait) // if it is cut short, the next look says why
		pause = min(pause*2, max(settle/4, pause), 8*time.Second)
	}
}

// Looks have limits of their own, so that those of a create do not keep an
// account from being read.
const (
	// lookInterval is the age from which a create does not rely on the last
	// look, and the time that one look may take.
	lookInterval = 10 * time.Minute
	// lookTime is the time that the last look for a lost post may take.
	lookTime        = 2 * time.Minute
	lookIdleTime    = 30 * time.Second // without any data
	lookRecordBytes = 1 << 20
	// maxRetryAfter is the longest that a Retry-After is waited for, as for any
	// other call.
	maxRetryAfter = time.Minute
)

// look lists the account's posts, unless that has been done since.
func (r *reconciler) look(ctx context.Context, since time.Time) error {
	ctx, cancel := context.WithTimeout(ctx, lookInterval)
	defer cancel()
	l, err := r.posts.beginLook(ctx, since)
	if l == nil {
		return err
	}
	err = errLookPanicked
	defer func() { r.posts.endLook(l, err, ctx.Err() == nil) }()
	cfg := r.cfg
	cfg.responseInto = nil
	cfg.attemptTimeout, cfg.maxResponseBytes = lookIdleTime, lookRecordBytes
	cfg.maxRetries = max(cfg.maxRetries, defaultCall.maxRetries) // it is a read
	c := newCall(r.core, &gen.ListPosts.Operation, cfg)
	c.perRecord = true
	tooMany := false
	c.read = func(a *answer) {
		r.posts.beginList(l)
		for !tooMany && a.Next() {
			var post Post
			if gen.ListPosts.Decode(a.decoder, &post); a.decoder.SkipRecord() {
				// Without its content it can still be known, or a candidate.
				post = Post{ID: a.decoder.SkippedID()}
			}
			if a.decoder.Err() == nil {
				tooMany = !r.posts.add(l, &post)
			}
		}
	}
	err = roundTrip(ctx, c, gen.ListPosts.Send, ListPostsParams{AccountIDs: []string{r.content.account}})
	if tooMany {
		err = errTooManyPosts
	}
	return err
}

// unread is the error of a post that was not sent because the account's posts
// could not be read before. It says what to do about that, as err does; the
// post itself was never tried. Several creates may share err.
func unread(operation string, err error) error {
	const note = "the account's posts could not be read before it"
	if failed, ok := errors.AsType[*Error](err); ok {
		e, d := *failed, *failed.inner()
		e.Operation, e.Outcome, e.Attempts = operation, OutcomeNotSent, 0
		d.note = note
		e.hidden = func() *detail { return &d }
		return &e
	}
	if invalid, ok := errors.AsType[*ParamError](err); ok {
		// The account id is the only parameter of the list.
		return &ParamError{Operation: operation, Field: "accountId", Reason: invalid.Reason}
	}
	return unsent(operation, fmt.Errorf("%s: %w", note, err))
}
