package ugcinctest

import (
	"fmt"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
)

// host is where every account of the fake runs.
const host = "physical_iphone"

// maxDays limits the rows of a response. It is more than a century.
const maxDays = 40_000

// takeDays reads the two required dates. It returns a row for each day in UTC from
// the first to the last, and a function that returns the row of a time. For any
// other day that is a row outside of the result.
func takeDays[Row any](startDate, endDate *time.Time, newRow func(day time.Time) Row) ([]Row, func(at time.Time) *Row, error) {
	first := take(startDate).UTC().Truncate(day)
	index := func(at time.Time) int { return int(at.Sub(first) / day) }
	last := index(take(endDate))
	if last >= maxDays {
		return nil, nil, badRequest(fmt.Sprintf("The range has more than %d days", maxDays))
	}
	rows := make([]Row, last+1)
	for i := range rows {
		rows[i] = newRow(first.AddDate(0, 0, i))
	}
	return rows, func(at time.Time) *Row {
		if i := index(at); i <= last && !at.Before(first) {
			return &rows[i]
		}
		return new(newRow(at))
	}, nil
}

// growth returns how much a count grew since the last known one, and makes it the
// last known one. It returns zero if one of the two is not known.
func growth(known **int64, count *int64) (grown int64) {
	if count == nil {
		return 0
	}
	if *known != nil {
		grown = *count - **known
	}
	*known = count
	return grown
}

// ListDailyStats implements fakeapi.Server. The change of a day is the last record
// up to its end, less the last record before it. An account's first record changes
// nothing, since the counts before it are not known.
func (f *fleet) ListDailyStats(p *gen.DailyStatsParams) ([]gen.DailyStat, error) {
	wanted := f.takeAccounts(take(&p.AccountIDs), &p.Tag, &p.OrgGroup, &p.UserGroup)
	rows, rowOf, err := takeDays(&p.StartDate, &p.EndDate, func(day time.Time) gen.DailyStat {
		return gen.DailyStat{Date: day.Format(time.DateOnly)}
	})
	if err != nil {
		return nil, err
	}
	f.accountStats.visit(wanted, gen.AccountStat{}, func(known *gen.AccountStat, stat gen.AccountStat) {
		row := rowOf(stat.CreatedAt)
		row.Followers += growth(&known.Followers, stat.Followers)
		row.Following += growth(&known.Following, stat.Following)
		row.Views += growth(&known.Views, stat.Views)
		row.Likes += growth(&known.Likes, stat.Likes)
	})
	for _, p := range f.posts.rows {
		if wanted(p.AccountID) {
			rowOf(p.created).Posts++
		}
	}
	return rows, nil
}

// ListDashboardStats implements fakeapi.Server. As in ListDailyStats, each count is
// the change of a day. All but followers and following come from the statistics of
// the wanted posts, which begin at zero.
func (f *fleet) ListDashboardStats(p *gen.DashboardStatsParams) ([]gen.DashboardStat, error) {
	labelled := f.takeAccounts(take(&p.AccountIDs), &p.Tag, &p.OrgGroup, &p.UserGroup)
	onHost, postType, withAudio := among(take(&p.Hosts))(host), take(&p.PostType), among(take(&p.AudioIDs))
	wanted := func(accountID string) bool { return onHost && labelled(accountID) }
	wantedPost := func(id string) bool {
		p := f.posts.byID[id]
		if p == nil {
			return false
		}
		audio := "none"
		if p.SocialAudioID != nil {
			audio = *p.SocialAudioID
		}
		return wanted(p.AccountID) && withAudio(audio) && (postType == nil || *postType == p.Type)
	}
	rows, rowOf, err := takeDays(&p.StartDate, &p.EndDate, func(day time.Time) gen.DashboardStat {
		return gen.DashboardStat{Date: day, Saves: new(int64)}
	})
	if err != nil {
		return nil, err
	}
	f.accountStats.visit(wanted, gen.AccountStat{}, func(known *gen.AccountStat, stat gen.AccountStat) {
		row := rowOf(stat.CreatedAt)
		row.Followers += growth(&known.Followers, stat.Followers)
		row.Following += growth(&known.Following, stat.Following)
	})
	zero := new(int64)
	start := gen.PostStat{Views: zero, Likes: zero, Comments: zero, Shares: zero, Saves: zero}
	f.postStats.visit(wantedPost, start, func(known *gen.PostStat, stat gen.PostStat) {
		row := rowOf(stat.CreatedAt)
		row.Views += growth(&known.Views, stat.Views)
		row.Likes += growth(&known.Likes, stat.Likes)
		row.Comments += growth(&known.Comments, stat.Comments)
		row.Shares += growth(&known.Shares, stat.Shares)
		*row.Saves += growth(&known.Saves, stat.Saves)
	})
	for _, p := range f.posts.rows {
		if wantedPost(p.ID) {
			rowOf(p.created).Posts++
		}
	}
	return rows, nil
}
