package ugcinc

import (
	"context"
	"iter"

	"github.com/ugcinc/ugcinc-go/gen"
)

// Accounts returns counts per account. Without dates it returns the latest record
// of each matching account; with a date, every record in range, which can be
// hundreds of thousands: [StatsService.AllAccounts] reads them in constant memory.
//
// It is not known whether the date bounds are inclusive, nor which column they
// filter. An EndDate before the StartDate is a [*ParamError]. After [ErrServer] or
// [ErrOutcomeUnknown], call again: it only reads.
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

// Posts returns counts per post. Without dates it returns the latest record of
// each matching post; with a date, every record in range, which
// [StatsService.AllPosts] reads in constant memory.
//
// It is not known whether the date bounds are inclusive, nor which column they
// filter. An EndDate before the StartDate is a [*ParamError]. After [ErrServer] or
// [ErrOutcomeUnknown], call again: it only reads.
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
// an attempt may take up to 2 minutes, or as long as [WithAttemptTimeout] allows.
//
// If the response is lost, the call is not retried, since that would write the
// records twice, and the error matches [ErrOutcomeUnknown]: look for new records
// with [StatsService.Accounts] first. Returns [ErrNotFound] if the organisation
// does not own the account, and a [*ParamError] if AccountID is empty.
//
// Newer documentation shows a request without an account that refreshes the whole
// organisation, once an hour. No source says which form the API accepts; this
// client sends the form of 1.0.9. If the response has another form, the error
// matches [ErrInvalidResponse] and [ErrOutcomeUnknown], and names the difference.
//
// Operation: POST /stats/refresh.
func (s *StatsService) Refresh(ctx context.Context, params RefreshStatsParams, opts ...CallOption) (*RefreshStatsResult, error) {
	return object(ctx, s.core, &gen.RefreshStats, params, opts)
}

// Daily returns how the counts of the matching accounts changed on each day from
// StartDate to EndDate, and how many posts were created. A change may be negative.
//
// Both dates are required; a zero one, or an EndDate before the StartDate, is a
// [*ParamError]. It is not known whether the bounds are inclusive. After [ErrServer]
// or [ErrOutcomeUnknown], call again: it only reads.
//
// Operation: POST /stats/aggregated/daily. Documented after 1.0.9.
func (s *StatsService) Daily(ctx context.Context, params DailyStatsParams, opts ...CallOption) ([]DailyStat, error) {
	return list(ctx, s.core, &gen.ListDailyStats, params, opts)
}

// AllDaily is [StatsService.Daily] as a stream: one day at a time from the
// connection, in constant memory. An error is the last thing it yields.
//
// Operation: POST /stats/aggregated/daily. Documented after 1.0.9.
func (s *StatsService) AllDaily(ctx context.Context, params DailyStatsParams, opts ...CallOption) iter.Seq2[DailyStat, error] {
	return stream(ctx, s.core, &gen.ListDailyStats, params, opts)
}

// Dashboard returns the rows that the dashboard shows, one for each day from
// StartDate to EndDate. It has more filters than [StatsService.Daily]: hosts, the
// type of the posts, and their audio. The audio id "none" means without audio.
//
// It is not known whether the date bounds are inclusive, nor whether a count is a
// total or the change on that day. Saves is nil if the API does not return it. Both
// dates are required; a zero one, or an EndDate before the StartDate, is a
// [*ParamError]. After [ErrServer] or [ErrOutcomeUnknown], call again: it only reads.
//
// Operation: POST /stats/dashboard/daily. Documented after 1.0.9.
func (s *StatsService) Dashboard(ctx context.Context, params DashboardStatsParams, opts ...CallOption) ([]DashboardStat, error) {
	return list(ctx, s.core, &gen.ListDashboardStats, params, opts)
}

// AllDashboard is [StatsService.Dashboard] as a stream: one day at a time from the
// connection, in constant memory. An error is the last thing it yields.
//
// Operation: POST /stats/dashboard/daily. Documented after 1.0.9.
func (s *StatsService) AllDashboard(ctx context.Context, params DashboardStatsParams, opts ...CallOption) iter.Seq2[DashboardStat, error] {
	return stream(ctx, s.core, &gen.ListDashboardStats, params, opts)
}
