package ugcinctest_test

import (
	"errors"
	"maps"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// rejected checks that a call was rejected with this code and message.
func rejected(t *testing.T, err error, code int, message string) {
	t.Helper()
	if apiErr, ok := errors.AsType[*ugcinc.Error](err); !ok || apiErr.Code != code || apiErr.Message != message {
		t.Errorf("got %v, want %d %s", err, code, message)
	}
}

// addPosts adds a post of each status, named after it.
func addPosts(s *ugcinctest.Server) {
	s.AddAccount(ugcinc.Account{ID: "acc_1"})
	for _, status := range []ugcinc.PostStatus{
		ugcinc.PostStatusScheduled, ugcinc.PostStatusPending, ugcinc.PostStatusComplete, ugcinc.PostStatusFailed,
		ugcinc.PostStatusRetrying, ugcinc.PostStatusDraft, ugcinc.PostStatusDeleting, ugcinc.PostStatusDeleted,
	} {
		post := ugcinc.Post{ID: string(status), AccountID: "acc_1", Status: status}
		if status == ugcinc.PostStatusDraft {
			post.AccountID = ""
		}
		s.AddPost(post)
	}
}

func TestRetryPosts(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	addPosts(s)
	s.AddPost(ugcinc.Post{ID: "failed 2", AccountID: "acc_1", Status: ugcinc.PostStatusFailed})
	client := s.Client()
	retry := func(ids ...string) (*ugcinc.RetryPostsResult, error) {
		return client.Posts.Retry(t.Context(), ugcinc.RetryPostsParams{PostIDs: ids})
	}
	before := s.Posts()
	for _, p := range before {
		if p.Status != ugcinc.PostStatusFailed {
			_, err := retry("failed", p.ID)
			rejected(t, err, 400, "Post "+p.ID+" is "+string(p.Status)+", not one of [failed]")
		}
	}
	_, err := retry("failed", "unknown")
	rejected(t, err, 404, "Post unknown not found")
	if diff := cmp.Diff(before, s.Posts()); diff != "" {
		t.Errorf("a rejected retry changed the posts (-before +after):\n%s", diff)
	}

	want := &ugcinc.RetryPostsResult{Retried: 2, IDs: []string{"failed 2", "failed"}}
	if diff := cmp.Diff(want, must(retry("failed 2", "failed", "failed 2"))(t)); diff != "" {
		t.Errorf("result (-want +got):\n%s", diff)
	}
	for _, p := range s.Posts() {
		if p.ID == "failed" && (p.Status != ugcinc.PostStatusScheduled || !p.ScheduledAt.Equal(s.Clock().Now())) {
			t.Errorf("the post is %v", p)
		}
	}
	_, err = retry("failed")
	rejected(t, err, 400, "Post failed is scheduled, not one of [failed]")
	s.Clock().Advance(1)
	if got := statuses(s)["failed"]; got != ugcinc.PostStatusPending {
		t.Errorf("when the clock moves, the post is %s", got)
	}
	s.Clock().Advance(time.Minute)
	if got := statuses(s); got["failed"] != ugcinc.PostStatusComplete || got["failed 2"] != ugcinc.PostStatusComplete {
		t.Errorf("a minute later, the posts are %v", got)
	}
}

func TestDeletePosts(t *testing.T) {
	t.Parallel()
	var failed []string
	s := ugcinctest.NewServer(t, ugcinctest.WithProcessingTime(10*time.Minute), ugcinctest.FailPosts(func(p ugcinc.Post) bool {
		failed = append(failed, p.ID)
		return true
	}))
	addPosts(s)
	client := s.Client()
	remove := func(ids ...string) (*ugcinc.DeletePostsResult, error) {
		return client.Posts.Delete(t.Context(), ugcinc.DeletePostsParams{PostIDs: ids})
	}
	before := statuses(s)
	_, err := remove("scheduled", "unknown")
	rejected(t, err, 404, "Post unknown not found")
	if diff := cmp.Diff(before, statuses(s)); diff != "" {
		t.Errorf("a rejected delete changed the posts (-before +after):\n%s", diff)
	}

	s.Clock().Advance(time.Minute)
	got := must(remove("scheduled", "pending", "complete", "failed", "retrying", "draft", "deleting", "deleted", "complete"))(t)
	want := &ugcinc.DeletePostsResult{
		Deleted: 6, DeletedIDs: []string{"scheduled", "pending", "failed", "retrying", "draft", "deleted"},
		Deleting: 2, DeletingIDs: []string{"complete", "deleting"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("result (-want +got):\n%s", diff)
	}
	_, err = remove("pending")
	rejected(t, err, 404, "Post pending not found")
	for _, step := range []struct {
		advance            time.Duration
		deleting, complete ugcinc.PostStatus
	}{
		{9*time.Minute - 1, "deleting", "deleting"},
		{1, "deleted", "deleting"},
		{time.Minute - 1, "deleted", "deleting"},
		{1, "deleted", "deleted"},
		{24 * time.Hour, "deleted", "deleted"},
	} {
		s.Clock().Advance(step.advance)
		want := map[string]ugcinc.PostStatus{"complete": step.complete, "deleting": step.deleting, "deleted": "deleted"}
		if diff := cmp.Diff(want, statuses(s)); diff != "" {
			t.Errorf("at %v (-want +got):\n%s", s.Clock().Now(), diff)
		}
	}
	if failed != nil {
		t.Errorf("removed posts were published: %v", failed)
	}
	result := must(client.Posts.Status(t.Context(), ugcinc.PostStatusParams{PostID: "complete"}))(t)
	if result.Status != ugcinc.PostStatusDeleted || result.PostURL != nil {
		t.Errorf("the status is %v", result)
	}
}

func TestDraft(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	s.AddAccount(ugcinc.Account{ID: "acc_1"})
	client := s.Client()
	draft := must(client.Posts.CreateDraft(t.Context(), ugcinc.CreateDraftParams{
		Type: ugcinc.PostTypeSlideshow, MediaURLs: []string{"https://cdn.example.com/1.jpg", "https://cdn.example.com/2.jpg"},
		Caption: new("Caption"), Title: new("Title"), SocialAudioID: new("audio_1"),
	}))(t)
	want := &ugcinc.Post{
		ID: draft.ID, Type: ugcinc.PostTypeSlideshow, Status: ugcinc.PostStatusDraft,
		MediaURLs: []string{"https://cdn.example.com/1.jpg", "https://cdn.example.com/2.jpg"},
		Caption:   new("Caption"), Title: new("Title"), SocialAudioID: new("audio_1"),
	}
	if diff := cmp.Diff(want, draft); diff != "" {
		t.Errorf("draft (-want +got):\n%s", diff)
	}
	s.Clock().Advance(365 * 24 * time.Hour)
	if diff := cmp.Diff([]ugcinc.Post{*want}, must(client.Posts.List(t.Context(), ugcinc.ListPostsParams{}))(t)); diff != "" {
		t.Errorf("a year later (-want +got):\n%s", diff)
	}
	if posts := must(client.Posts.List(t.Context(), ugcinc.ListPostsParams{AccountIDs: []string{"acc_1"}}))(t); len(posts) != 0 {
		t.Errorf("the account has the posts %v", posts)
	}
	want.Caption, want.AccountID = new("new"), "acc_1"
	updated := must(client.Posts.Update(t.Context(), ugcinc.UpdatePostParams{PostID: draft.ID, Caption: new("new"), AccountID: new("acc_1")}))(t)
	if diff := cmp.Diff(want, updated); diff != "" {
		t.Errorf("updated draft (-want +got):\n%s", diff)
	}
	_, err := client.Posts.CreateDraft(t.Context(), ugcinc.CreateDraftParams{
		Type: ugcinc.PostTypeVideo, MediaURLs: []string{"https://cdn.example.com/1.mp4", "https://cdn.example.com/2.mp4"},
	})
	rejected(t, err, 400, "mediaUrls must have 1 item for a video")
}

func TestUpdatePostRejects(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	addPosts(s)
	client := s.Client()
	before := s.Posts()
	for _, p := range before {
		switch p.Status {
		case ugcinc.PostStatusScheduled, ugcinc.PostStatusFailed, ugcinc.PostStatusDraft:
		default:
			_, err := client.Posts.Update(t.Context(), ugcinc.UpdatePostParams{PostID: p.ID, Caption: new("x")})
			rejected(t, err, 400, "Post "+p.ID+" is "+string(p.Status)+", not one of [scheduled failed draft]")
		}
	}
	for message, params := range map[string]ugcinc.UpdatePostParams{
		"Post unknown not found":        {PostID: "unknown"},
		"Account acc_unknown not found": {PostID: "scheduled", Caption: new("x"), AccountID: new("acc_unknown")},
	} {
		_, err := client.Posts.Update(t.Context(), params)
		rejected(t, err, 404, message)
	}
	_, err := client.Posts.Update(t.Context(), ugcinc.UpdatePostParams{PostID: "failed", MediaURLs: []string{}})
	rejected(t, err, 400, "mediaUrls must have 1 item for a video")
	if diff := cmp.Diff(before, s.Posts()); diff != "" {
		t.Errorf("a rejected update changed the posts (-before +after):\n%s", diff)
	}
}

func TestRetryTasks(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	client := s.Client()
	s.AddTask(ugcinc.Task{ID: "failed", Status: ugcinc.TaskStatusFailed, Duration: new(int64(60)), ScheduledTime: new(in(s, -time.Hour))})
	s.AddTask(ugcinc.Task{ID: "complete"})
	retry := func(ids ...string) (*ugcinc.RetryTasksResult, error) {
		return client.Tasks.Retry(t.Context(), ugcinc.RetryTasksParams{TaskIDs: ids})
	}
	_, err := retry("failed", "complete")
	rejected(t, err, 400, "Task complete is complete, not one of [failed]")
	_, err = retry("failed", "unknown")
	rejected(t, err, 404, "Task unknown not found")
	if diff := cmp.Diff(&ugcinc.RetryTasksResult{Retried: 1, IDs: []string{"failed"}}, must(retry("failed"))(t)); diff != "" {
		t.Errorf("result (-want +got):\n%s", diff)
	}
	if task := s.Tasks()[0]; task.Status != ugcinc.TaskStatusScheduled || !task.ScheduledTime.Equal(s.Clock().Now()) {
		t.Errorf("the task is %v", task)
	}
	for _, want := range []ugcinc.TaskStatus{ugcinc.TaskStatusPending, ugcinc.TaskStatusComplete} {
		if _, err := retry("failed"); err == nil {
			t.Error("a task that is not failed was retried")
		}
		s.Clock().Advance(time.Minute)
		if task := s.Tasks()[0]; task.Status != want {
			t.Errorf("the task is %s, want %s", task.Status, want)
		}
	}
}

func TestDeleteTasks(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	client := s.Client()
	s.AddTask(ugcinc.Task{ID: "scheduled", ScheduledTime: new(in(s, time.Hour))})
	s.AddTask(ugcinc.Task{ID: "kept", ScheduledTime: new(in(s, time.Hour))})
	for _, status := range []ugcinc.TaskStatus{ugcinc.TaskStatusPending, ugcinc.TaskStatusFailed, ugcinc.TaskStatusComplete} {
		s.AddTask(ugcinc.Task{ID: string(status), Status: status})
	}
	remove := func(ids ...string) (*ugcinc.DeleteTasksResult, error) {
		return client.Tasks.Delete(t.Context(), ugcinc.DeleteTasksParams{TaskIDs: ids})
	}
	for _, status := range []string{"pending", "complete"} {
		_, err := remove("scheduled", status)
		rejected(t, err, 400, "Task "+status+" is "+status+", not one of [scheduled failed]")
	}
	want := &ugcinc.DeleteTasksResult{Deleted: 2, IDs: []string{"failed", "scheduled"}}
	if diff := cmp.Diff(want, must(remove("failed", "scheduled", "failed"))(t)); diff != "" {
		t.Errorf("result (-want +got):\n%s", diff)
	}
	_, err := remove("scheduled")
	rejected(t, err, 404, "Task scheduled not found")
	s.Clock().Advance(24 * time.Hour)
	left := map[string]ugcinc.TaskStatus{}
	for _, task := range s.Tasks() {
		left[task.ID] = task.Status
	}
	if want := map[string]ugcinc.TaskStatus{"kept": "complete", "pending": "complete", "complete": "complete"}; !maps.Equal(left, want) {
		t.Errorf("a day later the tasks are %v, want %v", left, want)
	}
}

func TestResetWarmup(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		deleteActivity *bool
		want           ugcinc.ResetWarmupResult
		tasks          map[string]ugcinc.TaskStatus
	}{
		"left out": {nil, ugcinc.ResetWarmupResult{Message: "Warm-up reset", TasksAffected: 3, Action: "reset"},
			map[string]ugcinc.TaskStatus{"complete": "scheduled", "failed": "scheduled", "pending": "scheduled", "edit": "complete", "other": "complete"}},
		"false": {new(false), ugcinc.ResetWarmupResult{Message: "Warm-up reset", TasksAffected: 3, Action: "reset"},
			map[string]ugcinc.TaskStatus{"complete": "scheduled", "failed": "scheduled", "pending": "scheduled", "edit": "complete", "other": "complete"}},
		"true": {new(true), ugcinc.ResetWarmupResult{Message: "Warm-up activity deleted", TasksAffected: 3, Action: "deleted"},
			map[string]ugcinc.TaskStatus{"edit": "complete", "other": "complete"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := ugcinctest.NewServer(t)
			s.AddAccount(ugcinc.Account{ID: "acc_1"})
			s.AddTask(ugcinc.Task{ID: "complete", AccountID: "acc_1"})
			s.AddTask(ugcinc.Task{ID: "failed", AccountID: "acc_1", Type: ugcinc.TaskTypeWarmupSearchProfile, Status: ugcinc.TaskStatusFailed})
			s.AddTask(ugcinc.Task{ID: "pending", AccountID: "acc_1", Type: ugcinc.TaskTypeWarmupSearchTerm, Status: ugcinc.TaskStatusPending})
			s.AddTask(ugcinc.Task{ID: "edit", AccountID: "acc_1", Type: ugcinc.TaskTypeEditProfile})
			s.AddTask(ugcinc.Task{ID: "other", AccountID: "acc_2"})
			reset := func(account string) (*ugcinc.ResetWarmupResult, error) {
				return s.Client().Accounts.ResetWarmup(t.Context(), ugcinc.ResetWarmupParams{AccountID: account, DeleteActivity: test.deleteActivity})
			}
			_, err := reset("acc_unknown")
			rejected(t, err, 404, "Account acc_unknown not found")
			if diff := cmp.Diff(&test.want, must(reset("acc_1"))(t)); diff != "" {
				t.Errorf("result (-want +got):\n%s", diff)
			}
			check := func(want map[string]ugcinc.TaskStatus) {
				t.Helper()
				got := map[string]ugcinc.TaskStatus{}
				for _, task := range s.Tasks() {
					got[task.ID] = task.Status
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("tasks (-want +got):\n%s", diff)
				}
			}
			check(test.tasks)
			s.Clock().Advance(time.Hour)
			for id := range test.tasks {
				test.tasks[id] = ugcinc.TaskStatusComplete
			}
			check(test.tasks)
		})
	}
}

func TestProfileSync(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	s.AddAccount(ugcinc.Account{ID: "acc_1"})
	s.AddAccount(ugcinc.Account{ID: "acc_2"})
	client := s.Client()
	must(client.Accounts.UpdateSocial(t.Context(), ugcinc.UpdateAccountSocialParams{AccountID: "acc_1", Bio: new("New")}))(t)
	check := func(accountIDs []string, want ...ugcinc.ProfileSync) {
		t.Helper()
		got := must(client.Accounts.ProfileSync(t.Context(), ugcinc.ProfileSyncParams{AccountIDs: accountIDs}))(t)
		if diff := cmp.Diff(want, got.Results); diff != "" {
			t.Errorf("sync of %v (-want +got):\n%s", accountIDs, diff)
		}
	}
	first, second := ugcinc.ProfileSync{AccountID: "acc_1"}, ugcinc.ProfileSync{AccountID: "acc_2", InSync: true}
	check(nil, first, second)
	check([]string{"acc_1"}, first)
	check([]string{"acc_2", "acc_unknown"}, second)
	s.Clock().Advance(time.Minute)
	first.InSync = true
	check(nil, first, second)
}
