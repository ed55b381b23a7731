package ugcinctest

import (
	"math"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// task is a task with its planned step.
type task struct {
	gen.Task
	job
}

func (t *task) state() (id, status string) { return t.ID, string(t.Status) }

// ended reports whether the task will not run any more.
func (t *task) ended() bool {
	return t.Status == gen.TaskStatusComplete || t.Status == gen.TaskStatusFailed || t.Status == gen.TaskStatusDeleted
}

// AddTask adds a task to the fleet and returns a copy of it. It fills in empty
// fields: ID, Type (warm-up scrolling), Status (scheduled if ScheduledTime is in
// the future, else complete) and CreatedAt (now). A scheduled task starts at its
// ScheduledTime. A pending task ends after its Duration, or after
// [WithProcessingTime] if it has none. A task with the same ID is replaced.
func (s *Server) AddTask(t ugcinc.Task) ugcinc.Task {
	defer s.fleet.acquire()()
	t = convert[gen.Task](t)
	if t.Type == "" {
		t.Type = gen.TaskTypeWarmupScroll
	}
	if t.Status == "" {
		t.Status = gen.TaskStatusComplete
		if t.ScheduledTime != nil && t.ScheduledTime.After(s.fleet.now) {
			t.Status = gen.TaskStatusScheduled
		}
	}
	return convert[ugcinc.Task](s.fleet.addTask(t))
}

// Tasks returns a copy of every task, in the order in which they were added.
func (s *Server) Tasks() []ugcinc.Task {
	defer s.fleet.acquire()()
	return convert[[]ugcinc.Task](s.fleet.tasks.rows)
}

func (f *fleet) addTask(t gen.Task) *task {
	f.complete("task", &t.ID, &t.CreatedAt)
	kept := &task{Task: t}
	f.tasks.put(kept)
	f.enterTask(kept, t.Status, f.now)
	return kept
}

// enterTask gives the task a status at a time, and plans what follows.
func (f *fleet) enterTask(t *task, status gen.TaskStatus, at time.Time) {
	t.Status = status
	t.cancel()
	switch {
	case status == gen.TaskStatusScheduled && t.ScheduledTime != nil:
		f.agenda.plan(&t.job, later(*t.ScheduledTime, at.Add(1)), func(at time.Time) { f.enterTask(t, gen.TaskStatusPending, at) })
	case status == gen.TaskStatusPending || status == gen.TaskStatusRetrying:
		takes := f.processing
		if t.Duration != nil {
			takes = time.Duration(min(*t.Duration, int64(math.MaxInt64/time.Second))) * time.Second
		}
		f.agenda.plan(&t.job, at.Add(takes), func(at time.Time) {
			f.enterTask(t, gen.TaskStatusComplete, at)
			if t.EditProfileInfo != nil {
				f.editProfile(t.AccountID, *t.EditProfileInfo)
			}
		})
	}
}

// runTask schedules the task for now. It starts when the clock next moves.
func (f *fleet) runTask(t *task) {
	t.ScheduledTime = new(f.now)
	f.enterTask(t, gen.TaskStatusScheduled, f.now)
}

// ListTasks implements fakeapi.Server. The dates filter by the time that a task
// is scheduled for, or by its creation if it has none.
func (f *fleet) ListTasks(p *gen.ListTasksParams) ([]gen.Task, error) {
	in, wanted, taskType := period{take(&p.StartDate), take(&p.EndDate)}, among(take(&p.AccountIDs)), take(&p.TaskType)
	found := []gen.Task{}
	for _, t := range f.tasks.rows {
		at := t.CreatedAt
		if t.ScheduledTime != nil {
			at = *t.ScheduledTime
		}
		if wanted(t.AccountID) && in.contains(at) && (taskType == nil || *taskType == t.Type) {
			found = append(found, t.Task)
		}
	}
	return found, nil
}

func (f *fleet) GetAccountStatus(p *gen.AccountStatusParams) ([]gen.AccountTask, error) {
	wanted, all := among(take(&p.AccountIDs)), isTrue(take(&p.IncludeCompleted))
	found := []gen.AccountTask{}
	for _, t := range f.tasks.rows {
		if wanted(t.AccountID) && (all || !t.ended()) {
			found = append(found, convert[gen.AccountTask](t))
		}
	}
	return found, nil
}

func (f *fleet) RetryTasks(p *gen.RetryTasksParams) (gen.RetryTasksResult, error) {
	tasks, ids, err := choose(&f.tasks, take(&p.TaskIDs), gen.TaskStatusFailed)
	for _, t := range tasks {
		f.runTask(t)
	}
	return gen.RetryTasksResult{Retried: int64(len(ids)), IDs: ids}, err
}

func (f *fleet) DeleteTasks(p *gen.DeleteTasksParams) (gen.DeleteTasksResult, error) {
	tasks, ids, err := choose(&f.tasks, take(&p.TaskIDs), gen.TaskStatusScheduled, gen.TaskStatusFailed)
	for _, t := range tasks {
		f.tasks.remove(t)
	}
	return gen.DeleteTasksResult{Deleted: int64(len(ids)), IDs: ids}, err
}
