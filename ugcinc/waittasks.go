package ugcinc

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
)

// WaitAll polls until each of these tasks is complete, failed or deleted, and
// returns their last known state in the order given, also with an error. For
// tasks that run later set [WaitOptions].NotBefore: the wait does not read their
// ScheduledTime.
//
// A poll is one list call for all accounts that have tasks left (one per 1,000
// accounts). Tasks that are given as ended are not polled.
//
// If tasks failed or were deleted, the error is a [*TaskFailedError], once all
// have ended. If the wait ended before them, it is a [*WaitError]; see
// [WaitOptions].
//
// Operation: POST /tasks.
func (s *TasksService) WaitAll(ctx context.Context, tasks []Task, opts WaitOptions) ([]Task, error) {
	w, err := newWait[Task](ctx, s.core, gen.ListTasks.ID, opts)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(tasks, func(t Task) bool { return t.ID == "" || t.AccountID == "" }) {
		return nil, &ParamError{Operation: gen.ListTasks.ID, Field: "tasks", Reason: "each must have its id and its account_id"}
	}
	w.follow(tasks...)
	err = w.finish(ctx, s.poll, tasksFailed)
	return w.records(tasks), err
}

func (s *TasksService) poll(ctx context.Context, w *wait[Task]) error {
	filter := func(accounts []string) ListTasksParams { return ListTasksParams{AccountIDs: accounts} }
	found, err := readLists(ctx, w, &gen.ListTasks, w.accounts(), filter, w.follows)
	if w.show(found...); err != nil {
		return err
	}
	return w.findLost()
}

// WaitIdle polls until these accounts have no task that runs or is due: none is
// pending, and none is scheduled for now. A task is due if it has no
// ScheduledTime or if that has passed, by the clock of this computer, whether it
// is scheduled, retrying, deleting or has a status that the API document does not
// know. A task that becomes due during the wait is waited for as well.
//
// Nil accountIDs mean all accounts of the key's organisation; with an empty list
// there is nothing to wait for. WaitIdle returns the last known state of the
// tasks that it waited for, also with an error; tasks that ended before the first
// poll are not among them.
//
// If tasks failed or were deleted, the error is a [*TaskFailedError], once all
// have ended. If the wait ended before them, it is a [*WaitError]; see
// [WaitOptions].
//
// Operation: POST /accounts/status, once per poll (and per 1,000 accounts).
func (s *AccountsService) WaitIdle(ctx context.Context, accountIDs []string, opts WaitOptions) ([]AccountTask, error) {
	w, err := newWait[AccountTask](ctx, s.core, gen.GetAccountStatus.ID, opts)
	if err != nil {
		return nil, err
	}
	w.open = due
	w.searching = accountIDs == nil || len(accountIDs) > 0
	err = w.finish(ctx, func(ctx context.Context, w *wait[AccountTask]) error {
		// There may be many ended tasks. They matter only if a task that the wait
		// follows may be among them.
		filter := func(accounts []string) AccountStatusParams {
			return AccountStatusParams{AccountIDs: accounts, IncludeCompleted: new(len(w.items) > 0)}
		}
		found, err := readLists(ctx, w, &gen.GetAccountStatus, accountIDs, filter, func(t *AccountTask) bool {
			return w.follows(t) || due(t)
		})
		w.searching = err != nil // an account that was not read may have more
		if w.show(found...); err != nil {
			return err
		}
		return w.findLost()
	}, tasksFailed)
	tasks := make([]AccountTask, 0, len(w.items))
	for _, it := range w.items {
		tasks = append(tasks, it.record)
	}
	return tasks, err
}

// due reports whether a task runs or should run by now.
func due(t *AccountTask) bool {
	return unended(t) && t.Status != TaskStatusDraft &&
		(t.Status == TaskStatusPending || t.ScheduledTime == nil || !t.ScheduledTime.After(time.Now()))
}

// UpdateSocialAndWait calls [AccountsService.UpdateSocial], waits until the edit
// is complete, failed or deleted, and returns the last known state of its task;
// nil if no poll has shown it. NotBefore delays the polls, not the update.
//
// The API does not name the task that an update creates. So the account's tasks
// are read before the update, and the first new task that edits the same fields
// is taken as the edit: the nickname and the bio must be equal, the address of
// an avatar may differ, since the API may keep its own copy. The cooldowns keep
// two such edits apart.
//
// If the first read or the update fails, its error is returned: nothing has been
// queued. If the outcome of the update is unknown, the wait looks for its task
// during MaxWait, as after a success; if it does not find the task, the error
// matches [ErrOutcomeUnknown] too. It does not wait after a redirect, since the
// reads would be redirected as well.
//
// If the edit failed or was deleted, the error is a [*TaskFailedError]. If the
// wait ended before the edit did, it is a [*WaitError]; see [WaitOptions].
//
// Operations: POST /accounts/update-social, and POST /accounts/status before it
// and once per poll.
func (s *AccountsService) UpdateSocialAndWait(ctx context.Context, params UpdateAccountSocialParams, opts WaitOptions) (*AccountTask, error) {
	if field, reason := params.Check(); reason != "" {
		return nil, &ParamError{Operation: gen.UpdateAccountSocial.ID, Field: field, Reason: reason}
	}
	w, err := newWait[AccountTask](ctx, s.core, gen.GetAccountStatus.ID, opts)
	if err != nil {
		return nil, err
	}
	all := AccountStatusParams{AccountIDs: []string{params.AccountID}, IncludeCompleted: new(true)}
	before := map[string]bool{}
	tasks, err := s.Status(ctx, all)
	if err != nil {
		return nil, err
	}
	for _, t := range tasks {
		before[t.ID] = true
	}
	_, unknown := s.UpdateSocial(ctx, params)
	if unknown != nil && (!errors.Is(unknown, ErrOutcomeUnknown) || errors.Is(unknown, ErrRedirect)) {
		return nil, unknown
	}
	w.searching = true
	err = w.finish(ctx, func(ctx context.Context, w *wait[AccountTask]) error {
		filter := func([]string) AccountStatusParams { return all }
		found, err := readLists(ctx, w, &gen.GetAccountStatus, all.AccountIDs, filter, func(t *AccountTask) bool {
			return w.follows(t) || w.searching && !before[t.ID] && edits(t, &params)
		})
		if err != nil {
			return err
		}
		if len(found) > 0 {
			w.searching = false
			first := slices.MinFunc(found, func(a, b AccountTask) int { return a.CreatedAt.Compare(b.CreatedAt) })
			w.show(slices.DeleteFunc(found, func(t AccountTask) bool { return t.ID != first.ID })...)
		}
		return w.findLost()
	}, tasksFailed)
	if len(w.items) > 0 {
		return &w.items[0].record, err
	}
	if end, ok := errors.AsType[*WaitError](err); ok && unknown != nil {
		end.causes = append(end.causes, unknown)
	}
	return nil, err
}

// edits reports whether a task is the edit that these parameters ask for. An
// empty text counts as none: it is not known how the API shows an unset field.
func edits(t *AccountTask, params *UpdateAccountSocialParams) bool {
	text := func(s *string) string { return *cmp.Or(s, new("")) }
	edit := t.EditProfileInfo
	return t.Type == TaskTypeEditProfile && edit != nil &&
		text(edit.NickName) == text(params.NickName) &&
		text(edit.Bio) == text(params.Bio) &&
		(text(edit.AvatarURL) == "") == (text(params.AvatarURL) == "")
}
