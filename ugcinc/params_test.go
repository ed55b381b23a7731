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

// Invalid parameters fail before anything is sent.
func TestInvalidParams(t *testing.T) {
	t.Parallel()
	early, late := time.Unix(0, 0).UTC(), time.Unix(1, 0).UTC()
	year10000 := time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		call func(context.Context, *ugcinc.Client) error
		want ugcinc.ParamError
	}{
		"account id": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Stats.Refresh(ctx, ugcinc.RefreshStatsParams{})
			return err
		}, ugcinc.ParamError{Operation: "refreshStats", Field: "accountId", Reason: "must not be empty"}},
		"post id": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.Status(ctx, ugcinc.PostStatusParams{})
			return err
		}, ugcinc.ParamError{Operation: "getPostStatus", Field: "postId", Reason: "must not be empty"}},
		"video": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{AccountID: "a"})
			return err
		}, ugcinc.ParamError{Operation: "createVideo", Field: "videoUrl", Reason: "must not be empty"}},
		"no image": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.CreateSlideshow(ctx, ugcinc.CreateSlideshowParams{AccountID: "a", ImageURLs: []string{}})
			return err
		}, ugcinc.ParamError{Operation: "createSlideshow", Field: "imageUrls", Reason: "needs at least 1 item"}},
		"an empty image": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.CreateSlideshow(ctx, ugcinc.CreateSlideshowParams{AccountID: "a", ImageURLs: []string{"i", ""}})
			return err
		}, ugcinc.ParamError{Operation: "createSlideshow", Field: "imageUrls", Reason: "must not hold an empty item"}},
		"36 images": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.CreateSlideshow(ctx, ugcinc.CreateSlideshowParams{AccountID: "a", ImageURLs: strings.Split(strings.Repeat("i", 36), "")})
			return err
		}, ugcinc.ParamError{Operation: "createSlideshow", Field: "imageUrls", Reason: "must not have more than 35 items"}},
		"caption": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{AccountID: "a", VideoURL: "v", Caption: new(strings.Repeat("é", 501))})
			return err
		}, ugcinc.ParamError{Operation: "createVideo", Field: "caption", Reason: "must not be longer than 500 characters"}},
		"no metadata": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Accounts.UpdateInfo(ctx, ugcinc.UpdateAccountInfoParams{AccountID: "a"})
			return err
		}, ugcinc.ParamError{Operation: "updateAccountInfo", Reason: "changes nothing: give at least one of tag, org_group, user_group"}},
		"no profile": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Accounts.UpdateSocial(ctx, ugcinc.UpdateAccountSocialParams{AccountID: "a"})
			return err
		}, ugcinc.ParamError{Operation: "updateAccountSocial", Reason: "changes nothing: give at least one of avatarUrl, nickName, bio"}},
		"no start date": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Stats.Daily(ctx, ugcinc.DailyStatsParams{EndDate: late})
			return err
		}, ugcinc.ParamError{Operation: "listDailyStats", Field: "startDate", Reason: "must be set"}},
		"required end before start": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Stats.Daily(ctx, ugcinc.DailyStatsParams{StartDate: late, EndDate: early})
			return err
		}, ugcinc.ParamError{Operation: "listDailyStats", Field: "endDate", Reason: "must not be before startDate"}},
		"no type": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.CreateDraft(ctx, ugcinc.CreateDraftParams{MediaURLs: []string{"i"}})
			return err
		}, ugcinc.ParamError{Operation: "createDraft", Field: "type", Reason: "must not be empty"}},
		"an entry without a time": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.PreviewSchedule(ctx, ugcinc.PreviewScheduleParams{Entries: []ugcinc.ScheduleEntry{{AccountID: "a", PostTime: late}, {AccountID: "a"}}})
			return err
		}, ugcinc.ParamError{Operation: "previewSchedule", Field: "entries[1].postTime", Reason: "must be set"}},
		"end before start": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Tasks.List(ctx, ugcinc.ListTasksParams{StartDate: &late, EndDate: &early})
			return err
		}, ugcinc.ParamError{Operation: "listTasks", Field: "endDate", Reason: "must not be before startDate"}},
		"end before start, streamed": {func(ctx context.Context, c *ugcinc.Client) error {
			for _, err := range c.Stats.AllPosts(ctx, ugcinc.PostStatsParams{StartDate: &late, EndDate: &early}) {
				return err
			}
			return nil
		}, ugcinc.ParamError{Operation: "listPostStats", Field: "endDate", Reason: "must not be before startDate"}},
		"an option": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.List(ctx, ugcinc.ListPostsParams{}, ugcinc.WithMaxRetries(-1))
			return err
		}, ugcinc.ParamError{Operation: "listPosts", Field: "WithMaxRetries", Reason: "must not be negative"}},
		"no option": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.List(ctx, ugcinc.ListPostsParams{}, nil)
			return err
		}, ugcinc.ParamError{Operation: "listPosts", Field: "opts", Reason: "must not hold nil"}},
		"reconcile of a read": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.List(ctx, ugcinc.ListPostsParams{}, ugcinc.WithReconcile(time.Second))
			return err
		}, ugcinc.ParamError{Operation: "listPosts", Field: "WithReconcile", Reason: "is for CreateSlideshow and CreateVideo"}},
		"a year that JSON has no form for": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.List(ctx, ugcinc.ListPostsParams{StartDate: &year10000})
			return err
		}, ugcinc.ParamError{Operation: "listPosts", Field: "startDate", Reason: "cannot be encoded as JSON"}},
		"text that is no UTF-8": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Accounts.UpdateInfo(ctx, ugcinc.UpdateAccountInfoParams{AccountID: "a", Tag: new("\xff")})
			return err
		}, ugcinc.ParamError{Operation: "updateAccountInfo", Field: "tag", Reason: "cannot be encoded as JSON"}},
		"a create without an account, with a read before it": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.CreateVideo(ctx, video("", "c"), ugcinc.WithReconcile(time.Second))
			return err
		}, ugcinc.ParamError{Operation: "createVideo", Field: "accountId", Reason: "must not be empty"}},
		"text that is no UTF-8, read before a create": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.CreateVideo(ctx, video("\xff", "c"), ugcinc.WithReconcile(time.Second))
			return err
		}, ugcinc.ParamError{Operation: "createVideo", Field: "accountId", Reason: "cannot be encoded as JSON"}},
		"an option of a stream": {func(ctx context.Context, c *ugcinc.Client) error {
			for _, err := range c.Posts.All(ctx, ugcinc.ListPostsParams{}, ugcinc.WithMaxRetries(-1)) {
				return err
			}
			return nil
		}, ugcinc.ParamError{Operation: "listPosts", Field: "WithMaxRetries", Reason: "must not be negative"}},
		"an option of a create": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.CreateVideo(ctx, video("a", "c"), ugcinc.WithMaxRetries(-1))
			return err
		}, ugcinc.ParamError{Operation: "createVideo", Field: "WithMaxRetries", Reason: "must not be negative"}},
		"a create's text that is no UTF-8": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.CreateVideo(ctx, video("a", "\xff"))
			return err
		}, ugcinc.ParamError{Operation: "createVideo", Field: "caption", Reason: "cannot be encoded as JSON"}},
		"no place for the response": {func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.List(ctx, ugcinc.ListPostsParams{}, ugcinc.WithResponseInto(nil))
			return err
		}, ugcinc.ParamError{Operation: "listPosts", Field: "WithResponseInto", Reason: "must not be nil"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, always(500, ""))
			var got *ugcinc.ParamError
			if err := tt.call(t.Context(), s.client(t)); !errors.As(err, &got) {
				t.Fatalf("error is %v, want a *ParamError", err)
			}
			if diff := cmp.Diff(tt.want, *got); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			if sent := len(s.requests()); sent != 0 {
				t.Errorf("%d requests were sent", sent)
			}
		})
	}
}

// What the API document leaves open is sent unchanged.
func TestParamsSentUnchanged(t *testing.T) {
	t.Parallel()
	s := serve(t, always(200, `{"ok":true,"code":200,"data":[]}`))
	c := s.client(t)
	now := time.Now()
	if _, err := c.Posts.List(t.Context(), ugcinc.ListPostsParams{AccountIDs: []string{""}, StartDate: &now, EndDate: &now}); err != nil {
		t.Error(err)
	}
	if _, err := c.Accounts.List(t.Context(), ugcinc.ListAccountsParams{Tag: new("")}); err != nil {
		t.Error(err)
	}
}
