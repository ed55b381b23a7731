package ugcinctest

import (
	"strconv"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// post is a post with the state that its responses do not show.
type post struct {
	gen.Post
	job
	created time.Time
}

func (p *post) state() (id, status string) { return p.ID, string(p.Status) }

// AddPost adds a post to the fleet and returns a copy of it. It fills in empty
// fields: ID, Type (video), Status (complete) and, if the post is complete,
// SocialID, PostURL and ThumbnailURL. A post whose ScheduledAt has passed counts
// as created at that time, any other as created now.
//
// A scheduled post is published at its ScheduledAt, or never if that is nil. A
// pending, retrying or deleting post ends after [WithProcessingTime]. A post with
// the same ID is replaced.
func (s *Server) AddPost(p ugcinc.Post) ugcinc.Post {
	defer s.fleet.acquire()()
	p = convert[gen.Post](p)
	if p.Type == "" {
		p.Type = gen.PostTypeVideo
	}
	if p.Status == "" {
		p.Status = gen.PostStatusComplete
	}
	return convert[ugcinc.Post](s.fleet.addPost(p))
}

// Posts returns a copy of every post, in the order in which they were added.
func (s *Server) Posts() []ugcinc.Post {
	defer s.fleet.acquire()()
	return convert[[]ugcinc.Post](s.fleet.posts.rows)
}

func (f *fleet) addPost(p gen.Post) *post {
	kept := &post{Post: p, created: f.now}
	f.complete("post", &kept.ID, &kept.created)
	if p.ScheduledAt != nil && p.ScheduledAt.Before(f.now) {
		kept.created = *p.ScheduledAt
	}
	f.posts.put(kept)
	f.enterPost(kept, p.Status, f.now)
	return kept
}

// enterPost gives the post a status at a time, and plans what follows.
func (f *fleet) enterPost(p *post, status gen.PostStatus, at time.Time) {
	p.Status = status
	p.cancel()
	if status != gen.PostStatusComplete {
		p.PostURL = nil
	}
	switch status {
	case gen.PostStatusScheduled:
		if p.ScheduledAt != nil {
			f.agenda.plan(&p.job, later(*p.ScheduledAt, at.Add(1)), func(at time.Time) { f.enterPost(p, gen.PostStatusPending, at) })
		}
	case gen.PostStatusPending, gen.PostStatusRetrying:
		f.agenda.plan(&p.job, at.Add(f.processing), func(at time.Time) {
			if f.fails(convert[gen.Post](p)) {
				f.enterPost(p, gen.PostStatusFailed, at)
			} else {
				f.enterPost(p, gen.PostStatusComplete, at)
			}
		})
	case gen.PostStatusComplete:
		f.publish(p)
	case gen.PostStatusDeleting:
		f.agenda.plan(&p.job, at.Add(f.processing), func(at time.Time) { f.enterPost(p, gen.PostStatusDeleted, at) })
	default:
	}
}

// publish fills in what a post has once it is on the platform, with an id like
// the ones of the platforms: 19 digits.
func (f *fleet) publish(p *post) {
	if p.SocialID == nil {
		p.SocialID = new(strconv.FormatInt(f.numbers.between("social", 7e18, 8e18), 10))
	}
	if p.ThumbnailURL == nil {
		p.ThumbnailURL = new("https://cdn.example.com/t/" + p.ID + ".jpg")
	}
	if p.PostURL == nil {
		p.PostURL = new("https://www.tiktok.com/@" + p.AccountID + "/video/" + *p.SocialID)
		if a := f.accounts.byID[p.AccountID]; a != nil && a.Type == gen.AccountTypeInstagram {
			p.PostURL = new("https://www.instagram.com/p/" + *p.SocialID)
		}
	}
}

// ListPosts implements fakeapi.Server. The dates filter by the time that a post
// is scheduled for, or by its creation if it has none.
func (f *fleet) ListPosts(p *gen.ListPostsParams) ([]gen.Post, error) {
	in := period{take(&p.StartDate), take(&p.EndDate)}
	ofAccounts, named := among(take(&p.AccountIDs)), among(take(&p.PostIDs))
	found := []gen.Post{}
	for _, p := range f.posts.rows {
		at := p.created
		if p.ScheduledAt != nil {
			at = *p.ScheduledAt
		}
		if ofAccounts(p.AccountID) && named(p.ID) && in.contains(at) {
			found = append(found, p.Post)
		}
	}
	return found, nil
}

func (f *fleet) GetPostStatus(p *gen.PostStatusParams) (result gen.PostStatusResult, err error) {
	found, err := f.posts.get(take(&p.PostID))
	if err != nil {
		return result, err
	}
	return gen.PostStatusResult{PostID: found.ID, Status: found.Status, PostURL: found.PostURL}, nil
}

func (f *fleet) CreateSlideshow(p *gen.CreateSlideshowParams) (gen.Post, error) {
	return f.create(gen.Post{
		AccountID:     take(&p.AccountID),
		Type:          gen.PostTypeSlideshow,
		Caption:       take(&p.Caption),
		MediaURLs:     take(&p.ImageURLs),
		MusicPostID:   take(&p.MusicPostID),
		SocialAudioID: take(&p.SocialAudioID),
	}, take(&p.PostTime), take(&p.Strict))
}

func (f *fleet) CreateVideo(p *gen.CreateVideoParams) (gen.Post, error) {
	return f.create(gen.Post{
		AccountID:     take(&p.AccountID),
		Type:          gen.PostTypeVideo,
		Caption:       take(&p.Caption),
		MediaURLs:     []string{take(&p.VideoURL)},
		MusicPostID:   take(&p.MusicPostID),
		SocialAudioID: take(&p.SocialAudioID),
	}, take(&p.PostTime), take(&p.Strict))
}

// create adds a new post. Without a postTime it starts now, even if the account
// has another post at that time.
func (f *fleet) create(p gen.Post, postTime *time.Time, strict *bool) (created gen.Post, err error) {
	if _, err := f.accounts.get(p.AccountID); err != nil {
		return created, err
	}
	at := f.now
	if postTime != nil {
		at = *f.slot(p.AccountID, "", postTime)
		if isTrue(strict) && !at.Equal(*postTime) {
			return created, badRequest("postTime has passed, or is less than 2 hours from another post of the account. The next free time is " + at.Format(time.RFC3339Nano))
		}
	}
	p.ScheduledAt = &at
	p.Status = gen.PostStatusPending
	if at.After(f.now) {
		p.Status = gen.PostStatusScheduled
	}
	return f.addPost(p).Post, nil
}

func (f *fleet) CreateDraft(p *gen.CreateDraftParams) (created gen.Post, err error) {
	draft := gen.Post{
		Type:          take(&p.Type),
		Status:        gen.PostStatusDraft,
		MediaURLs:     take(&p.MediaURLs),
		Caption:       take(&p.Caption),
		Title:         take(&p.Title),
		SocialAudioID: take(&p.SocialAudioID),
	}
	if err := checkMedia(draft); err != nil {
		return created, err
	}
	return f.addPost(draft).Post, nil
}

func checkMedia(p gen.Post) error {
	if p.Type == gen.PostTypeVideo && len(p.MediaURLs) != 1 {
		return badRequest("mediaUrls must have 1 item for a video")
	}
	return nil
}

// UpdatePost implements fakeapi.Server. It accepts a draft, which stays a draft.
func (f *fleet) UpdatePost(p *gen.UpdatePostParams) (result gen.Post, err error) {
	posts, _, err := choose(&f.posts, []string{take(&p.PostID)}, gen.PostStatusScheduled, gen.PostStatusFailed, gen.PostStatusDraft)
	if err != nil {
		return result, err
	}
	found := posts[0]
	changed := found.Post
	set(&changed.Caption, &p.Caption)
	set(&changed.Title, &p.Title)
	set(&changed.SocialAudioID, &p.SocialAudioID)
	if urls := take(&p.MediaURLs); urls != nil {
		changed.MediaURLs = urls
		if err := checkMedia(changed); err != nil {
			return result, err
		}
	}
	if id := take(&p.AccountID); id != nil {
		changed.AccountID = *id
		if _, err := f.accounts.get(*id); err != nil {
			return result, err
		}
	}
	set(&changed.ScheduledAt, &p.PostTime)
	if changed.Status != gen.PostStatusDraft {
		failed := found.Status == gen.PostStatusFailed
		changed.Status = gen.PostStatusScheduled
		if failed && changed.ScheduledAt == nil {
			changed.ScheduledAt = new(f.now)
		}
		// The pointers differ only if a postTime was given.
		if failed || changed.AccountID != found.AccountID || changed.ScheduledAt != found.ScheduledAt {
			changed.ScheduledAt = f.slot(changed.AccountID, found.ID, changed.ScheduledAt)
		}
	}
	found.Post = changed
	f.enterPost(found, changed.Status, f.now)
	return found.Post, nil
}

// RetryPosts implements fakeapi.Server. The posts start when the clock next moves,
// even if their accounts have other posts at that time.
func (f *fleet) RetryPosts(p *gen.RetryPostsParams) (gen.RetryPostsResult, error) {
	posts, ids, err := choose(&f.posts, take(&p.PostIDs), gen.PostStatusFailed)
	for _, p := range posts {
		p.ScheduledAt = new(f.now)
		f.enterPost(p, gen.PostStatusScheduled, f.now)
	}
	return gen.RetryPostsResult{Retried: int64(len(ids)), IDs: ids}, err
}

// DeletePosts implements fakeapi.Server. It removes a draft at once, and accepts
// posts that are deleting or deleted already.
func (f *fleet) DeletePosts(p *gen.DeletePostsParams) (result gen.DeletePostsResult, err error) {
	posts, _, err := choose[*post, gen.PostStatus](&f.posts, take(&p.PostIDs))
	result.DeletedIDs, result.DeletingIDs = []string{}, []string{}
	for _, p := range posts {
		switch p.Status {
		case gen.PostStatusComplete:
			f.enterPost(p, gen.PostStatusDeleting, f.now)
		case gen.PostStatusDeleting, gen.PostStatusDeleted:
		default:
			f.posts.remove(p)
		}
		if p.Status == gen.PostStatusDeleting {
			result.DeletingIDs = append(result.DeletingIDs, p.ID)
		} else {
			result.DeletedIDs = append(result.DeletedIDs, p.ID)
		}
	}
	result.Deleted, result.Deleting = int64(len(result.DeletedIDs)), int64(len(result.DeletingIDs))
	return result, err
}
