package ugcinctest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// status asks the API how far a post has got.
func status(t *testing.T, client *ugcinc.Client, postID string) ugcinc.PostStatus {
	t.Helper()
	result, err := client.Posts.Status(t.Context(), ugcinc.PostStatusParams{PostID: postID})
	if err != nil {
		t.Fatal(err)
	}
	return result.Status
}

func TestPostMovesWithTheClock(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t, ugcinctest.WithProcessingTime(10*time.Minute))
	account := s.AddAccount(ugcinc.Account{})
	client := s.Client()

	now, err := client.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{
		AccountID: account.ID, VideoURL: "https://cdn.example.com/v.mp4",
	})
	if err != nil {
		t.Fatal(err)
	}
	later, err := client.Posts.CreateSlideshow(t.Context(), ugcinc.CreateSlideshowParams{
		AccountID:   account.ID,
		ImageURLs:   []string{"https://cdn.example.com/1.jpg", "https://cdn.example.com/2.jpg"},
		Caption:     new("Before and after"),
		MusicPostID: new("post_music"), SocialAudioID: new("audio_1"),
		PostTime: new(s.Clock().Now().Add(2 * time.Hour)),
		Strict:   new(true),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := &ugcinc.Post{
		ID:          later.ID,
		AccountID:   account.ID,
		Type:        ugcinc.PostTypeSlideshow,
		Status:      ugcinc.PostStatusScheduled,
		Caption:     new("Before and after"),
		MediaURLs:   []string{"https://cdn.example.com/1.jpg", "https://cdn.example.com/2.jpg"},
		MusicPostID: new("post_music"), SocialAudioID: new("audio_1"),
		ScheduledAt: new(s.Clock().Now().Add(2 * time.Hour)),
	}
	if diff := cmp.Diff(want, later); diff != "" {
		t.Errorf("created slideshow (-want +got):\n%s", diff)
	}

	type statuses [2]ugcinc.PostStatus
	for _, step := range []struct {
		advance time.Duration
		want    statuses
	}{
		{0, statuses{"pending", "scheduled"}},
		{10*time.Minute - 1, statuses{"pending", "scheduled"}},
		{1, statuses{"complete", "scheduled"}},
		{110 * time.Minute, statuses{"complete", "pending"}},
		{10 * time.Minute, statuses{"complete", "complete"}},
	} {
		s.Clock().Advance(step.advance)
		got := statuses{status(t, client, now.ID), status(t, client, later.ID)}
		if got != step.want {
			t.Errorf("at %v: %v, want %v", s.Clock().Now(), got, step.want)
		}
	}
	for _, p := range s.Posts() {
		if p.SocialID == nil || len(*p.SocialID) != 19 {
			t.Errorf("published post %s has no platform id: %v", p.ID, p.SocialID)
		}
		if p.PostURL == nil || !strings.Contains(*p.PostURL, *p.SocialID) || p.ThumbnailURL == nil {
			t.Errorf("published post %s is at %v with thumbnail %v", p.ID, p.PostURL, p.ThumbnailURL)
		}
		result := must(client.Posts.Status(t.Context(), ugcinc.PostStatusParams{PostID: p.ID}))(t)
		if diff := cmp.Diff(&ugcinc.PostStatusResult{PostID: p.ID, Status: "complete", PostURL: p.PostURL}, result); diff != "" {
			t.Errorf("status (-want +got):\n%s", diff)
		}
	}
}

func TestOneLongAdvanceDoesEverythingInOrder(t *testing.T) {
	t.Parallel()
	var finished []string
	s := ugcinctest.NewServer(t, ugcinctest.FailPosts(func(p ugcinc.Post) bool {
		finished = append(finished, *p.Caption)
		return strings.HasPrefix(*p.Caption, "bad")
	}))
	account := s.AddAccount(ugcinc.Account{})
	client := s.Client()
	create := func(caption string, in time.Duration) {
		_, err := client.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{
			AccountID: account.ID, VideoURL: "https://cdn.example.com/v.mp4", Caption: &caption,
			PostTime: new(s.Clock().Now().Add(in)),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	create("third", 5*time.Hour)
	create("first", time.Hour)
	create("bad second", 3*time.Hour)
	s.Clock().Advance(24 * time.Hour)

	got := map[string]ugcinc.PostStatus{}
	for _, p := range s.Posts() {
		got[*p.Caption] = p.Status
		if published := p.SocialID != nil; published != (p.Status == ugcinc.PostStatusComplete) {
			t.Errorf("%s is %s with platform id %v", *p.Caption, p.Status, p.SocialID)
		}
	}
	want := map[string]ugcinc.PostStatus{"first": "complete", "bad second": "failed", "third": "complete"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"first", "bad second", "third"}, finished); diff != "" {
		t.Errorf("order of completion (-want +got):\n%s", diff)
	}
}

func TestPostTimeInThePastMeansNow(t *testing.T) {
	t.Parallel()
	for name, strict := range map[string]*bool{"left out": nil, "false": new(false)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := ugcinctest.NewServer(t)
			account := s.AddAccount(ugcinc.Account{})
			p, err := s.Client().Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{
				AccountID: account.ID, VideoURL: "https://cdn.example.com/v.mp4",
				PostTime: new(s.Clock().Now().Add(-time.Hour)), Strict: strict,
			})
			if err != nil {
				t.Fatal(err)
			}
			if p.Status != ugcinc.PostStatusPending {
				t.Errorf("status %s, want pending", p.Status)
			}
		})
	}
}

func TestListPostsFilters(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	client := s.Client()
	for _, id := range []string{"acc_1", "acc_2"} {
		s.AddAccount(ugcinc.Account{ID: id})
		for _, day := range []int{10, 11, 12} {
			_, err := client.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{
				AccountID: id, VideoURL: "https://cdn.example.com/v.mp4",
				Caption:  new(id + time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC).Format(" 01-02")),
				PostTime: new(time.Date(2026, 1, day, 18, 0, 0, 0, time.UTC)),
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	tests := map[string]struct {
		body string
		want []string
	}{
		"no filter":        {`{}`, []string{"acc_1 01-10", "acc_1 01-11", "acc_1 01-12", "acc_2 01-10", "acc_2 01-11", "acc_2 01-12"}},
		"one account":      {`{"accountIds":["acc_2"]}`, []string{"acc_2 01-10", "acc_2 01-11", "acc_2 01-12"}},
		"unknown account":  {`{"accountIds":["acc_9"]}`, []string{}},
		"empty list":       {`{"accountIds":[]}`, []string{}},
		"end day inside":   {`{"accountIds":["acc_1"],"endDate":"2026-01-11"}`, []string{"acc_1 01-10", "acc_1 01-11"}},
		"start day inside": {`{"accountIds":["acc_1"],"startDate":"2026-01-11"}`, []string{"acc_1 01-11", "acc_1 01-12"}},
		"one post":         {`{"postIds":["` + s.Posts()[4].ID + `","post_9"]}`, []string{"acc_2 01-11"}},
		"no post":          {`{"postIds":[]}`, []string{}},
		"post, account":    {`{"postIds":["` + s.Posts()[4].ID + `"],"accountIds":["acc_1"]}`, []string{}},
		"exact bounds":     {`{"accountIds":["acc_1"],"startDate":"2026-01-11T18:00:00Z","endDate":"2026-01-11T20:00+02"}`, []string{"acc_1 01-11"}},
		"just before":      {`{"accountIds":["acc_1"],"endDate":"2026-01-11 17:59:59.999"}`, []string{"acc_1 01-10"}},
	}
	for name, test := range tests {
		var listed struct{ Data []ugcinc.Post }
		unmarshal(t, send(t, s, "/post", test.body).Body, &listed)
		got := []string{}
		for _, p := range listed.Data {
			got = append(got, *p.Caption)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAddedRecordsAreCopies(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	caption := "as added"
	media := []string{"https://cdn.example.com/1.jpg"}
	added := s.AddPost(ugcinc.Post{ID: "post_1", Caption: &caption, MediaURLs: media})
	caption, media[0] = "changed", "changed"
	*added.Caption = "changed"
	*s.Posts()[0].Caption = "changed"
	if got := s.Posts()[0]; *got.Caption != "as added" || got.MediaURLs[0] != "https://cdn.example.com/1.jpg" {
		t.Errorf("a caller changed the server's record: %s %s", *got.Caption, got.MediaURLs)
	}
	s.AddPost(ugcinc.Post{ID: "post_1", Caption: new("replaced")})
	if got := s.Posts(); len(got) != 1 || *got[0].Caption != "replaced" {
		t.Errorf("the same id again: %s", marshal(t, got))
	}
}

// A record that was replaced or removed does nothing more.
func TestReplacedRecordsStop(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t, ugcinctest.FailPosts(func(p ugcinc.Post) bool {
		t.Errorf("post %s ended", p.ID)
		return false
	}))
	edit := &ugcinc.EditProfileInfo{NickName: new("New")}
	s.AddAccount(ugcinc.Account{ID: "acc_1"})
	for _, status := range []ugcinc.PostStatus{ugcinc.PostStatusPending, ugcinc.PostStatusDraft} {
		s.AddPost(ugcinc.Post{ID: "post_1", AccountID: "acc_1", Status: status})
	}
	for _, status := range []ugcinc.TaskStatus{ugcinc.TaskStatusPending, ugcinc.TaskStatusFailed} {
		s.AddTask(ugcinc.Task{ID: "replaced", AccountID: "acc_1", Status: status, EditProfileInfo: edit})
	}
	s.AddTask(ugcinc.Task{ID: "removed", AccountID: "acc_1", ScheduledTime: new(in(s, time.Minute)), EditProfileInfo: edit})
	must(s.Client().Tasks.Delete(t.Context(), ugcinc.DeleteTasksParams{TaskIDs: []string{"removed"}}))(t)
	s.Clock().Advance(time.Hour)
	if a := s.Accounts()[0]; a.NickName != nil {
		t.Errorf("the account is %v", a)
	}
}
