package ugcinctest

import (
	"strconv"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
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
	defer s.fleet.acquire()()
	p = convert[gen.Post](p)
	if p.Type == "" {
		p.Type = gen.PostTypeVideo
	}
	if p.Status == "" {
		p.Status = gen.PostStatusComplete
	}
	return convert[ugcinc.Post](s.fleet.addPost(p, s.fleet.now))
}

// Posts returns a copy of every post, in the order in which they were added.
func (s *Server) Posts() []ugcinc.Post {
	defer s.fleet.acquire()()
	return convert[[]ugcinc.Post](s.fleet.posts.rows)
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
	if f.accounts.get(p.AccountID) == nil {
		return created, notFound("Account")
	}
	if postTime == nil || !postTime.After(f.now) {
		if postTime != nil && strict != nil && *strict && postTime.Before(f.now) {
			return created, badRequest("postTime has passed")
		}
		p.Status = gen.PostStatusPending
		return f.addPost(p, f.now).Post, nil
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
		if f.fails != nil && f.fails(convert[gen.Post](p)) {
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

// ListPosts implements fakeapi.Server. The dates filter by the time that a post
// is scheduled for, or by its creation if it has none.
func (f *fleet) ListPosts(p *gen.ListPostsParams) ([]gen.Post, error) {
	in, err := takePeriod(&p.StartDate, &p.EndDate)
	if err != nil {
		return nil, err
	}
	wanted := among(take(&p.AccountIDs))
	found := []gen.Post{}
	for _, p := range f.posts.rows {
		if wanted(p.AccountID) && in.contains(p.at) {
			found = append(found, p.Post)
		}
	}
	return found, nil
}

// CreateSlideshow implements fakeapi.Server.
func (f *fleet) CreateSlideshow(p *gen.CreateSlideshowParams) (gen.Post, error) {
	return f.schedule(gen.Post{
		AccountID:   take(&p.AccountID),
		Type:        gen.PostTypeSlideshow,
		Caption:     take(&p.Caption),
		MediaURLs:   take(&p.ImageURLs),
		MusicPostID: take(&p.MusicPostID),
	}, take(&p.PostTime), take(&p.Strict))
}

// CreateVideo implements fakeapi.Server.
func (f *fleet) CreateVideo(p *gen.CreateVideoParams) (gen.Post, error) {
	return f.schedule(gen.Post{
		AccountID:   take(&p.AccountID),
		Type:        gen.PostTypeVideo,
		Caption:     take(&p.Caption),
		MediaURLs:   []string{take(&p.VideoURL)},
		MusicPostID: take(&p.MusicPostID),
	}, take(&p.PostTime), take(&p.Strict))
}

// GetPostStatus implements fakeapi.Server.
func (f *fleet) GetPostStatus(p *gen.PostStatusParams) (result gen.PostStatusResult, err error) {
	found := f.posts.get(take(&p.PostID))
	if found == nil {
		return result, notFound("Post")
	}
	return gen.PostStatusResult{PostID: found.ID, Status: found.Status}, nil
}
