package ugcinctest_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// createAt creates a video and returns it.
func createAt(t *testing.T, s *ugcinctest.Server, account string, postTime *time.Time, strict *bool) (*ugcinc.Post, error) {
	t.Helper()
	return s.Client().Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{
		AccountID: account, VideoURL: "https://cdn.example.com/v.mp4", PostTime: postTime, Strict: strict,
	})
}

func TestCreateMovesAPostThatIsTooClose(t *testing.T) {
	t.Parallel()
	const minute = time.Minute
	for name, test := range map[string]struct {
		existing        []time.Duration // from 12 hours from now, as all of them
		requested, want time.Duration
	}{
		"free":                  {nil, 0, 0},
		"same time":             {[]time.Duration{0}, 0, 120 * minute},
		"almost 2 hours before": {[]time.Duration{0}, -120*minute + 1, 120 * minute},
		"2 hours before":        {[]time.Duration{0}, -120 * minute, -120 * minute},
		"almost 2 hours after":  {[]time.Duration{0}, 120*minute - 1, 120 * minute},
		"2 hours after":         {[]time.Duration{0}, 120 * minute, 120 * minute},
		"into a gap that fits":  {[]time.Duration{240 * minute, 0}, minute, 120 * minute},
		"past a small gap":      {[]time.Duration{200 * minute, 0}, minute, 320 * minute},
		"past a full day":       {[]time.Duration{0, 120 * minute, 240 * minute}, minute, 360 * minute},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := ugcinctest.NewServer(t)
			noon := in(s, 12*time.Hour)
			account, other := s.AddAccount(ugcinc.Account{}).ID, s.AddAccount(ugcinc.Account{}).ID
			s.AddPost(ugcinc.Post{AccountID: other, Status: ugcinc.PostStatusScheduled, ScheduledAt: &noon})
			for _, at := range test.existing {
				s.AddPost(ugcinc.Post{AccountID: account, Status: ugcinc.PostStatusScheduled, ScheduledAt: new(noon.Add(at))})
			}
			requested, want := noon.Add(test.requested), noon.Add(test.want)
			preview := must(s.Client().Posts.PreviewSchedule(t.Context(), ugcinc.PreviewScheduleParams{
				Entries: []ugcinc.ScheduleEntry{{AccountID: account, PostTime: requested}},
			}))(t)
			wantPreview := []ugcinc.ScheduledEntry{{AccountID: account, RequestedTime: requested, ScheduledTime: want, Bumped: requested != want}}
			if diff := cmp.Diff(wantPreview, preview); diff != "" {
				t.Errorf("preview (-want +got):\n%s", diff)
			}

			before := s.Posts()
			exact, err := createAt(t, s, account, &requested, new(true))
			if apiErr, ok := errors.AsType[*ugcinc.Error](err); requested != want {
				if !ok || apiErr.Code != 400 || !strings.Contains(apiErr.Message, "The next free time is "+want.Format(time.RFC3339Nano)) {
					t.Errorf("with strict: %v", err)
				}
				if diff := cmp.Diff(before, s.Posts()); diff != "" {
					t.Errorf("a rejected create changed the posts (-before +after):\n%s", diff)
				}
				exact = must(createAt(t, s, account, &requested, nil))(t)
			} else if err != nil {
				t.Fatal(err)
			}
			if !exact.ScheduledAt.Equal(want) {
				t.Errorf("scheduled at %v, want %v", exact.ScheduledAt, want)
			}
			s.Clock().Advance(want.Sub(s.Clock().Now()) - 1)
			if got := status(t, s.Client(), exact.ID); got != ugcinc.PostStatusScheduled {
				t.Errorf("just before, the post is %s", got)
			}
			s.Clock().Advance(1)
			if got := status(t, s.Client(), exact.ID); got != ugcinc.PostStatusPending {
				t.Errorf("at its time, the post is %s", got)
			}
		})
	}
}

// Without a time a post starts now, even if the account has another post then.
func TestCreateWithoutTimeIsNotMoved(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	account := s.AddAccount(ugcinc.Account{}).ID
	for range 2 {
		if p := must(createAt(t, s, account, nil, nil))(t); p.Status != ugcinc.PostStatusPending || !p.ScheduledAt.Equal(s.Clock().Now()) {
			t.Errorf("the post is %v", p)
		}
	}
	later := must(createAt(t, s, account, new(in(s, time.Hour)), new(false)))(t)
	if want := in(s, 2*time.Hour); !later.ScheduledAt.Equal(want) {
		t.Errorf("the next post is scheduled at %v, want %v", later.ScheduledAt, want)
	}
}

func TestPreviewSchedule(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	first := in(s, 24*time.Hour)
	at := func(hours int) time.Time { return first.Add(time.Duration(hours) * time.Hour) }
	s.AddAccount(ugcinc.Account{ID: "acc_1"})
	for id, post := range map[string]ugcinc.Post{
		"post_1":     {Status: ugcinc.PostStatusScheduled, ScheduledAt: new(at(0))},
		"post_2":     {Status: ugcinc.PostStatusComplete, ScheduledAt: new(at(10))},
		"failed":     {Status: ugcinc.PostStatusFailed, ScheduledAt: new(at(20))},
		"deleted":    {Status: ugcinc.PostStatusDeleted, ScheduledAt: new(at(20))},
		"draft":      {Status: ugcinc.PostStatusDraft},
		"without at": {Status: ugcinc.PostStatusScheduled},
	} {
		post.ID, post.AccountID = id, "acc_1"
		s.AddPost(post)
	}
	before := s.Posts()
	type entry struct {
		account   string
		requested int
		scheduled int
	}
	for name, test := range map[string]struct {
		entries  []entry
		excluded []string
	}{
		"entries in their order": {[]entry{{"acc_1", 0, 2}, {"acc_1", 2, 4}, {"acc_1", 1, 6}}, nil},
		"each its account":       {[]entry{{"acc_1", 4, 4}, {"acc_2", 4, 4}, {"acc_2", 4, 6}}, nil},
		"published post":         {[]entry{{"acc_1", 9, 12}}, nil},
		"failed or deleted post": {[]entry{{"acc_1", 20, 20}}, nil},
		"excluded post":          {[]entry{{"acc_1", 0, 0}, {"acc_1", 0, 2}, {"acc_1", 10, 12}}, []string{"post_1", "post_unknown"}},
		"time that has passed":   {[]entry{{"acc_1", -48, -24}, {"acc_1", -48, -22}}, nil},
	} {
		params := ugcinc.PreviewScheduleParams{ExcludePostIDs: test.excluded}
		want := []ugcinc.ScheduledEntry{}
		for _, e := range test.entries {
			params.Entries = append(params.Entries, ugcinc.ScheduleEntry{AccountID: e.account, PostTime: at(e.requested)})
			want = append(want, ugcinc.ScheduledEntry{
				AccountID: e.account, RequestedTime: at(e.requested), ScheduledTime: at(e.scheduled), Bumped: e.requested != e.scheduled,
			})
		}
		got := must(s.Client().Posts.PreviewSchedule(t.Context(), params))(t)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if diff := cmp.Diff(before, s.Posts()); diff != "" {
		t.Errorf("a preview changed the posts (-before +after):\n%s", diff)
	}
}

func TestUpdatePost(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	client := s.Client()
	s.AddAccount(ugcinc.Account{ID: "acc_1"})
	s.AddAccount(ugcinc.Account{ID: "acc_2"})
	taken := in(s, 4*time.Hour)
	s.AddPost(ugcinc.Post{ID: "taken", AccountID: "acc_2", Status: ugcinc.PostStatusScheduled, ScheduledAt: &taken})
	s.AddPost(ugcinc.Post{
		ID: "post_1", AccountID: "acc_1", Status: ugcinc.PostStatusScheduled, Type: ugcinc.PostTypeSlideshow,
		ScheduledAt: new(in(s, time.Hour)), Caption: new("old"), MediaURLs: []string{"https://cdn.example.com/1.jpg"},
	})
	want := &ugcinc.Post{
		ID: "post_1", AccountID: "acc_1", Status: ugcinc.PostStatusScheduled, Type: ugcinc.PostTypeSlideshow,
		ScheduledAt: new(in(s, time.Hour)), Caption: new("new"), MediaURLs: []string{"https://cdn.example.com/1.jpg"},
	}
	update := func(params ugcinc.UpdatePostParams) {
		t.Helper()
		params.PostID = "post_1"
		if diff := cmp.Diff(want, must(client.Posts.Update(t.Context(), params))(t)); diff != "" {
			t.Errorf("updated post (-want +got):\n%s", diff)
		}
	}
	// Another post of the account is close, and moves no post that keeps its time.
	s.AddPost(ugcinc.Post{ID: "close", AccountID: "acc_1", ScheduledAt: want.ScheduledAt})
	update(ugcinc.UpdatePostParams{Caption: new("new")})
	s.AddPost(ugcinc.Post{ID: "close", AccountID: "acc_2", Status: ugcinc.PostStatusFailed})
	want.Title, want.SocialAudioID = new("Title"), new("audio_1")
	want.MediaURLs = []string{"https://cdn.example.com/2.jpg", "https://cdn.example.com/3.jpg"}
	update(ugcinc.UpdatePostParams{Title: new("Title"), SocialAudioID: new("audio_1"), MediaURLs: want.MediaURLs})
	// Its own old time, which is close, does not count.
	want.ScheduledAt = new(in(s, 2*time.Hour+time.Minute))
	update(ugcinc.UpdatePostParams{PostTime: want.ScheduledAt})
	// On the other account that time is taken.
	want.AccountID, want.ScheduledAt = "acc_2", new(taken.Add(2*time.Hour))
	update(ugcinc.UpdatePostParams{AccountID: new("acc_2")})

	s.Clock().Advance(6*time.Hour - 1)
	if got := status(t, client, "post_1"); got != ugcinc.PostStatusScheduled {
		t.Errorf("before its new time, the post is %s", got)
	}
	s.Clock().Advance(time.Minute + 1)
	if got := status(t, client, "post_1"); got != ugcinc.PostStatusComplete {
		t.Errorf("after its new time, the post is %s", got)
	}
}

func TestUpdateOfAFailedPostPublishesIt(t *testing.T) {
	t.Parallel()
	for name, postTime := range map[string]time.Duration{"now": 0, "later": 5 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := ugcinctest.NewServer(t)
			s.AddAccount(ugcinc.Account{ID: "acc_1"})
			s.AddPost(ugcinc.Post{ID: "post_1", AccountID: "acc_1", Status: ugcinc.PostStatusFailed})
			params := ugcinc.UpdatePostParams{PostID: "post_1", Caption: new("again")}
			if postTime > 0 {
				params.PostTime = new(in(s, postTime))
			}
			post := must(s.Client().Posts.Update(t.Context(), params))(t)
			if post.Status != ugcinc.PostStatusScheduled || !post.ScheduledAt.Equal(in(s, postTime)) {
				t.Errorf("the post is %v", post)
			}
			s.Clock().Advance(postTime + time.Minute + 1)
			if got := s.Posts()[0]; got.Status != ugcinc.PostStatusComplete || got.SocialID == nil || got.PostURL == nil {
				t.Errorf("a minute after its time the post is %v", got)
			}
		})
	}
}

// RFC 3339 has no time after the year 9999, so a post at its end is not moved.
func TestPostAtTheEndOfTimeIsNotMoved(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	account := s.AddAccount(ugcinc.Account{}).ID
	end := time.Date(9999, 12, 31, 23, 30, 0, 0, time.UTC)
	for range 2 {
		preview := must(s.Client().Posts.PreviewSchedule(t.Context(), ugcinc.PreviewScheduleParams{
			Entries: []ugcinc.ScheduleEntry{{AccountID: account, PostTime: end}},
		}))(t)
		want := []ugcinc.ScheduledEntry{{AccountID: account, RequestedTime: end, ScheduledTime: end}}
		if diff := cmp.Diff(want, preview); diff != "" {
			t.Errorf("preview (-want +got):\n%s", diff)
		}
		if post := must(createAt(t, s, account, &end, nil))(t); !post.ScheduledAt.Equal(end) {
			t.Errorf("scheduled at %v", post.ScheduledAt)
		}
	}
	if posts := must(s.Client().Posts.List(t.Context(), ugcinc.ListPostsParams{}))(t); len(posts) != 2 {
		t.Errorf("%d posts, want 2", len(posts))
	}
}
