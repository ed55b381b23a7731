package ugcinc_test

import (
	"errors"
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
		api := newScript(responses{pathPosts: lists(
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
		asked := api.bodies(pathPosts)
		wantAsked := []string{`{"accountIds":["x","y"]}`, `{"accountIds":["x","y"]}`, `{"accountIds":["x"]}`}
		if diff := cmp.Diff(wantAsked, asked); diff != "" {
			t.Errorf("list calls (-want +got):\n%s", diff)
		}
	})
}

func TestWaitAllDoesNotPollIfNothingIsLeft(t *testing.T) {
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
		api := newScript(responses{pathPosts: replies(
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

func TestWaitAllKeepsWhatHasEnded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(responses{pathPosts: lists(
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

func TestWatchYieldsEachChange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(responses{pathPosts: lists(
			[]ugcinc.Post{post("a", "x", "scheduled"), post("b", "x", "pending")},
			[]ugcinc.Post{post("a", "x", "pending"), post("b", "x", "scheduled")},
			[]ugcinc.Post{post("a", "x", "retrying"), post("b", "x", "scheduled")},
			[]ugcinc.Post{post("a", "x", "failed"), post("b", "x", "complete")},
		)})
		given := []ugcinc.Post{post("a", "x", "scheduled"), {ID: "b", AccountID: "x"}, post("c", "x", "complete")}
		got := watched(t, api.client(t).Posts.Watch(t.Context(), given, ugcinc.WaitOptions{}))
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
		api := newScript(responses{
			pathPosts:  lists([]ugcinc.Post{post("a", "x", "complete")}),
			pathStatus: replies(rejection(http.StatusNotFound)),
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
		api := newScript(responses{pathPosts: lists(
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

func TestWaitAllUsesTheEndedOneOfTwoRecordsOfAPost(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		statuses []ugcinc.PostStatus
		want     ugcinc.PostStatus
	}{
		"complete first":            {[]ugcinc.PostStatus{"complete", "pending"}, "complete"},
		"complete last":             {[]ugcinc.PostStatus{"pending", "complete"}, "complete"},
		"failed first":              {[]ugcinc.PostStatus{"failed", "scheduled"}, "failed"},
		"complete and then failed":  {[]ugcinc.PostStatus{"complete", "failed"}, "complete"},
		"failed and then complete":  {[]ugcinc.PostStatus{"failed", "complete"}, "complete"},
		"between two that are open": {[]ugcinc.PostStatus{"pending", "complete", "retrying"}, "complete"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var shown []ugcinc.Post
				for _, status := range test.statuses {
					shown = append(shown, post("a", "x", status))
				}
				api := newScript(responses{pathPosts: lists(shown)})
				got := watched(t, api.client(t).Posts.Watch(t.Context(), []ugcinc.Post{post("a", "x", "scheduled")}, ugcinc.WaitOptions{}))
				if diff := cmp.Diff([]event{{"a", "scheduled", string(test.want)}}, got); diff != "" {
					t.Errorf("events (-want +got):\n%s", diff)
				}
			})
		})
	}
}
