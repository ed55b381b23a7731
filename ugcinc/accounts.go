package ugcinc

import (
	"context"
	"iter"

	"github.com/ugcinc/ugcinc-go/gen"
)

// List returns the accounts that match every filter. Without filters it returns
// all accounts of the organisation, in any order. After [ErrServer] or
// [ErrOutcomeUnknown], call again: it only reads.
//
// Operation: POST /accounts.
func (s *AccountsService) List(ctx context.Context, params ListAccountsParams, opts ...CallOption) ([]Account, error) {
	return list(ctx, s.core, &gen.ListAccounts, params, opts)
}

// All is [AccountsService.List] as a stream: one account at a time from the
// connection, in constant memory. An error is the last thing it yields.
//
// Operation: POST /accounts.
func (s *AccountsService) All(ctx context.Context, params ListAccountsParams, opts ...CallOption) iter.Seq2[Account, error] {
	return stream(ctx, s.core, &gen.ListAccounts, params, opts)
}

// Status returns the tasks of some accounts, or of all: tasks that are scheduled
// or pending, and with IncludeCompleted also those that have ended. A profile
// edit queued by [AccountsService.UpdateSocial] is a task of type edit_profile.
// After [ErrServer] or [ErrOutcomeUnknown], call again: it only reads.
//
// Operation: POST /accounts/status.
func (s *AccountsService) Status(ctx context.Context, params AccountStatusParams, opts ...CallOption) ([]AccountTask, error) {
	return list(ctx, s.core, &gen.GetAccountStatus, params, opts)
}

// AllStatus is [AccountsService.Status] as a stream: one task at a time from
// the connection, in constant memory. An error is the last thing it yields.
//
// Operation: POST /accounts/status.
func (s *AccountsService) AllStatus(ctx context.Context, params AccountStatusParams, opts ...CallOption) iter.Seq2[AccountTask, error] {
	return stream(ctx, s.core, &gen.GetAccountStatus, params, opts)
}

// UpdateInfo sets the tag and the groups of an account immediately. Nil fields
// stay unchanged; at least one must be set. It is not known whether an empty
// string clears a field. The same call twice leaves the same state, so it is
// retried if its response is lost.
//
// Newer documentation shows a request with an array of updates. No source says
// which form the API accepts; this client sends the form of 1.0.9. If the response
// has another form, the error matches [ErrInvalidResponse] and
// [ErrOutcomeUnknown], and names the difference.
//
// Returns [ErrNotFound] if the organisation does not own the account, and a
// [*ParamError] if AccountID is empty or no field is set.
//
// Operation: POST /accounts/update-info.
func (s *AccountsService) UpdateInfo(ctx context.Context, params UpdateAccountInfoParams, opts ...CallOption) (*UpdateAccountInfoResult, error) {
	return object(ctx, s.core, &gen.UpdateAccountInfo, params, opts)
}

// UpdateSocial queues an edit of an account's public profile. It returns when
// the edit is queued, not when it is done. The API does not return the task;
// [AccountsService.UpdateSocialAndWait] finds and follows it.
//
// The nickname can change once every 7 days, the avatar and the bio once every
// 24 hours each. An edit that comes too early fails with a [*CooldownError],
// which has the day of the next one. If the response is lost, the call is not
// retried, and the error matches [ErrOutcomeUnknown]: look for the task with
// [AccountsService.Status] first. Returns [ErrNotFound] if the organisation does
// not own the account, and a [*ParamError] if AccountID is empty or no field is
// set.
//
// Newer documentation shows a request with an array of updates. No source says
// which form the API accepts; this client sends the form of 1.0.9. If the response
// has another form, the error matches [ErrInvalidResponse] and
// [ErrOutcomeUnknown], and names the difference.
//
// Operation: POST /accounts/update-social.
func (s *AccountsService) UpdateSocial(ctx context.Context, params UpdateAccountSocialParams, opts ...CallOption) (*UpdateAccountSocialResult, error) {
	return object(ctx, s.core, &gen.UpdateAccountSocial, params, opts)
}

// ResetWarmup starts an account's warm-up again. The run counts of its warm-up
// tasks go back to zero and the tasks run again; their history is kept. With
// DeleteActivity, all its warm-up tasks and their history are removed instead,
// which cannot be undone.
//
// A second call resets again, so the call is not retried if its response is lost,
// and the error matches [ErrOutcomeUnknown]: check the account's tasks with
// [TasksService.List] first. Returns [ErrNotFound] if the organisation does not
// own the account, and a [*ParamError] if AccountID is empty.
//
// Operation: POST /accounts/reset-warmup. Documented after 1.0.9.
func (s *AccountsService) ResetWarmup(ctx context.Context, params ResetWarmupParams, opts ...CallOption) (*ResetWarmupResult, error) {
	return object(ctx, s.core, &gen.ResetWarmup, params, opts)
}

// ProfileSync reports whether the last change of each account's public profile
// has reached the platform. Only accounts of a custom provider with a pending
// change are checked; all others are reported as in sync. Once an account is in
// sync, its pending state is cleared. It is meant for polling: a second call is
// harmless. What it returns without AccountIDs is not documented. After
// [ErrServer] or [ErrOutcomeUnknown], call again.
//
// Operation: POST /accounts/profile-sync-status. Documented after 1.0.9.
func (s *AccountsService) ProfileSync(ctx context.Context, params ProfileSyncParams, opts ...CallOption) (*ProfileSyncResult, error) {
	return object(ctx, s.core, &gen.GetProfileSync, params, opts)
}
