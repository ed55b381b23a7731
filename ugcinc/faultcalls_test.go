package ugcinc_test

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// seedCall adds what the calls of an account and a post need: a failed post and a
// failed task, which almost every operation accepts.
func seedCall(s *ugcinctest.Server, account, post string) {
	s.AddAccount(ugcinc.Account{ID: account, Tag: &account})
	s.AddPost(ugcinc.Post{ID: post, AccountID: account, Status: ugcinc.PostStatusFailed})
	s.AddTask(ugcinc.Task{ID: taskOf(post), AccountID: account, Status: ugcinc.TaskStatusFailed})
}

// taskOf returns the id of the task that belongs to a post's calls.
func taskOf(post string) string { return "task" + strings.TrimPrefix(post, "post") }

// calls has a call of each operation. Each request names the account, the post or
// the task, so that the server's record shows which call it belongs to.
func calls(c *ugcinc.Client, account, post string) map[string]func(ctx context.Context, n int) error {
	accounts, posts, tasks := []string{account}, []string{post}, []string{taskOf(post)}
	start := time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
	return map[string]func(context.Context, int) error{
		"resetWarmup": func(ctx context.Context, _ int) error {
			_, err := c.Accounts.ResetWarmup(ctx, ugcinc.ResetWarmupParams{AccountID: account})
			return err
		},
		"getProfileSync": func(ctx context.Context, _ int) error {
			_, err := c.Accounts.ProfileSync(ctx, ugcinc.ProfileSyncParams{AccountIDs: accounts})
			return err
		},
		"retryTasks": func(ctx context.Context, _ int) error {
			_, err := c.Tasks.Retry(ctx, ugcinc.RetryTasksParams{TaskIDs: tasks})
			return err
		},
		"deleteTasks": func(ctx context.Context, _ int) error {
			_, err := c.Tasks.Delete(ctx, ugcinc.DeleteTasksParams{TaskIDs: tasks})
			return err
		},
		"createDraft": func(ctx context.Context, _ int) error {
			_, err := c.Posts.CreateDraft(ctx, ugcinc.CreateDraftParams{Type: ugcinc.PostTypeVideo, MediaURLs: []string{"https://x.example/v.mp4"}, Caption: &post})
			return err
		},
		"updatePost": func(ctx context.Context, n int) error {
			_, err := c.Posts.Update(ctx, ugcinc.UpdatePostParams{PostID: post, Caption: new(strconv.Itoa(n))})
			return err
		},
		"retryPosts": func(ctx context.Context, _ int) error {
			_, err := c.Posts.Retry(ctx, ugcinc.RetryPostsParams{PostIDs: posts})
			return err
		},
		"deletePosts": func(ctx context.Context, _ int) error {
			_, err := c.Posts.Delete(ctx, ugcinc.DeletePostsParams{PostIDs: posts})
			return err
		},
		"previewSchedule": func(ctx context.Context, _ int) error {
			_, err := c.Posts.PreviewSchedule(ctx, ugcinc.PreviewScheduleParams{Entries: []ugcinc.ScheduleEntry{{AccountID: account, PostTime: start}}})
			return err
		},
		"listDailyStats": func(ctx context.Context, _ int) error {
			_, err := c.Stats.Daily(ctx, ugcinc.DailyStatsParams{AccountIDs: accounts, StartDate: start, EndDate: start})
			return err
		},
		"listDashboardStats": func(ctx context.Context, _ int) error {
			_, err := c.Stats.Dashboard(ctx, ugcinc.DashboardStatsParams{AccountIDs: accounts, StartDate: start, EndDate: start})
			return err
		},
		"listAccounts": func(ctx context.Context, _ int) error {
			_, err := c.Accounts.List(ctx, ugcinc.ListAccountsParams{Tag: &account})
			return err
		},
		"getAccountStatus": func(ctx context.Context, _ int) error {
			_, err := c.Accounts.Status(ctx, ugcinc.AccountStatusParams{AccountIDs: accounts})
			return err
		},
		"updateAccountInfo": func(ctx context.Context, n int) error {
			_, err := c.Accounts.UpdateInfo(ctx, ugcinc.UpdateAccountInfoParams{AccountID: account, Tag: new(strconv.Itoa(n))})
			return err
		},
		"updateAccountSocial": func(ctx context.Context, n int) error {
			_, err := c.Accounts.UpdateSocial(ctx, ugcinc.UpdateAccountSocialParams{AccountID: account, Bio: new(strconv.Itoa(n))})
			return err
		},
		"listTasks": func(ctx context.Context, _ int) error {
			_, err := c.Tasks.List(ctx, ugcinc.ListTasksParams{AccountIDs: accounts})
			return err
		},
		"listPosts": func(ctx context.Context, _ int) error {
			_, err := c.Posts.List(ctx, ugcinc.ListPostsParams{AccountIDs: accounts})
			return err
		},
		"createSlideshow": func(ctx context.Context, n int) error {
			_, err := c.Posts.CreateSlideshow(ctx, ugcinc.CreateSlideshowParams{AccountID: account, ImageURLs: []string{"https://x.example/1.jpg"}, Caption: new(strconv.Itoa(n))})
			return err
		},
		"createVideo": func(ctx context.Context, n int) error {
			_, err := c.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{AccountID: account, VideoURL: "https://x.example/v.mp4", Caption: new(strconv.Itoa(n))})
			return err
		},
		"getPostStatus": func(ctx context.Context, _ int) error {
			_, err := c.Posts.Status(ctx, ugcinc.PostStatusParams{PostID: post})
			return err
		},
		"listAccountStats": func(ctx context.Context, _ int) error {
			_, err := c.Stats.Accounts(ctx, ugcinc.AccountStatsParams{AccountIDs: accounts})
			return err
		},
		"listPostStats": func(ctx context.Context, _ int) error {
			_, err := c.Stats.Posts(ctx, ugcinc.PostStatsParams{PostIDs: posts})
			return err
		},
		"refreshStats": func(ctx context.Context, _ int) error {
			_, err := c.Stats.Refresh(ctx, ugcinc.RefreshStatsParams{AccountID: account})
			return err
		},
	}
}
