package ugcinc

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/ugcinc/ugcinc-go/gen"
)

// Wait polls until a post has ended: until it is complete, failed or deleted. It
// returns the last known status; nil if no poll has shown the post. The response
// does not hold the platform's id of the post: [PostsService.WaitAll] returns
// it.
//
// If the post failed or was deleted, the error is a [*PostFailedError]; if the
// wait ended before the post did, it is a [*WaitError]. The wait ends at once if
// the post is a draft, and with [ErrNotFound] if the API does not know it: for
// 30 seconds if no poll has shown it yet, since reads may lag behind writes, or
// in two polls in a row if one has.
//
// Operation: POST /post/status, once per poll.
func (s *PostsService) Wait(ctx context.Context, postID string, opts WaitOptions) (*PostStatusResult, error) {
	if field, reason := (PostStatusParams{PostID: postID}).Check(); reason != "" {
		return nil, &ParamError{Operation: gen.GetPostStatus.ID, Field: field, Reason: reason}
	}
	w, err := newWait[Post](ctx, s.core, gen.GetPostStatus.ID, opts)
	if err != nil {
		return nil, err
	}
	w.follow(Post{ID: postID})
	err = w.finish(ctx, s.askStatus, postsFailed)
	post := w.items[0]
	if !post.seen() {
		return nil, err
	}
	return &PostStatusResult{PostID: postID, Status: post.record.Status}, err
}

// WaitAll polls until each of these posts has ended: until it is complete,
// failed or deleted. It returns their last known state in the order given, also
// with an error. A complete post has its SocialID, unless only /post/status has
// reported its end.
//
// A poll is one list call for all accounts that have posts left (one per 1,000
// accounts). Posts that are given as ended are not polled.
//
// A post may also be given by its ID alone, such as one that a restarted
// program has saved. The poll asks /post/status for it, and it is returned as
// given, with its new Status. A poll makes at most 32 such calls, one after the
// other, and takes turns; give the AccountID as well if there are hundreds of
// posts. The poll also asks for one post that its list does not show, and for
// the next one as long as they have ended; a post that has ended there has
// ended, whatever the list shows.
//
// If posts failed or were deleted, the error is a [*PostFailedError], once all
// have ended; if the wait ended before them, it is a [*WaitError]. The wait ends
// at once if one is a draft, and with [ErrNotFound] if neither its list nor
// /post/status knows one: for 30 seconds if no poll has shown it yet, since
// reads may lag behind writes, or in two polls in a row if one has. A post that
// was shown as deleting and is gone has been deleted.
//
// Operations: POST /post and POST /post/status.
func (s *PostsService) WaitAll(ctx context.Context, posts []Post, opts WaitOptions) ([]Post, error) {
	w, err := s.newWait(ctx, posts, opts)
	if err != nil {
		return nil, err
	}
	err = w.finish(ctx, s.poll, postsFailed)
	return w.records(posts), err
}

// PostEvent is a new status of a post.
type PostEvent struct {
	// Post is the post as it is now.
	Post Post
	// Before is the status before that, as given or as last seen.
	Before PostStatus
}

// Watch polls as [PostsService.WaitAll] does and yields an event for each new
// status that a poll shows. It does not see what happens between two polls. It
// ends when each post is complete, failed or deleted. A failed or deleted post
// is an event, not an error. An error is the last thing that Watch yields, and
// is a [*WaitError] as in WaitAll. The next poll starts after the loop body
// returns. Each range over the sequence is a new wait.
//
// Operations: POST /post and POST /post/status.
func (s *PostsService) Watch(ctx context.Context, posts []Post, opts WaitOptions) iter.Seq2[PostEvent, error] {
	return func(yield func(PostEvent, error) bool) {
		w, err := s.newWait(ctx, posts, opts)
		if err != nil {
			yield(PostEvent{}, err)
			return
		}
		for c, err := range w.changes(ctx, s.poll) {
			if !yield(PostEvent{Post: c.record, Before: PostStatus(c.before)}, err) {
				return
			}
		}
	}
}

// newWait returns a wait for these posts.
func (s *PostsService) newWait(ctx context.Context, posts []Post, opts WaitOptions) (*wait[Post], error) {
	w, err := newWait[Post](ctx, s.core, gen.ListPosts.ID, opts)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(posts, func(p Post) bool { return p.ID == "" }) {
		return nil, &ParamError{Operation: gen.ListPosts.ID, Field: "posts", Reason: "each must have its id"}
	}
	w.follow(posts...)
	return w, nil
}

// poll lists the posts of the known accounts and asks for the rest.
func (s *PostsService) poll(ctx context.Context, w *wait[Post]) error {
	if accounts := w.accounts(); len(accounts) > 0 {
		filter := func(accounts []string) ListPostsParams { return ListPostsParams{AccountIDs: accounts} }
		found, err := readLists(ctx, w, &gen.ListPosts, accounts, filter, w.follows)
		if w.show(found...); err != nil {
			return err
		}
	}
	return s.askStatus(ctx, w)
}

// maxStatusCalls limits the calls of one poll to /post/status.
const maxStatusCalls = 32

// askStatus asks /post/status for the posts without a known account, and for
// one of those that their list did not show: a list that suddenly shows nothing
// must not cost a call for each of a thousand posts. If that one has ended, the
// list leaves out ended posts, so it asks for the next.
func (s *PostsService) askStatus(ctx context.Context, w *wait[Post]) error {
	missing := w.missing()
	for _, it := range missing {
		if it.account != "" {
			it.misses++
		}
	}
	slices.SortStableFunc(missing, func(a, b *item[Post]) int { return cmp.Compare(a.lookups, b.lookups) })
	calls, askListed := 0, true
	for _, it := range missing {
		listed := it.account != ""
		if calls == maxStatusCalls || listed && !askListed {
			continue
		}
		calls++
		it.lookups++
		result, err := s.Status(ctx, PostStatusParams{PostID: it.id}, WithMaxRetries(0))
		post := it.record
		switch {
		case err == nil:
			post.Status = result.Status
			w.show(post)
		case errors.Is(err, ErrNotFound) && it.deleting:
			post.Status = statusDeleted
			w.show(post)
		case errors.Is(err, ErrNotFound):
			if !listed {
				it.misses++
			}
			if w.lost(it) {
				return w.itemError(it, err)
			}
		case !listed && errors.Is(err, ErrInvalidResponse):
			return w.itemError(it, err)
		case !listed && (calls == 1 || !isTransient(err)):
			return err
		default:
			// The API has answered in this poll, so the poll did not fail.
			w.retryAfter = retryAfter(err)
			return nil
		}
		if listed {
			askListed = endRank(it.status) >= 0
		}
	}
	return nil
}
