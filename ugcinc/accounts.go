package ugcinc

import (
	"context"
	"iter"

	"github.com/ugcinc/ugcinc-go/gen"
)

// List returns the accounts that match every filter given; without a filter,
// all accounts of the key's organisation, in no promised order. It only reads:
// after [ErrServer] or [ErrOutcomeUnknown] call again.
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

// Status returns the tasks of the accounts named, or of all accounts: those
// that wait and run, and with IncludeCompleted those that have ended. A profile
// edit queued by [AccountsService.UpdateSocial] shows here, with the type
// edit_profile. It only reads: after [ErrServer] or [ErrOutcomeUnknown] call
// again.
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

// UpdateInfo sets the tag and the groups of an account, at once. Fields that
// are nil stay as they are; at least one must be given. It is not known
// whether an empty string clears a field. The same call twice leaves the same
// state, so it is sent again where its answer was lost.
//
// An id that the key's organisation does not own is [ErrNotFound]; nothing to
// set, or no id, is a [*ParamError].
//
// Operation: POST /accounts/update-info.
func (s *AccountsService) UpdateInfo(ctx context.Context, params UpdateAccountInfoParams, opts ...CallOption) (*UpdateAccountInfoResult, error) {
	return object(ctx, s.core, &gen.UpdateAccountInfo, params, opts)
}

// UpdateSocial queues an edit of an account's public profile. It returns when
// the edit is queued, not when it is done, and the API does not name the task
// it makes; [AccountsService.UpdateSocialAndWait] finds and follows it.
//
// The nickname may change once every 7 days, the avatar and the bio once every
// 24 hours each. An edit that comes too early is a [*CooldownError], which says
// on which day it is taken again. Where the answer was lost it is never sent
// again, and the error matches [ErrOutcomeUnknown]: look for the task with
// [AccountsService.Status] first. An id that the key's organisation does not own
// is [ErrNotFound]; nothing to change, or no id, is a [*ParamError].
//
// Operation: POST /accounts/update-social.
func (s *AccountsService) UpdateSocial(ctx context.Context, params UpdateAccountSocialParams, opts ...CallOption) (*UpdateAccountSocialResult, error) {
	return object(ctx, s.core, &gen.UpdateAccountSocial, params, opts)
}
