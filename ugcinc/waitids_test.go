package ugcinc_test

import (
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

// The wait is also given posts with an account, posts that have ended, and one
// post twice.
func TestWaitAllFollowsPostsByIDAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var api *script
		after := func(d time.Duration) ugcinc.PostStatus {
			if time.Since(api.start) < d {
				return "pending"
			}
			return "complete"
		}
		api = newScript(responses{
			pathPosts: func(int, string) reply { return data([]ugcinc.Post{post("listed", "x", after(time.Minute))}) },
			pathStatus: perPost(func(id string) reply {
				status := ugcinc.PostStatus("failed")
				if id == "saved" {
					status = after(10 * time.Second)
				}
				return data(ugcinc.PostStatusResult{PostID: id, Status: status})
			}),
		})
		given := []ugcinc.Post{{ID: "saved"}, post("listed", "x", "scheduled"), {ID: "bad"}, {ID: "old", Status: "complete"}, {ID: "saved"}, {ID: "listed"}}
		got, err := api.client(t).Posts.WaitAll(t.Context(), given, ugcinc.WaitOptions{})
		failed, ok := errors.AsType[*ugcinc.PostFailedError](err)
		if !ok || len(failed.Failed) != 1 || failed.Failed[0] != "bad" {
			t.Errorf("error %v, want the post that failed", err)
		}
		saved, listed := ugcinc.Post{ID: "saved", Status: "complete"}, post("listed", "x", "complete")
		want := []ugcinc.Post{saved, listed, {ID: "bad", Status: "failed"}, {ID: "old", Status: "complete"}, saved, listed}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("posts (-want +got):\n%s", diff)
		}
		for _, r := range api.requests(pathPosts) {
			if r.Body != `{"accountIds":["x"]}` {
				t.Errorf("list call %s, want the known account alone", r.Body)
			}
		}
		for _, r := range api.requests(pathStatus) {
			if r.Body != `{"postId":"saved"}` && (r.Body != `{"postId":"bad"}` || r.At > 0) {
				t.Errorf("asked %s after %v", r.Body, r.At)
			}
		}
	})
}

func TestWaitAllListsNothingForIDsAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(responses{pathStatus: statuses("pending", "complete")})
		got, err := api.client(t).Posts.WaitAll(t.Context(), []ugcinc.Post{{ID: "post_1"}}, ugcinc.WaitOptions{})
		if diff := cmp.Diff([]ugcinc.Post{{ID: "post_1", Status: "complete"}}, got); err != nil || diff != "" {
			t.Errorf("error %v, posts (-want +got):\n%s", err, diff)
		}
		if n := len(api.requests(pathPosts)); n != 0 {
			t.Errorf("%d list calls, want none", n)
		}
		if diff := cmp.Diff([]time.Duration{0, 2 * time.Second}, api.times(pathStatus)); diff != "" {
			t.Errorf("status calls (-want +got):\n%s", diff)
		}
	})
}

func TestWatchYieldsEventsOfPostsByID(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(responses{pathStatus: statuses("scheduled", "pending", "pending", "failed")})
		got := watched(t, api.client(t).Posts.Watch(t.Context(), []ugcinc.Post{{ID: "post_1"}}, ugcinc.WaitOptions{}))
		want := []event{{"post_1", "", "scheduled"}, {"post_1", "scheduled", "pending"}, {"post_1", "pending", "failed"}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
	})
}

// A poll asks for at most 32 of many posts by id, the next one for the next 32,
// so that all end within the default MaxWait.
func TestWaitAllAsksForPostsByIDInTurn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const posts, perPoll = 1000, 32
		asked := map[string]int{}
		api := newScript(responses{pathStatus: perPost(func(id string) reply {
			asked[id]++
			return data(ugcinc.PostStatusResult{PostID: id, Status: "complete"})
		})})
		var given []ugcinc.Post
		for i := range posts {
			given = append(given, ugcinc.Post{ID: fmt.Sprint(i)})
		}
		if _, err := api.client(t).Posts.WaitAll(t.Context(), given, ugcinc.WaitOptions{}); err != nil {
			t.Fatal(err)
		}
		at := map[time.Duration]int{}
		for _, d := range api.times(pathStatus) {
			at[d]++
		}
		for d, n := range at {
			if n > perPoll {
				t.Errorf("%d calls in the poll at %v", n, d)
			}
		}
		for i := range posts {
			if n := asked[fmt.Sprint(i)]; n != 1 {
				t.Errorf("post %d was asked for %d times", i, n)
			}
		}
	})
}

func TestWaitAllTakesTurnsWithPostsThatDoNotEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(responses{pathStatus: perPost(func(id string) reply {
			return data(ugcinc.PostStatusResult{PostID: id, Status: "pending"})
		})})
		var given []ugcinc.Post
		for i := range 100 {
			given = append(given, ugcinc.Post{ID: fmt.Sprint(i)})
		}
		if _, err := api.client(t).Posts.WaitAll(t.Context(), given, ugcinc.WaitOptions{}); !errors.Is(err, ugcinc.ErrMaxWait) {
			t.Fatalf("error %v, want ErrMaxWait", err)
		}
		asked := map[string]int{}
		for _, r := range api.requests(pathStatus) {
			asked[r.Body]++
		}
		least, most := len(api.requests(pathStatus)), 0
		for _, n := range asked {
			least, most = min(least, n), max(most, n)
		}
		if len(asked) != 100 || most-least > 1 {
			t.Errorf("%d posts asked for %d to %d times", len(asked), least, most)
		}
	})
}

// A post that was given by its id has an account once a list has shown it.
func TestWaitAllLearnsTheAccountOfAPost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(responses{
			pathPosts: lists(
				[]ugcinc.Post{post("a", "x", "pending"), post("b", "y", "pending")},
				[]ugcinc.Post{post("a", "x", "complete"), post("b", "y", "complete")},
			),
		})
		got, err := api.client(t).Posts.WaitAll(t.Context(), []ugcinc.Post{post("a", "x", "pending"), {ID: "b"}}, ugcinc.WaitOptions{})
		if diff := cmp.Diff([]ugcinc.Post{post("a", "x", "complete"), post("b", "y", "complete")}, got); err != nil || diff != "" {
			t.Errorf("error %v, posts (-want +got):\n%s", err, diff)
		}
		asked := api.bodies(pathPosts)
		if diff := cmp.Diff([]string{`{"accountIds":["x"]}`, `{"accountIds":["x","y"]}`}, asked); diff != "" {
			t.Errorf("list calls (-want +got):\n%s", diff)
		}
	})
}

func TestWaitAllCountsTheFailuresOfPostsByID(t *testing.T) {
	t.Parallel()
	down := reply{status: http.StatusServiceUnavailable}
	pending, complete := statuses("pending")(1, ""), statuses("complete")(1, "")
	gone, busy := rejection(http.StatusNotFound), rejection(http.StatusTooManyRequests)
	busy.retryAfter = "100"
	for name, test := range map[string]struct {
		script   []reply // of both posts, in turn
		tolerate int
		want     error
		polls    int
		pause    time.Duration // at least
	}{
		"as many as tolerated":         {[]reply{down, down, complete}, 2, nil, 3, 0},
		"one too many":                 {[]reply{down, down, down, complete}, 2, ugcinc.ErrPollsFailed, 3, 0},
		"behind a post that responded": {[]reply{pending, down, complete}, -1, nil, 2, 0},
		"wrong key":                    {[]reply{pending, rejection(http.StatusUnauthorized)}, 5, ugcinc.ErrUnauthorized, 1, 0},
		"bad request":                  {[]reply{rejection(http.StatusBadRequest)}, 5, ugcinc.ErrBadRequest, 1, 0},
		"forgotten for one poll":       {[]reply{pending, pending, gone, gone, complete}, -1, nil, 3, 0},
		"forgotten for two polls":      {[]reply{pending, pending, gone, pending, gone, complete}, -1, ugcinc.ErrNotFound, 3, 0},
		"too many requests":            {[]reply{pending, busy, complete}, -1, nil, 2, 100 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				api := newScript(responses{pathStatus: replies(test.script...)})
				_, err := api.client(t).Posts.WaitAll(t.Context(), []ugcinc.Post{{ID: "a"}, {ID: "b"}}, ugcinc.WaitOptions{Tolerate: test.tolerate})
				if !errors.Is(err, test.want) {
					t.Errorf("error %v, want %v", err, test.want)
				}
				polls := slices.Compact(api.times(pathStatus))
				if len(polls) != test.polls {
					t.Errorf("%d polls, want %d", len(polls), test.polls)
				}
				if len(polls) > 1 && polls[1] < test.pause {
					t.Errorf("polled again after %v, want at least %v", polls[1], test.pause)
				}
			})
		})
	}
}

// /post/status reports the URL of a complete post.
func TestWaitersReturnTheURLOfAPost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		shown := ugcinc.PostStatusResult{PostID: "a", Status: "complete", PostURL: new("https://example.com/a")}
		client := newScript(responses{pathStatus: replies(data(shown))}).client(t)
		got, err := client.Posts.Wait(t.Context(), "a", ugcinc.WaitOptions{})
		if diff := cmp.Diff(&shown, got); err != nil || diff != "" {
			t.Errorf("error %v, result (-want +got):\n%s", err, diff)
		}
		posts, err := client.Posts.WaitAll(t.Context(), []ugcinc.Post{{ID: "a"}}, ugcinc.WaitOptions{})
		if diff := cmp.Diff([]ugcinc.Post{{ID: "a", Status: "complete", PostURL: shown.PostURL}}, posts); err != nil || diff != "" {
			t.Errorf("error %v, posts (-want +got):\n%s", err, diff)
		}
	})
}
