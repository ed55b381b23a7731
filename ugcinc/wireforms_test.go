package ugcinc_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// wireForm is a call with the request and the response that the API's
// documentation shows. It is written by hand, so that a mistake in the document,
// which both the client and the fake are generated from, does not stay unseen.
type wireForm struct {
	call          func(context.Context, *ugcinc.Client) (any, error)
	path, request string
	response      string
	want          any
}

func wireForms() map[string]wireForm {
	at := func(hour int) time.Time { return time.Date(2026, 3, 2, hour, 0, 0, 0, time.UTC) }
	ids := []string{"a", "b"}
	draft := ugcinc.Post{ID: "p", Type: ugcinc.PostTypeVideo, Status: ugcinc.PostStatusDraft, MediaURLs: []string{"https://x.example/v.mp4"}}
	return map[string]wireForm{
		"resetWarmup": {
			call: func(ctx context.Context, c *ugcinc.Client) (any, error) {
				return c.Accounts.ResetWarmup(ctx, ugcinc.ResetWarmupParams{AccountID: "a", DeleteActivity: new(true)})
			},
			path: "/accounts/reset-warmup", request: `{"accountId":"a","delete_activity":true}`,
			response: `{"message":"m","tasks_affected":3,"action":"deleted"}`,
			want:     &ugcinc.ResetWarmupResult{Message: "m", TasksAffected: 3, Action: ugcinc.ResetWarmupActionDeleted},
		},
		"resetWarmup/without options": {
			call: func(ctx context.Context, c *ugcinc.Client) (any, error) {
				return c.Accounts.ResetWarmup(ctx, ugcinc.ResetWarmupParams{AccountID: "a"})
			},
			path: "/accounts/reset-warmup", request: `{"accountId":"a"}`,
			response: `{"message":"m","tasks_affected":0,"action":"reset"}`,
			want:     &ugcinc.ResetWarmupResult{Message: "m", Action: ugcinc.ResetWarmupActionReset},
		},
		"getProfileSync": {
			call: func(ctx context.Context, c *ugcinc.Client) (any, error) {
				return c.Accounts.ProfileSync(ctx, ugcinc.ProfileSyncParams{AccountIDs: ids})
			},
			path: "/accounts/profile-sync-status", request: `{"accountIds":["a","b"]}`,
			response: `{"results":[{"accountId":"a","inSync":true},{"accountId":"b","inSync":false}]}`,
			want:     &ugcinc.ProfileSyncResult{Results: []ugcinc.ProfileSync{{AccountID: "a", InSync: true}, {AccountID: "b"}}},
		},
		"getProfileSync/of all accounts": {
			call: func(ctx context.Context, c *ugcinc.Client) (any, error) {
				return c.Accounts.ProfileSync(ctx, ugcinc.ProfileSyncParams{})
			},
			path: "/accounts/profile-sync-status", request: `{}`,
			response: `{"results":[]}`,
			want:     &ugcinc.ProfileSyncResult{Results: []ugcinc.ProfileSync{}},
		},
		"retryTasks": {
			call: func(ctx context.Context, c *ugcinc.Client) (any, error) {
				return c.Tasks.Retry(ctx, ugcinc.RetryTasksParams{TaskIDs: ids})
			},
			path: "/tasks/retry", request: `{"taskIds":["a","b"]}`,
			response: `{"retried":2,"ids":["a","b"]}`,
			want:     &ugcinc.RetryTasksResult{Retried: 2, IDs: ids},
		},
		"deleteTasks": {
			call: func(ctx context.Context, c *ugcinc.Client) (any, error) {
				return c.Tasks.Delete(ctx, ugcinc.DeleteTasksParams{TaskIDs: ids})
			},
			path: "/tasks/delete", request: `{"taskIds":["a","b"]}`,
			response: `{"deleted":2,"ids":["a","b"]}`,
			want:     &ugcinc.DeleteTasksResult{Deleted: 2, IDs: ids},
		},
		"retryPosts": {
			call: func(ctx context.Context, c *ugcinc.Client) (any, error) {
				return c.Posts.Retry(ctx, ugcinc.RetryPostsParams{PostIDs: ids})
			},
			path: "/post/retry", request: `{"postIds":["a","b"]}`,
			response: `{"retried":2,"ids":["a","b"]}`,
			want:     &ugcinc.RetryPostsResult{Retried: 2, IDs: ids},
		},
		"deletePosts": {
			call: func(ctx context.Context, c *ugcinc.Client) (any, error) {
				return c.Posts.Delete(ctx, ugcinc.DeletePostsParams{PostIDs: ids})
			},
			path: "/post/delete", request: `{"postIds":["a","b"]}`,
			response: `{"deleted":1,"deleting":1,"deletedIds":["a"],"deletingIds":["b"]}`,
			want:     &ugcinc.DeletePostsResult{Deleted: 1, Deleting: 1, DeletedIDs: []string{"a"}, DeletingIDs: []string{"b"}},
		},
		"deletePosts/with errors": {
			call: func(ctx context.Context, c *ugcinc.Client) (any, error) {
				return c.Posts.Delete(ctx, ugcinc.DeletePostsParams{PostIDs: ids})
			},
			path: "/post/delete", request: `{"postIds":["a","b"]}`,
			response: `{"deleted":0,"deleting":0,"deletedIds":[],"deletingIds":[],"errors":["x, \"y\" ]", {"id" : 1.50, "why":["z"]},[],12345678901234567890,true,null]}`,
			want: &ugcinc.DeletePostsResult{DeletedIDs: []string{}, DeletingIDs: []string{}, Errors: []json.RawMessage{
				[]byte(`"x, \"y\" ]"`), []byte(`{"id" : 1.50, "why":["z"]}`), []byte(`[]`), []byte(`12345678901234567890`), []byte(`true`), []byte(`null`),
			}},
		},
		"updatePost": {
			call: func(ctx context.Context, c *ugcinc.Client) (any, error) {
				return c.Posts.Update(ctx, ugcinc.UpdatePostParams{
					PostID: "p", Caption: new("c"), Title: new("t"), SocialAudioID: new("s"), PostTime: new(at(18)),
					AccountID: new("a"), MediaURLs: []string{"https://x.example/1.jpg", "https://x.example/2.jpg"},
				})
			},
			path:     "/post/update",
			request:  `{"postId":"p","caption":"c","title":"t","socialAudioId":"s","postTime":"2026-03-02T18:00:00Z","accountId":"a","mediaUrls":["https://x.example/1.jpg","https://x.example/2.jpg"]}`,
			response: `{"id":"p","account_id":"a","type":"slideshow","status":"scheduled","social_id":null,"caption":"c","media_urls":["https://x.example/1.jpg"],"music_post_id":null,"scheduled_at":"2026-03-02T20:00:00.000Z","title":"t","thumbnail_url":"https://x.example/t.jpg","social_audio_id":"s"}`,
			want: &ugcinc.Post{
				ID: "p", AccountID: "a", Type: ugcinc.PostTypeSlideshow, Status: ugcinc.PostStatusScheduled, Caption: new("c"), MediaURLs: []string{"https://x.example/1.jpg"},
				ScheduledAt: new(at(20)), Title: new("t"), ThumbnailURL: new("https://x.example/t.jpg"), SocialAudioID: new("s"),
			},
		},
		"createDraft": {
			call: func(ctx context.Context, c *ugcinc.Client) (any, error) {
				return c.Posts.CreateDraft(ctx, ugcinc.CreateDraftParams{
					Type: ugcinc.PostTypeSlideshow, MediaURLs: []string{"https://x.example/1.jpg"}, Caption: new("c"), Title: new("t"), SocialAudioID: new("s"),
				})
			},
			path: "/post/draft", request: `{"type":"slideshow","mediaUrls":["https://x.example/1.jpg"],"caption":"c","title":"t","socialAudioId":"s"}`,
			response: `{"id":"p","account_id":null,"type":"video","status":"draft","social_id":null,"caption":null,"media_urls":["https://x.example/v.mp4"],"music_post_id":null,"scheduled_at":null,"title":null,"thumbnail_url":null,"social_audio_id":null}`,
			want:     &draft,
		},
		"previewSchedule": {
			call: func(ctx context.Context, c *ugcinc.Client) (any, error) {
				return c.Posts.PreviewSchedule(ctx, ugcinc.PreviewScheduleParams{
					Entries:        []ugcinc.ScheduleEntry{{AccountID: "b", PostTime: at(18)}, {AccountID: "a", PostTime: at(19)}},
					ExcludePostIDs: []string{"p"},
				})
			},
			path:     "/post/preview-schedule",
			request:  `{"entries":[{"accountId":"b","postTime":"2026-03-02T18:00:00Z"},{"accountId":"a","postTime":"2026-03-02T19:00:00Z"}],"excludePostIds":["p"]}`,
			response: `[{"accountId":"b","requestedTime":"2026-03-02T18:00:00.000Z","scheduledTime":"2026-03-02T18:00:00.000Z","bumped":false},{"accountId":"a","requestedTime":"2026-03-02T19:00:00.000Z","scheduledTime":"2026-03-02T21:00:00.000Z","bumped":true}]`,
			want: []ugcinc.ScheduledEntry{
				{AccountID: "b", RequestedTime: at(18), ScheduledTime: at(18)},
				{AccountID: "a", RequestedTime: at(19), ScheduledTime: at(21), Bumped: true},
			},
		},
		"listDailyStats": {
			call: func(ctx context.Context, c *ugcinc.Client) (any, error) {
				return c.Stats.Daily(ctx, ugcinc.DailyStatsParams{
					StartDate: at(0), EndDate: at(18), AccountIDs: ids, Tag: new("t"), OrgGroup: new("o"), UserGroup: new("u"),
				})
			},
			path:     "/stats/aggregated/daily",
			request:  `{"startDate":"2026-03-02T00:00:00Z","endDate":"2026-03-02T18:00:00Z","accountIds":["a","b"],"tag":"t","org_group":"o","user_group":"u"}`,
			response: `[{"date":"2026-03-02","followers":-3,"following":1,"views":20,"likes":4,"posts":2}]`,
			want:     []ugcinc.DailyStat{{Date: "2026-03-02", Followers: -3, Following: 1, Views: 20, Likes: 4, Posts: 2}},
		},
		"listDashboardStats": {
			call: func(ctx context.Context, c *ugcinc.Client) (any, error) {
				return c.Stats.Dashboard(ctx, ugcinc.DashboardStatsParams{
					StartDate: at(0), EndDate: at(18), AccountIDs: ids, Tag: new("t"), OrgGroup: new("o"), UserGroup: new("u"),
					Hosts: []string{"physical_iphone"}, PostType: new(ugcinc.PostTypeVideo), AudioIDs: []string{"none"},
				})
			},
			path:     "/stats/dashboard/daily",
			request:  `{"startDate":"2026-03-02T00:00:00Z","endDate":"2026-03-02T18:00:00Z","accountIds":["a","b"],"tag":"t","org_group":"o","user_group":"u","hosts":["physical_iphone"],"postType":"video","audioIds":["none"]}`,
			response: `[{"date":"2026-03-02T00:00:00.000Z","followers":3,"following":1,"views":20,"likes":4,"comments":5,"shares":6,"posts":2},{"date":"2026-03-03T00:00:00.000Z","followers":3,"following":1,"views":20,"likes":4,"comments":5,"shares":6,"saves":7,"posts":2}]`,
			want: []ugcinc.DashboardStat{
				{Date: at(0), Followers: 3, Following: 1, Views: 20, Likes: 4, Comments: 5, Shares: 6, Posts: 2},
				{Date: at(24), Followers: 3, Following: 1, Views: 20, Likes: 4, Comments: 5, Shares: 6, Saves: new(int64(7)), Posts: 2},
			},
		},
		"listAccounts": {
			call: func(ctx context.Context, c *ugcinc.Client) (any, error) {
				return c.Accounts.List(ctx, ugcinc.ListAccountsParams{})
			},
			path: "/accounts", request: `{}`,
			response: `[{"id":"a","type":"tiktok","tag":null,"org_group":null,"user_group":null,"username":null,"nick_name":null,"pfp_url":null,"warmup_enabled":true,"warmup_version":"v1_smart","description":"d","keywords":"k, l","profiles":"p,q"}]`,
			want: []ugcinc.Account{{
				ID: "a", Type: ugcinc.AccountTypeTiktok, WarmupEnabled: new(true), WarmupVersion: new("v1_smart"),
				Description: new("d"), Keywords: new("k, l"), Profiles: new("p,q"),
			}},
		},
		"listPosts": {
			call: func(ctx context.Context, c *ugcinc.Client) (any, error) {
				return c.Posts.List(ctx, ugcinc.ListPostsParams{PostIDs: ids})
			},
			path: "/post", request: `{"postIds":["a","b"]}`,
			response: `[{"id":"p","account_id":null,"type":"video","status":"draft","social_id":null,"caption":null,"media_urls":["https://x.example/v.mp4"],"music_post_id":null,"scheduled_at":null},` +
				`{"id":"a","account_id":"x","type":"video","status":"deleting","social_id":"1","caption":null,"media_urls":null,"music_post_id":null,"postUrl":"https://x.example/p"}]`,
			want: []ugcinc.Post{draft, {ID: "a", AccountID: "x", Type: ugcinc.PostTypeVideo, Status: ugcinc.PostStatusDeleting, SocialID: new("1"), PostURL: new("https://x.example/p")}},
		},
		"getPostStatus": {
			call: func(ctx context.Context, c *ugcinc.Client) (any, error) {
				return c.Posts.Status(ctx, ugcinc.PostStatusParams{PostID: "p"})
			},
			path: "/post/status", request: `{"postId":"p"}`,
			response: `{"post_id":"p","status":"complete","postUrl":"https://x.example/p"}`,
			want:     &ugcinc.PostStatusResult{PostID: "p", Status: ugcinc.PostStatusComplete, PostURL: new("https://x.example/p")},
		},
		"createVideo": {
			call: func(ctx context.Context, c *ugcinc.Client) (any, error) {
				return c.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{AccountID: "a", VideoURL: "https://x.example/v.mp4", SocialAudioID: new("s")})
			},
			path: "/post/video", request: `{"accountId":"a","videoUrl":"https://x.example/v.mp4","socialAudioId":"s"}`,
			response: `{"id":"p","account_id":"a","type":"video","status":"retrying","social_id":null,"caption":null,"media_urls":null,"music_post_id":null,"social_audio_id":"s"}`,
			want:     &ugcinc.Post{ID: "p", AccountID: "a", Type: ugcinc.PostTypeVideo, Status: ugcinc.PostStatusRetrying, SocialAudioID: new("s")},
		},
		"createSlideshow": {
			call: func(ctx context.Context, c *ugcinc.Client) (any, error) {
				return c.Posts.CreateSlideshow(ctx, ugcinc.CreateSlideshowParams{AccountID: "a", ImageURLs: []string{"https://x.example/1.jpg"}, SocialAudioID: new("s")})
			},
			path: "/post/slideshow", request: `{"accountId":"a","imageUrls":["https://x.example/1.jpg"],"socialAudioId":"s"}`,
			response: `{"id":"p","account_id":"a","type":"slideshow","status":"scheduled","social_id":null,"caption":null,"media_urls":null,"music_post_id":null}`,
			want:     &ugcinc.Post{ID: "p", AccountID: "a", Type: ugcinc.PostTypeSlideshow, Status: ugcinc.PostStatusScheduled},
		},
		"listPostStats": {
			call: func(ctx context.Context, c *ugcinc.Client) (any, error) {
				return c.Stats.Posts(ctx, ugcinc.PostStatsParams{})
			},
			path: "/stats/posts", request: `{}`,
			response: `[{"id":"s","post_id":"p","views":1,"likes":null,"comments":2,"shares":3,"created_at":"2026-03-02T18:00:00.000Z"}]`,
			want:     []ugcinc.PostStat{{ID: "s", PostID: "p", Views: new(int64(1)), Comments: new(int64(2)), Shares: new(int64(3)), CreatedAt: at(18)}},
		},
	}
}

// What is documented after 1.0.9 is sent and read as its documentation shows, and
// none of it is drift. The documentation's responses have no message.
func TestWireForms(t *testing.T) {
	t.Parallel()
	for name, tt := range wireForms() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, always(200, `{"ok":true,"code":200,"data":`+tt.response+`}`))
			c := s.client(t, ugcinc.WithDriftObserver(func(d ugcinc.Drift) { t.Errorf("drift: %+v", d) }))
			got, err := tt.call(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("result (-want +got):\n%s", diff)
			}
			seen := s.requests()
			if len(seen) != 1 || seen[0].Method != http.MethodPost || seen[0].Path != "/base"+tt.path {
				t.Fatalf("requests are %+v, want one to %s", seen, tt.path)
			}
			if diff := cmp.Diff(fromJSON(t, []byte(tt.request)), fromJSON(t, []byte(seen[0].Body))); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
		})
	}
}

// Which of these operations is retried follows what a second call does.
func TestRetriesOfNewerOperations(t *testing.T) {
	t.Parallel()
	safe := map[string]bool{"getProfileSync": true, "previewSchedule": true, "listDailyStats": true, "listDashboardStats": true}
	never := map[string]bool{"resetWarmup": true, "retryTasks": true, "deleteTasks": true, "retryPosts": true, "deletePosts": true, "updatePost": true, "createDraft": true}
	for _, op := range gen.Operations() {
		if safe[op.ID] && op.Retry != gen.RetrySafe || never[op.ID] && op.Retry != gen.RetryNever {
			t.Errorf("x-retry of %s is %s", op.ID, op.Retry)
		}
		delete(safe, op.ID)
		delete(never, op.ID)
	}
	if len(safe)+len(never) > 0 {
		t.Errorf("the document lacks %v %v", safe, never)
	}
}

// The error of a call whose outcome is unknown says how to find out.
func TestUnknownOutcomeSaysWhatToRead(t *testing.T) {
	t.Parallel()
	for _, op := range gen.Operations() {
		if op.Retry == gen.RetryNever && op.IfUnknown == "" {
			t.Errorf("%s is never retried, and has no x-if-unknown", op.ID)
		}
	}
	forms := wireForms()
	for operation, advice := range map[string]string{
		"retryPosts": "read the posts' status", "deletePosts": "read the posts' status", "retryTasks": "read the tasks' status",
		"deleteTasks": "list the tasks", "createDraft": "list the posts and look for the draft", "resetWarmup": "read the account's tasks",
	} {
		for _, status := range []int{200, 500} {
			_, err := forms[operation].call(t.Context(), serve(t, always(status, "")).client(t))
			if !errors.Is(err, ugcinc.ErrOutcomeUnknown) || !strings.HasSuffix(err.Error(), ": "+advice) {
				t.Errorf("%s after %d: error is %v, want it to end with %q", operation, status, err, advice)
			}
		}
		if _, err := forms[operation].call(t.Context(), serve(t, always(400, `{"ok":false,"code":400,"message":"m"}`)).client(t)); strings.Contains(err.Error(), advice) {
			t.Errorf("%s was rejected: %v", operation, err)
		}
	}
	if _, err := forms["getProfileSync"].call(t.Context(), serve(t, always(500, "")).client(t)); strings.Contains(err.Error(), "check") {
		t.Errorf("a read says %v", err)
	}
}
