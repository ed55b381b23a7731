package ugcinc

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/ugcinc/ugcinc-go/gen"
)

// Wait polls until a post is complete or failed, and returns its last known
// status; nil if no poll has shown the post. The response does not hold the
// platform's id of the post: [PostsService.WaitAll] returns it.
//
// If the post failed, the error is a [*PostFailedError]; if the wait ended
// before the post did, it is a [*WaitError]. The wait ends with [ErrNotFound]
// if the API does not know the post: one that no poll has shown yet is waited
// for during the first 30 seconds, since reads may lag behind writes; one that
// a poll has shown must be missing from two polls in a row.
//
// Operation: POST /post/status, once per poll.
func (s *PostsService) Wait(ctx context.Context, postID string, opts WaitOptions) (*PostStatusResult, error) {
	if field, reason := (PostStatusParams{PostID: postID}).Check(); reason != "" {
		return nil, &ParamError{Operation: gen.GetPostStatus.ID, Field: field, Reason: reason}
	}
	w, err := s.newWait(ctx, gen.GetPostStatus.ID, []Post{{ID: postID}}, opts)
	if err != nil {
		return nil, err
	}
	err = w.finish(ctx, failedPosts)
	post := w.items[0]
	if !post.seen {
		return nil, err
	}
	return &PostStatusResult{PostID: postID, Status: post.record.Status}, err
}

// WaitAll polls until each of these posts is complete or failed, and returns
// their last known state in the order given, also with an error. A complete
// post has its SocialID, unless only /post/status has reported its end.
//
// A poll is one list call for all accounts that have posts left (one per 1,000
// accounts). Posts that are given as complete or failed are not polled.
//
// A post may also be given by its ID alone, such as one that a restarted
// program has saved. Then the poll asks /post/status for it, and the post is
// returned as given, with its new Status. A poll makes at most 32 such calls,
// one after the other, and takes turns; give the AccountID as well if there are
// hundreds of posts. The poll also asks for a post that its list does not show,
// and for the next one as long as they have ended: a post that is complete or
// failed there has ended, whatever the list says.
//
// If posts failed, the error is a [*PostFailedError], once all have ended; if
// the wait ended before them, it is a [*WaitError]. A post that neither its
// list nor /post/status knows ends the wait with [ErrNotFound]: one that no
// poll has shown yet is waited for during the first 30 seconds, since reads may
// lag behind writes; one that a poll has shown must be missing from two polls
// in a row.
//
// Operations: POST /post and POST /post/status.
func (s *PostsService) WaitAll(ctx context.Context, posts []Post, opts WaitOptions) ([]Post, error) {
	w, err := s.newWait(ctx, gen.ListPosts.ID, posts, opts)
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
	// Before is the status before that, as given or as last seen.
	Before PostStatus
}

// Watch polls as [PostsService.WaitAll] does and yields an event for each new
// status that a poll shows. It does not see what happens between two polls. It
// ends when each post is complete or failed. A failed post is an event, not an
// error. An error is the last thing that Watch yields, and is a [*WaitError] as
// in WaitAll. The next poll starts after the loop body returns. Each range over
// the sequence is a new wait.
//
// Operations: POST /post and POST /post/status.
func (s *PostsService) Watch(ctx context.Context, posts []Post, opts WaitOptions) iter.Seq2[PostEvent, error] {
	return func(yield func(PostEvent, error) bool) {
		w, err := s.newWait(ctx, gen.ListPosts.ID, posts, opts)
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

// newWait returns a wait for posts.
func (s *PostsService) newWait(ctx context.Context, operation string, posts []Post, opts WaitOptions) (*wait[Post], error) {
	w, err := newWait[Post](ctx, s.core, operation, opts)
	if err != nil {
		return nil, err
	}
	w.key = func(p *Post) (id, status string) { return p.ID, string(p.Status) }
	w.account = func(p *Post) string { return p.AccountID }
	w.open = func(p *Post) bool { return notEnded(string(p.Status)) }
	w.poll = func(ctx context.Context) ([]Post, error) {
		accounts := w.accounts()
		if len(accounts) == 0 {
			return nil, nil
		}
		filter := func(accounts []string) ListPostsParams { return ListPostsParams{AccountIDs: accounts} }
		return pollLists(ctx, w, &gen.ListPosts, accounts, filter, w.follows)
	}
	w.ask = func(ctx context.Context, missing []*item[Post]) ([]Post, error) { return s.askStatus(ctx, w, missing) }
	if slices.ContainsFunc(posts, func(p Post) bool { return p.ID == "" }) {
		return nil, &ParamError{Operation: operation, Field: "posts", Reason: "each must have its id"}
	}
	w.follow(posts)
	return w, nil
}

// maxStatusCalls limits the calls of one poll to /post/status.
const maxStatusCalls = 32

// askStatus asks /post/status for the posts without a known account, and for
// one of those that their list did not show: a list that suddenly shows nothing
// must not cost a call for each of a thousand posts. If that one has ended, the
// list leaves out ended posts, so it asks for the next.
func (s *PostsService) askStatus(ctx context.Context, w *wait[Post], missing []*item[Post]) (found []Post, err error) {
	for _, it := range missing {
		if it.account != "" {
			it.absences++
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
		askListed = askListed && (!listed || err == nil && !notEnded(string(result.Status)))
		switch {
		case err == nil:
			post := it.record
			post.Status = result.Status
			found = append(found, post)
		case errors.Is(err, ErrNotFound):
			if !listed {
				it.absences++
			}
			if w.lost(it) {
				return found, w.ofItem(it, err)
			}
		case !listed && errors.Is(err, ErrInvalidResponse):
			return found, w.ofItem(it, err)
		case !listed && (calls == 1 || !isTransient(err)):
			return found, err
		default:
			// The API has answered in this poll, so the poll did not fail.
			w.retryAfter = retryAfter(err)
			return found, nil
		}
	}
	return found, nil
}
