package ugcinc

import (
	"context"
	"iter"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/internal/ledger"
)

// List returns the posts that match every filter. Without filters it returns all
// posts of the organisation, in any order. It is not known whether the date
// bounds are inclusive, nor which column they filter. The filter by PostIDs is
// documented after 1.0.9. An EndDate before the StartDate is a [*ParamError].
// After [ErrServer] or [ErrOutcomeUnknown], call again: it only reads.
//
// Operation: POST /post.
func (s *PostsService) List(ctx context.Context, params ListPostsParams, opts ...CallOption) ([]Post, error) {
	return list(ctx, s.core, &gen.ListPosts, params, opts)
}

// All is [PostsService.List] as a stream: one post at a time from the
// connection, in constant memory. An error is the last thing it yields.
//
// Operation: POST /post.
func (s *PostsService) All(ctx context.Context, params ListPostsParams, opts ...CallOption) iter.Seq2[Post, error] {
	return stream(ctx, s.core, &gen.ListPosts, params, opts)
}

// CreateSlideshow queues a slideshow of 1 to 35 images. It returns when the
// post is queued; [PostsService.Wait] follows it until it is published.
//
// A second request would post twice, so the call is retried only if the server
// certainly did not receive it. If that is not known, the error matches
// [ErrOutcomeUnknown]; [WithReconcile] finds out. Within one process, creates
// with the same content on the same account take turns. SocialAudioID, which is
// documented after 1.0.9, is not interchangeable with MusicPostID.
//
// Returns [ErrNotFound] if the organisation does not own the account, and a
// [*ParamError] if AccountID is empty, for fewer than 1 or more than 35 images, an
// empty URL, or a caption of more than 500 characters (Unicode code points).
//
// Operation: POST /post/slideshow.
func (s *PostsService) CreateSlideshow(ctx context.Context, params CreateSlideshowParams, opts ...CallOption) (*Post, error) {
	return create(ctx, s.core, &gen.CreateSlideshow, params, ledger.OfSlideshow(&params), opts)
}

// CreateVideo queues a video. It returns when the post is queued;
// [PostsService.Wait] follows it until it is published.
//
// A second request would post twice, so the call is retried only if the server
// certainly did not receive it. If that is not known, the error matches
// [ErrOutcomeUnknown]; [WithReconcile] finds out. Within one process, creates
// with the same content on the same account take turns. SocialAudioID, which is
// documented after 1.0.9, is not interchangeable with MusicPostID.
//
// Returns [ErrNotFound] if the organisation does not own the account, and a
// [*ParamError] if AccountID or VideoURL is empty, or for a caption of more than
// 500 characters (Unicode code points).
//
// Operation: POST /post/video.
func (s *PostsService) CreateVideo(ctx context.Context, params CreateVideoParams, opts ...CallOption) (*Post, error) {
	return create(ctx, s.core, &gen.CreateVideo, params, ledger.OfVideo(&params), opts)
}

// Status returns the status of a post, and the URL of a complete one if the API
// sends it; the API does not report why a post failed. Returns [ErrNotFound] if the
// organisation does not own the post, and a [*ParamError] if PostID is empty. After
// [ErrServer] or [ErrOutcomeUnknown], call again: it only reads.
//
// Operation: POST /post/status.
func (s *PostsService) Status(ctx context.Context, params PostStatusParams, opts ...CallOption) (*PostStatusResult, error) {
	return object(ctx, s.core, &gen.GetPostStatus, params, opts)
}

// CreateDraft creates a post with status draft, without an account and without a
// time. Nothing is published: a draft stays a draft until someone changes it.
//
// A second request would leave two drafts, so the call is not retried if its
// response is lost, and the error matches [ErrOutcomeUnknown]: look for the draft
// with [PostsService.List] first. [WithReconcile] is not for drafts. Returns a
// [*ParamError] if Type or MediaURLs is empty, for an empty URL, for a caption of
// more than 500 characters or a title of more than 90 (Unicode code points).
//
// Operation: POST /post/draft. Documented after 1.0.9.
func (s *PostsService) CreateDraft(ctx context.Context, params CreateDraftParams, opts ...CallOption) (*Post, error) {
	return object(ctx, s.core, &gen.CreateDraft, params, opts)
}

// Update changes a post that is scheduled or failed, and returns it. Nil fields
// stay unchanged. A failed post becomes scheduled, so it will be published. The
// API may move PostTime if its slot is taken: see ScheduledAt of the result. It
// is not known whether a draft can be changed, since sources disagree.
//
// A second call sets the same values, but may move the time again. So the call is
// not retried if its response is lost, and the error matches [ErrOutcomeUnknown]:
// compare the post with [PostsService.List] first. Returns [ErrNotFound] if the
// post does not exist, [ErrBadRequest] if it has another status, and a
// [*ParamError] if PostID is empty, for an empty URL, for a caption of more than 500
// characters or a title of more than 90 (Unicode code points).
//
// Operation: POST /post/update. Documented after 1.0.9.
func (s *PostsService) Update(ctx context.Context, params UpdatePostParams, opts ...CallOption) (*Post, error) {
	return object(ctx, s.core, &gen.UpdatePost, params, opts)
}

// Retry schedules failed posts to be published now.
//
// The call is not retried if its response is lost, and the error matches
// [ErrOutcomeUnknown]: read the posts' status with [PostsService.List] first.
// Returns [ErrBadRequest] if a post is not failed, [ErrNotFound] if a post does
// not exist, and a [*ParamError] if PostIDs or one of them is empty. After a lost
// response, ErrBadRequest may mean that the posts are already scheduled.
//
// Operation: POST /post/retry. Documented after 1.0.9.
func (s *PostsService) Retry(ctx context.Context, params RetryPostsParams, opts ...CallOption) (*RetryPostsResult, error) {
	return object(ctx, s.core, &gen.RetryPosts, params, opts)
}

// Delete deletes posts of any status. Posts that are scheduled, pending, failed or
// retrying are removed at once. A complete post becomes deleting, is removed from
// the platform, and then becomes deleted; [PostsService.DeleteAndWait] waits for
// that. This cannot be undone. The form of the result's Errors is not documented, so
// its items are the JSON that the API sent.
//
// The call is not retried if its response is lost, and the error matches
// [ErrOutcomeUnknown]: read the posts' status with [PostsService.List] first.
// Returns [ErrNotFound] if a post does not exist, and a [*ParamError] if PostIDs or
// one of them is empty. After a lost response, ErrNotFound may mean that the posts
// are already removed.
//
// Operation: POST /post/delete. Documented after 1.0.9.
func (s *PostsService) Delete(ctx context.Context, params DeletePostsParams, opts ...CallOption) (*DeletePostsResult, error) {
	s.core.ledger.Deleting(params.PostIDs)
	return object(ctx, s.core, &gen.DeletePosts, params, opts)
}

// PreviewSchedule returns when posts would be published, one for each entry and in
// the order of the entries. An account has at least 2 hours between two posts, so
// an entry that is too close to an existing post or to another entry is moved.
// ExcludePostIDs are existing posts that do not count. It creates nothing, and it
// reserves nothing: a post that is created later may get another time.
//
// Returns a [*ParamError] if Entries is empty, or an entry lacks its account or
// its time. After [ErrServer] or [ErrOutcomeUnknown], call again: it only reads.
//
// Operation: POST /post/preview-schedule. Documented after 1.0.9.
func (s *PostsService) PreviewSchedule(ctx context.Context, params PreviewScheduleParams, opts ...CallOption) ([]ScheduledEntry, error) {
	return list(ctx, s.core, &gen.PreviewSchedule, params, opts)
}
