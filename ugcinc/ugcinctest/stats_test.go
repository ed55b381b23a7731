package ugcinctest_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

func TestRefreshWritesRecordsThatGrow(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	s.AddAccount(ugcinc.Account{ID: "acc_1"})
	s.AddPost(ugcinc.Post{ID: "post_1", AccountID: "acc_1"})
	s.AddPost(ugcinc.Post{ID: "post_2", AccountID: "acc_1"})
	s.AddPost(ugcinc.Post{ID: "post_3", AccountID: "acc_1", Status: ugcinc.PostStatusFailed})
	s.AddPost(ugcinc.Post{ID: "post_4", AccountID: "acc_2"})
	client := s.Client()
	refresh := func() *ugcinc.RefreshStatsResult {
		result, err := client.Stats.Refresh(t.Context(), ugcinc.RefreshStatsParams{AccountID: "acc_1"})
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
	first := refresh()
	s.Clock().Advance(time.Hour)
	second := refresh()

	if first.PostStatsCount != 3 || len(first.PostStats) != 3 {
		t.Fatalf("refresh counts %d posts and lists %d, want 3", first.PostStatsCount, len(first.PostStats))
	}
	if diff := cmp.Diff(ugcinc.PostStat{ID: first.PostStats[2].ID, PostID: "post_3", CreatedAt: first.PostStats[2].CreatedAt}, first.PostStats[2]); diff != "" {
		t.Errorf("a post that is not out has counts (-want +got):\n%s", diff)
	}
	for i := range 2 {
		before, after := first.PostStats[i], second.PostStats[i]
		if *after.Views <= *before.Views || *after.Likes <= *before.Likes || !after.CreatedAt.After(before.CreatedAt) {
			t.Errorf("counts did not grow: %s, then %s", marshal(t, before), marshal(t, after))
		}
	}
	if sum := *second.PostStats[0].Views + *second.PostStats[1].Views; *second.AccountStats.Views != sum {
		t.Errorf("the account has %d views, its posts %d", *second.AccountStats.Views, sum)
	}

	latest, err := client.Stats.Accounts(t.Context(), ugcinc.AccountStatsParams{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]ugcinc.AccountStat{second.AccountStats}, latest); diff != "" {
		t.Errorf("latest (-want +got):\n%s", diff)
	}
	all, err := client.Stats.Posts(t.Context(), ugcinc.PostStatsParams{
		PostIDs: []string{"post_1"}, StartDate: new(s.Clock().Now().Add(-24 * time.Hour)),
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]ugcinc.PostStat{first.PostStats[0], second.PostStats[0]}, all); diff != "" {
		t.Errorf("all in range (-want +got):\n%s", diff)
	}
}

func TestStatsFilters(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	s.AddAccount(ugcinc.Account{ID: "acc_1", Tag: new("fitness")})
	s.AddAccount(ugcinc.Account{ID: "acc_2"})
	at := func(day int) time.Time { return time.Date(2026, 1, day, 12, 0, 0, 0, time.UTC) }
	// Not in the order of time: the newest by date is the latest.
	s.AddAccountStat(ugcinc.AccountStat{ID: "1 on 3", AccountID: "acc_1", CreatedAt: at(3)})
	s.AddAccountStat(ugcinc.AccountStat{ID: "1 on 1", AccountID: "acc_1", CreatedAt: at(1)})
	s.AddAccountStat(ugcinc.AccountStat{ID: "2 on 2", AccountID: "acc_2", CreatedAt: at(2)})
	client := s.Client()
	for name, test := range map[string]struct {
		params ugcinc.AccountStatsParams
		want   []string
	}{
		"latest":       {ugcinc.AccountStatsParams{}, []string{"1 on 3", "2 on 2"}},
		"latest, tag":  {ugcinc.AccountStatsParams{Tag: new("fitness")}, []string{"1 on 3"}},
		"latest, id":   {ugcinc.AccountStatsParams{AccountIDs: []string{"acc_2"}}, []string{"2 on 2"}},
		"from the 2nd": {ugcinc.AccountStatsParams{StartDate: new(at(2))}, []string{"1 on 3", "2 on 2"}},
		"until then":   {ugcinc.AccountStatsParams{EndDate: new(at(2))}, []string{"1 on 1", "2 on 2"}},
		"tag, range":   {ugcinc.AccountStatsParams{EndDate: new(at(5)), Tag: new("fitness")}, []string{"1 on 1", "1 on 3"}},
	} {
		stats, err := client.Stats.Accounts(t.Context(), test.params)
		if err != nil {
			t.Fatal(err)
		}
		got := []string{}
		for _, stat := range stats {
			got = append(got, stat.ID)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAddedPostStatIsRead(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	added := s.AddPostStat(ugcinc.PostStat{PostID: "post_1", Views: new(int64(48210)), Saves: nil})
	s.AddPostStat(ugcinc.PostStat{PostID: "post_2"})
	got, err := s.Client().Stats.Posts(t.Context(), ugcinc.PostStatsParams{PostIDs: []string{"post_1"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []ugcinc.PostStat{{ID: added.ID, PostID: "post_1", Views: new(int64(48210)), CreatedAt: s.Clock().Now()}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("read statistics (-want +got):\n%s", diff)
	}
}
