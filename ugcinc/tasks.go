package ugcinc

import (
	"context"
	"iter"

	"github.com/ugcinc/ugcinc-go/gen"
)

// List returns the tasks that match every filter given; without a filter, all
// tasks of the key's organisation, in no promised order. It is not known
// whether the date bounds are inclusive, nor which column they filter.
//
// Operation: POST /tasks.
func (s *TasksService) List(ctx context.Context, params ListTasksParams, opts ...CallOption) ([]Task, error) {
	return list(ctx, s.core, &gen.ListTasks, params, opts)
}

// All is [TasksService.List] as a stream, one task at a time from the
// connection.
//
// Operation: POST /tasks.
func (s *TasksService) All(ctx context.Context, params ListTasksParams, opts ...CallOption) iter.Seq2[Task, error] {
	return stream(ctx, s.core, &gen.ListTasks, params, opts)
}
