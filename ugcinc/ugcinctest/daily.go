package ugcinctest

import (
	"math"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
)

// host is where every account of the fake runs.
const host = "physical_iphone"

// days is a range of whole days in UTC.
type days struct {
	first time.Time
	count int64
}

// takeDays reads the two required dates. Both days belong to the range.
func takeDays(startDate, endDate *time.Time) (days, error) {
	start, end := take(startDate), take(endDate)
	if end.Before(start) {
		return days{}, badRequest("endDate must not be before startDate")
	}
	d := days{first: start.UTC().Truncate(day)}
	d.count, _ = days{d.first, math.MaxInt64}.index(end)
	d.count++
	return d, nil
}

func (d days) at(i int) time.Time { return d.first.AddDate(0, 0, i) }

// index returns the place of a time's day, and whether it is in the range.
func (d days) index(at time.Time) (i int64, ok bool) {
	seconds := at.UTC().Truncate(day).Unix() - d.first.Unix()
	i = seconds / int64(day/time.Second)
	return i, seconds >= 0 && i < d.count
}

// change returns how much a count grew; one that is not known did not.
func change(before, after *int64) int64 {
	if after == nil {
		return 0
	}
	return *after - value(before)
}

// ListDailyStats implements fakeapi.Server. The change of a day is the last record
// up to its end, less the last record before it. An account's first record changes
// nothing, since the counts before it are not known.
func (f *fleet) ListDailyStats(p *gen.DailyStatsParams) ([]gen.DailyStat, error) {
	d, err := takeDays(&p.StartDate, &p.EndDate)
	if err != nil {
		return nil, err
	}
	wanted := f.takeAccounts(take(&p.AccountIDs), &p.Tag, &p.OrgGroup, &p.UserGroup)
	rows := make([]gen.DailyStat, d.count)
	for i := range rows {
		rows[i].Date = d.at(i).Format(time.DateOnly)
	}
	f.accountStats.changes(wanted, func(before *gen.AccountStat, after gen.AccountStat) {
		if i, ok := d.index(after.CreatedAt); ok && before != nil {
			rows[i].Followers += change(before.Followers, after.Followers)
			rows[i].Following += change(before.Following, after.Following)
			rows[i].Views += change(before.Views, after.Views)
			rows[i].Likes += change(before.Likes, after.Likes)
		}
	})
	for _, p := range f.posts.rows {
		if i, ok := d.index(p.created); ok && wanted(p.AccountID) {
			rows[i].Posts++
		}
	}
	return rows, nil
}

// ListDashboardStats implements fakeapi.Server. As in ListDailyStats, each count is
// the change of a day. All but followers and following come from the statistics of
// the wanted posts, which begin at zero.
func (f *fleet) ListDashboardStats(p *gen.DashboardStatsParams) ([]gen.DashboardStat, error) {
	d, err := takeDays(&p.StartDate, &p.EndDate)
	if err != nil {
		return nil, err
	}
	labelled := f.takeAccounts(take(&p.AccountIDs), &p.Tag, &p.OrgGroup, &p.UserGroup)
	onHost, postType, withAudio := among(take(&p.Hosts))(host), take(&p.PostType), among(take(&p.AudioIDs))
	wanted := func(accountID string) bool { return onHost && labelled(accountID) }
	wantedPost := func(p *post) bool {
		audio := "none"
		if p.SocialAudioID != nil {
			audio = *p.SocialAudioID
		}
		return wanted(p.AccountID) && withAudio(audio) && (postType == nil || *postType == p.Type)
	}
	rows := make([]gen.DashboardStat, d.count)
	for i := range rows {
		rows[i].Date = d.at(i)
		rows[i].Saves = new(int64)
	}
	f.accountStats.changes(wanted, func(before *gen.AccountStat, after gen.AccountStat) {
		if i, ok := d.index(after.CreatedAt); ok && before != nil {
			rows[i].Followers += change(before.Followers, after.Followers)
			rows[i].Following += change(before.Following, after.Following)
		}
	})
	known := func(postID string) bool {
		p := f.posts.get(postID)
		return p != nil && wantedPost(p)
	}
	f.postStats.changes(known, func(before *gen.PostStat, after gen.PostStat) {
		if before == nil {
			before = &gen.PostStat{}
		}
		if i, ok := d.index(after.CreatedAt); ok {
			rows[i].Views += change(before.Views, after.Views)
			rows[i].Likes += change(before.Likes, after.Likes)
			rows[i].Comments += change(before.Comments, after.Comments)
			rows[i].Shares += change(before.Shares, after.Shares)
			*rows[i].Saves += change(before.Saves, after.Saves)
		}
	})
	for _, p := range f.posts.rows {
		if i, ok := d.index(p.created); ok && wantedPost(p) {
			rows[i].Posts++
		}
	}
	return rows, nil
}
