package ugcinctest_test

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// Of several callers that change one record, one succeeds.
func TestConcurrentChangesOfOneRecord(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	s.AddAccount(ugcinc.Account{ID: "acc_1"})
	s.AddPost(ugcinc.Post{ID: "post_1", AccountID: "acc_1", Status: ugcinc.PostStatusFailed})
	s.AddTask(ugcinc.Task{ID: "task_1", AccountID: "acc_1", Status: ugcinc.TaskStatusFailed})
	client := s.Client()
	for _, step := range []struct {
		operationID string
		call        func() error
	}{
		{"retryPosts", func() error {
			_, err := client.Posts.Retry(t.Context(), ugcinc.RetryPostsParams{PostIDs: []string{"post_1"}})
			return err
		}},
		{"deletePosts", func() error {
			_, err := client.Posts.Delete(t.Context(), ugcinc.DeletePostsParams{PostIDs: []string{"post_1"}})
			return err
		}},
		{"retryTasks", func() error {
			_, err := client.Tasks.Retry(t.Context(), ugcinc.RetryTasksParams{TaskIDs: []string{"task_1"}})
			return err
		}},
		{"deleteTasks", func() error {
			_, err := client.Tasks.Delete(t.Context(), ugcinc.DeleteTasksParams{TaskIDs: []string{"task_1"}})
			return err
		}},
		{"updateAccountSocial", func() error {
			_, err := client.Accounts.UpdateSocial(t.Context(), ugcinc.UpdateAccountSocialParams{AccountID: "acc_1", Bio: new("New")})
			return err
		}},
	} {
		var succeeded atomic.Int32
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if step.call() == nil {
					succeeded.Add(1)
				}
			})
		}
		wg.Wait()
		if n := succeeded.Load(); n != 1 || s.Applied(step.operationID) != 1 {
			t.Errorf("%s: %d callers succeeded, applied %d times; want 1", step.operationID, n, s.Applied(step.operationID))
		}
	}
}

func TestConcurrentCreatesAreApart(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	account := s.AddAccount(ugcinc.Account{}).ID
	at := in(s, time.Hour)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := createAt(t, s, account, &at, nil); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	var times []time.Time
	for _, p := range s.Posts() {
		times = append(times, *p.ScheduledAt)
	}
	slices.SortFunc(times, time.Time.Compare)
	for i, got := range times {
		if want := at.Add(time.Duration(i) * 2 * time.Hour); !got.Equal(want) {
			t.Errorf("post %d is scheduled at %v, want %v", i, got, want)
		}
	}
}

func TestConcurrentCallers(t *testing.T) {
	t.Parallel()
	onEachNetwork(t, func(t *testing.T, opts ...ugcinctest.Option) {
		const callers, calls = 8, 20
		s := ugcinctest.NewServer(t, opts...)
		s.AddAccount(ugcinc.Account{ID: "acc_1"})
		client := s.Client()
		var wg sync.WaitGroup
		errs := make([]error, callers)
		for i := range callers {
			wg.Go(func() {
				for range calls {
					p, err := client.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{
						AccountID: "acc_1", VideoURL: "https://cdn.example.com/v.mp4",
					})
					if err == nil {
						_, err = client.Posts.Status(t.Context(), ugcinc.PostStatusParams{PostID: p.ID})
					}
					if err == nil {
						_, err = client.Stats.Refresh(t.Context(), ugcinc.RefreshStatsParams{AccountID: "acc_1"})
					}
					if err == nil {
						_, err = client.Posts.List(t.Context(), ugcinc.ListPostsParams{})
					}
					s.Clock().Advance(time.Second)
					s.Posts()
					s.Requests()
					errs[i] = errors.Join(errs[i], err)
				}
			})
		}
		wg.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		ids := map[string]bool{}
		for _, p := range s.Posts() {
			ids[p.ID] = true
		}
		if len(ids) != callers*calls {
			t.Errorf("%d different posts, want %d", len(ids), callers*calls)
		}
	})
}
