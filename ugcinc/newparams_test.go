package ugcinc_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// Invalid parameters of the operations documented after 1.0.9 are not sent.
func TestNewerParamsAreChecked(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	media := []string{"https://x.example/1.jpg"}
	long := new(strings.Repeat("é", 91))
	caption := new(strings.Repeat("é", 501))
	preview := func(entries ...ugcinc.ScheduleEntry) func(context.Context, *ugcinc.Client) error {
		return func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.PreviewSchedule(ctx, ugcinc.PreviewScheduleParams{Entries: entries})
			return err
		}
	}
	draft := func(p ugcinc.CreateDraftParams) func(context.Context, *ugcinc.Client) error {
		return func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.CreateDraft(ctx, p)
			return err
		}
	}
	update := func(p ugcinc.UpdatePostParams) func(context.Context, *ugcinc.Client) error {
		return func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.Update(ctx, p)
			return err
		}
	}
	for _, tt := range []struct {
		call  func(context.Context, *ugcinc.Client) error
		field string
	}{
		{func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Accounts.ResetWarmup(ctx, ugcinc.ResetWarmupParams{})
			return err
		}, "accountId"},
		{func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Tasks.Retry(ctx, ugcinc.RetryTasksParams{})
			return err
		}, "taskIds"},
		{func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Tasks.Delete(ctx, ugcinc.DeleteTasksParams{TaskIDs: []string{}})
			return err
		}, "taskIds"},
		{func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.Retry(ctx, ugcinc.RetryPostsParams{})
			return err
		}, "postIds"},
		{func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.Delete(ctx, ugcinc.DeletePostsParams{PostIDs: []string{"p", ""}})
			return err
		}, "postIds"},
		{preview(), "entries"},
		{preview(ugcinc.ScheduleEntry{AccountID: "a", PostTime: at}, ugcinc.ScheduleEntry{PostTime: at}), "entries[1].accountId"},
		{preview(ugcinc.ScheduleEntry{AccountID: "a"}), "entries[0].postTime"},
		{draft(ugcinc.CreateDraftParams{MediaURLs: media}), "type"},
		{draft(ugcinc.CreateDraftParams{Type: ugcinc.PostTypeVideo}), "mediaUrls"},
		{draft(ugcinc.CreateDraftParams{Type: ugcinc.PostTypeVideo, MediaURLs: []string{""}}), "mediaUrls"},
		{draft(ugcinc.CreateDraftParams{Type: ugcinc.PostTypeSlideshow, MediaURLs: media, Title: long}), "title"},
		{draft(ugcinc.CreateDraftParams{Type: ugcinc.PostTypeSlideshow, MediaURLs: media, Caption: caption}), "caption"},
		{update(ugcinc.UpdatePostParams{Caption: new("c")}), "postId"},
		{update(ugcinc.UpdatePostParams{PostID: "p", Title: long}), "title"},
		{update(ugcinc.UpdatePostParams{PostID: "p", Caption: caption}), "caption"},
		{func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Stats.Daily(ctx, ugcinc.DailyStatsParams{EndDate: at})
			return err
		}, "startDate"},
		{func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Stats.Daily(ctx, ugcinc.DailyStatsParams{StartDate: at})
			return err
		}, "endDate"},
		{func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Stats.Dashboard(ctx, ugcinc.DashboardStatsParams{StartDate: at, EndDate: at.Add(-1)})
			return err
		}, "endDate"},
		{func(ctx context.Context, c *ugcinc.Client) (last error) {
			for _, err := range c.Stats.AllDashboard(ctx, ugcinc.DashboardStatsParams{}) {
				last = err
			}
			return last
		}, "startDate"},
	} {
		s := serve(t, always(500, ""))
		err := tt.call(t.Context(), s.client(t))
		param, ok := errors.AsType[*ugcinc.ParamError](err)
		if !ok || param.Field != tt.field || len(s.requests()) != 0 {
			t.Errorf("error is %v after %d requests, want one about %s before any", err, len(s.requests()), tt.field)
		}
	}
}

// The streams return the rows of the lists.
func TestDailyStreams(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	daily := serve(t, always(200, `{"code":200,"data":[{"date":"2026-03-02","followers":-3,"following":0,"views":1,"likes":2,"posts":3},{"date":"2026-03-03","followers":4,"following":0,"views":0,"likes":0,"posts":0}]}`)).client(t)
	days, err := both(t,
		func() ([]ugcinc.DailyStat, error) {
			return daily.Stats.Daily(t.Context(), ugcinc.DailyStatsParams{StartDate: at, EndDate: at})
		},
		daily.Stats.AllDaily(t.Context(), ugcinc.DailyStatsParams{StartDate: at, EndDate: at}))
	if diff := cmp.Diff([]ugcinc.DailyStat{{Date: "2026-03-02", Followers: -3, Views: 1, Likes: 2, Posts: 3}, {Date: "2026-03-03", Followers: 4}}, days); diff != "" || err != nil {
		t.Errorf("%v and days (-want +got):\n%s", err, diff)
	}
	dashboard := serve(t, always(200, `{"code":200,"data":[{"date":"2026-03-02T00:00:00Z","followers":1,"following":2,"views":3,"likes":4,"comments":5,"shares":6,"posts":7}]}`)).client(t)
	params := ugcinc.DashboardStatsParams{StartDate: at, EndDate: at}
	rows, err := both(t,
		func() ([]ugcinc.DashboardStat, error) { return dashboard.Stats.Dashboard(t.Context(), params) },
		dashboard.Stats.AllDashboard(t.Context(), params))
	want := []ugcinc.DashboardStat{{Date: at, Followers: 1, Following: 2, Views: 3, Likes: 4, Comments: 5, Shares: 6, Posts: 7}}
	if diff := cmp.Diff(want, rows); diff != "" || err != nil {
		t.Errorf("%v and rows (-want +got):\n%s", err, diff)
	}
}
