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
