package ugcinctest

import (
	"math"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/ugcinc"
)

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
	if t.CreatedAt.IsZero() {
		t.CreatedAt = s.fleet.now
	}
	return convert[ugcinc.Task](s.fleet.addTask(t))
}

// Tasks returns a copy of every task, in the order in which they were added.
func (s *Server) Tasks() []ugcinc.Task {
	defer s.fleet.acquire()()
	return convert[[]ugcinc.Task](s.fleet.tasks.rows)
}

func (f *fleet) addTask(t gen.Task) gen.Task {
	if t.ID == "" {
		t.ID = f.ids.id("task")
	}
	kept := &t
	f.tasks.put(t.ID, kept)
	switch {
	case t.Status == gen.TaskStatusScheduled && t.ScheduledTime != nil:
		f.agenda.add(*t.ScheduledTime, func(at time.Time) { f.startTask(kept, at) })
	case t.Status == gen.TaskStatusPending:
		f.startTask(kept, f.now)
	}
	return *kept
}

func (f *fleet) startTask(t *gen.Task, at time.Time) {
	t.Status = gen.TaskStatusPending
	takes := f.processing
	if t.Duration != nil {
		takes = time.Duration(min(*t.Duration, int64(math.MaxInt64/time.Second))) * time.Second
	}
	f.agenda.add(at.Add(takes), func(time.Time) {
		t.Status = gen.TaskStatusComplete
		if t.EditProfileInfo != nil {
			f.editProfile(t.AccountID, *t.EditProfileInfo)
		}
	})
}

// ListTasks implements fakeapi.Server. The dates filter by the time that a task
// is scheduled for, or by its creation if it has none.
func (f *fleet) ListTasks(p *gen.ListTasksParams) ([]gen.Task, error) {
	in, err := takePeriod(&p.StartDate, &p.EndDate)
	if err != nil {
		return nil, err
	}
	wanted, taskType := among(take(&p.AccountIDs)), take(&p.TaskType)
	found := []gen.Task{}
	for _, t := range f.tasks.rows {
		at := t.CreatedAt
		if t.ScheduledTime != nil {
			at = *t.ScheduledTime
		}
		if wanted(t.AccountID) && in.contains(at) && (taskType == nil || *taskType == t.Type) {
			found = append(found, *t)
		}
	}
	return found, nil
}

// GetAccountStatus implements fakeapi.Server. A task has ended when it is
// complete or failed.
func (f *fleet) GetAccountStatus(p *gen.AccountStatusParams) ([]gen.AccountTask, error) {
	wanted, includeCompleted := among(take(&p.AccountIDs)), take(&p.IncludeCompleted)
	all := includeCompleted != nil && *includeCompleted
	found := []gen.AccountTask{}
	for _, t := range f.tasks.rows {
		ended := t.Status == gen.TaskStatusComplete || t.Status == gen.TaskStatusFailed
		if !wanted(t.AccountID) || ended && !all {
			continue
		}
		found = append(found, convert[gen.AccountTask](t))
	}
	return found, nil
}
