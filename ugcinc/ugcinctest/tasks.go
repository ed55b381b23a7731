package ugcinctest

import (
	"context"
	"math"
	"net/http"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/internal/fakeapi"
	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// AddTask adds a task to the fleet and returns a copy of it. It fills in what is
// empty: ID, Type (warm-up scrolling), Status (scheduled if ScheduledTime is in
// the future, else complete) and CreatedAt (now). A scheduled task starts at its
// ScheduledTime. A pending task ends after its Duration, or after
// [WithProcessingTime] if it has none.
func (s *Server) AddTask(t ugcinc.Task) ugcinc.Task {
	now, leave := s.fleet.enter()
	defer leave()
	t = clone(t)
	if t.Type == "" {
		t.Type = gen.TaskTypeWarmupScroll
	}
	if t.Status == "" {
		t.Status = gen.TaskStatusComplete
		if t.ScheduledTime != nil && t.ScheduledTime.After(now) {
			t.Status = gen.TaskStatusScheduled
		}
	}
	if t.CreatedAt.IsZero() {
		t.CreatedAt = now
	}
	return clone(s.fleet.addTask(t))
}

// Tasks returns a copy of every task, in the order they were added.
func (s *Server) Tasks() []ugcinc.Task {
	_, leave := s.fleet.enter()
	defer leave()
	tasks := make([]ugcinc.Task, 0, len(s.fleet.tasks.rows))
	for _, t := range s.fleet.tasks.rows {
		tasks = append(tasks, clone(*t))
	}
	return tasks
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
		f.startTask(kept, f.clock.Now())
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

// ListTasks handles POST /tasks. The dates are compared with the time that a task
// is scheduled for, or with its creation if it has none.
func (f *fleet) ListTasks(_ context.Context, request fakeapi.ListTasksRequestObject) (fakeapi.ListTasksResponseObject, error) {
	params := request.Body
	in, err := newPeriod(params.StartDate, params.EndDate)
	if err != nil {
		return nil, err
	}
	_, leave := f.enter()
	defer leave()
	wanted := among(params.AccountIDs)
	found := []gen.Task{}
	for _, t := range f.tasks.rows {
		at := t.CreatedAt
		if t.ScheduledTime != nil {
			at = *t.ScheduledTime
		}
		if wanted(t.AccountID) && in.contains(at) && (params.TaskType == nil || *params.TaskType == t.Type) {
			found = append(found, *t)
		}
	}
	return fakeapi.ListTasks200JSONResponse{Ok: new(true), Code: http.StatusOK, Message: success(), Data: found}, nil
}

// GetAccountStatus handles POST /accounts/status. A task has ended when it is
// complete or failed.
func (f *fleet) GetAccountStatus(_ context.Context, request fakeapi.GetAccountStatusRequestObject) (fakeapi.GetAccountStatusResponseObject, error) {
	_, leave := f.enter()
	defer leave()
	params := request.Body
	ended := params.IncludeCompleted != nil && *params.IncludeCompleted
	wanted := among(params.AccountIDs)
	found := []gen.AccountTask{}
	for _, t := range f.tasks.rows {
		over := t.Status == gen.TaskStatusComplete || t.Status == gen.TaskStatusFailed
		if !wanted(t.AccountID) || over && !ended {
			continue
		}
		found = append(found, gen.AccountTask{
			ID:              t.ID,
			AccountID:       t.AccountID,
			Type:            t.Type,
			Status:          t.Status,
			ScheduledTime:   t.ScheduledTime,
			EditProfileInfo: t.EditProfileInfo,
			CreatedAt:       t.CreatedAt,
		})
	}
	return fakeapi.GetAccountStatus200JSONResponse{Ok: new(true), Code: http.StatusOK, Message: success(), Data: found}, nil
}
