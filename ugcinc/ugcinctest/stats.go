package ugcinctest

import (
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// AddAccountStat adds a record to the history of an account and returns a copy
// of it. It fills in an empty ID and an empty CreatedAt (now).
func (s *Server) AddAccountStat(stat ugcinc.AccountStat) ugcinc.AccountStat {
	defer s.fleet.acquire()()
	stat = convert[ugcinc.AccountStat](stat)
	s.fleet.complete("astat", &stat.ID, &stat.CreatedAt)
	s.fleet.accountStats.add(stat.AccountID, stat)
	return convert[ugcinc.AccountStat](stat)
}

// AddPostStat adds a record to the history of a post and returns a copy of it.
// It fills in an empty ID and an empty CreatedAt (now).
func (s *Server) AddPostStat(stat ugcinc.PostStat) ugcinc.PostStat {
	defer s.fleet.acquire()()
	stat = convert[ugcinc.PostStat](stat)
	s.fleet.complete("pstat", &stat.ID, &stat.CreatedAt)
	s.fleet.postStats.add(stat.PostID, stat)
	return convert[ugcinc.PostStat](stat)
}

// complete fills in an empty id and an empty time.
func (f *fleet) complete(prefix string, id *string, at *time.Time) {
	if *id == "" {
		*id = f.numbers.id(prefix)
	}
	if at.IsZero() {
		*at = f.now
	}
}

func (f *fleet) ListAccountStats(p *gen.AccountStatsParams) ([]gen.AccountStat, error) {
	wanted := f.takeAccounts(take(&p.AccountIDs), &p.Tag, &p.OrgGroup, &p.UserGroup)
	return f.accountStats.list(wanted, period{take(&p.StartDate), take(&p.EndDate)}), nil
}

func (f *fleet) ListPostStats(p *gen.PostStatsParams) ([]gen.PostStat, error) {
	return f.postStats.list(among(take(&p.PostIDs)), period{take(&p.StartDate), take(&p.EndDate)}), nil
}

func (f *fleet) RefreshStats(p *gen.RefreshStatsParams) (result gen.RefreshStatsResult, err error) {
	a, err := f.accounts.get(take(&p.AccountID))
	if err != nil {
		return result, err
	}
	posts, total := f.count(a, f.now)
	return gen.RefreshStatsResult{AccountStats: total, PostStats: posts, PostStatsCount: int64(len(posts))}, nil
}

// count writes one record for each post of the account and one for the account
// itself, whose views and likes are their sums.
func (f *fleet) count(a *account, now time.Time) ([]gen.PostStat, gen.AccountStat) {
	posts := []gen.PostStat{}
	var views, likes int64
	for _, p := range f.posts.rows {
		if p.AccountID != a.ID {
			continue
		}
		stat := f.countPost(p, a.Type, now)
		f.postStats.add(p.ID, stat)
		posts = append(posts, stat)
		views += value(stat.Views)
		likes += value(stat.Likes)
	}
	last := f.accountStats.latest(a.ID)
	total := gen.AccountStat{
		ID:        f.numbers.id("astat"),
		AccountID: a.ID,
		Followers: f.grow(last.Followers, 5, 400),
		Following: f.grow(last.Following, 0, 3),
		Views:     new(views),
		Likes:     new(likes),
		CreatedAt: now,
	}
	f.accountStats.add(a.ID, total)
	return posts, total
}

// countPost counts a published post, each count above its last one. A post
// that is not published has no counts, and Instagram does not report shares.
func (f *fleet) countPost(p *post, platform gen.AccountType, now time.Time) gen.PostStat {
	stat := gen.PostStat{ID: f.numbers.id("pstat"), PostID: p.ID, CreatedAt: now}
	if p.Status != gen.PostStatusComplete {
		return stat
	}
	last := f.postStats.latest(p.ID)
	stat.Views = f.grow(last.Views, 200, 9000)
	stat.Likes = f.grow(last.Likes, 10, 150)
	stat.Comments = f.grow(last.Comments, 1, 12)
	stat.Saves = f.grow(last.Saves, 1, 30)
	if platform == gen.AccountTypeTiktok {
		stat.Shares = f.grow(last.Shares, 1, 20)
	}
	return stat
}

// grow returns a count that is by low to high above the last one.
func (f *fleet) grow(last *int64, low, high int64) *int64 {
	return new(value(last) + f.numbers.between("growth", low, high))
}

func value(count *int64) int64 {
	if count == nil {
		return 0
	}
	return *count
}
