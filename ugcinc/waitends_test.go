package ugcinc_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// ending is an API whose posts and tasks "a" and "b" have these statuses, one per
// poll.
func ending(statuses ...string) *script {
	at := func(n int) string { return statuses[min(n, len(statuses))-1] }
	asked := map[string]int{}
	return newScript(responses{
		pathPosts: func(n int, _ string) reply {
			return data([]ugcinc.Post{post("a", "x", ugcinc.PostStatus(at(n))), post("b", "x", ugcinc.PostStatus(at(n)))})
		},
		pathTasks: func(n int, _ string) reply {
			return data([]ugcinc.Task{task("a", "x", ugcinc.TaskStatus(at(n))), task("b", "x", ugcinc.TaskStatus(at(n)))})
		},
		pathStatus: perPost(func(id string) reply {
			asked[id]++
			return data(ugcinc.PostStatusResult{PostID: id, Status: ugcinc.PostStatus(at(asked[id]))})
		}),
	})
}

func TestWaitersGoOnWhileWorkIsRetriedOrDeleted(t *testing.T) {
	t.Parallel()
	for name, wait := range waits {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				api := ending("pending", "retrying", "deleting", "complete")
				counts, polls := map[string]bool{}, 0
				err := wait(t, api.client(t), ugcinc.WaitOptions{OnProgress: func(p ugcinc.Progress) {
					polls = p.Polls
					for status := range p.Counts {
						counts[status] = true
					}
					if p.Unknown != nil {
						t.Errorf("unknown statuses %q, want none", p.Unknown)
					}
				}})
				if err != nil || polls != 4 {
					t.Errorf("error %v after %d polls, want none after 4", err, polls)
				}
				if want := map[string]bool{"pending": true, "retrying": true, "deleting": true, "complete": true}; cmp.Diff(want, counts) != "" {
					t.Errorf("counted %v, want %v", counts, want)
				}
			})
		})
	}
}

func TestWaitersEndForDeletedWork(t *testing.T) {
	t.Parallel()
	for name, wait := range waits {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				api := ending("pending", "deleting", "deleted")
				err := wait(t, api.client(t), ugcinc.WaitOptions{})
				if name == "Posts.Watch" { // which yields an event for it, not an error
					if err != nil {
						t.Error(err)
					}
					return
				}
				var failed, deleted []string
				if posts, ok := errors.AsType[*ugcinc.PostFailedError](err); ok {
					failed, deleted = posts.Failed, posts.Deleted
				} else if tasks, ok := errors.AsType[*ugcinc.TaskFailedError](err); ok {
					failed, deleted = tasks.Failed, tasks.Deleted
				}
				if !errors.Is(err, ugcinc.ErrWorkFailed) || failed != nil || len(deleted) == 0 || deleted[0] != "a" {
					t.Errorf("error %v, want one that names what was deleted", err)
				}
				if !strings.Contains(err.Error(), "s deleted: ") || strings.Contains(err.Error(), "failed") {
					t.Errorf("text %q, want one that says deleted", err)
				}
			})
		})
	}
}

func TestWaitAllTellsFailedPostsFromDeletedOnes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(responses{pathPosts: lists(
			[]ugcinc.Post{post("a", "x", "failed"), post("b", "x", "deleted"), post("c", "x", "deleted"), post("c", "x", "complete")},
		)})
		given := []ugcinc.Post{post("a", "x", "pending"), post("b", "x", "pending"), post("c", "x", "pending"), post("d", "x", "deleted")}
		got, err := api.client(t).Posts.WaitAll(t.Context(), given, ugcinc.WaitOptions{})
		failed, ok := errors.AsType[*ugcinc.PostFailedError](err)
		if !ok {
			t.Fatalf("error %v, want a PostFailedError", err)
		}
		if diff := cmp.Diff([]string{"a"}, failed.Failed); diff != "" {
			t.Errorf("failed (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"b", "c", "d"}, failed.Deleted); diff != "" {
			t.Errorf("deleted (-want +got):\n%s", diff)
		}
		want := "ugcinc: posts failed: 1 (a), deleted: 3 (b, c, d); last seen: 3 deleted, 1 failed"
		if err.Error() != want {
			t.Errorf("text\n%v, want\n%s", err, want)
		}
		if got[1].Status != "deleted" {
			t.Errorf("status %s of the deleted post", got[1].Status)
		}
	})
}

// If the API does not show a post that was deleting, it is deleted, not lost.
func TestWaitAllTakesADeletingPostThatIsGoneAsDeleted(t *testing.T) {
	t.Parallel()
	for name, given := range map[string][]ugcinc.Post{
		"by account": {post("a", "x", "pending"), post("b", "x", "pending")},
		"by id":      {{ID: "a"}, {ID: "b"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				gone, asked := rejection(404), map[string]int{}
				api := newScript(responses{
					pathPosts: lists([]ugcinc.Post{post("a", "x", "deleting"), post("b", "x", "deleting")}, []ugcinc.Post{}),
					pathStatus: perPost(func(id string) reply {
						if asked[id]++; asked[id] == 1 && given[0].AccountID == "" {
							return data(ugcinc.PostStatusResult{PostID: id, Status: "deleting"})
						}
						return gone
					}),
				})
				got, err := api.client(t).Posts.WaitAll(t.Context(), given, ugcinc.WaitOptions{})
				failed, ok := errors.AsType[*ugcinc.PostFailedError](err)
				if !ok {
					t.Fatalf("error %v, want a PostFailedError", err)
				}
				if diff := cmp.Diff([]string{"a", "b"}, failed.Deleted); diff != "" {
					t.Errorf("deleted (-want +got):\n%s", diff)
				}
				if got[0].Status != "deleted" || time.Since(api.start) != 2*time.Second {
					t.Errorf("status %s after %v, want deleted in the second poll", got[0].Status, time.Since(api.start))
				}
			})
		})
	}
}

func TestWaitersEndAtOnceForADraft(t *testing.T) {
	t.Parallel()
	for name, wait := range waits {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				api := ending("draft")
				reported := 0
				err := wait(t, api.client(t), ugcinc.WaitOptions{OnProgress: func(ugcinc.Progress) { reported++ }})
				end, ok := errors.AsType[*ugcinc.WaitError](err)
				if !ok || !strings.Contains(err.Error(), "a draft is not scheduled, so it does not end (a)") {
					t.Fatalf("error %v, want a WaitError that says that a is a draft", err)
				}
				if end.Last.Counts["draft"] == 0 || end.Last.Polls != 1 || reported != 0 || time.Since(api.start) != 0 {
					t.Errorf("%+v after %v and %d reports, want the end with the first poll", end.Last, time.Since(api.start), reported)
				}
			})
		})
	}
}

// A post that is given as a draft needs no poll, and no NotBefore.
func TestWaitAllDoesNotPollForAGivenDraft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(nil)
		given := []ugcinc.Post{post("a", "x", "pending"), {ID: "b", Status: "draft"}}
		opts := ugcinc.WaitOptions{NotBefore: api.start.Add(time.Hour)}
		got, err := api.client(t).Posts.WaitAll(t.Context(), given, opts)
		want := "ugcinc: waiting with listPosts: a draft is not scheduled, so it does not end (b); left: 2 (a, b); last seen: 1 draft, 1 pending"
		if err == nil || err.Error() != want {
			t.Errorf("text\n%v, want\n%s", err, want)
		}
		if diff := cmp.Diff(given, got); diff != "" {
			t.Errorf("posts (-want +got):\n%s", diff)
		}
		if time.Since(api.start) != 0 || len(api.seen) != 0 {
			t.Errorf("%d calls in %v, want none", len(api.seen), time.Since(api.start))
		}
	})
}

func TestWaitIdleDoesNotWaitForDraftsAndDeletedTasks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		shown := []ugcinc.AccountTask{accountTask("a", "x", "draft", nil), accountTask("b", "x", "deleted", nil)}
		api := newScript(responses{pathAccountStatus: lists(shown)})
		got, err := api.client(t).Accounts.WaitIdle(t.Context(), nil, ugcinc.WaitOptions{})
		if err != nil || len(got) != 0 || time.Since(api.start) != 0 {
			t.Errorf("%v, %v after %v, want nothing to wait for", got, err, time.Since(api.start))
		}
	})
}
