package ugcinc_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// course is the status of a post in each poll; it is empty if the poll does not
// show the post.
type course []ugcinc.PostStatus

// drawCourse draws statuses in any order, then one that ends the post. Single
// polls do not show the post, but the first one does.
func drawCourse(t *rapid.T) course {
	var c course
	for range rapid.IntRange(0, 6).Draw(t, "polls") {
		if n := len(c); n > 0 && c[n-1] != "" && rapid.Bool().Draw(t, "forgotten") {
			c = append(c, "")
			continue
		}
		c = append(c, rapid.SampledFrom([]ugcinc.PostStatus{"scheduled", "pending", "retrying", "paused"}).Draw(t, "status"))
	}
	return append(c, rapid.SampledFrom([]ugcinc.PostStatus{"complete", "failed"}).Draw(t, "end"))
}

func (c course) at(poll int) ugcinc.PostStatus { return c[min(poll, len(c)-1)] }

// events returns the changes in the course.
func (c course) events(id string) []event {
	var events []event
	before := ugcinc.PostStatusScheduled
	for _, status := range c {
		if status != "" && status != before {
			events = append(events, event{id, string(before), string(status)})
			before = status
		}
	}
	return events
}

func TestWatchAndWaitAllSeeAnyCourseThrough(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		courses := rapid.SliceOfN(rapid.Custom(drawCourse), 1, 8).Draw(rt, "courses")
		// rapid cannot fail a test inside a bubble.
		var failures []string
		synctest.Test(t, func(t *testing.T) { failures = follow(t, courses) })
		if failures != nil {
			rt.Fatal(failures)
		}
	})
}

// follow watches posts with these courses, then waits for them with WaitAll, and
// returns the differences.
func follow(t *testing.T, courses []course) (failures []string) {
	t.Helper()
	var given, ended []ugcinc.Post
	var failed []string
	want := map[string][]event{}
	polls := 0
	for i, c := range courses {
		id := fmt.Sprintf("post_%d", i)
		given, ended = append(given, post(id, "x", "scheduled")), append(ended, post(id, "x", c.at(len(c))))
		if c.at(len(c)) == ugcinc.PostStatusFailed {
			failed = append(failed, id)
		}
		want[id] = c.events(id)
		polls = max(polls, len(c))
	}
	api := newScript(responses{
		pathPosts: func(n int, _ string) reply {
			shown := []ugcinc.Post{}
			for i, c := range courses {
				// The second wait starts the courses again.
				if status := c.at((n - 1) % polls); status != "" {
					shown = append(shown, post(given[i].ID, "x", status))
				}
			}
			return data(shown)
		},
		pathStatus: replies(rejection(http.StatusNotFound)),
	})
	client := api.client(t)
	check := func(what, diff string) {
		if diff != "" {
			failures = append(failures, what+" (-want +got):\n"+diff)
		}
	}

	got := map[string][]event{}
	for e, err := range client.Posts.Watch(t.Context(), given, ugcinc.WaitOptions{}) {
		if err != nil {
			return []string{err.Error()}
		}
		got[e.Post.ID] = append(got[e.Post.ID], event{e.Post.ID, string(e.Before), string(e.Post.Status)})
	}
	check("events", cmp.Diff(want, got))

	posts, err := client.Posts.WaitAll(t.Context(), given, ugcinc.WaitOptions{})
	var reported []string
	if end, ok := errors.AsType[*ugcinc.PostFailedError](err); ok {
		reported = end.Failed
	} else if err != nil {
		return []string{err.Error()}
	}
	check("posts", cmp.Diff(ended, posts))
	check("failed", cmp.Diff(failed, reported))
	check("list calls of both", cmp.Diff(2*polls, len(api.requests(pathPosts))))
	return failures
}
