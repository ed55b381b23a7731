package ugcinc

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/ugcinc/ugcinc-go/gen"
)

// Wait polls until a post is complete, failed or deleted, and returns its last
// known status, also with an error; nil if no poll has shown the post. The
// response does not hold the platform's id: [PostsService.WaitAll] returns it.
//
// If the post failed or was deleted, the error is a [*PostFailedError]. If the
// wait ended before the post did, it is a [*WaitError]; see [WaitOptions].
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
	return &PostStatusResult{PostID: postID, Status: post.status, PostURL: post.record.PostURL}, err
}

// WaitAll polls until each of these posts is complete, failed or deleted, and
// returns their last known state in the order given, also with an error. A
// complete post has its SocialID, unless only /post/status has reported its end.
//
// A poll is one list call for all accounts that have posts left (one per 1,000
// accounts), and one call to /post/status for a post that the list does not
// show; as long as those have ended, one more. A post that has ended there has
// ended, whatever the list shows, and so has one that was deleting and is gone.
// Posts that are given as ended are not polled.
//
// A post may be given by its ID alone, such as one that a restarted program has
// saved. The poll then asks /post/status, and the post is returned as given,
// with its new Status. A poll makes at most 32 such calls, one after the other,
// and takes turns: give the AccountID as well if there are hundreds of posts.
//
// If posts failed or were deleted, the error is a [*PostFailedError], once all
// have ended. If the wait ended before them, it is a [*WaitError]; see
// [WaitOptions].
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
// status that a poll shows; it does not see what happens between two polls. It
// ends when each post is complete, failed or deleted; a failed or deleted post is
// an event, not an error. If the wait ends early, the last thing that it yields
// is a [*WaitError]. The next poll starts after the loop body returns. Each range
// over the sequence is a new wait.
//
// Operations: POST /post and POST /post/status.
func (s *PostsService) Watch(ctx context.Context, posts []Post, opts WaitOptions) iter.Seq2[PostEvent, error] {
	return func(yield func(PostEvent, error) bool) {
		w, err := s.newWait(ctx, posts, opts)
		if err != nil {
			yield(PostEvent{}, err)
			return
		}
		watching := true
		err = w.run(ctx, s.poll, func(post *item[Post]) bool {
			watching = yield(PostEvent{Post: post.record, Before: post.before}, nil)
			return watching
		})
		if watching && err != nil {
			yield(PostEvent{}, err)
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
			post.Status, post.PostURL = result.Status, cmp.Or(result.PostURL, post.PostURL)
			w.show(post)
		case errors.Is(err, ErrNotFound) && it.deleting:
			post.Status = PostStatusDeleted
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
			// The API responded in this poll, so the poll did not fail.
			w.retryAfter = retryAfter(err)
			return nil
		}
		if listed {
			askListed = endRank(it.status) >= 0
		}
	}
	return nil
}

// DeleteAndWait calls [PostsService.Delete] and waits until the posts that the
// API is deleting are deleted. In the result they have moved from DeletingIDs to
// DeletedIDs, also with an error; posts that could not be deleted may be named in
// Errors. A post that /post/status does not know any more has been deleted.
//
// If the delete fails, its error is returned. If it matches [ErrOutcomeUnknown],
// read the status of the posts before you delete them again. If a post fails, the
// error is a [*PostFailedError]. If the wait ends early, the error is a
// [*WaitError], whose Left names the posts that are not deleted; see
// [WaitOptions]. NotBefore delays the polls, not the delete.
//
// Operations: POST /post/delete, and POST /post/status at most 32 times per poll.
func (s *PostsService) DeleteAndWait(ctx context.Context, params DeletePostsParams, opts WaitOptions, callOpts ...CallOption) (*DeletePostsResult, error) {
	w, err := newWait[Post](ctx, s.core, gen.GetPostStatus.ID, opts)
	if err != nil {
		return nil, err
	}
	result, err := s.Delete(ctx, params, callOpts...)
	if err != nil {
		return nil, err
	}
	// Reads may lag behind the delete, so a complete post is still to be deleted.
	w.open = func(p *Post) bool { return p.Status != PostStatusDeleted && p.Status != PostStatusFailed }
	for _, id := range result.DeletingIDs {
		w.follow(Post{ID: id, Status: PostStatusDeleting})
	}
	err = w.finish(ctx, s.askStatus, func(failed, _ []string, last Progress) error {
		if len(failed) == 0 {
			return nil
		}
		return &PostFailedError{Failed: failed, Last: last}
	})
	result.DeletingIDs = slices.DeleteFunc(result.DeletingIDs, func(id string) bool {
		deleted := w.byID[id].status == PostStatusDeleted
		if deleted {
			result.DeletedIDs = append(result.DeletedIDs, id)
			result.Deleted++
			result.Deleting = max(0, result.Deleting-1)
		}
		return deleted
	})
	return result, err
}
