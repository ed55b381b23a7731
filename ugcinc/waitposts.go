package ugcinc

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/ugcinc/ugcinc-go/gen"
)

// Wait polls until a post is complete or failed, and returns its status as it
// was last seen; nil where it was never seen. An answer of this operation does
// not hold the platform's id of the post: [PostsService.WaitAll] has it.
//
// A post that failed is a [*PostFailedError]; a wait that ended before the post
// did is a [*WaitError]. An id that the API does not know is [ErrNotFound] at
// once; one that a poll has shown must be missing from two polls in a row.
//
// Operation: POST /post/status, once for each poll.
func (s *PostsService) Wait(ctx context.Context, postID string, opts WaitOptions) (*PostStatusResult, error) {
	params := PostStatusParams{PostID: postID}
	if field, reason := params.Check(); reason != "" {
		return nil, &ParamError{Operation: gen.GetPostStatus.ID, Field: field, Reason: reason}
	}
	opts, err := opts.withDefaults(ctx, gen.GetPostStatus.ID)
	if err != nil {
		return nil, err
	}
	w := &wait[PostStatusResult]{operation: gen.GetPostStatus.ID, opts: opts}
	w.key = func(r *PostStatusResult) (id, status string) { return r.PostID, string(r.Status) }
	w.open = func(r *PostStatusResult) bool { return notEnded(string(r.Status)) }
	w.absent = w.forgotten
	w.add(PostStatusResult{PostID: postID})
	post := w.items[0]
	w.poll = func(ctx context.Context) ([]PostStatusResult, error) {
		result, err := s.Status(ctx, params, once...)
		if errors.Is(err, ErrNotFound) && post.seen && post.absences < maxAbsences {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		result.PostID = postID // whatever the answer calls it, it is this post's
		return []PostStatusResult{*result}, nil
	}
	err = w.finish(ctx, failedPosts)
	if !post.seen {
		return nil, err
	}
	return &post.record, err
}

// WaitAll polls until each of these posts is complete or failed, and returns
// them as they were last seen, in the order given; a complete one has its
// SocialID. They come back with an error as well.
//
// Each poll is one list call for all accounts that have posts left (one for
// each 1,000 of them, if they are more). Posts that are complete or failed as
// given are not polled for. Once a post is seen as complete or failed it stays
// so; before that, any status may follow any other.
//
// Where posts failed the error is a [*PostFailedError], after all have ended;
// a wait that ended before them is a [*WaitError]. Where a list does not show a
// post, one such post each poll is asked for by /post/status. If that does not
// know it either it is [ErrNotFound]: at once for a post that no poll has
// shown, for any other when it is missing from two polls in a row.
//
// Operation: POST /post.
func (s *PostsService) WaitAll(ctx context.Context, posts []Post, opts WaitOptions) ([]Post, error) {
	w, err := s.newWait(ctx, posts, opts)
	if err != nil {
		return nil, err
	}
	err = w.finish(ctx, failedPosts)
	return w.records(posts), err
}

// PostEvent is a new status of a post.
type PostEvent struct {
	// Post is the post as it is now.
	Post Post
	// Before is the status that it had before, as given or as last seen.
	Before PostStatus
}

// Watch polls as [PostsService.WaitAll] does and yields an event for each new
// status that a poll shows: what came and went between two polls is not seen.
// It ends when each post is complete or failed. That a post fails is an event
// like any other here, and no error; an error is the last thing it yields, and
// as in WaitAll, a [*WaitError]. The next poll waits until the loop body is
// done. Each range over it is a wait of its own.
//
// Operation: POST /post.
func (s *PostsService) Watch(ctx context.Context, posts []Post, opts WaitOptions) iter.Seq2[PostEvent, error] {
	return func(yield func(PostEvent, error) bool) {
		w, err := s.newWait(ctx, posts, opts)
		if err != nil {
			yield(PostEvent{}, err)
			return
		}
		for c, err := range w.changes(ctx) {
			if !yield(PostEvent{Post: c.record, Before: PostStatus(c.before)}, err) {
				return
			}
		}
	}
}

// newWait is a wait for posts, by list calls.
func (s *PostsService) newWait(ctx context.Context, posts []Post, opts WaitOptions) (*wait[Post], error) {
	opts, err := opts.withDefaults(ctx, gen.ListPosts.ID)
	if err != nil {
		return nil, err
	}
	w := &wait[Post]{operation: gen.ListPosts.ID, opts: opts}
	w.key = func(p *Post) (id, status string) { return p.ID, string(p.Status) }
	w.open = func(p *Post) bool { return notEnded(string(p.Status)) }
	account := func(p *Post) string { return p.AccountID }
	filter := func(accounts []string) ListPostsParams { return ListPostsParams{AccountIDs: accounts} }
	w.poll = func(ctx context.Context) ([]Post, error) {
		return pollList(ctx, s.core, &gen.ListPosts, w.accounts(account), filter, w.follows)
	}
	w.absent = s.lookUp
	return w, w.follow("posts", posts, account)
}

// lookUp asks for one of the posts that a list did not show, another one each
// time: a list that forgets a thousand must not cost a thousand calls.
func (s *PostsService) lookUp(ctx context.Context, missing []*item[Post]) error {
	if len(missing) == 0 {
		return nil
	}
	it := slices.MinFunc(missing, func(a, b *item[Post]) int { return cmp.Compare(a.lookups, b.lookups) })
	it.lookups++
	_, err := s.Status(ctx, PostStatusParams{PostID: it.id}, once...)
	if errors.Is(err, ErrNotFound) && (!it.seen || it.absences > maxAbsences) {
		return fmt.Errorf("%s: %w", it.id, err)
	}
	// Whatever else went wrong tells nothing about the post.
	return nil
}
