package ugcinctest_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

func TestTaskMovesWithTheClock(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	task := s.AddTask(ugcinc.Task{
		AccountID: "acc_1", ScheduledTime: new(s.Clock().Now().Add(time.Hour)), Duration: new(int64(600)),
	})
	want := ugcinc.Task{
		ID: task.ID, AccountID: "acc_1", Type: ugcinc.TaskTypeWarmupScroll, Status: ugcinc.TaskStatusScheduled,
		ScheduledTime: new(s.Clock().Now().Add(time.Hour)), Duration: new(int64(600)), CreatedAt: s.Clock().Now(),
	}
	if diff := cmp.Diff(want, task); diff != "" {
		t.Errorf("added task (-want +got):\n%s", diff)
	}
	for _, step := range []struct {
		advance time.Duration
		want    ugcinc.TaskStatus
	}{
		{time.Hour - 1, ugcinc.TaskStatusScheduled},
		{1, ugcinc.TaskStatusPending},
		{10*time.Minute - 1, ugcinc.TaskStatusPending},
		{1, ugcinc.TaskStatusComplete},
	} {
		s.Clock().Advance(step.advance)
		if got := s.Tasks()[0].Status; got != step.want {
			t.Errorf("at %v: %s, want %s", s.Clock().Now(), got, step.want)
		}
	}
}

func TestListTasksFilters(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	at := func(day int) time.Time { return time.Date(2026, 1, day, 12, 0, 0, 0, time.UTC) }
	s.AddTask(ugcinc.Task{ID: "task_1", AccountID: "acc_1", CreatedAt: at(1), ScheduledTime: new(at(3))})
	s.AddTask(ugcinc.Task{ID: "task_2", AccountID: "acc_1", CreatedAt: at(2), Type: ugcinc.TaskTypeUpdatePosts})
	s.AddTask(ugcinc.Task{ID: "task_3", AccountID: "acc_2", CreatedAt: at(4)})
	client := s.Client()
	for name, test := range map[string]struct {
		params ugcinc.ListTasksParams
		want   []string
	}{
		"no filter":     {ugcinc.ListTasksParams{}, []string{"task_1", "task_2", "task_3"}},
		"account":       {ugcinc.ListTasksParams{AccountIDs: []string{"acc_1"}}, []string{"task_1", "task_2"}},
		"type":          {ugcinc.ListTasksParams{TaskType: new(ugcinc.TaskTypeUpdatePosts)}, []string{"task_2"}},
		"from the 3rd":  {ugcinc.ListTasksParams{StartDate: new(at(3))}, []string{"task_1", "task_3"}},
		"until the 3rd": {ugcinc.ListTasksParams{EndDate: new(at(3))}, []string{"task_1", "task_2"}},
	} {
		tasks, err := client.Tasks.List(t.Context(), test.params)
		if err != nil {
			t.Fatal(err)
		}
		got := []string{}
		for _, task := range tasks {
			got = append(got, task.ID)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestTaskOfCenturiesDoesNotEnd(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t, ugcinctest.InMemory())
	s.AddTask(ugcinc.Task{Status: ugcinc.TaskStatusPending, Duration: new(int64(math.MaxInt64))})
	s.Clock().Advance(365 * 24 * time.Hour)
	if status := s.Tasks()[0].Status; status != ugcinc.TaskStatusPending {
		t.Errorf("after a year the task is %s", status)
	}
}
