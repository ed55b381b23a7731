package ugcinc

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
)

// WaitIdle polls until no task of these accounts runs or is due: none is
// pending, and none is scheduled for now. A task is due that has no
// ScheduledTime or one that has come, by this computer's clock; one that comes
// due during the wait is waited for as well. So is one whose status the API
// document does not know, unless it is scheduled for later.
//
// It returns the tasks that it waited for as they were last seen, with an error
// as well; none where the first poll showed nothing to wait for, so what ended
// before that is not among them. Accounts that are nil mean all that the key's
// organisation owns; an empty list has nothing to wait for.
//
// Where tasks failed the error is a [*TaskFailedError], after all have ended;
// a wait that ended before them is a [*WaitError]. A task that was shown and
// that then two polls in a row do not show is [ErrNotFound]: how it ended
// cannot be told.
//
// Operation: POST /accounts/status, once for each poll (and each 1,000
// accounts).
func (s *AccountsService) WaitIdle(ctx context.Context, accountIDs []string, opts WaitOptions) ([]AccountTask, error) {
	w, err := newAccountWait(ctx, opts)
	if err != nil {
		return nil, err
	}
	w.open = func(t *AccountTask) bool { return due(t, time.Now()) }
	w.seek = accountIDs == nil || len(accountIDs) > 0
	w.poll = func(ctx context.Context) ([]AccountTask, error) {
		// Ended tasks are many, and are only of interest when one of those
		// waited for may be among them.
		filter := func(accounts []string) AccountStatusParams {
			return AccountStatusParams{AccountIDs: accounts, IncludeCompleted: new(len(w.items) > 0)}
		}
		now := time.Now()
		found, err := pollList(ctx, s.core, &gen.GetAccountStatus, accountIDs, filter, func(t *AccountTask) bool {
			return w.follows(t) || due(t, now)
		})
		if err == nil {
			w.seek = false
		}
		return found, err
	}
	err = w.finish(ctx, failedTasks)
	tasks := make([]AccountTask, 0, len(w.items))
	for _, it := range w.items {
		tasks = append(tasks, it.record)
	}
	return tasks, err
}

// due says that a task runs, or is to run by now.
func due(t *AccountTask, now time.Time) bool {
	return notEnded(string(t.Status)) &&
		(t.Status == TaskStatusPending || t.ScheduledTime == nil || !t.ScheduledTime.After(now))
}

// UpdateSocialAndWait is [AccountsService.UpdateSocial], followed until the
// edit is complete or failed; it returns the edit's task as it was last seen,
// nil where it was never seen. The API does not name the task that an update
// makes, so the account's tasks are read before it, and the new one that edits
// the same fields is taken for it: the nickname and the bio must be the same,
// while the address of an avatar may be another, for the API may keep its own
// copy. The cooldowns keep two such edits from coming close together.
//
// An error of the first read, and of the update, is returned as it is: nothing
// has been queued. But an update whose outcome is unknown is looked for as one
// that succeeded, for MaxWait: no source says how soon its task would show.
// Where it does not, the error is a [*WaitError] that matches
// [ErrOutcomeUnknown] as well. A redirect is not looked for: with a base URL
// that leads elsewhere the reads would fail as the update did.
//
// A failed edit is a [*TaskFailedError]; a wait that ended before the edit did
// is a [*WaitError]. NotBefore holds back the polls, not the update.
//
// Operations: POST /accounts/update-social, and POST /accounts/status before it
// and once for each poll.
func (s *AccountsService) UpdateSocialAndWait(ctx context.Context, params UpdateAccountSocialParams, opts WaitOptions) (*AccountTask, error) {
	if field, reason := params.Check(); reason != "" {
		return nil, &ParamError{Operation: gen.UpdateAccountSocial.ID, Field: field, Reason: reason}
	}
	w, err := newAccountWait(ctx, opts)
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
		found, err := pollList(ctx, s.core, &gen.GetAccountStatus, all.AccountIDs,
			func([]string) AccountStatusParams { return all },
			func(t *AccountTask) bool {
				return w.follows(t) || w.seek && !before[t.ID] && edits(t, &params)
			})
		if err != nil || len(found) == 0 {
			return nil, err
		}
		w.seek = false
		first := slices.MinFunc(found, func(a, b AccountTask) int { return a.CreatedAt.Compare(b.CreatedAt) })
		return []AccountTask{first}, nil
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

// edits says whether a task is the edit that these parameters ask for. An empty
// text counts as none: it is not known how the API shows a field left out.
func edits(t *AccountTask, params *UpdateAccountSocialParams) bool {
	text := func(s *string) string { return *cmp.Or(s, new("")) }
	edit := t.EditProfileInfo
	return t.Type == TaskTypeEditProfile && edit != nil &&
		text(edit.NickName) == text(params.NickName) &&
		text(edit.Bio) == text(params.Bio) &&
		(text(edit.AvatarURL) == "") == (text(params.AvatarURL) == "")
}

// newAccountWait is a wait for tasks as accounts show them.
func newAccountWait(ctx context.Context, opts WaitOptions) (*wait[AccountTask], error) {
	opts, err := opts.withDefaults(ctx, gen.GetAccountStatus.ID)
	if err != nil {
		return nil, err
	}
	w := &wait[AccountTask]{operation: gen.GetAccountStatus.ID, opts: opts}
	w.key = func(t *AccountTask) (id, status string) { return t.ID, string(t.Status) }
	w.open = func(t *AccountTask) bool { return notEnded(string(t.Status)) }
	w.absent = w.forgotten
	return w, nil
}
