package ugcinctest_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// addHistory adds two accounts with statistics from the 2nd to the 5th of January.
func addHistory(s *ugcinctest.Server) {
	s.AddAccount(ugcinc.Account{ID: "acc_1", Tag: new("fitness")})
	s.AddAccount(ugcinc.Account{ID: "acc_2"})
	at := func(day, hour int) time.Time { return time.Date(2026, 1, day, hour, 0, 0, 0, time.UTC) }
	account := func(id string, at time.Time, followers, views int64) {
		s.AddAccountStat(ugcinc.AccountStat{
			AccountID: id, CreatedAt: at, Followers: &followers, Following: new(followers / 10), Views: &views, Likes: new(views / 10),
		})
	}
	account("acc_1", at(2, 12), 1000, 5000)
	account("acc_1", at(3, 0), 1010, 5100)
	account("acc_1", at(3, 23), 1030, 5200)
	account("acc_1", at(5, 1), 1020, 5900)
	account("acc_2", at(4, 12), 500, 100)
	account("acc_2", at(5, 12), 600, 300)
	post := func(id string, created time.Time, postType ugcinc.PostType, audio *string) {
		s.AddPost(ugcinc.Post{ID: id, AccountID: "acc_1", Type: postType, ScheduledAt: &created, SocialAudioID: audio})
	}
	post("video", at(2, 9), ugcinc.PostTypeVideo, nil)
	post("slideshow", at(3, 9), ugcinc.PostTypeSlideshow, new("audio_1"))
	stat := func(id string, at time.Time, views int64) {
		s.AddPostStat(ugcinc.PostStat{
			PostID: id, CreatedAt: at, Views: &views, Likes: new(views / 10), Comments: new(views / 100), Shares: new(views / 50), Saves: new(views / 20),
		})
	}
	s.AddPostStat(ugcinc.PostStat{PostID: "video", CreatedAt: at(2, 10)})
	stat("video", at(3, 12), 1000)
	stat("video", at(5, 12), 1500)
	stat("slideshow", at(5, 12), 200)
}

func TestDailyStats(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	addHistory(s)
	client := s.Client()
	params := ugcinc.DailyStatsParams{
		StartDate: time.Date(2026, 1, 2, 18, 0, 0, 0, time.UTC), EndDate: time.Date(2026, 1, 5, 6, 0, 0, 0, time.UTC),
	}
	for name, test := range map[string]struct {
		filter func(*ugcinc.DailyStatsParams)
		want   []ugcinc.DailyStat
	}{
		"all": {func(*ugcinc.DailyStatsParams) {}, []ugcinc.DailyStat{
			{Date: "2026-01-02", Posts: 1},
			{Date: "2026-01-03", Followers: 30, Following: 3, Views: 200, Likes: 20, Posts: 1},
			{Date: "2026-01-04"},
			{Date: "2026-01-05", Followers: 90, Following: 9, Views: 900, Likes: 90},
		}},
		"tag": {func(p *ugcinc.DailyStatsParams) { p.Tag, p.StartDate = new("fitness"), params.EndDate }, []ugcinc.DailyStat{
			{Date: "2026-01-05", Followers: -10, Following: -1, Views: 700, Likes: 70},
		}},
		"account": {func(p *ugcinc.DailyStatsParams) { p.AccountIDs, p.StartDate = []string{"acc_2"}, params.EndDate }, []ugcinc.DailyStat{
			{Date: "2026-01-05", Followers: 100, Following: 10, Views: 200, Likes: 20},
		}},
		"group": {func(p *ugcinc.DailyStatsParams) { p.OrgGroup, p.StartDate = new("none"), params.EndDate }, []ugcinc.DailyStat{
			{Date: "2026-01-05"},
		}},
		"user group": {func(p *ugcinc.DailyStatsParams) { p.UserGroup, p.StartDate = new("none"), params.EndDate }, []ugcinc.DailyStat{
			{Date: "2026-01-05"},
		}},
	} {
		params := params
		test.filter(&params)
		if diff := cmp.Diff(test.want, must(client.Stats.Daily(t.Context(), params))(t)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		var streamed []ugcinc.DailyStat
		for row, err := range client.Stats.AllDaily(t.Context(), params) {
			if err != nil {
				t.Fatal(err)
			}
			streamed = append(streamed, row)
		}
		if diff := cmp.Diff(test.want, streamed); diff != "" {
			t.Errorf("%s, as a stream (-want +got):\n%s", name, diff)
		}
	}
	if got := send(t, s, "/stats/aggregated/daily", `{"startDate":"2026-01-05","endDate":"2026-01-04"}`); got.Status != 400 {
		t.Errorf("an endDate before startDate gets %d", got.Status)
	}
}

func TestDashboardStats(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	addHistory(s)
	client := s.Client()
	day := func(day int) time.Time { return time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC) }
	row := func(at, followers, views, posts int64) ugcinc.DashboardStat {
		return ugcinc.DashboardStat{
			Date: day(int(at)), Followers: followers, Following: followers / 10, Posts: posts,
			Views: views, Likes: views / 10, Comments: views / 100, Shares: views / 50, Saves: new(views / 20),
		}
	}
	for name, test := range map[string]struct {
		params ugcinc.DashboardStatsParams
		want   []ugcinc.DashboardStat
	}{
		"all":           {ugcinc.DashboardStatsParams{}, []ugcinc.DashboardStat{row(2, 0, 0, 1), row(3, 30, 1000, 1), row(4, 0, 0, 0), row(5, 90, 700, 0)}},
		"tag":           {ugcinc.DashboardStatsParams{Tag: new("fitness")}, []ugcinc.DashboardStat{row(2, 0, 0, 1), row(3, 30, 1000, 1), row(4, 0, 0, 0), row(5, -10, 700, 0)}},
		"account":       {ugcinc.DashboardStatsParams{AccountIDs: []string{"acc_2"}}, []ugcinc.DashboardStat{row(2, 0, 0, 0), row(3, 0, 0, 0), row(4, 0, 0, 0), row(5, 100, 0, 0)}},
		"videos":        {ugcinc.DashboardStatsParams{PostType: new(ugcinc.PostTypeVideo)}, []ugcinc.DashboardStat{row(2, 0, 0, 1), row(3, 30, 1000, 0), row(4, 0, 0, 0), row(5, 90, 500, 0)}},
		"audio":         {ugcinc.DashboardStatsParams{AudioIDs: []string{"audio_1"}}, []ugcinc.DashboardStat{row(2, 0, 0, 0), row(3, 30, 0, 1), row(4, 0, 0, 0), row(5, 90, 200, 0)}},
		"without audio": {ugcinc.DashboardStatsParams{AudioIDs: []string{"none"}}, []ugcinc.DashboardStat{row(2, 0, 0, 1), row(3, 30, 1000, 0), row(4, 0, 0, 0), row(5, 90, 500, 0)}},
		"the host":      {ugcinc.DashboardStatsParams{Hosts: []string{"physical_iphone", "physical_android"}}, []ugcinc.DashboardStat{row(2, 0, 0, 1), row(3, 30, 1000, 1), row(4, 0, 0, 0), row(5, 90, 700, 0)}},
		"another host":  {ugcinc.DashboardStatsParams{Hosts: []string{"emulated_android"}}, []ugcinc.DashboardStat{row(2, 0, 0, 0), row(3, 0, 0, 0), row(4, 0, 0, 0), row(5, 0, 0, 0)}},
	} {
		test.params.StartDate, test.params.EndDate = day(2), day(5)
		if diff := cmp.Diff(test.want, must(client.Stats.Dashboard(t.Context(), test.params))(t)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		var streamed []ugcinc.DashboardStat
		for row, err := range client.Stats.AllDashboard(t.Context(), test.params) {
			if err != nil {
				t.Fatal(err)
			}
			streamed = append(streamed, row)
		}
		if diff := cmp.Diff(test.want, streamed); diff != "" {
			t.Errorf("%s, as a stream (-want +got):\n%s", name, diff)
		}
	}
}

// A refresh and the clock move the statistics of the days.
func TestDailyStatsFollowRefreshes(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t, ugcinctest.WithFleet(3))
	client := s.Client()
	account := s.Accounts()[0].ID
	params := ugcinc.DailyStatsParams{AccountIDs: []string{account}, StartDate: s.Clock().Now(), EndDate: s.Clock().Now()}
	before := must(client.Stats.Accounts(t.Context(), ugcinc.AccountStatsParams{AccountIDs: params.AccountIDs}))(t)[0]
	after := must(client.Stats.Refresh(t.Context(), ugcinc.RefreshStatsParams{AccountID: account}))(t).AccountStats
	must(client.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{AccountID: account, VideoURL: "https://cdn.example.com/v.mp4"}))(t)
	want := []ugcinc.DailyStat{{
		Date:      "2026-01-05",
		Followers: *after.Followers - *before.Followers, Following: *after.Following - *before.Following,
		Views: *after.Views - *before.Views, Likes: *after.Likes - *before.Likes,
		Posts: 2, // the one that the fleet has for tomorrow, and the new one
	}}
	if diff := cmp.Diff(want, must(client.Stats.Daily(t.Context(), params))(t)); diff != "" {
		t.Errorf("today (-want +got):\n%s", diff)
	}
}

// A record without a count changes nothing, and the next count continues from the
// last one that is known.
func TestDailyStatsSkipUnknownCounts(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	s.AddAccount(ugcinc.Account{ID: "acc_1"})
	s.AddPost(ugcinc.Post{ID: "post_1", AccountID: "acc_1"})
	for i, count := range []*int64{nil, new(int64(100)), nil, new(int64(150))} {
		at := time.Date(2026, 1, 1+i, 12, 0, 0, 0, time.UTC)
		s.AddAccountStat(ugcinc.AccountStat{AccountID: "acc_1", CreatedAt: at, Followers: count, Following: count, Views: count, Likes: count})
		s.AddPostStat(ugcinc.PostStat{PostID: "post_1", CreatedAt: at, Views: count, Likes: count, Comments: count, Shares: count, Saves: count})
	}
	first, last := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 1, 4, 0, 0, 0, 0, time.UTC)
	daily := []ugcinc.DailyStat{
		{Date: "2026-01-01"},
		{Date: "2026-01-02"},
		{Date: "2026-01-03"},
		{Date: "2026-01-04", Followers: 50, Following: 50, Views: 50, Likes: 50},
	}
	if diff := cmp.Diff(daily, must(s.Client().Stats.Daily(t.Context(), ugcinc.DailyStatsParams{StartDate: first, EndDate: last}))(t)); diff != "" {
		t.Errorf("daily (-want +got):\n%s", diff)
	}
	dashboard := []ugcinc.DashboardStat{
		{Date: first, Saves: new(int64)},
		{Date: first.AddDate(0, 0, 1), Views: 100, Likes: 100, Comments: 100, Shares: 100, Saves: new(int64(100))},
		{Date: first.AddDate(0, 0, 2), Saves: new(int64)},
		{Date: last, Followers: 50, Following: 50, Views: 50, Likes: 50, Comments: 50, Shares: 50, Saves: new(int64(50))},
	}
	if diff := cmp.Diff(dashboard, must(s.Client().Stats.Dashboard(t.Context(), ugcinc.DashboardStatsParams{StartDate: first, EndDate: last}))(t)); diff != "" {
		t.Errorf("dashboard (-want +got):\n%s", diff)
	}
}

// Both have a row for each day, so a range must not be too long for the memory.
func TestDailyStatsOfACentury(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	for _, path := range []string{"/stats/aggregated/daily", "/stats/dashboard/daily"} {
		var rows struct{ Data []json.RawMessage }
		unmarshal(t, send(t, s, path, `{"startDate":"1926-01-01","endDate":"2026-01-05"}`).Body, &rows)
		if want := 100*365 + 25 + 5; len(rows.Data) != want {
			t.Errorf("%s has %d rows for a century, want %d", path, len(rows.Data), want)
		}
		for _, endDate := range []string{"2101-01-01", "9999-12-31"} {
			got := send(t, s, path, `{"startDate":"0001-01-01","endDate":"`+endDate+`"}`)
			if got.Status != 400 || !strings.Contains(got.Body, "The range has more than 40000 days") {
				t.Errorf("%s of centuries: got %d %.200s", path, got.Status, got.Body)
			}
		}
	}
}
