package ugcinctest_test

import (
	"fmt"
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
