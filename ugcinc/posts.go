package ugcinc

import (
	"context"
	"iter"

	"github.com/ugcinc/ugcinc-go/gen"
)

// List returns the posts that match every filter given; without a filter, all
// posts of the key's organisation, in no promised order. It is not known
// whether the date bounds are inclusive, nor which column they filter. An
// EndDate before the StartDate is a [*ParamError]. It only reads: after
// [ErrServer] or [ErrOutcomeUnknown] call again.
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
// Sent twice it would post twice, so it is sent again only where it is certain
// that the server did not get it. Where that is not known the error matches
// [ErrOutcomeUnknown]; [WithReconcile] finds out. Within one process, creates
// with the same content on the same account take turns.
//
// An account that the key's organisation does not own is [ErrNotFound]. Fewer
// than 1 or more than 35 images, an empty address, or a caption of more than
// 500 characters (Unicode code points) is a [*ParamError].
//
// Operation: POST /post/slideshow.
func (s *PostsService) CreateSlideshow(ctx context.Context, params CreateSlideshowParams, opts ...CallOption) (*Post, error) {
	return create(ctx, s.core, &gen.CreateSlideshow, params, slideshowContent(params), opts)
}

// CreateVideo queues a video. It returns when the post is queued;
// [PostsService.Wait] follows it until it is published.
//
// Sent twice it would post twice, so it is sent again only where it is certain
// that the server did not get it. Where that is not known the error matches
// [ErrOutcomeUnknown]; [WithReconcile] finds out. Within one process, creates
// with the same content on the same account take turns.
//
// An account that the key's organisation does not own is [ErrNotFound]. No
// video, or a caption of more than 500 characters (Unicode code points), is a
// [*ParamError].
//
// Operation: POST /post/video.
func (s *PostsService) CreateVideo(ctx context.Context, params CreateVideoParams, opts ...CallOption) (*Post, error) {
	return create(ctx, s.core, &gen.CreateVideo, params, videoContent(params), opts)
}

// Status returns how far a post has got; the API does not tell why one failed.
// An id that the key's organisation does not own is [ErrNotFound], no id is a
// [*ParamError]. It only reads: after [ErrServer] or [ErrOutcomeUnknown] call
// again.
//
// Operation: POST /post/status.
func (s *PostsService) Status(ctx context.Context, params PostStatusParams, opts ...CallOption) (*PostStatusResult, error) {
	return object(ctx, s.core, &gen.GetPostStatus, params, opts)
}
