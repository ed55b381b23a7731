package ugcinc_test

import (
	"context"
	"fmt"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// A count that is not known is nil, which is not zero.
func ExampleStatsService_Accounts() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddAccount(ugcinc.Account{ID: "acc_1"})
	server.AddAccountStat(ugcinc.AccountStat{AccountID: "acc_1", Followers: new(int64(1200))})
	client := server.Client()

	stats, err := client.Stats.Accounts(context.Background(), ugcinc.AccountStatsParams{AccountIDs: []string{"acc_1"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, stat := range stats {
		fmt.Println("followers:", *stat.Followers, "views known:", stat.Views != nil)
	}
	// Output: followers: 1200 views known: false
}

// A history may be hundreds of thousands of records. A stream reads it one
// record at a time, in constant memory.
func ExampleStatsService_AllPosts() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddPost(ugcinc.Post{ID: "post_1"})
	for day := range 7 {
		server.AddPostStat(ugcinc.PostStat{
			PostID:    "post_1",
			Views:     new(int64(1000 * (day + 1))),
			CreatedAt: time.Date(2026, time.March, 1+day, 6, 0, 0, 0, time.UTC),
		})
	}
	client := server.Client()

	var highest int64
	stats := client.Stats.AllPosts(context.Background(), ugcinc.PostStatsParams{
		PostIDs:   []string{"post_1"},
		StartDate: new(time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC)),
	})
	for stat, err := range stats {
		if err != nil {
			fmt.Println(err) // the last thing that a stream yields
			return
		}
		if stat.Views != nil {
			highest = max(highest, *stat.Views)
		}
	}
	fmt.Println("views:", highest)
	// Output: views: 7000
}

// Refresh reads the platform live, and writes a record for the account and each
// of its posts.
func ExampleStatsService_Refresh() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddAccount(ugcinc.Account{ID: "acc_1"})
	server.AddPost(ugcinc.Post{ID: "post_1", AccountID: "acc_1"})
	client := server.Client()

	result, err := client.Stats.Refresh(context.Background(), ugcinc.RefreshStatsParams{AccountID: "acc_1"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.AccountStats.AccountID, result.PostStatsCount, result.PostStats[0].PostID)
	// Output: acc_1 1 post_1
}

// A count may fall, so a change may be negative.
func ExampleStatsService_Daily() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddAccount(ugcinc.Account{ID: "acc_1"})
	for day, followers := range []int64{1200, 1250, 1247} {
		server.AddAccountStat(ugcinc.AccountStat{
			AccountID: "acc_1",
			Followers: &followers,
			CreatedAt: time.Date(2026, time.January, 1+day, 6, 0, 0, 0, time.UTC),
		})
	}
	client := server.Client()

	days, err := client.Stats.Daily(context.Background(), ugcinc.DailyStatsParams{
		StartDate: time.Date(2026, time.January, 2, 0, 0, 0, 0, time.UTC),
		EndDate:   time.Date(2026, time.January, 3, 0, 0, 0, 0, time.UTC),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, day := range days {
		fmt.Printf("%s %+d\n", day.Date, day.Followers)
	}
	// Output:
	// 2026-01-02 +50
	// 2026-01-03 -3
}

// The dashboard's rows of one account, for its videos.
func ExampleStatsService_Dashboard() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddAccount(ugcinc.Account{ID: "acc_1"})
	server.AddPost(ugcinc.Post{ID: "post_1", AccountID: "acc_1", ScheduledAt: new(time.Date(2026, time.January, 2, 18, 0, 0, 0, time.UTC))})
	server.AddPostStat(ugcinc.PostStat{PostID: "post_1", Views: new(int64(900)), CreatedAt: time.Date(2026, time.January, 2, 23, 0, 0, 0, time.UTC)})
	client := server.Client()

	rows, err := client.Stats.Dashboard(context.Background(), ugcinc.DashboardStatsParams{
		StartDate:  time.Date(2026, time.January, 2, 0, 0, 0, 0, time.UTC),
		EndDate:    time.Date(2026, time.January, 2, 0, 0, 0, 0, time.UTC),
		AccountIDs: []string{"acc_1"},
		PostType:   new(ugcinc.PostTypeVideo),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range rows {
		fmt.Println(row.Date.Format(time.DateOnly), "views:", row.Views, "posts:", row.Posts)
	}
	// Output: 2026-01-02 views: 900 posts: 1
}

// A stream reads one day at a time. Leaving the loop ends the call.
func ExampleStatsService_AllDaily() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddAccount(ugcinc.Account{ID: "acc_1"})
	for day, followers := range []int64{1200, 1250, 1247, 1260} {
		server.AddAccountStat(ugcinc.AccountStat{
			AccountID: "acc_1",
			Followers: &followers,
			CreatedAt: time.Date(2026, time.January, 1+day, 6, 0, 0, 0, time.UTC),
		})
	}
	client := server.Client()

	days := client.Stats.AllDaily(context.Background(), ugcinc.DailyStatsParams{
		StartDate: time.Date(2026, time.January, 2, 0, 0, 0, 0, time.UTC),
		EndDate:   time.Date(2026, time.January, 4, 0, 0, 0, 0, time.UTC),
	})
	for day, err := range days {
		if err != nil {
			fmt.Println(err) // the last thing that a stream yields
			return
		}
		if day.Followers < 0 {
			fmt.Println("the first day with a loss:", day.Date)
			break
		}
	}
	// Output: the first day with a loss: 2026-01-03
}

// The audio id "none" selects posts without audio.
func ExampleStatsService_AllDashboard() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddAccount(ugcinc.Account{ID: "acc_1"})
	for day, audio := range []*string{nil, new("audio_1"), nil} {
		server.AddPost(ugcinc.Post{
			AccountID:     "acc_1",
			SocialAudioID: audio,
			ScheduledAt:   new(time.Date(2026, time.January, 2+day, 18, 0, 0, 0, time.UTC)),
		})
	}
	client := server.Client()

	rows := client.Stats.AllDashboard(context.Background(), ugcinc.DashboardStatsParams{
		StartDate: time.Date(2026, time.January, 2, 0, 0, 0, 0, time.UTC),
		EndDate:   time.Date(2026, time.January, 4, 0, 0, 0, 0, time.UTC),
		AudioIDs:  []string{"none"},
	})
	var posts int64
	for row, err := range rows {
		if err != nil {
			fmt.Println(err)
			return
		}
		posts += row.Posts
	}
	fmt.Println("posts without audio:", posts)
	// Output: posts without audio: 2
}
