package ugcinc_test

import (
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// waits are the waiters for work that the caller names, each for "a" and "b" of
// account "x", or for "a" alone.
var waits = map[string]func(*testing.T, *ugcinc.Client, ugcinc.WaitOptions) error{
	"Posts.Wait": func(t *testing.T, c *ugcinc.Client, opts ugcinc.WaitOptions) error {
		got, err := c.Posts.Wait(t.Context(), "a", opts)
		if errors.Is(err, ugcinc.ErrNotFound) && got != nil {
			t.Errorf("result %+v of a post that was never shown", got)
		}
		return err
	},
	"Posts.WaitAll": func(t *testing.T, c *ugcinc.Client, opts ugcinc.WaitOptions) error {
		_, err := c.Posts.WaitAll(t.Context(), []ugcinc.Post{post("a", "x", "scheduled"), post("b", "x", "scheduled")}, opts)
		return err
	},
	"Posts.WaitAll by id": func(t *testing.T, c *ugcinc.Client, opts ugcinc.WaitOptions) error {
		_, err := c.Posts.WaitAll(t.Context(), []ugcinc.Post{{ID: "a"}, {ID: "b"}}, opts)
		return err
	},
	"Posts.Watch": func(t *testing.T, c *ugcinc.Client, opts ugcinc.WaitOptions) error {
		var last error
		for _, err := range c.Posts.Watch(t.Context(), []ugcinc.Post{post("a", "x", "scheduled"), {ID: "b"}}, opts) {
			last = err
		}
		return last
	},
	"Tasks.WaitAll": func(t *testing.T, c *ugcinc.Client, opts ugcinc.WaitOptions) error {
		_, err := c.Tasks.WaitAll(t.Context(), []ugcinc.Task{task("a", "x", "scheduled"), task("b", "x", "scheduled")}, opts)
		return err
	},
}

// lagging is an API that shows nothing before this time, and all complete after
// it.
func lagging(until time.Duration) *script {
	var api *script
	shown := func() bool { return time.Since(api.start) >= until }
	api = newScript(map[string]func(int, string) reply{
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
				return refusal(http.StatusNotFound)
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
					// The first poll after 30 seconds ends the wait; the pause before it
					// is at most Interval and a tenth of those.
					if d := time.Since(api.start) - test.notBefore; d < 30*time.Second || d > 35*time.Second {
						t.Errorf("ended %v after the first poll, want some 30s", d)
					}
				})
			})
		}
	}
}

func TestWaitersGiveTheirFirstPollAGraceHoweverLongItTakes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		late := data([]ugcinc.Post{})
		late.hold = 20 * time.Second
		gone := refusal(http.StatusNotFound)
		gone.hold = 20 * time.Second
		api := newScript(map[string]func(int, string) reply{
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
		api := newScript(map[string]func(int, string) reply{pathTasks: lists([]ugcinc.Task{task("a", "x", "complete")})})
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

func TestWaitAllBelievesTheStatusOfAPostThatItsListLeavesOut(t *testing.T) {
	t.Parallel()
	for status, wantErr := range map[ugcinc.PostStatus]error{"complete": nil, "failed": ugcinc.ErrWorkFailed} {
		t.Run(string(status), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				shown := post("b", "x", "pending")
				shown.Caption = new("kept")
				api := newScript(map[string]func(int, string) reply{
					pathPosts: lists(
						[]ugcinc.Post{post("a", "x", "pending"), shown},
						[]ugcinc.Post{post("a", "x", "complete")},
					),
					pathStatus: func(int, string) reply { return data(ugcinc.PostStatusResult{PostID: "b", Status: status}) },
				})
				var events []event
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
				for e, err := range api.client(t).Posts.Watch(t.Context(), []ugcinc.Post{post("b", "x", "scheduled")}, ugcinc.WaitOptions{}) {
					if err != nil {
						t.Fatal(err)
					}
					events = append(events, event{e.Post.ID, string(e.Before), string(e.Post.Status)})
				}
				if diff := cmp.Diff([]event{{"b", "scheduled", string(status)}}, events); diff != "" {
					t.Errorf("events (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// A list that leaves out every post that has ended does not keep a large fleet
// from ending in time.
func TestWaitAllFindsManyEndedPostsThatTheListLeavesOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(map[string]func(int, string) reply{
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

func TestWaitAllTakesTheEndedOneOfTwoRecordsOfAPost(t *testing.T) {
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
				api := newScript(map[string]func(int, string) reply{pathPosts: lists(shown)})
				var got []event
				for e, err := range api.client(t).Posts.Watch(t.Context(), []ugcinc.Post{post("a", "x", "scheduled")}, ugcinc.WaitOptions{}) {
					if err != nil {
						t.Fatal(err)
					}
					got = append(got, event{e.Post.ID, string(e.Before), string(e.Post.Status)})
				}
				if diff := cmp.Diff([]event{{"a", "scheduled", string(test.want)}}, got); diff != "" {
					t.Errorf("events (-want +got):\n%s", diff)
				}
			})
		})
	}
}
