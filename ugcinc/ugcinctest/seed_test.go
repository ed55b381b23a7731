package ugcinctest_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// fleet is everything that a client sees of a server.
func fleet(t *testing.T, s *ugcinctest.Server) string {
	t.Helper()
	var all string
	for _, path := range []string{"/accounts", "/tasks", "/post", "/stats/accounts", "/stats/posts"} {
		all += send(t, s, path, `{}`).Body
	}
	for _, path := range []string{"/stats/accounts", "/stats/posts"} {
		all += send(t, s, path, `{"startDate":"2020-01-01"}`).Body
	}
	return all
}

func TestSameSeedSameFleet(t *testing.T) {
	t.Parallel()
	first := fleet(t, ugcinctest.NewServer(t, ugcinctest.WithFleet(12)))
	if diff := cmp.Diff(first, fleet(t, ugcinctest.NewServer(t, ugcinctest.WithFleet(12), ugcinctest.WithSeed(1)))); diff != "" {
		t.Errorf("the same seed (-first +second):\n%s", diff)
	}
	if first == fleet(t, ugcinctest.NewServer(t, ugcinctest.WithFleet(12), ugcinctest.WithSeed(2))) {
		t.Error("another seed gives the same fleet")
	}
}

func TestFleetHasSomeOfEverything(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t, ugcinctest.WithFleet(20))
	seen := map[string]int{}
	for _, a := range s.Accounts() {
		seen[string(a.Type)]++
		seen[fmt.Sprintf("tagged %v", a.Tag != nil)]++
	}
	for _, p := range s.Posts() {
		seen["post "+string(p.Status)]++
		seen["post "+string(p.Type)]++
	}
	for _, task := range s.Tasks() {
		seen["task "+string(task.Status)]++
	}
	for _, want := range []string{
		"tiktok", "instagram", "tagged true", "tagged false", "post complete", "post failed", "post scheduled",
		"post video", "post slideshow", "task complete", "task scheduled",
	} {
		if seen[want] == 0 {
			t.Errorf("a fleet of 20 has no %s: %v", want, seen)
		}
	}
	history, err := s.Client().Stats.Accounts(t.Context(), ugcinc.AccountStatsParams{EndDate: new(s.Clock().Now())})
	if err != nil {
		t.Fatal(err)
	}
	if len(history) != 20*7 {
		t.Errorf("%d account records, want a week of 20 accounts", len(history))
	}
	s.Clock().Advance(48 * time.Hour)
	for _, p := range s.Posts() {
		if p.Status == ugcinc.PostStatusScheduled {
			t.Errorf("post %s is still scheduled after two days", p.ID)
		}
	}
}

func TestConcurrentCallers(t *testing.T) {
	t.Parallel()
	onEachNetwork(t, func(t *testing.T, opts ...ugcinctest.Option) {
		const callers, calls = 8, 20
		s := ugcinctest.NewServer(t, opts...)
		s.AddAccount(ugcinc.Account{ID: "acc_1"})
		client := s.Client()
		var wg sync.WaitGroup
		errs := make([]error, callers)
		for i := range callers {
			wg.Go(func() {
				for range calls {
					p, err := client.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{
						AccountID: "acc_1", VideoURL: "https://cdn.example.com/v.mp4",
					})
					if err == nil {
						_, err = client.Posts.Status(t.Context(), ugcinc.PostStatusParams{PostID: p.ID})
					}
					if err == nil {
						_, err = client.Stats.Refresh(t.Context(), ugcinc.RefreshStatsParams{AccountID: "acc_1"})
					}
					if err == nil {
						_, err = client.Posts.List(t.Context(), ugcinc.ListPostsParams{})
					}
					s.Clock().Advance(time.Second)
					s.Posts()
					s.Requests()
					errs[i] = errors.Join(errs[i], err)
				}
			})
		}
		wg.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		ids := map[string]bool{}
		for _, p := range s.Posts() {
			ids[p.ID] = true
		}
		if len(ids) != callers*calls {
			t.Errorf("%d different posts, want %d", len(ids), callers*calls)
		}
	})
}
