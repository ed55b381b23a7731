package ugcinc

import (
	"context"
	"iter"

	"github.com/ugcinc/ugcinc-go/gen"
)

// Accounts returns counts per account. Without dates it is the latest record
// of each account that matches; with either date it is every record in range,
// which for a fleet's history can be hundreds of thousands:
// [StatsService.AllAccounts] reads those in constant memory.
//
// It is not known whether the date bounds are inclusive, nor which column they
// filter. An EndDate before the StartDate is a [*ParamError]. It only reads:
// after [ErrServer] or [ErrOutcomeUnknown] call again.
//
// Operation: POST /stats/accounts.
func (s *StatsService) Accounts(ctx context.Context, params AccountStatsParams, opts ...CallOption) ([]AccountStat, error) {
	return list(ctx, s.core, &gen.ListAccountStats, params, opts)
}

// AllAccounts is [StatsService.Accounts] as a stream: one record at a time from
// the connection, in constant memory. An error is the last thing it yields.
//
// Operation: POST /stats/accounts.
func (s *StatsService) AllAccounts(ctx context.Context, params AccountStatsParams, opts ...CallOption) iter.Seq2[AccountStat, error] {
	return stream(ctx, s.core, &gen.ListAccountStats, params, opts)
}

// Posts returns counts per post. Without dates it is the latest record of each
// post that matches; with either date it is every record in range, which
// [StatsService.AllPosts] reads in constant memory.
//
// It is not known whether the date bounds are inclusive, nor which column they
// filter. An EndDate before the StartDate is a [*ParamError]. It only reads:
// after [ErrServer] or [ErrOutcomeUnknown] call again.
//
// Operation: POST /stats/posts.
func (s *StatsService) Posts(ctx context.Context, params PostStatsParams, opts ...CallOption) ([]PostStat, error) {
	return list(ctx, s.core, &gen.ListPostStats, params, opts)
}

// AllPosts is [StatsService.Posts] as a stream: one record at a time from the
// connection, in constant memory. An error is the last thing it yields.
//
// Operation: POST /stats/posts.
func (s *StatsService) AllPosts(ctx context.Context, params PostStatsParams, opts ...CallOption) iter.Seq2[PostStat, error] {
	return stream(ctx, s.core, &gen.ListPostStats, params, opts)
}

// Refresh reads an account's counts from its platform now, and writes a new
// record for the account and for each of its posts. It waits for the platform:
// an attempt may take up to 2 minutes, unless [WithAttemptTimeout] says
// otherwise.
//
// Where the answer was lost it is never sent again, for it would write the
// records twice, and the error matches [ErrOutcomeUnknown]: look for new records
// with [StatsService.Accounts] first. An account that the key's organisation
// does not own is [ErrNotFound]; no id is a [*ParamError].
//
// Operation: POST /stats/refresh.
func (s *StatsService) Refresh(ctx context.Context, params RefreshStatsParams, opts ...CallOption) (*RefreshStatsResult, error) {
	return object(ctx, s.core, &gen.RefreshStats, params, opts)
}
