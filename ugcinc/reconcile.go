package ugcinc

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/internal/ledger"
	"github.com/ugcinc/ugcinc-go/internal/transport"
)

// WithReconcile makes CreateSlideshow and CreateVideo effectively once within
// one process. If the outcome of a create is unknown, the client lists the posts
// of its account at growing intervals, until settle has passed since the request
// ended. A new post with exactly the same content (account, type, media, caption,
// music) is the one that was created, and is returned. If no new post appears, the
// create is retried, within [WithMaxRetries] and by the same rules.
//
// In these cases the call fails with [ErrOutcomeUnknown] and is not retried:
//
//   - A new post has other content, and no create of this process made it: the
//     API may store a post in another form than it was sent. The error names the
//     post. If another create may still turn out to have made it, the client
//     waits for that, up to another settle.
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
//   - Another program or a person creates a post with exactly the same content on the account,
//     at the same time or up to ten minutes before: it is taken for this one.
//   - The server applies a request, or shows its post, later than settle: the
//     post may be made twice.
//   - The API never shows new posts in its list, and this process has created
//     none on the account in the last minutes, by which that would be noticed.
//   - The process ends: a new process does not know what was sent.
//
// It costs one list of the account's posts before the first create, another one
// for creates that begin more than ten minutes after the last list, and several
// after a lost response. All clients of a process with the same key and base URL
// share what they know, and creates with the same content on the same account
// take turns. The client keeps 20 to 40 bytes for each post of an account, and
// about 60 for each post that was created in the last ten minutes. It forgets an
// account ten minutes (or settle, if longer) after its last create, as soon as
// another account gets one. It reads up to 1,048,576 posts of an account.
//
// As an option of New it is the default of all creates and has no effect on
// other calls; for one create, WithReconcile(0) turns it off.
func WithReconcile(settle time.Duration) CallOption {
	return callOption(func(c *callConfig) error {
		if settle < 0 {
			return &ParamError{Field: "WithReconcile", Reason: "must not be negative"}
		}
		c.settle = settle
		return nil
	})
}

// create makes a post. With WithReconcile it sends the create, reads the
// account's posts after a lost response, and retries if the post is not there.
func create[P params](ctx context.Context, core *core, e *gen.Endpoint[P, Post], p P, content ledger.Content, opts []CallOption) (*Post, error) {
	cfg, err := core.configure(&e.Operation, opts)
	if err == nil {
		err = check(ctx, e, p)
	}
	if err != nil {
		return nil, err
	}
	pending, err := core.ledger.Begin(ctx, content, cfg.settle)
	if err != nil {
		return nil, notSentError(e.ID, err)
	}
	defer pending.End()
	r := &reconciler{Create: pending, core: core, cfg: cfg}
	if cfg.settle > 0 {
		if err := r.refresh(ctx, time.Now().Add(-refreshInterval)); err != nil {
			return nil, firstRefreshError(e.ID, err)
		}
	}
	for attempts := 0; ; {
		var post Post
		r.Sending()
		c, err := send(ctx, core, e, p, cfg, readOne(e, &post))
		if err == nil {
			r.Received(post.ID)
			return &post, nil
		}
		r.Received("")
		failed, ok := errors.AsType[*Error](err)
		if !ok {
			return nil, err
		}
		attempts += c.result.Attempts
		failed.Attempts = attempts
		if failed.Outcome == OutcomeUnknown {
			r.lost = time.Now()
		}
		if r.lost.IsZero() || cfg.settle == 0 {
			return nil, err
		}
		found, err := r.resolve(ctx, failed, r.cfg.maxRetries-attempts)
		if found != nil || err != nil {
			return found, err
		}
		cfg.maxRetries = 0 // each further attempt needs a refresh before it
	}
}

// reconciler finds out what became of one create.
type reconciler struct {
	*ledger.Create

	core *core
	cfg  callConfig
	lost time.Time // when the last request with an unknown outcome ended
}

// resolve returns the post if it is there, an error if that cannot be told or no
// retry is left, and neither if the create should be retried.
func (r *reconciler) resolve(ctx context.Context, failed *Error, retriesLeft int) (*Post, error) {
	retryable := failed.Outcome != OutcomeRejected || errors.Is(failed, ErrRateLimited)
	willRetry := retryable && retriesLeft >= 0 && failed.RetryAfter <= transport.MaxRetryAfter
	earlier, due := "", r.lost.Add(r.Settle)
	if failed.Outcome == OutcomeUnknown {
		if willRetry {
			due = r.lost.Add(max(r.Settle, failed.RetryAfter))
		}
	} else {
		// An attempt that was certainly not applied says nothing about the earlier
		// one whose response was lost.
		earlier = "an earlier attempt may have created the post: "
		failed.Outcome = OutcomeUnknown
		if willRetry {
			// If the context ends here, it ends the refresh below as well.
			_ = transport.Sleep(ctx, max(failed.RetryAfter, time.Second))
		}
	}
	found, err := r.findPost(ctx, due)
	switch {
	case found != nil:
		return found, nil
	case err != nil:
	case !retryable:
		err = errors.New("no such post has appeared so far")
	case failed.RetryAfter > transport.MaxRetryAfter:
		err = fmt.Errorf("no such post appeared within %s, and the server asks to wait", r.Settle)
	case retriesLeft < 0:
		err = fmt.Errorf("no such post appeared within %s, and no retry is left", r.Settle)
	default:
		return nil, nil
	}
	d := failed.details()
	d.hint = earlier + r.core.redact.Text(err.Error())
	if ended := ctx.Err(); ended != nil && !errors.Is(failed, ended) {
		d.cause = &interruptedError{ended: ended, last: d.cause}
	}
	return nil, failed
}

// findPost refreshes the account's posts until the post appears, which it returns,
// or until a refresh that began at due or later shows that it is not there. Its
// error says why neither is certain.
func (r *reconciler) findPost(ctx context.Context, due time.Time) (*Post, error) {
	end := due.Add(r.Settle)
	limited, cancel := context.WithDeadline(ctx, end.Add(lastRefreshTime))
	defer cancel()
	pause := min(max(r.Settle/32, 10*time.Millisecond), time.Second)
	for {
		began := time.Now()
		refreshErr := r.refresh(limited, began)
		found, err := r.Evidence(due)
		candidate, _ := errors.AsType[*ledger.CandidateError](err)
		over := limited.Err() != nil || !began.Before(end)
		switch {
		case err == nil, candidate != nil && (over || !candidate.Undecided):
			return found, err
		case ctx.Err() != nil:
			return nil, errors.New("the context ended before it was known whether the post is there")
		case over && refreshErr != nil:
			return nil, fmt.Errorf("the account's posts could not be read in time: %w", refreshErr)
		case over:
			return nil, err
		}
		wait := pause
		if refreshErr == nil && began.Before(due) {
			wait = min(pause, time.Until(due))
		}
		_ = transport.Sleep(limited, wait) // if it is cut short, the next refresh says why
		pause = min(pause*2, max(r.Settle/4, pause), 8*time.Second)
	}
}

// Refreshes have limits of their own, so that a create with short limits can still
// read its account.
const (
	// refreshInterval is the age from which a create does not rely on the last
	// refresh, and the time limit of one refresh.
	refreshInterval = 10 * time.Minute
	// lastRefreshTime is the time limit of the last refresh for a lost post.
	lastRefreshTime    = 2 * time.Minute
	refreshIdleTime    = 30 * time.Second // without any data
	refreshRecordBytes = 1 << 20
)

// refresh lists the account's posts, unless that was done at since or later.
func (r *reconciler) refresh(ctx context.Context, since time.Time) error {
	limited, cancel := context.WithTimeout(ctx, refreshInterval)
	defer cancel()
	cfg := r.cfg
	cfg.responseInto = nil
	cfg.attemptTimeout, cfg.maxResponseBytes = refreshIdleTime, refreshRecordBytes
	cfg.maxRetries = max(cfg.maxRetries, defaultCall.maxRetries) // it is a read
	cfg.perRecord = true
	err := r.Refresh(limited, since, func(refresh *ledger.Refresh) error {
		var tooMany error
		var post Post
		_, err := send(limited, r.core, &gen.ListPosts, ListPostsParams{AccountIDs: []string{r.Content.Account}}, cfg, func(resp *response) {
			refresh.BeginList()
			for decodeNext(resp, gen.ListPosts.Decode, &post) {
				if resp.decoder.SkipRecord() {
					// Without its content it can still be a known post, or a candidate.
					post = Post{ID: resp.decoder.SkippedID()}
				}
				if resp.decoder.Err() == nil {
					tooMany = refresh.Add(&post)
				}
				if tooMany != nil {
					break
				}
			}
		})
		return cmp.Or(tooMany, err)
	})
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		return fmt.Errorf("listing the account's posts took longer than %s", refreshInterval)
	}
	return err
}

// firstRefreshError is the error of a create that was not sent because the account's
// posts could not be read. It copies err, which several creates may share.
func firstRefreshError(operation string, err error) error {
	const hint = "the account's posts could not be read before it"
	if failed, ok := errors.AsType[*Error](err); ok {
		e, d := *failed, *failed.details()
		e.Operation, e.Outcome, e.Attempts = operation, OutcomeNotSent, 0
		d.hint = hint
		return e.with(&d)
	}
	if invalid, ok := errors.AsType[*ParamError](err); ok {
		// The account id is the only parameter of the list.
		return &ParamError{Operation: operation, Field: "accountId", Reason: invalid.Reason}
	}
	return notSentError(operation, fmt.Errorf("%s: %w", hint, err))
}
