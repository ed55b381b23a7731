package ugcinc_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// TestWaitAllFollowsAFleet schedules 1,000 posts on 50 accounts at random
// times and lets a tenth of them fail. Calls of the API fail as well.
func TestWaitAllFollowsAFleet(t *testing.T) {
	t.Parallel()
	const posts, accounts, day = 1000, 50, 24 * time.Hour
	faults := []ugcinctest.Fault{
		ugcinctest.RefuseConnection(), ugcinctest.CutBeforeReading(), ugcinctest.CutAfterApplying(),
		ugcinctest.ApplyLate(time.Second), ugcinctest.Delay(5 * time.Second), ugcinctest.Empty500(),
		ugcinctest.HTML502(), ugcinctest.Unavailable503(), ugcinctest.TooManyRequests(""),
		ugcinctest.TooManyRequests("45"), ugcinctest.TruncatedBody(), ugcinctest.GarbageBody(),
	}
	for _, test := range []struct {
		seed    uint64
		p       float64 // of a fault in a poll
		fails   string  // posts fail whose caption ends so
		maxWait time.Duration
		timeout time.Duration // of the context
		end     error
	}{
		{seed: 1, maxWait: 2 * time.Hour, timeout: day, fails: "7", end: ugcinc.ErrWorkFailed},
		{seed: 2, p: 0.3, maxWait: 2 * time.Hour, timeout: day, fails: "7", end: ugcinc.ErrWorkFailed},
		{seed: 3, p: 0.3, maxWait: 20 * time.Minute, timeout: day, fails: "7", end: ugcinc.ErrMaxWait},
		{seed: 4, p: 1, maxWait: 2 * time.Hour, timeout: day, fails: "7", end: ugcinc.ErrPollsFailed},
		{seed: 5, p: 0.3, maxWait: 2 * time.Hour, timeout: 25 * time.Minute, fails: "7", end: ugcinc.ErrWaitInterrupted},
		{seed: 6, p: 0.3, maxWait: 2 * time.Hour, timeout: day, fails: "none", end: nil},
	} {
		t.Run(fmt.Sprintf("seed %d, faults %v", test.seed, test.p), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				random := rand.New(rand.NewPCG(test.seed, 0))
				api := ugcinctest.NewServer(t, ugcinctest.InBubble(), ugcinctest.WithSeed(test.seed),
					ugcinctest.FailPosts(func(p ugcinc.Post) bool { return strings.HasSuffix(*p.Caption, test.fails) }))
				client := api.Client()
				var owners []string
				for range accounts {
					owners = append(owners, api.AddAccount(ugcinc.Account{}).ID)
				}
				start := time.Now()
				var scheduled []ugcinc.Post
				for i := range posts {
					// Added and not created, since the fake would move most of them.
					scheduled = append(scheduled, api.AddPost(ugcinc.Post{
						AccountID:   owners[random.IntN(accounts)],
						Status:      ugcinc.PostStatusScheduled,
						Caption:     new(fmt.Sprint(i)),
						ScheduledAt: new(start.Add(10*time.Minute + time.Duration(random.Int64N(int64(40*time.Minute))))),
					}))
				}
				if test.p > 0 {
					api.FailRandomly(test.seed, test.p, []string{"listPosts"}, faults...)
				}
				var polls int
				opts := ugcinc.WaitOptions{
					Interval: 4 * time.Second, NotBefore: start.Add(5 * time.Minute), MaxWait: test.maxWait,
					OnProgress: func(p ugcinc.Progress) { polls = p.Polls },
				}
				ctx, cancel := context.WithTimeout(t.Context(), test.timeout)
				defer cancel()
				got, err := client.Posts.WaitAll(ctx, scheduled, opts)
				if !errors.Is(err, test.end) {
					t.Fatalf("error %v, want %v", err, test.end)
				}
				checkEnd(t, api, scheduled, got, err)
				checkPolls(t, api, opts, polls)
			})
		})
	}
}

// checkEnd compares the returned posts and error with the posts of the server.
func checkEnd(t *testing.T, api *ugcinctest.Server, scheduled, got []ugcinc.Post, err error) {
	t.Helper()
	truth := map[string]ugcinc.Post{}
	for _, p := range api.Posts() {
		truth[p.ID] = p
	}
	var failed, left []string
	for i, p := range got {
		if p.ID != scheduled[i].ID {
			t.Fatalf("post %d is %s, want the order given", i, p.ID)
		}
		switch p.Status {
		case ugcinc.PostStatusFailed:
			failed = append(failed, p.ID)
		case ugcinc.PostStatusComplete:
		default:
			left = append(left, p.ID)
			continue
		}
		if diff := cmp.Diff(truth[p.ID], p); diff != "" {
			t.Errorf("post %d (-server +got):\n%s", i, diff)
		}
	}
	if err == nil && (failed != nil || left != nil) {
		t.Errorf("no error, while %d failed and %d are left", len(failed), len(left))
	}
	if end, ok := errors.AsType[*ugcinc.WaitError](err); ok {
		if diff := cmp.Diff(left, end.Left); diff != "" {
			t.Errorf("left (-want +got):\n%s", diff)
		}
	}
	if end, ok := errors.AsType[*ugcinc.PostFailedError](err); ok {
		if diff := cmp.Diff(failed, end.Failed); diff != "" || len(failed) != 100 || left != nil {
			t.Errorf("%d failed and %d left, want 100 and none (-want +got):\n%s", len(failed), len(left), diff)
		}
	}
}

// checkPolls checks the requests against the options.
func checkPolls(t *testing.T, api *ugcinctest.Server, opts ugcinc.WaitOptions, polls int) {
	t.Helper()
	var last time.Time
	for _, r := range api.Requests() {
		if r.OperationID != "listPosts" {
			continue
		}
		if r.Time.Before(opts.NotBefore) {
			t.Errorf("polled %v before NotBefore", opts.NotBefore.Sub(r.Time))
		}
		if d := r.Time.Sub(last); d < opts.Interval {
			t.Errorf("polled again after %v", d)
		}
		last = r.Time
	}
	// A refused connection is not a request, and OnProgress is not called for a
	// poll that ends the wait with an error.
	if n := api.Received("listPosts"); n > polls+1 {
		t.Errorf("%d list calls in %d polls", n, polls)
	}
	if n := api.Received("getPostStatus"); n != 0 {
		t.Errorf("%d posts asked for by themselves, want none", n)
	}
	t.Logf("%d polls, %d list calls", polls, api.Received("listPosts"))
}
