package ugcinc_test

import (
	"context"
	"iter"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/api"
	"github.com/ugcinc/ugcinc-go/internal/document"
	"github.com/ugcinc/ugcinc-go/internal/facade"
	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// Each method sends this request, byte by byte.
func TestRequests(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	evening := time.Date(2026, 3, 2, 18, 30, 0, 500_000_000, time.FixedZone("", 3600))
	tests := []struct {
		name string
		call func(context.Context, *ugcinc.Client) error
		path string
		body string
	}{
		{"accounts", func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Accounts.List(ctx, ugcinc.ListAccountsParams{})
			return err
		}, "/accounts", `{}`},
		{"accounts filtered", func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Accounts.List(ctx, ugcinc.ListAccountsParams{Tag: new("a"), OrgGroup: new("b"), UserGroup: new("")})
			return err
		}, "/accounts", `{"tag":"a","org_group":"b","user_group":""}`},
		{"status", func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Accounts.Status(ctx, ugcinc.AccountStatusParams{})
			return err
		}, "/accounts/status", `{}`},
		{"status of none, all of it", func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Accounts.Status(ctx, ugcinc.AccountStatusParams{AccountIDs: []string{}, IncludeCompleted: new(false)})
			return err
		}, "/accounts/status", `{"accountIds":[],"includeCompleted":false}`},
		{"update info", func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Accounts.UpdateInfo(ctx, ugcinc.UpdateAccountInfoParams{AccountID: "a", Tag: new("t"), OrgGroup: new("o"), UserGroup: new("u")})
			return err
		}, "/accounts/update-info", `{"accountId":"a","tag":"t","org_group":"o","user_group":"u"}`},
		{"update social", func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Accounts.UpdateSocial(ctx, ugcinc.UpdateAccountSocialParams{AccountID: "a", AvatarURL: new("https://x/y.png"), NickName: new("n"), Bio: new("<b> & \u2028")})
			return err
		}, "/accounts/update-social", "{\"accountId\":\"a\",\"avatarUrl\":\"https://x/y.png\",\"nickName\":\"n\",\"bio\":\"<b> & \u2028\"}"},
		{"tasks", func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Tasks.List(ctx, ugcinc.ListTasksParams{AccountIDs: []string{"a", "b"}, StartDate: &day, EndDate: &evening, TaskType: new(ugcinc.TaskTypeEditProfile)})
			return err
		}, "/tasks", `{"accountIds":["a","b"],"startDate":"2026-03-01T00:00:00Z","endDate":"2026-03-02T18:30:00.5+01:00","taskType":"edit_profile"}`},
		{"posts", func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.List(ctx, ugcinc.ListPostsParams{AccountIDs: []string{"a"}, StartDate: &day})
			return err
		}, "/post", `{"accountIds":["a"],"startDate":"2026-03-01T00:00:00Z"}`},
		{"slideshow", func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.CreateSlideshow(ctx, ugcinc.CreateSlideshowParams{AccountID: "a", ImageURLs: []string{"https://x/1.jpg", "https://x/2.jpg"}})
			return err
		}, "/post/slideshow", `{"accountId":"a","imageUrls":["https://x/1.jpg","https://x/2.jpg"]}`},
		{"slideshow, strict", func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.CreateSlideshow(ctx, ugcinc.CreateSlideshowParams{AccountID: "a", ImageURLs: []string{"i"}, Caption: new("c"), MusicPostID: new("m"), PostTime: &day, Strict: new(true)})
			return err
		}, "/post/slideshow", `{"accountId":"a","imageUrls":["i"],"caption":"c","musicPostId":"m","postTime":"2026-03-01T00:00:00Z","strict":true}`},
		{"video, not strict", func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{AccountID: "a", VideoURL: "https://x/v.mp4", Strict: new(false)})
			return err
		}, "/post/video", `{"accountId":"a","videoUrl":"https://x/v.mp4","strict":false}`},
		{"video", func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{AccountID: "a", VideoURL: "https://x/v.mp4"})
			return err
		}, "/post/video", `{"accountId":"a","videoUrl":"https://x/v.mp4"}`},
		{"post status", func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Posts.Status(ctx, ugcinc.PostStatusParams{PostID: "p"})
			return err
		}, "/post/status", `{"postId":"p"}`},
		{"account stats", func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Stats.Accounts(ctx, ugcinc.AccountStatsParams{AccountIDs: []string{"a"}, StartDate: &day, EndDate: &day, Tag: new("t"), OrgGroup: new("o"), UserGroup: new("u")})
			return err
		}, "/stats/accounts", `{"accountIds":["a"],"startDate":"2026-03-01T00:00:00Z","endDate":"2026-03-01T00:00:00Z","tag":"t","org_group":"o","user_group":"u"}`},
		{"post stats", func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Stats.Posts(ctx, ugcinc.PostStatsParams{PostIDs: []string{"p"}, EndDate: &day})
			return err
		}, "/stats/posts", `{"postIds":["p"],"endDate":"2026-03-01T00:00:00Z"}`},
		{"refresh", func(ctx context.Context, c *ugcinc.Client) error {
			_, err := c.Stats.Refresh(ctx, ugcinc.RefreshStatsParams{AccountID: "a"})
			return err
		}, "/stats/refresh", `{"accountId":"a"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, always(404, `{"ok":false,"code":404,"message":"Not found"}`))
			if err := tt.call(t.Context(), s.client(t)); err == nil {
				t.Error("a rejection returned no error")
			}
			seen := s.requests()
			if len(seen) != 1 {
				t.Fatalf("%d requests, want 1", len(seen))
			}
			agent := seen[0].Header.Get("User-Agent")
			if !strings.HasPrefix(agent, "ugcinc-go/") {
				t.Errorf("User-Agent is %q", agent)
			}
			want := received{
				Method: http.MethodPost,
				Path:   "/base" + tt.path,
				Body:   tt.body,
				Header: http.Header{
					"Authorization":   {"Bearer " + testKey},
					"Content-Type":    {"application/json"},
					"Content-Length":  seen[0].Header["Content-Length"],
					"Accept-Encoding": {"gzip"},
					"User-Agent":      {agent},
				},
			}
			if diff := cmp.Diff(want, seen[0]); diff != "" {
				t.Errorf("request (-want +got):\n%s", diff)
			}
		})
	}
}

// Each list has a streaming method with the same request and the same records.
func TestStreamingMethods(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t, ugcinctest.WithFleet(3))
	c := s.Client()
	one := []string{s.Accounts()[0].ID}
	twins(t, s, c.Accounts.List, c.Accounts.All, ugcinc.ListAccountsParams{Tag: s.Accounts()[0].Tag})
	twins(t, s, c.Accounts.Status, c.Accounts.AllStatus, ugcinc.AccountStatusParams{AccountIDs: one, IncludeCompleted: new(true)})
	twins(t, s, c.Tasks.List, c.Tasks.All, ugcinc.ListTasksParams{AccountIDs: one})
	twins(t, s, c.Posts.List, c.Posts.All, ugcinc.ListPostsParams{AccountIDs: one})
	twins(t, s, c.Stats.Accounts, c.Stats.AllAccounts, ugcinc.AccountStatsParams{AccountIDs: one})
	twins(t, s, c.Stats.Posts, c.Stats.AllPosts, ugcinc.PostStatsParams{PostIDs: []string{s.Posts()[0].ID}})
}

func twins[P, T any](t *testing.T, s *ugcinctest.Server,
	list func(context.Context, P, ...ugcinc.CallOption) ([]T, error),
	all func(context.Context, P, ...ugcinc.CallOption) iter.Seq2[T, error], params P,
) {
	t.Helper()
	want, err := list(t.Context(), params)
	if err != nil || len(want) == 0 {
		t.Fatalf("%d records of %T, %v", len(want), params, err)
	}
	asked := s.Requests()[len(s.Requests())-1]
	var got []T
	for record, err := range all(t.Context(), params) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, record)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the twin of %s yields %+v, want %+v", asked.OperationID, got, want)
	}
	again := s.Requests()[len(s.Requests())-1]
	if again.OperationID != asked.OperationID || string(again.Body) != string(asked.Body) {
		t.Errorf("the twin of %s sends %s %s, want %s", asked.OperationID, again.OperationID, again.Body, asked.Body)
	}
}

// Each operation of the document has one method, each list a streaming one too,
// and each method has an operation.
func TestFacadeAndDocumentCoverEachOther(t *testing.T) {
	t.Parallel()
	doc, err := document.Parse("api/openapi.yaml", api.Document)
	if err != nil {
		t.Fatal(err)
	}
	methods, err := facade.Methods(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, gap := range facade.Gaps(doc.Operations(), methods) {
		t.Error(gap)
	}
}
