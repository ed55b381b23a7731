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

// deleting is an API that removes "gone" at once and starts to delete "a" and
// "b". /post/status gives these replies for each of them.
func deleting(replies ...reply) *script {
	asked := map[string]int{}
	return newScript(responses{
		pathDelete: func(int, string) reply {
			return data(ugcinc.DeletePostsResult{Deleted: 1, DeletedIDs: []string{"gone"}, Deleting: 2, DeletingIDs: []string{"a", "b"}})
		},
		pathStatus: perPost(func(id string) reply {
			asked[id]++
			return replies[min(asked[id], len(replies))-1]
		}),
	})
}

var deleteParams = ugcinc.DeletePostsParams{PostIDs: []string{"a", "gone", "b"}}

func TestDeleteAndWaitWaitsUntilPostsAreDeleted(t *testing.T) {
	t.Parallel()
	shows := func(status ugcinc.PostStatus) reply { return statuses(status)(1, "") }
	for name, test := range map[string]struct {
		replies []reply
		polls   int
	}{
		"deleted":              {[]reply{shows("deleting"), shows("deleted")}, 2},
		"gone":                 {[]reply{shows("deleting"), rejection(http.StatusNotFound)}, 2},
		"gone at once":         {[]reply{rejection(http.StatusNotFound)}, 1},
		"shown as it was":      {[]reply{shows("complete"), shows("deleting"), shows("deleted")}, 3},
		"as it was, then gone": {[]reply{shows("complete"), shows("complete"), rejection(http.StatusNotFound)}, 3},
		"after an outage":      {[]reply{{}, {}, shows("deleted")}, 5}, // a failed call ends its poll
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				api := deleting(test.replies...)
				polls := 0
				got, err := api.client(t).Posts.DeleteAndWait(t.Context(), deleteParams, ugcinc.WaitOptions{OnProgress: func(p ugcinc.Progress) { polls = p.Polls }})
				if err != nil {
					t.Fatal(err)
				}
				want := &ugcinc.DeletePostsResult{Deleted: 3, DeletedIDs: []string{"gone", "a", "b"}, DeletingIDs: []string{}}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("result (-want +got):\n%s", diff)
				}
				if n := len(api.requests(pathDelete)); n != 1 || polls != test.polls {
					t.Errorf("%d deletes and %d polls, want 1 and %d", n, polls, test.polls)
				}
			})
		})
	}
}

func TestDeleteAndWaitNamesWhatIsNotDeleted(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status ugcinc.PostStatus // of b, at last
		want   error
		text   string
	}{
		"still deleting": {"deleting", ugcinc.ErrMaxWait, "ugcinc: waiting with getPostStatus: MaxWait has passed; left: 1 (b); last seen: 1 deleted, 1 deleting"},
		"not deleted":    {"complete", ugcinc.ErrMaxWait, "ugcinc: waiting with getPostStatus: MaxWait has passed; left: 1 (b); last seen: 1 complete, 1 deleted"},
		"failed":         {"failed", ugcinc.ErrWorkFailed, "ugcinc: posts failed: 1 (b); last seen: 1 deleted, 1 failed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				api := deleting()
				api.responses[pathStatus] = perPost(func(id string) reply {
					return statuses(map[string]ugcinc.PostStatus{"a": "deleted", "b": test.status}[id])(1, "")
				})
				got, err := api.client(t).Posts.DeleteAndWait(t.Context(), deleteParams, ugcinc.WaitOptions{})
				if !errors.Is(err, test.want) || err.Error() != test.text {
					t.Errorf("error\n%v, want\n%s", err, test.text)
				}
				want := &ugcinc.DeletePostsResult{Deleted: 2, DeletedIDs: []string{"gone", "a"}, Deleting: 1, DeletingIDs: []string{"b"}}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("result (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestDeleteAndWaitDoesNotPollForWhatIsRemovedAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		want := ugcinc.DeletePostsResult{Deleted: 3, DeletedIDs: []string{"a", "gone", "b"}, DeletingIDs: []string{}}
		api := newScript(responses{pathDelete: replies(data(want))})
		got, err := api.client(t).Posts.DeleteAndWait(t.Context(), deleteParams, ugcinc.WaitOptions{})
		if diff := cmp.Diff(&want, got); err != nil || diff != "" {
			t.Errorf("error %v, result (-want +got):\n%s", err, diff)
		}
		if n := len(api.seen); n != 1 {
			t.Errorf("%d calls, want the delete alone", n)
		}
	})
}

// A count that the response lacks does not become negative.
func TestDeleteAndWaitWithoutCounts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := deleting(statuses("deleted")(1, ""))
		api.responses[pathDelete] = replies(data(map[string][]string{"deletingIds": {"a"}}))
		got, err := api.client(t).Posts.DeleteAndWait(t.Context(), deleteParams, ugcinc.WaitOptions{})
		want := &ugcinc.DeletePostsResult{Deleted: 1, DeletedIDs: []string{"a"}, DeletingIDs: []string{}}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("error %v, result (-want +got):\n%s", err, diff)
		}
	})
}

// There is nothing to wait for after a delete that failed or may have failed.
func TestDeleteAndWaitReturnsTheErrorOfTheCall(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		reply reply
		opts  ugcinc.WaitOptions
		want  func(error) bool
		calls int
	}{
		"lost response":   {reply{}, ugcinc.WaitOptions{}, func(err error) bool { return errors.Is(err, ugcinc.ErrOutcomeUnknown) }, 1},
		"not found":       {rejection(http.StatusNotFound), ugcinc.WaitOptions{}, func(err error) bool { return errors.Is(err, ugcinc.ErrNotFound) }, 1},
		"invalid options": {reply{}, ugcinc.WaitOptions{MaxWait: -1}, func(err error) bool { return errors.As(err, new(*ugcinc.ParamError)) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				api := newScript(responses{pathDelete: replies(test.reply)})
				got, err := api.client(t).Posts.DeleteAndWait(t.Context(), deleteParams, test.opts)
				if got != nil || !test.want(err) || errors.As(err, new(*ugcinc.WaitError)) {
					t.Errorf("%v, %v, want the call's own error", got, err)
				}
				if len(api.seen) != test.calls || time.Since(api.start) != 0 {
					t.Errorf("%d calls in %v, want %d", len(api.seen), time.Since(api.start), test.calls)
				}
			})
		})
	}
}

func TestDeleteAndWaitPassesItsCallOptionsToTheCall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var resp *http.Response
		api := deleting(statuses("deleted")(1, ""))
		if _, err := api.client(t).Posts.DeleteAndWait(t.Context(), deleteParams, ugcinc.WaitOptions{}, ugcinc.WithResponseInto(&resp)); err != nil {
			t.Fatal(err)
		}
		if resp == nil || resp.StatusCode != http.StatusOK {
			t.Errorf("response %v, want the one of the delete", resp)
		}
	})
}
