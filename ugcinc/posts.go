package ugcinc

import (
	"context"
	"iter"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/internal/ledger"
)

// List returns the posts that match every filter. Without filters it returns all
// posts of the organisation, in any order. It is not known whether the date
// bounds are inclusive, nor which column they filter. An EndDate before the
// StartDate is a [*ParamError]. After [ErrServer] or [ErrOutcomeUnknown], call
// again: it only reads.
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
// with the same content on the same account take turns.
//
// Returns [ErrNotFound] if the organisation does not own the account, and a
// [*ParamError] for fewer than 1 or more than 35 images, an empty URL, or a
// caption of more than 500 characters (Unicode code points).
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
// with the same content on the same account take turns.
//
// Returns [ErrNotFound] if the organisation does not own the account, and a
// [*ParamError] without a video or for a caption of more than 500 characters
// (Unicode code points).
//
// Operation: POST /post/video.
func (s *PostsService) CreateVideo(ctx context.Context, params CreateVideoParams, opts ...CallOption) (*Post, error) {
	return create(ctx, s.core, &gen.CreateVideo, params, ledger.OfVideo(&params), opts)
}

// Status returns the status of a post; the API does not report why a post failed.
// Returns [ErrNotFound] if the organisation does not own the post, and a
// [*ParamError] without an id. After [ErrServer] or [ErrOutcomeUnknown], call
// again: it only reads.
//
// Operation: POST /post/status.
func (s *PostsService) Status(ctx context.Context, params PostStatusParams, opts ...CallOption) (*PostStatusResult, error) {
	return object(ctx, s.core, &gen.GetPostStatus, params, opts)
}
