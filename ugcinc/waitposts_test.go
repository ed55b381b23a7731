package ugcinc_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

func TestWaitAllReturnsThePostsAsTheyEnded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		foreign := post("z", "x", "pending")
		api := newScript(map[string]func(int, string) reply{pathPosts: lists(
			[]ugcinc.Post{foreign, post("c", "y", "pending"), post("b", "x", "pending"), post("a", "x", "pending")},
			[]ugcinc.Post{foreign, post("c", "y", "complete"), post("b", "x", "pending"), post("a", "x", "pending")},
			[]ugcinc.Post{foreign, post("b", "x", "complete"), post("a", "x", "failed")},
		)})
		given := []ugcinc.Post{post("a", "x", "scheduled"), post("b", "x", "scheduled"), post("c", "y", "scheduled"), post("b", "x", "scheduled")}
		kept := slices.Clone(given)
		got, err := api.client(t).Posts.WaitAll(t.Context(), given, ugcinc.WaitOptions{})
		failed, ok := errors.AsType[*ugcinc.PostFailedError](err)
		if !ok {
			t.Fatalf("error %v, want a PostFailedError", err)
		}
		if diff := cmp.Diff([]string{"a"}, failed.Failed); diff != "" {
			t.Errorf("failed (-want +got):\n%s", diff)
		}
		want := []ugcinc.Post{post("a", "x", "failed"), post("b", "x", "complete"), post("c", "y", "complete"), post("b", "x", "complete")}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("posts (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(kept, given); diff != "" {
			t.Errorf("the caller's posts have changed:\n%s", diff)
		}
		var asked []string
		for _, r := range api.requests(pathPosts) {
			asked = append(asked, r.Body)
		}
		wantAsked := []string{`{"accountIds":["x","y"]}`, `{"accountIds":["x","y"]}`, `{"accountIds":["x"]}`}
		if diff := cmp.Diff(wantAsked, asked); diff != "" {
			t.Errorf("list calls (-want +got):\n%s", diff)
		}
	})
}

func TestWaitAllAsksNothingWhereNothingIsLeft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(nil)
		client := api.client(t)
		ended := []ugcinc.Post{post("a", "x", "complete"), post("b", "x", "complete")}
		got, err := client.Posts.WaitAll(t.Context(), ended, ugcinc.WaitOptions{})
		if diff := cmp.Diff(ended, got); err != nil || diff != "" {
			t.Errorf("error %v, posts (-want +got):\n%s", err, diff)
		}
		if got, err := client.Posts.WaitAll(t.Context(), nil, ugcinc.WaitOptions{}); err != nil || len(got) != 0 {
			t.Errorf("%v, %v, want nothing for nothing", got, err)
		}
		if n := len(api.requests(pathPosts)); n != 0 {
			t.Errorf("%d polls, want none", n)
		}
	})
}

func TestWaitAllReturnsWhatItHasWithItsError(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		down := reply{status: http.StatusServiceUnavailable}
		api := newScript(map[string]func(int, string) reply{pathPosts: replies(
			data([]ugcinc.Post{post("a", "x", "complete"), post("b", "x", "pending"), post("c", "x", "scheduled")}), down,
		)})
		given := []ugcinc.Post{post("a", "x", "scheduled"), post("b", "x", "scheduled"), post("c", "x", "scheduled")}
		changed := time.Now()
		got, err := api.client(t).Posts.WaitAll(t.Context(), given, ugcinc.WaitOptions{Tolerate: 1})
		end, ok := errors.AsType[*ugcinc.WaitError](err)
		if !ok || !errors.Is(err, ugcinc.ErrPollsFailed) || !errors.Is(end.Last.Err, ugcinc.ErrServer) {
			t.Fatalf("error %v, want ErrPollsFailed with what the last poll failed with", err)
		}
		if diff := cmp.Diff([]string{"b", "c"}, end.Left); diff != "" {
			t.Errorf("left (-want +got):\n%s", diff)
		}
		end.Last.Err = nil
		want := ugcinc.Progress{Counts: map[string]int{"complete": 1, "pending": 1, "scheduled": 1}, Left: 2, Polls: 3, LastChange: changed}
		if diff := cmp.Diff(want, end.Last); diff != "" {
			t.Errorf("last seen (-want +got):\n%s", diff)
		}
		wantPosts := []ugcinc.Post{post("a", "x", "complete"), post("b", "x", "pending"), post("c", "x", "scheduled")}
		if diff := cmp.Diff(wantPosts, got); diff != "" {
			t.Errorf("posts (-want +got):\n%s", diff)
		}
	})
}

func TestWaitAllLooksUpWhatAListDoesNotShow(t *testing.T) {
	t.Parallel()
	both := []ugcinc.Post{post("a", "x", "pending"), post("b", "x", "pending")}
	onlyA := both[:1]
	done := []ugcinc.Post{post("a", "x", "complete"), post("b", "x", "complete")}
	known := data(ugcinc.PostStatusResult{PostID: "b", Status: "pending"})
	gone := refusal(http.StatusNotFound)
	for name, test := range map[string]struct {
		lists   [][]ugcinc.Post
		status  reply
		want    error
		polls   int
		lookups int
	}{
		"not shown yet":                   {[][]ugcinc.Post{onlyA, onlyA, done}, gone, nil, 3, 2},
		"forgotten by the first list":     {[][]ugcinc.Post{onlyA, both, done}, known, nil, 3, 1},
		"forgotten for one poll":          {[][]ugcinc.Post{both, onlyA, both, onlyA, done}, gone, nil, 5, 2},
		"forgotten for two polls":         {[][]ugcinc.Post{both, onlyA, onlyA, done}, gone, ugcinc.ErrNotFound, 3, 2},
		"missing from the lists alone":    {[][]ugcinc.Post{onlyA, onlyA, onlyA, onlyA, done}, known, nil, 5, 4},
		"not to be looked up just now":    {[][]ugcinc.Post{onlyA, onlyA, done}, reply{status: http.StatusBadGateway}, nil, 3, 2},
		"nothing shown for a single poll": {[][]ugcinc.Post{both, {}, done}, known, nil, 3, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				api := newScript(map[string]func(int, string) reply{pathPosts: lists(test.lists...), pathStatus: replies(test.status)})
				got, err := api.client(t).Posts.WaitAll(t.Context(), []ugcinc.Post{post("a", "x", "scheduled"), post("b", "x", "scheduled")}, ugcinc.WaitOptions{Tolerate: -1})
				if !errors.Is(err, test.want) {
					t.Fatalf("error %v, want %v", err, test.want)
				}
				if diff := cmp.Diff(done, got); test.want == nil && diff != "" {
					t.Errorf("posts (-want +got):\n%s", diff)
				}
				if n := len(api.requests(pathPosts)); n != test.polls {
					t.Errorf("%d polls, want %d", n, test.polls)
				}
				if n := len(api.requests(pathStatus)); n != test.lookups {
					t.Errorf("%d posts looked up, want %d", n, test.lookups)
				}
			})
		})
	}
}

func TestWaitAllLooksUpOnePostEachPoll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var given, done []ugcinc.Post
		for i := range 100 {
			id := fmt.Sprintf("post_%d", i)
			given, done = append(given, post(id, "x", "scheduled")), append(done, post(id, "x", "complete"))
		}
		api := newScript(map[string]func(int, string) reply{
			pathPosts:  lists([]ugcinc.Post{}, []ugcinc.Post{}, []ugcinc.Post{}, done),
			pathStatus: statuses("scheduled"),
		})
		if _, err := api.client(t).Posts.WaitAll(t.Context(), given, ugcinc.WaitOptions{}); err != nil {
			t.Fatal(err)
		}
		var asked []string
		for _, r := range api.requests(pathStatus) {
			asked = append(asked, r.Body)
		}
		want := []string{`{"postId":"post_0"}`, `{"postId":"post_1"}`, `{"postId":"post_2"}`}
		if diff := cmp.Diff(want, asked); diff != "" {
			t.Errorf("posts looked up (-want +got):\n%s", diff)
		}
	})
}

func TestWaitAllSplitsOnlyVeryLongRequests(t *testing.T) {
	t.Parallel()
	for accounts, want := range map[int][]int{1000: {1000}, 1001: {1000, 1}, 2500: {1000, 1000, 500}} {
		t.Run(fmt.Sprint(accounts), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var given []ugcinc.Post
				for i := range accounts {
					given = append(given, post(fmt.Sprintf("post_%d", i), fmt.Sprintf("acc_%d", i), "scheduled"))
				}
				var sizes []int
				api := newScript(map[string]func(int, string) reply{pathPosts: func(_ int, body string) reply {
					var asked struct{ AccountIDs []string }
					if err := json.Unmarshal([]byte(body), &asked); err != nil {
						return refusal(http.StatusBadRequest)
					}
					sizes = append(sizes, len(asked.AccountIDs))
					var posts []ugcinc.Post
					for _, id := range asked.AccountIDs {
						posts = append(posts, post("post_"+id[len("acc_"):], id, "complete"))
					}
					return data(posts)
				}})
				if _, err := api.client(t).Posts.WaitAll(t.Context(), given, ugcinc.WaitOptions{}); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, sizes); diff != "" {
					t.Errorf("accounts in each call (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestWaitAllKeepsWhatHasEnded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(map[string]func(int, string) reply{pathPosts: lists(
			[]ugcinc.Post{post("a", "x", "complete"), post("b", "x", "pending")},
			[]ugcinc.Post{post("a", "x", "pending"), post("b", "x", "scheduled")},
			[]ugcinc.Post{post("b", "x", "complete")},
		)})
		got, err := api.client(t).Posts.WaitAll(t.Context(), []ugcinc.Post{post("a", "x", "scheduled"), post("b", "x", "scheduled")}, ugcinc.WaitOptions{})
		want := []ugcinc.Post{post("a", "x", "complete"), post("b", "x", "complete")}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("error %v, posts (-want +got):\n%s", err, diff)
		}
	})
}

// event is a PostEvent in short.
type event struct{ ID, Before, Now string }

func TestWatchYieldsEachChange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(map[string]func(int, string) reply{pathPosts: lists(
			[]ugcinc.Post{post("a", "x", "scheduled"), post("b", "x", "pending")},
			[]ugcinc.Post{post("a", "x", "pending"), post("b", "x", "scheduled")},
			[]ugcinc.Post{post("a", "x", "retrying"), post("b", "x", "scheduled")},
			[]ugcinc.Post{post("a", "x", "failed"), post("b", "x", "complete")},
		)})
		given := []ugcinc.Post{post("a", "x", "scheduled"), {ID: "b", AccountID: "x"}, post("c", "x", "complete")}
		var got []event
		for e, err := range api.client(t).Posts.Watch(t.Context(), given, ugcinc.WaitOptions{}) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, event{e.Post.ID, string(e.Before), string(e.Post.Status)})
		}
		want := []event{
			{"b", "", "pending"},
			{"a", "scheduled", "pending"},
			{"b", "pending", "scheduled"},
			{"a", "pending", "retrying"},
			{"a", "retrying", "failed"},
			{"b", "scheduled", "complete"},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
	})
}

func TestWatchEndsWithTheErrorAndAfterTheEvents(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(map[string]func(int, string) reply{
			pathPosts:  lists([]ugcinc.Post{post("a", "x", "complete")}),
			pathStatus: replies(refusal(http.StatusNotFound)),
		})
		var got []string
		for e, err := range api.client(t).Posts.Watch(t.Context(), []ugcinc.Post{post("a", "x", "pending"), post("b", "x", "pending")}, ugcinc.WaitOptions{}) {
			switch {
			case errors.Is(err, ugcinc.ErrNotFound):
				got = append(got, "not found")
			case err != nil:
				t.Errorf("error %v, want ErrNotFound", err)
			default:
				got = append(got, e.Post.ID)
			}
		}
		if diff := cmp.Diff([]string{"a", "not found"}, got); diff != "" {
			t.Errorf("yielded (-want +got):\n%s", diff)
		}
	})
}

func TestWatchStopsWithItsLoopAndStartsAnew(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(map[string]func(int, string) reply{pathPosts: lists(
			[]ugcinc.Post{post("a", "x", "pending"), post("b", "x", "pending")},
		)})
		watch := api.client(t).Posts.Watch(t.Context(), []ugcinc.Post{post("a", "x", "scheduled"), post("b", "x", "scheduled")}, ugcinc.WaitOptions{})
		for range 2 {
			for e, err := range watch {
				if err != nil || e.Post.ID != "a" {
					t.Errorf("%v, %v, want the first event", e, err)
				}
				break
			}
		}
		if n := len(api.requests(pathPosts)); n != 2 {
			t.Errorf("%d polls, want one for each loop", n)
		}
	})
}
