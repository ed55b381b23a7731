package ugcinctest

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/internal/fakeapi"
	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// post is a post with the time that its responses do not show: when it is to be
// published, or when it was created if that is as soon as possible.
type post struct {
	gen.Post
	at time.Time
}

// AddPost adds a post to the fleet and returns a copy of it. It fills in what is
// empty: ID, Type (video), Status (complete) and, for a complete post, SocialID.
// A pending post ends after [WithProcessingTime]. A scheduled post stays
// scheduled, since a [ugcinc.Post] does not say when it is due; create it through
// the client with a PostTime to see it published. A post with the same ID is
// replaced.
func (s *Server) AddPost(p ugcinc.Post) ugcinc.Post {
	now, leave := s.fleet.enter()
	defer leave()
	p = clone(p)
	if p.Type == "" {
		p.Type = gen.PostTypeVideo
	}
	if p.Status == "" {
		p.Status = gen.PostStatusComplete
	}
	return clone(s.fleet.addPost(p, now).Post)
}

// Posts returns a copy of every post, in the order they were added.
func (s *Server) Posts() []ugcinc.Post {
	_, leave := s.fleet.enter()
	defer leave()
	posts := make([]ugcinc.Post, 0, len(s.fleet.posts.rows))
	for _, p := range s.fleet.posts.rows {
		posts = append(posts, clone(p.Post))
	}
	return posts
}

func (f *fleet) addPost(p gen.Post, at time.Time) *post {
	if p.ID == "" {
		p.ID = f.ids.id("post")
	}
	if p.Status == gen.PostStatusComplete && p.SocialID == nil {
		p.SocialID = f.socialID()
	}
	kept := &post{Post: p, at: at}
	f.posts.put(p.ID, kept)
	if p.Status == gen.PostStatusPending {
		f.publish(kept, at)
	}
	return kept
}

// schedule adds a new post. A time that has passed means at once, unless strict
// is true.
func (f *fleet) schedule(p gen.Post, postTime *time.Time, strict *bool) (created gen.Post, err error) {
	now, leave := f.enter()
	defer leave()
	if f.accounts.get(p.AccountID) == nil {
		return created, notFound("Account")
	}
	if postTime == nil || !postTime.After(now) {
		if postTime != nil && strict != nil && *strict && postTime.Before(now) {
			return created, reject(http.StatusBadRequest, "postTime has passed")
		}
		p.Status = gen.PostStatusPending
		return f.addPost(p, now).Post, nil
	}
	p.Status = gen.PostStatusScheduled
	kept := f.addPost(p, *postTime)
	f.agenda.add(*postTime, func(at time.Time) { f.publish(kept, at) })
	return kept.Post, nil
}

// publish makes the post pending, and complete or failed later.
func (f *fleet) publish(p *post, at time.Time) {
	p.Status = gen.PostStatusPending
	f.agenda.add(at.Add(f.processing), func(time.Time) {
		if f.fails != nil && f.fails(clone(p.Post)) {
			p.Status = gen.PostStatusFailed
			return
		}
		p.Status = gen.PostStatusComplete
		p.SocialID = f.socialID()
	})
}

// socialID returns an id like those of the platforms: 19 digits.
func (f *fleet) socialID() *string {
	return new(strconv.FormatInt(f.ids.between("social", 7e18, 8e18), 10))
}

// ListPosts handles POST /post. The dates are compared with the time that a post
// is scheduled for, or with its creation if it has none.
func (f *fleet) ListPosts(_ context.Context, request fakeapi.ListPostsRequestObject) (fakeapi.ListPostsResponseObject, error) {
	params := request.Body
	in, err := newPeriod(params.StartDate, params.EndDate)
	if err != nil {
		return nil, err
	}
	_, leave := f.enter()
	defer leave()
	wanted := among(params.AccountIDs)
	found := []gen.Post{}
	for _, p := range f.posts.rows {
		if wanted(p.AccountID) && in.contains(p.at) {
			found = append(found, p.Post)
		}
	}
	return fakeapi.ListPosts200JSONResponse{Ok: new(true), Code: http.StatusOK, Message: success(), Data: found}, nil
}

// CreateSlideshow handles POST /post/slideshow.
func (f *fleet) CreateSlideshow(_ context.Context, request fakeapi.CreateSlideshowRequestObject) (fakeapi.CreateSlideshowResponseObject, error) {
	params := request.Body
	created, err := f.schedule(gen.Post{
		AccountID:   params.AccountID,
		Type:        gen.PostTypeSlideshow,
		Caption:     params.Caption,
		MediaURLs:   params.ImageURLs,
		MusicPostID: params.MusicPostID,
	}, params.PostTime, params.Strict)
	if err != nil {
		return nil, err
	}
	return fakeapi.CreateSlideshow200JSONResponse{Ok: new(true), Code: http.StatusOK, Message: success(), Data: created}, nil
}

// CreateVideo handles POST /post/video.
func (f *fleet) CreateVideo(_ context.Context, request fakeapi.CreateVideoRequestObject) (fakeapi.CreateVideoResponseObject, error) {
	params := request.Body
	created, err := f.schedule(gen.Post{
		AccountID:   params.AccountID,
		Type:        gen.PostTypeVideo,
		Caption:     params.Caption,
		MediaURLs:   []string{params.VideoURL},
		MusicPostID: params.MusicPostID,
	}, params.PostTime, params.Strict)
	if err != nil {
		return nil, err
	}
	return fakeapi.CreateVideo200JSONResponse{Ok: new(true), Code: http.StatusOK, Message: success(), Data: created}, nil
}

// GetPostStatus handles POST /post/status.
func (f *fleet) GetPostStatus(_ context.Context, request fakeapi.GetPostStatusRequestObject) (fakeapi.GetPostStatusResponseObject, error) {
	_, leave := f.enter()
	defer leave()
	p := f.posts.get(request.Body.PostID)
	if p == nil {
		return nil, notFound("Post")
	}
	return fakeapi.GetPostStatus200JSONResponse{
		Ok: new(true), Code: http.StatusOK, Message: success(),
		Data: gen.PostStatusResult{PostID: p.ID, Status: p.Status},
	}, nil
}
