package ugcinc

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
)

// WaitAll polls until each of these tasks is complete or failed, and returns
// their last known state in the order given, also with an error. For tasks that
// run later set [WaitOptions].NotBefore: the wait does not read their
// ScheduledTime.
//
// A poll is one list call for all accounts that have tasks left (one per 1,000
// accounts). Tasks that are given as complete or failed are not polled.
//
// If tasks failed, the error is a [*TaskFailedError], once all have ended; if
// the wait ended before them, it is a [*WaitError]. A task that the list does
// not show ends the wait with [ErrNotFound], since no operation asks for a
// single task: one that no poll has shown yet is waited for during the first 30
// seconds, since reads may lag behind writes; one that a poll has shown must be
// missing from two polls in a row.
//
// Operation: POST /tasks.
func (s *TasksService) WaitAll(ctx context.Context, tasks []Task, opts WaitOptions) ([]Task, error) {
	w, err := newWait[Task](ctx, s.core, gen.ListTasks.ID, opts)
	if err != nil {
		return nil, err
	}
	w.key = func(t *Task) (id, status string) { return t.ID, string(t.Status) }
	w.account = func(t *Task) string { return t.AccountID }
	w.open = func(t *Task) bool { return notEnded(string(t.Status)) }
	w.poll = func(ctx context.Context) ([]Task, error) {
		filter := func(accounts []string) ListTasksParams { return ListTasksParams{AccountIDs: accounts} }
		return pollLists(ctx, w, &gen.ListTasks, w.accounts(), filter, w.follows)
	}
	if slices.ContainsFunc(tasks, func(t Task) bool { return t.ID == "" || t.AccountID == "" }) {
		return nil, &ParamError{Operation: gen.ListTasks.ID, Field: "tasks", Reason: "each must have its id and its account_id"}
	}
	w.follow(tasks)
	err = w.finish(ctx, failedTasks)
	return w.records(tasks), err
}

// WaitIdle polls until these accounts have no task that runs or is due: none is
// pending, and none is scheduled for now. A task is due if it has no
// ScheduledTime or if that has passed, by the clock of this computer; a task
// that becomes due during the wait is waited for as well. So is a task with a
// status that the API document does not know, unless it is scheduled for later.
//
// It returns the last known state of the tasks that it waited for, also with an
// error; none if there was nothing to wait for, so tasks that ended before the
// first poll are not among them. Nil accountIDs mean all accounts of the key's
// organisation; with an empty list there is nothing to wait for.
//
// If tasks failed, the error is a [*TaskFailedError], once all have ended; if
// the wait ended before them, it is a [*WaitError]. A task that was shown and
// is then missing from two polls in a row ends the wait with [ErrNotFound]: it
// is not known how it ended.
//
// Operation: POST /accounts/status, once per poll (and per 1,000 accounts).
func (s *AccountsService) WaitIdle(ctx context.Context, accountIDs []string, opts WaitOptions) ([]AccountTask, error) {
	w, err := s.newWait(ctx, opts)
	if err != nil {
		return nil, err
	}
	w.open = func(t *AccountTask) bool { return due(t, time.Now()) }
	w.seek = accountIDs == nil || len(accountIDs) > 0
	w.poll = func(ctx context.Context) ([]AccountTask, error) {
		// There may be many ended tasks. They matter only if a task that the wait
		// is for may be among them.
		filter := func(accounts []string) AccountStatusParams {
			return AccountStatusParams{AccountIDs: accounts, IncludeCompleted: new(len(w.items) > 0)}
		}
		now := time.Now()
		found, err := pollLists(ctx, w, &gen.GetAccountStatus, accountIDs, filter, func(t *AccountTask) bool {
			return w.follows(t) || due(t, now)
		})
		w.seek = err != nil // an account that was not read may have more
		return found, err
	}
	err = w.finish(ctx, failedTasks)
	tasks := make([]AccountTask, 0, len(w.items))
	for _, it := range w.items {
		tasks = append(tasks, it.record)
	}
	return tasks, err
}

// due reports whether a task runs or should run by now.
func due(t *AccountTask, now time.Time) bool {
	return notEnded(string(t.Status)) &&
		(t.Status == TaskStatusPending || t.ScheduledTime == nil || !t.ScheduledTime.After(now))
}

// UpdateSocialAndWait calls [AccountsService.UpdateSocial] and waits until the
// edit is complete or failed. It returns the last known state of the edit's
// task; nil if no poll has shown it. The API does not name the task that an
// update creates. So the account's tasks are read before the update, and the
// first new task that edits the same fields is taken as the edit: the nickname
// and the bio must be equal, the address of an avatar may differ, since the API
// may keep its own copy. The cooldowns keep two such edits apart.
//
// An error of the first read or of the update is returned as it is: nothing has
// been queued. But if the outcome of the update is unknown, the wait looks for
// its task during MaxWait, as after a success; how soon the task would show is
// not known. If it does not show, the error is a [*WaitError] that matches
// [ErrOutcomeUnknown] too. After a redirect there is no wait: the reads would
// be redirected as well.
//
// If the edit failed, the error is a [*TaskFailedError]; if the wait ended
// before the edit did, it is a [*WaitError]. NotBefore delays the polls, not
// the update.
//
// Operations: POST /accounts/update-social, and POST /accounts/status before it
// and once per poll.
func (s *AccountsService) UpdateSocialAndWait(ctx context.Context, params UpdateAccountSocialParams, opts WaitOptions) (*AccountTask, error) {
	if field, reason := params.Check(); reason != "" {
		return nil, &ParamError{Operation: gen.UpdateAccountSocial.ID, Field: field, Reason: reason}
	}
	w, err := s.newWait(ctx, opts)
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
	_, lost := s.UpdateSocial(ctx, params)
	if lost != nil && (!errors.Is(lost, ErrOutcomeUnknown) || errors.Is(lost, ErrRedirect)) {
		return nil, lost
	}
	w.seek = true
	w.poll = func(ctx context.Context) ([]AccountTask, error) {
		found, err := pollLists(ctx, w, &gen.GetAccountStatus, all.AccountIDs,
			func([]string) AccountStatusParams { return all },
			func(t *AccountTask) bool {
				return w.follows(t) || w.seek && !before[t.ID] && edits(t, &params)
			})
		if err != nil || len(found) == 0 {
			return nil, err
		}
		w.seek = false
		first := slices.MinFunc(found, func(a, b AccountTask) int { return a.CreatedAt.Compare(b.CreatedAt) })
		return slices.DeleteFunc(found, func(t AccountTask) bool { return t.ID != first.ID }), nil
	}
	err = w.finish(ctx, failedTasks)
	if len(w.items) > 0 {
		return &w.items[0].record, err
	}
	if end, ok := errors.AsType[*WaitError](err); ok && lost != nil {
		end.causes = append(end.causes, lost)
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

// newWait returns a wait for tasks as /accounts/status shows them.
func (s *AccountsService) newWait(ctx context.Context, opts WaitOptions) (*wait[AccountTask], error) {
	w, err := newWait[AccountTask](ctx, s.core, gen.GetAccountStatus.ID, opts)
	if err != nil {
		return nil, err
	}
	w.key = func(t *AccountTask) (id, status string) { return t.ID, string(t.Status) }
	w.account = func(t *AccountTask) string { return t.AccountID }
	w.open = func(t *AccountTask) bool { return notEnded(string(t.Status)) }
	return w, nil
}
