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
// posts of its account at growing intervals, until settle has passed since the
// request ended. A new post with exactly the same content (account, type, media,
// caption, music) is the one that was created, and is returned. If there is no
// new post at all, the create is sent again, within [WithMaxRetries] and by the
// same rules.
//
// Anything else ends with [ErrOutcomeUnknown], and the create is not sent again:
//
//   - There is a new post with other content that no create of this process has
//     made: the API may store a post in another form than it was sent. The error
//     names the post. A post that another create may still turn out to have made
//     is waited for, up to another settle.
//   - The list lacks posts that were there before, or that this process created
//     settle ago or earlier, for up to another settle.
//   - The account's posts cannot be read, for up to another settle and two
//     minutes.
//
// If the posts cannot be read before the first attempt, for up to ten minutes,
// the create is not sent at all: [OutcomeNotSent]. The context ends all waits.
//
// Choose settle longer than the API may take to show a post that it has
// accepted; 30 seconds is a cautious start. It cannot help in these cases:
//
//   - Somebody else creates a post with exactly the same content on the account,
//     at the same time or up to ten minutes before: it is taken for this one.
//   - The server applies a request, or shows its post, later than settle: the
//     post may be made twice.
//   - The API never shows new posts in its list, and this process has created
//     none on the account in the last minutes, by which that would be noticed.
//   - The process ends: a new one knows nothing of what was sent.
//
// It costs one list of the account's posts before the first create, another one
// for creates that begin more than ten minutes after the last list, and several
// after a lost response. All clients of a process with the same key and base URL
// share what they know, and creates with the same content on the same account
// take turns. The client keeps 20 to 40 bytes for each post of an account, and
// about 60 for each post that was created in the last ten minutes. It forgets an
// account ten minutes (or settle, if longer) after its last create, as soon as
// there is a create on another one. It reads up to 1,048,576 posts of an account.
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
	if err == nil {
		err = check(ctx, e, p)
	}
	if err != nil {
		return nil, err
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
		var post Post
		r.sending()
		c, err := send(ctx, core, e, p, cfg, func(resp *response) {
			for range records(resp, e.Decode, cleared(&post)) {
			}
		})
		sent += c.result.Attempts
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
		found, err := r.resolve(ctx, failed, r.cfg.maxRetries-sent)
		if found != nil || err != nil {
			return found, err
		}
		cfg.maxRetries = 0 // each further attempt needs a look before it
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
	earlier, due := "", r.lost.Add(r.settle)
	retryable := failed.Outcome != OutcomeRejected || errors.Is(failed, ErrRateLimited)
	again := retryable && retries >= 0 && failed.RetryAfter <= transport.MaxRetryAfter
	switch {
	case failed.Outcome != OutcomeUnknown:
		earlier = "an earlier attempt may have created the post: "
		failed.Outcome = OutcomeUnknown
		if again {
			// A context that ends here ends the look below as well.
			_ = transport.Sleep(ctx, max(failed.RetryAfter, time.Second))
		}
	case again:
		due = r.lost.Add(max(r.settle, failed.RetryAfter))
	}
	found, err := r.settleDown(ctx, due)
	switch {
	case found != nil:
		return found, nil
	case err != nil:
	case !retryable:
		err = errors.New("no such post has appeared so far")
	case failed.RetryAfter > transport.MaxRetryAfter:
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

// settleDown looks until the post appears or a look that began at due or later
// shows that it is not there. Its error says why that cannot be told; without a
// post and an error the post is not there.
func (r *reconciler) settleDown(ctx context.Context, due time.Time) (*Post, error) {
	end := due.Add(r.settle)
	looks, cancel := context.WithDeadline(ctx, end.Add(lookTime))
	defer cancel()
	pause := min(max(r.settle/32, 10*time.Millisecond), time.Second)
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
		pause = min(pause*2, max(r.settle/4, pause), 8*time.Second)
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
)

// look lists the account's posts, unless that has been done since.
func (r *reconciler) look(caller context.Context, since time.Time) error {
	ctx, cancel := context.WithTimeout(caller, lookInterval)
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
	cfg.perRecord = true
	tooMany := false
	var post Post
	_, err = send(ctx, r.core, &gen.ListPosts, ListPostsParams{AccountIDs: []string{r.content.account}}, cfg, func(resp *response) {
		r.posts.beginList(l)
		for range records(resp, gen.ListPosts.Decode, cleared(&post)) {
			if resp.decoder.SkipRecord() {
				// Without its content it can still be known, or a candidate.
				post = Post{ID: resp.decoder.SkippedID()}
			}
			if resp.decoder.Err() == nil {
				tooMany = !r.posts.add(l, &post)
			}
			if tooMany {
				break
			}
		}
	})
	switch {
	case tooMany:
		err = errTooManyPosts
	case err != nil && ctx.Err() != nil && caller.Err() == nil:
		err = errSlowLook
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
