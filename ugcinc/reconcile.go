package ugcinc

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/internal/transport"
)

// WithReconcile makes CreateSlideshow and CreateVideo effectively once. Before
// a post is sent, the posts of its account with the same content (type, media,
// caption, music) are noted. Where the outcome of sending is unknown, the
// account's posts are read at growing intervals until a new one with that
// content appears, which is then returned; or until settle has passed without
// one, after which the post may be sent again, within [WithMaxRetries] and
// under the same rule. Creates of one client with the same content wait for
// each other, so that none takes another's post for its own.
//
// Choose settle longer than the API may take to show a post that it has
// accepted; 30 seconds is a cautious start. Two things remain: another sender
// that posts the same content to the same account at the same moment, whose
// post may be taken for this one; and a server that applies a request later
// than settle, after it was sent again. Where a new post on the account has the
// same type and caption, apart from white space, but other media or music, and
// this client did not make it, the API may have rewritten what it was given:
// then nothing is sent again, and the error matches [ErrOutcomeUnknown]. The
// same holds where the account can no longer be read, which is tried for up to
// another settle and the time of all attempts of one more read.
//
// It costs one list call before each create. As an option of New it is the
// default of all creates and means nothing to other calls; for one of them,
// WithReconcile(0) turns it off.
func WithReconcile(settle time.Duration) CallOption {
	return callOption(func(c *callConfig) error {
		if settle < 0 {
			return &ParamError{Field: "WithReconcile", Reason: "must not be negative"}
		}
		c.settle = settle
		return nil
	})
}

// create makes a post, once.
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
	entry, err := core.ledgers.enter(ctx, want)
	if err != nil {
		return nil, unsent(e.ID, err)
	}
	defer entry.leave()
	r := &reconciler{core: core, cfg: cfg, entry: entry}
	if cfg.settle > 0 {
		if err := r.note(ctx); err != nil {
			return nil, unread(e.ID, err)
		}
	}
	unknown := false
	for sent := 0; ; {
		c := newCall(core, &e.Operation, cfg)
		c.MaxRetries = cfg.maxRetries - sent
		var post Post
		c.read = func(a *answer) {
			post = Post{}
			for a.Next() {
				e.Decode(a.decoder, &post)
			}
		}
		err := roundTrip(ctx, c, e.Send, p)
		sent += c.Attempts
		failed := (*Error)(nil)
		if err == nil {
			entry.claim(post.ID)
			return &post, nil
		}
		if !errors.As(err, &failed) {
			return nil, err
		}
		failed.Attempts = sent
		if unknown && failed.Outcome != OutcomeUnknown {
			// This send is settled, the one before it is not.
			failed.Outcome = OutcomeUnknown
			failed.inner().note = "it was sent before that, and such a post may still appear"
			return nil, err
		}
		unknown = failed.Outcome == OutcomeUnknown
		if cfg.settle == 0 || failed.Outcome != OutcomeUnknown {
			return nil, err
		}
		found, note := r.settle(ctx)
		if found != nil {
			return found, nil
		}
		if note == "" && sent > cfg.maxRetries {
			note = fmt.Sprintf("no such post appeared within %s, and no retry is left", cfg.settle)
		}
		if note != "" {
			failed.inner().note = note
			if ended := ctx.Err(); ended != nil && !errors.Is(err, ended) {
				failed.inner().cause = &interruptedError{ended: ended, last: failed.inner().cause}
			}
			return nil, err
		}
	}
}

// reconciler finds out what became of one create.
type reconciler struct {
	core   *core
	cfg    callConfig
	entry  *ledgerEntry
	before map[string]struct{} // like posts that were there before
}

// note remembers the posts that are like the one to come.
func (r *reconciler) note(ctx context.Context) error {
	posts, err := r.alike(ctx)
	r.before = make(map[string]struct{}, len(posts))
	for _, p := range posts {
		r.before[p.ID] = struct{}{}
	}
	return err
}

// settle looks until the post appears or settle has passed. Without a post,
// an empty note says that it may be sent again; any other says why not.
func (r *reconciler) settle(ctx context.Context) (found *Post, note string) {
	end := time.Now().Add(r.cfg.settle)
	// A look at the end of settle that fails is repeated for as long again, and
	// may take all its time.
	most := r.cfg.allAttempts(&gen.ListPosts.Operation, r.retries())
	looks, cancel := context.WithDeadline(ctx, end.Add(r.cfg.settle).Add(most)) // a sum of both might overflow
	defer cancel()
	pause := min(max(r.cfg.settle/32, 10*time.Millisecond), time.Second)
	for {
		last := !time.Now().Before(end)
		found, maybe, err := r.look(looks)
		switch {
		case found != nil:
			return found, ""
		case err == nil && last && maybe != "":
			return nil, "post " + maybe + " is new on the account and much like it: look whether it is this one"
		case err == nil && last:
			return nil, ""
		}
		wait := pause
		if err == nil {
			wait = min(pause, time.Until(end))
		}
		if transport.Sleep(looks, wait) != nil {
			if ctx.Err() != nil {
				return nil, "the context ended before it was known whether the post is there"
			}
			return nil, fmt.Sprintf("the account's posts could not be read in time: %v", cmp.Or(err, looks.Err()))
		}
		pause = min(pause*2, max(r.cfg.settle/4, pause), 8*time.Second)
	}
}

// look reads the account's posts once, for the post or for one that may be it.
func (r *reconciler) look(ctx context.Context) (found *Post, maybe string, err error) {
	posts, err := r.alike(ctx)
	for i := range posts {
		p := &posts[i]
		if _, old := r.before[p.ID]; old {
			continue
		}
		if contentOf(p) == r.entry.want {
			if r.entry.claim(p.ID) {
				return p, "", err
			}
		} else if r.entry.foreign(p) {
			maybe = p.ID
		}
	}
	return nil, maybe, err
}

// retries are those of a read, which may fail more often than a create.
func (r *reconciler) retries() int { return max(r.cfg.maxRetries, defaultCall.maxRetries) }

// alike reads the account's posts and keeps those that may be the wanted one.
func (r *reconciler) alike(ctx context.Context) ([]Post, error) {
	want := r.entry.want
	cfg := r.cfg
	cfg.responseInto = nil
	cfg.maxRetries = r.retries()
	c := newCall(r.core, &gen.ListPosts.Operation, cfg)
	var posts []Post
	c.read = func(a *answer) {
		posts = posts[:0]
		for a.Next() {
			var p Post
			gen.ListPosts.Decode(a.decoder, &p)
			if have := contentOf(&p); a.decoder.Err() == nil && have.alike(want) {
				posts = append(posts, p)
			}
		}
	}
	err := roundTrip(ctx, c, gen.ListPosts.Send, ListPostsParams{AccountIDs: []string{want.account}})
	return posts, err
}

// unread is the error of a post that was not sent because err kept the account's
// posts from being read: it says what to do about that, as err does. What became
// of the read is not what became of the post, which was never tried.
func unread(operation string, err error) error {
	if failed := (*Error)(nil); errors.As(err, &failed) {
		failed.Operation, failed.Outcome, failed.Attempts = operation, OutcomeNotSent, 0
		failed.inner().note = "the account's posts could not be read before it"
	}
	if refused := (*ParamError)(nil); errors.As(err, &refused) {
		refused.Operation, refused.Field = operation, "accountId" // all that the read was asked with
	}
	return err
}
