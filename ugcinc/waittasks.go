package ugcinc

import (
	"context"

	"github.com/ugcinc/ugcinc-go/gen"
)

// WaitAll polls until each of these tasks is complete or failed, and returns
// them as they were last seen, in the order given; with an error as well. For
// tasks that are to run later set [WaitOptions].NotBefore: their ScheduledTime
// is not waited for by itself.
//
// Each poll is one list call for all accounts that have tasks left (one for
// each 1,000 of them, if they are more). Tasks that are complete or failed as
// given are not polled for.
//
// Where tasks failed the error is a [*TaskFailedError], after all have ended;
// a wait that ended before them is a [*WaitError]. A task that the first poll
// does not show is [ErrNotFound] at once, for no operation asks for a single
// task; one that a poll has shown must be missing from two polls in a row.
//
// Operation: POST /tasks.
func (s *TasksService) WaitAll(ctx context.Context, tasks []Task, opts WaitOptions) ([]Task, error) {
	opts, err := opts.withDefaults(ctx, gen.ListTasks.ID)
	if err != nil {
		return nil, err
	}
	w := &wait[Task]{operation: gen.ListTasks.ID, opts: opts}
	w.key = func(t *Task) (id, status string) { return t.ID, string(t.Status) }
	w.open = func(t *Task) bool { return notEnded(string(t.Status)) }
	account := func(t *Task) string { return t.AccountID }
	filter := func(accounts []string) ListTasksParams { return ListTasksParams{AccountIDs: accounts} }
	w.poll = func(ctx context.Context) ([]Task, error) {
		return pollList(ctx, s.core, &gen.ListTasks, w.accounts(account), filter, w.follows)
	}
	w.absent = w.forgotten
	if err := w.follow("tasks", tasks, account); err != nil {
		return nil, err
	}
	err = w.finish(ctx, failedTasks)
	return w.records(tasks), err
}
