package ugcinc_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

func TestTasksWaitAllReturnsTheTasksAsTheyEnded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(responses{pathTasks: lists(
			[]ugcinc.Task{task("a", "x", "pending"), task("z", "x", "pending"), task("b", "y", "complete")},
			[]ugcinc.Task{task("z", "x", "pending")},
			[]ugcinc.Task{task("z", "x", "pending"), task("a", "x", "failed")},
		)})
		given := []ugcinc.Task{task("b", "y", "scheduled"), task("a", "x", "scheduled")}
		got, err := api.client(t).Tasks.WaitAll(t.Context(), given, ugcinc.WaitOptions{})
		failed, ok := errors.AsType[*ugcinc.TaskFailedError](err)
		if !ok || !errors.Is(err, ugcinc.ErrWorkFailed) {
			t.Fatalf("error %v, want a TaskFailedError", err)
		}
		if diff := cmp.Diff([]string{"a"}, failed.Failed); diff != "" {
			t.Errorf("failed (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]ugcinc.Task{task("b", "y", "complete"), task("a", "x", "failed")}, got); diff != "" {
			t.Errorf("tasks (-want +got):\n%s", diff)
		}
		asked := api.bodies(pathTasks)
		if diff := cmp.Diff([]string{`{"accountIds":["y","x"]}`, `{"accountIds":["x"]}`, `{"accountIds":["x"]}`}, asked); diff != "" {
			t.Errorf("list calls (-want +got):\n%s", diff)
		}
	})
}

func TestTasksWaitAllEndsIfTwoPollsDoNotShowATask(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(responses{pathTasks: lists([]ugcinc.Task{task("a", "x", "pending")}, []ugcinc.Task{})})
		got, err := api.client(t).Tasks.WaitAll(t.Context(), []ugcinc.Task{task("a", "x", "scheduled")}, ugcinc.WaitOptions{})
		if !errors.Is(err, ugcinc.ErrNotFound) {
			t.Errorf("error %v, want ErrNotFound", err)
		}
		if diff := cmp.Diff([]ugcinc.Task{task("a", "x", "pending")}, got); diff != "" {
			t.Errorf("tasks (-want +got):\n%s", diff)
		}
		if n := len(api.requests(pathTasks)); n != 3 {
			t.Errorf("%d polls, want 3", n)
		}
	})
}
