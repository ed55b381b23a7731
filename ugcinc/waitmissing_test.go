package ugcinc_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// lagging is an API that shows nothing before this time, and complete work after
// it.
func lagging(until time.Duration) *script {
	var api *script
	shown := func() bool { return time.Since(api.start) >= until }
	api = newScript(responses{
		pathPosts: func(int, string) reply {
			if !shown() {
				return data([]ugcinc.Post{})
			}
			return data([]ugcinc.Post{post("a", "x", "complete"), post("b", "x", "complete")})
		},
		pathTasks: func(int, string) reply {
			if !shown() {
				return data([]ugcinc.Task{})
			}
			return data([]ugcinc.Task{task("a", "x", "complete"), task("b", "x", "complete")})
		},
		pathStatus: perPost(func(id string) reply {
			if !shown() {
				return rejection(http.StatusNotFound)
			}
			return data(ugcinc.PostStatusResult{PostID: id, Status: "complete"})
		}),
	})
	return api
}

func TestWaitersWaitForWorkThatIsNotShownYet(t *testing.T) {
	t.Parallel()
	const hour = time.Hour
	for name, wait := range waits {
		for _, test := range []struct {
			name      string
			notBefore time.Duration
			shown     time.Duration
			found     bool
		}{
			{"a second late", 0, time.Second, true},
			{"just in time", 0, 29 * time.Second, true},
			{"never", 0, 2 * hour, false},
			{"late after NotBefore", hour, hour + 10*time.Second, true},
			{"never after NotBefore", hour, 2 * hour, false},
		} {
			t.Run(name+" "+test.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					api := lagging(test.shown)
					err := wait(t, api.client(t), ugcinc.WaitOptions{NotBefore: api.start.Add(test.notBefore), Tolerate: -1})
					if test.found {
						if err != nil {
							t.Error(err)
						}
						return
					}
					end, ok := errors.AsType[*ugcinc.WaitError](err)
					if !ok || !errors.Is(err, ugcinc.ErrNotFound) || errors.Is(err, ugcinc.ErrPollsFailed) || errors.Is(err, ugcinc.ErrMaxWait) {
						t.Fatalf("error %v, want a WaitError that is ErrNotFound alone", err)
					}
					if len(end.Left) == 0 || end.Left[0] != "a" {
						t.Errorf("left %v, want all posts", end.Left)
					}
					// The first poll after 30 seconds ends the wait. The pause before it
					// is at most Interval and a tenth of 30 seconds.
					if d := time.Since(api.start) - test.notBefore; d < 30*time.Second || d > 35*time.Second {
						t.Errorf("ended %v after the first poll, want some 30s", d)
					}
				})
			})
		}
	}
}

func TestWaitersMeasureTheGraceFromTheStartOfAPoll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		late := data([]ugcinc.Post{})
		late.hold = 20 * time.Second
		gone := rejection(http.StatusNotFound)
		gone.hold = 20 * time.Second
		api := newScript(responses{
			pathPosts:  replies(late, data([]ugcinc.Post{post("a", "x", "complete")})),
			pathStatus: replies(gone),
		})
		if _, err := api.client(t).Posts.WaitAll(t.Context(), []ugcinc.Post{post("a", "x", "scheduled")}, ugcinc.WaitOptions{}); err != nil {
			t.Error(err)
		}
		if polls := api.times(pathPosts); len(polls) != 2 || polls[1] < 40*time.Second {
			t.Errorf("polls at %v, want the second one after the 30 seconds", polls)
		}
	})
}

func TestTasksWaitAllEndsForAnUnknownTask(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(responses{pathTasks: lists([]ugcinc.Task{task("a", "x", "complete")})})
		got, err := api.client(t).Tasks.WaitAll(t.Context(), []ugcinc.Task{task("a", "x", "pending"), task("b", "x", "pending")}, ugcinc.WaitOptions{})
		end, ok := errors.AsType[*ugcinc.WaitError](err)
		if !ok || !errors.Is(err, ugcinc.ErrNotFound) || errors.Is(err, ugcinc.ErrPollsFailed) {
			t.Fatalf("error %v, want ErrNotFound alone", err)
		}
		if diff := cmp.Diff([]string{"b"}, end.Left); diff != "" {
			t.Errorf("left (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]ugcinc.Task{task("a", "x", "complete"), task("b", "x", "pending")}, got); diff != "" {
			t.Errorf("tasks (-want +got):\n%s", diff)
		}
	})
}

func TestWaitAllUsesTheStatusOfAPostThatItsListDoesNotShow(t *testing.T) {
	t.Parallel()
	for status, wantErr := range map[ugcinc.PostStatus]error{"complete": nil, "failed": ugcinc.ErrWorkFailed} {
		t.Run(string(status), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				shown := post("b", "x", "pending")
				shown.Caption = new("kept")
				api := newScript(responses{
					pathPosts: lists(
						[]ugcinc.Post{post("a", "x", "pending"), shown},
						[]ugcinc.Post{post("a", "x", "complete")},
					),
					pathStatus: func(int, string) reply { return data(ugcinc.PostStatusResult{PostID: "b", Status: status}) },
				})
				got, err := api.client(t).Posts.WaitAll(t.Context(), []ugcinc.Post{post("a", "x", "scheduled"), post("b", "x", "scheduled")}, ugcinc.WaitOptions{})
				if !errors.Is(err, wantErr) {
					t.Errorf("error %v, want %v", err, wantErr)
				}
				shown.Status = status
				if diff := cmp.Diff([]ugcinc.Post{post("a", "x", "complete"), shown}, got); diff != "" {
					t.Errorf("posts (-want +got):\n%s", diff)
				}
				if n := len(api.requests(pathPosts)); n != 2 {
					t.Errorf("%d polls, want 2", n)
				}
				events := watched(t, api.client(t).Posts.Watch(t.Context(), []ugcinc.Post{post("b", "x", "scheduled")}, ugcinc.WaitOptions{}))
				if diff := cmp.Diff([]event{{"b", "scheduled", string(status)}}, events); diff != "" {
					t.Errorf("events (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// The wait for a large fleet ends in time even if the list never shows a post that
// has ended.
func TestWaitAllFindsManyEndedPostsThatTheListLeavesOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(responses{
			pathPosts:  lists([]ugcinc.Post{}),
			pathStatus: statuses("complete"),
		})
		var posts []ugcinc.Post
		for i := range 500 {
			posts = append(posts, post(string(rune('a'+i)), "x", "pending"))
		}
		if _, err := api.client(t).Posts.WaitAll(t.Context(), posts, ugcinc.WaitOptions{}); err != nil {
			t.Error(err)
		}
		if polls, calls := len(api.requests(pathPosts)), len(api.requests(pathStatus)); polls > 20 || calls != 500 {
			t.Errorf("%d polls with %d status calls, want one call per post, several per poll", polls, calls)
		}
	})
}

func TestWaitAllLooksUpWhatAListDoesNotShow(t *testing.T) {
	t.Parallel()
	both := []ugcinc.Post{post("a", "x", "pending"), post("b", "x", "pending")}
	onlyA := both[:1]
	done := []ugcinc.Post{post("a", "x", "complete"), post("b", "x", "complete")}
	known := data(ugcinc.PostStatusResult{PostID: "b", Status: "pending"})
	gone := rejection(http.StatusNotFound)
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
				api := newScript(responses{pathPosts: lists(test.lists...), pathStatus: replies(test.status)})
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
		api := newScript(responses{
			pathPosts:  lists([]ugcinc.Post{}, []ugcinc.Post{}, []ugcinc.Post{}, done),
			pathStatus: statuses("scheduled"),
		})
		if _, err := api.client(t).Posts.WaitAll(t.Context(), given, ugcinc.WaitOptions{}); err != nil {
			t.Fatal(err)
		}
		asked := api.bodies(pathStatus)
		want := []string{`{"postId":"post_0"}`, `{"postId":"post_1"}`, `{"postId":"post_2"}`}
		if diff := cmp.Diff(want, asked); diff != "" {
			t.Errorf("posts looked up (-want +got):\n%s", diff)
		}
	})
}

func TestWaitAllowsOnePollThatDoesNotKnowAPost(t *testing.T) {
	t.Parallel()
	pending := data(ugcinc.PostStatusResult{PostID: "post_1", Status: "pending"})
	complete := data(ugcinc.PostStatusResult{PostID: "post_1", Status: "complete"})
	gone := rejection(http.StatusNotFound)
	for name, test := range map[string]struct {
		script []reply
		want   error
	}{
		"for one poll":     {[]reply{pending, gone, pending, gone, complete}, nil},
		"for two in a row": {[]reply{pending, gone, gone, complete}, ugcinc.ErrNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				api := newScript(responses{pathStatus: replies(test.script...)})
				_, err := api.client(t).Posts.Wait(t.Context(), "post_1", ugcinc.WaitOptions{Tolerate: -1})
				if !errors.Is(err, test.want) {
					t.Errorf("error %v, want %v", err, test.want)
				}
			})
		})
	}
}
