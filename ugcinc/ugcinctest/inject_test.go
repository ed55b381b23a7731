package ugcinctest_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

func TestFailNthCountsFromNow(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	send(t, s, "/accounts", `{}`)
	s.FailNth("listAccounts", 2, ugcinctest.Empty500())
	s.FailNth("", 5, ugcinctest.HTML502())
	s.FailNth("listTasks", 1, ugcinctest.Unavailable503())
	var got []int
	for _, path := range []string{"/accounts", "/post", "/accounts", "/accounts", "/accounts", "/accounts", "/tasks"} {
		got = append(got, send(t, s, path, `{}`).Status)
	}
	if diff := cmp.Diff([]int{200, 200, 500, 200, 502, 200, 503}, got); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
	s.FailNth("listTasks", 1, ugcinctest.Empty500())
	s.ClearFaults()
	if got := send(t, s, "/tasks", `{}`); got.Status != 200 {
		t.Errorf("after ClearFaults the status is %d", got.Status)
	}
}

func TestFailNthWinsOverFailRandomly(t *testing.T) {
	t.Parallel()
	nth := func(s *ugcinctest.Server) {
		s.FailNth("listAccounts", 2, ugcinctest.Unavailable503())
		s.FailNth("listAccounts", 3, ugcinctest.Fault{})
		s.FailNth("", 6, ugcinctest.Empty500()) // the fifth listAccounts, after one listTasks
	}
	randomly := func(s *ugcinctest.Server) {
		s.FailRandomly(1, 1, []string{"listAccounts"}, ugcinctest.HTML502())
	}
	for name, order := range map[string][]func(*ugcinctest.Server){
		"nth first":    {nth, randomly},
		"random first": {randomly, nth},
	} {
		s := ugcinctest.NewServer(t)
		for _, add := range order {
			add(s)
		}
		var got []int
		for _, path := range []string{"/accounts", "/tasks", "/accounts", "/accounts", "/accounts", "/accounts", "/accounts"} {
			got = append(got, send(t, s, path, `{}`).Status)
		}
		if diff := cmp.Diff([]int{502, 200, 503, 200, 502, 500, 502}, got); diff != "" {
			t.Errorf("%s: statuses (-want +got):\n%s", name, diff)
		}
		if n := s.Injected("listAccounts"); n != 5 {
			t.Errorf("%s: %d faults were injected, want 5", name, n)
		}
	}
}

func TestFirstFailNthOfACallWins(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	s.FailNth("", 2, ugcinctest.HTML502())
	s.FailNth("listAccounts", 2, ugcinctest.Unavailable503())
	var got []int
	for range 4 {
		got = append(got, send(t, s, "/accounts", `{}`).Status)
	}
	if diff := cmp.Diff([]int{200, 502, 200, 200}, got); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
}

// A FailNth must not change what FailRandomly does to the calls after it.
func TestFailNthLeavesTheSeedAlone(t *testing.T) {
	t.Parallel()
	run := func(prepare func(*ugcinctest.Server)) (statuses []int) {
		s := ugcinctest.NewServer(t)
		s.FailRandomly(7, 0.5, nil, ugcinctest.Empty500(), ugcinctest.HTML502())
		prepare(s)
		for range 40 {
			statuses = append(statuses, send(t, s, "/accounts", `{}`).Status)
		}
		return statuses
	}
	want := run(func(*ugcinctest.Server) {})
	want[9] = 503
	got := run(func(s *ugcinctest.Server) { s.FailNth("listAccounts", 10, ugcinctest.Unavailable503()) })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
}

func TestFailRandomlyFollowsItsSeed(t *testing.T) {
	t.Parallel()
	const calls = 200
	run := func(seed uint64, mixed bool) (hits []string) {
		s := ugcinctest.NewServer(t, ugcinctest.InMemory())
		s.FailRandomly(seed, 0.3, []string{"listAccounts", "listPosts"}, ugcinctest.Empty500(), ugcinctest.TooManyRequests("1"))
		client := s.HTTPClient()
		for range calls {
			if mixed {
				for _, path := range []string{"/post", "/tasks"} {
					if _, err := trySendWith(t.Context(), client, s, path, `{}`); err != nil {
						t.Fatal(err)
					}
				}
			}
			if _, err := trySendWith(t.Context(), client, s, "/accounts", `{}`); err != nil {
				t.Fatal(err)
			}
		}
		for _, r := range s.Requests() {
			switch r.OperationID {
			case "listAccounts":
				hits = append(hits, r.Fault.String())
			case "listTasks":
				if r.Fault != (ugcinctest.Fault{}) {
					t.Errorf("an operation that was not named met %v", r.Fault)
				}
			}
		}
		return hits
	}
	first := run(7, false)
	if diff := cmp.Diff(first, run(7, true)); diff != "" {
		t.Errorf("the same seed among other calls (-first +second):\n%s", diff)
	}
	if cmp.Equal(first, run(8, false)) {
		t.Error("another seed gives the same faults")
	}
	counts := map[string]int{}
	for _, fault := range first {
		counts[fault]++
	}
	// 0.3 of 200 is 60; far outside of that the draw is broken.
	if hits := calls - counts["none"]; hits < 35 || hits > 85 || counts["empty 500"] < 10 || counts["429 (1)"] < 10 {
		t.Errorf("%d calls met %v", calls, counts)
	}
}

// A fault that is never injected proves nothing.
func TestFaultsThatCannotOccurPanic(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t, ugcinctest.InMemory())
	for name, add := range map[string]func(){
		"unknown operation":        func() { s.FailNth("createPost", 1, ugcinctest.Empty500()) },
		"call number 0":            func() { s.FailNth("createVideo", 0, ugcinctest.Empty500()) },
		"random unknown operation": func() { s.FailRandomly(1, 1, []string{"createPost"}, ugcinctest.Empty500()) },
		"no fault":                 func() { s.FailRandomly(1, 1, nil) },
		"negative probability":     func() { s.FailRandomly(1, -0.1, nil, ugcinctest.Empty500()) },
		"probability above 1":      func() { s.FailRandomly(1, 1.1, nil, ugcinctest.Empty500()) },
		"probability that is NaN":  func() { s.FailRandomly(1, math.NaN(), nil, ugcinctest.Empty500()) },
	} {
		func() {
			defer func() {
				if text, ok := recover().(string); !ok || !strings.HasPrefix(text, "ugcinctest: ") {
					t.Errorf("%s: the call does not panic with a reason", name)
				}
			}()
			add()
		}()
	}
}
