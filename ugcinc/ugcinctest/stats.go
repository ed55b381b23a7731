package ugcinctest

import (
	"context"
	"net/http"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/internal/fakeapi"
	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// AddAccountStat adds a record to the history of an account and returns a copy
// of it. It fills in an empty ID and an empty CreatedAt (now).
func (s *Server) AddAccountStat(stat ugcinc.AccountStat) ugcinc.AccountStat {
	now, leave := s.fleet.enter()
	defer leave()
	stat = clone(stat)
	if stat.ID == "" {
		stat.ID = s.fleet.ids.id("astat")
	}
	if stat.CreatedAt.IsZero() {
		stat.CreatedAt = now
	}
	s.fleet.accountStats.add(stat.AccountID, stat)
	return clone(stat)
}

// AddPostStat adds a record to the history of a post and returns a copy of it.
// It fills in an empty ID and an empty CreatedAt (now).
func (s *Server) AddPostStat(stat ugcinc.PostStat) ugcinc.PostStat {
	now, leave := s.fleet.enter()
	defer leave()
	stat = clone(stat)
	if stat.ID == "" {
		stat.ID = s.fleet.ids.id("pstat")
	}
	if stat.CreatedAt.IsZero() {
		stat.CreatedAt = now
	}
	s.fleet.postStats.add(stat.PostID, stat)
	return clone(stat)
}

// ListAccountStats handles POST /stats/accounts.
func (f *fleet) ListAccountStats(_ context.Context, request fakeapi.ListAccountStatsRequestObject) (fakeapi.ListAccountStatsResponseObject, error) {
	params := request.Body
	in, err := newPeriod(params.StartDate, params.EndDate)
	if err != nil {
		return nil, err
	}
	_, leave := f.enter()
	defer leave()
	named := among(params.AccountIDs)
	wanted := func(id string) bool {
		return named(id) && f.accounts.get(id).labelled(params.Tag, params.OrgGroup, params.UserGroup)
	}
	return fakeapi.ListAccountStats200JSONResponse{
		Ok: new(true), Code: http.StatusOK, Message: success(),
		Data: f.accountStats.read(wanted, in),
	}, nil
}

// ListPostStats handles POST /stats/posts.
func (f *fleet) ListPostStats(_ context.Context, request fakeapi.ListPostStatsRequestObject) (fakeapi.ListPostStatsResponseObject, error) {
	params := request.Body
	in, err := newPeriod(params.StartDate, params.EndDate)
	if err != nil {
		return nil, err
	}
	_, leave := f.enter()
	defer leave()
	return fakeapi.ListPostStats200JSONResponse{
		Ok: new(true), Code: http.StatusOK, Message: success(),
		Data: f.postStats.read(among(params.PostIDs), in),
	}, nil
}

// RefreshStats handles POST /stats/refresh.
func (f *fleet) RefreshStats(_ context.Context, request fakeapi.RefreshStatsRequestObject) (fakeapi.RefreshStatsResponseObject, error) {
	now, leave := f.enter()
	defer leave()
	a := f.accounts.get(request.Body.AccountID)
	if a == nil {
		return nil, notFound("Account")
	}
	posts, total := f.count(a, now)
	return fakeapi.RefreshStats200JSONResponse{
		Ok: new(true), Code: http.StatusOK, Message: success(),
		Data: gen.RefreshStatsResult{AccountStats: total, PostStats: posts, PostStatsCount: int64(len(posts))},
	}, nil
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
	last, _ := f.accountStats.latest(a.ID)
	total := gen.AccountStat{
		ID:        f.ids.id("astat"),
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
// that is not published has no counts, and Instagram does not tell shares.
func (f *fleet) countPost(p *post, platform gen.AccountType, now time.Time) gen.PostStat {
	stat := gen.PostStat{ID: f.ids.id("pstat"), PostID: p.ID, CreatedAt: now}
	if p.Status != gen.PostStatusComplete {
		return stat
	}
	last, _ := f.postStats.latest(p.ID)
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
	return new(value(last) + f.ids.between("growth", low, high))
}

func value(count *int64) int64 {
	if count == nil {
		return 0
	}
	return *count
}
