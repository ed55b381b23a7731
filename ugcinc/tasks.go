package ugcinc

import (
	"context"
	"iter"

	"github.com/ugcinc/ugcinc-go/gen"
)

// List returns the tasks that match every filter. Without filters it returns all
// tasks of the organisation, in any order. It is not known whether the date
// bounds are inclusive, nor which column they filter. An EndDate before the
// StartDate is a [*ParamError]. After [ErrServer] or [ErrOutcomeUnknown], call
// again: it only reads.
//
// Operation: POST /tasks.
func (s *TasksService) List(ctx context.Context, params ListTasksParams, opts ...CallOption) ([]Task, error) {
	return list(ctx, s.core, &gen.ListTasks, params, opts)
}

// All is [TasksService.List] as a stream: one task at a time from the
// connection, in constant memory. An error is the last thing it yields.
//
// Operation: POST /tasks.
func (s *TasksService) All(ctx context.Context, params ListTasksParams, opts ...CallOption) iter.Seq2[Task, error] {
	return stream(ctx, s.core, &gen.ListTasks, params, opts)
}

// Retry schedules failed tasks to run again now.
//
// The call is not retried if its response is lost, and the error matches
// [ErrOutcomeUnknown]: read the tasks' status with [TasksService.List] first.
// Returns [ErrBadRequest] if a task is not failed, [ErrNotFound] if a task does
// not exist, and a [*ParamError] if TaskIDs or one of them is empty. After a lost
// response, ErrBadRequest may mean that the tasks are already scheduled.
//
// Operation: POST /tasks/retry. Documented after 1.0.9.
func (s *TasksService) Retry(ctx context.Context, params RetryTasksParams, opts ...CallOption) (*RetryTasksResult, error) {
	return object(ctx, s.core, &gen.RetryTasks, params, opts)
}

// Delete removes scheduled or failed tasks. This cannot be undone.
//
// The call is not retried if its response is lost, and the error matches
// [ErrOutcomeUnknown]: look for the tasks with [TasksService.List] first. Returns
// [ErrBadRequest] if a task has another status, [ErrNotFound] if a task does not
// exist, and a [*ParamError] if TaskIDs or one of them is empty. After a lost
// response, ErrNotFound may mean that the tasks are already removed.
//
// Operation: POST /tasks/delete. Documented after 1.0.9.
func (s *TasksService) Delete(ctx context.Context, params DeleteTasksParams, opts ...CallOption) (*DeleteTasksResult, error) {
	return object(ctx, s.core, &gen.DeleteTasks, params, opts)
}
