package ugcinc_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// make faults raises these; make test runs a sample.
var (
	faultSeeds   = flag.Int("faults.seeds", 2, "calls for each fault and operation")
	faultCreates = flag.Int("faults.creates", 300, "creates under mixed faults")
)

const (
	// faultTimeout bounds an attempt where each call is made alone.
	faultTimeout = 100 * time.Millisecond
	// busyTimeout bounds one where many are made at once: a machine at its
	// limit must not look like a server that is.
	busyTimeout = 500 * time.Millisecond
)

// allFaults is every fault, with delays that outlast an attempt.
func allFaults(timeout time.Duration) []ugcinctest.Fault {
	return []ugcinctest.Fault{
		ugcinctest.RefuseConnection(),
		ugcinctest.CutBeforeReading(),
		ugcinctest.CutAfterApplying(),
		ugcinctest.ApplyLate(5 * time.Millisecond),
		ugcinctest.Delay(2 * timeout),
		ugcinctest.Empty500(),
		ugcinctest.Empty500().AfterApplying(),
		ugcinctest.HTML502(),
		ugcinctest.HTML502().AfterApplying(),
		ugcinctest.Unavailable503(),
		ugcinctest.Unavailable503().AfterApplying(),
		ugcinctest.TooManyRequests(""),
		ugcinctest.TooManyRequests("0.01"),
		ugcinctest.TruncatedBody(),
		ugcinctest.GarbageBody(),
		ugcinctest.SlowDrip(timeout / 100),
		ugcinctest.EndlessBody(),
		ugcinctest.Redirect("https://elsewhere.invalid/"),
		ugcinctest.Redirect("https://elsewhere.invalid/").AfterApplying(),
	}
}

// calls makes each operation once, on an account and a post that are there.
func calls(c *ugcinc.Client, account, post string) map[string]func(ctx context.Context, n int) error {
	return map[string]func(context.Context, int) error{
		"listAccounts": func(ctx context.Context, _ int) error {
			_, err := c.Accounts.List(ctx, ugcinc.ListAccountsParams{})
			return err
		},
		"getAccountStatus": func(ctx context.Context, _ int) error {
			_, err := c.Accounts.Status(ctx, ugcinc.AccountStatusParams{})
			return err
		},
		"updateAccountInfo": func(ctx context.Context, n int) error {
			_, err := c.Accounts.UpdateInfo(ctx, ugcinc.UpdateAccountInfoParams{AccountID: account, Tag: new(strconv.Itoa(n))})
			return err
		},
		"updateAccountSocial": func(ctx context.Context, n int) error {
			_, err := c.Accounts.UpdateSocial(ctx, ugcinc.UpdateAccountSocialParams{AccountID: account, Bio: new(strconv.Itoa(n))})
			return err
		},
		"listTasks": func(ctx context.Context, _ int) error {
			_, err := c.Tasks.List(ctx, ugcinc.ListTasksParams{})
			return err
		},
		"listPosts": func(ctx context.Context, _ int) error {
			_, err := c.Posts.List(ctx, ugcinc.ListPostsParams{})
			return err
		},
		"createSlideshow": func(ctx context.Context, n int) error {
			_, err := c.Posts.CreateSlideshow(ctx, ugcinc.CreateSlideshowParams{AccountID: account, ImageURLs: []string{"https://x.example/1.jpg"}, Caption: new(strconv.Itoa(n))})
			return err
		},
		"createVideo": func(ctx context.Context, n int) error {
			_, err := c.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{AccountID: account, VideoURL: "https://x.example/v.mp4", Caption: new(strconv.Itoa(n))})
			return err
		},
		"getPostStatus": func(ctx context.Context, _ int) error {
			_, err := c.Posts.Status(ctx, ugcinc.PostStatusParams{PostID: post})
			return err
		},
		"listAccountStats": func(ctx context.Context, _ int) error {
			_, err := c.Stats.Accounts(ctx, ugcinc.AccountStatsParams{})
			return err
		},
		"listPostStats": func(ctx context.Context, _ int) error {
			_, err := c.Stats.Posts(ctx, ugcinc.PostStatsParams{})
			return err
		},
		"refreshStats": func(ctx context.Context, _ int) error {
			_, err := c.Stats.Refresh(ctx, ugcinc.RefreshStatsParams{AccountID: account})
			return err
		},
	}
}

// The table of truth: each fault on each operation, seen from both ends.
func TestFaults(t *testing.T) { //nolint:tparallel // the group of the cells must end before the table is printed
	t.Parallel()
	var mu sync.Mutex
	rows := map[string][]string{}
	faults := allFaults(faultTimeout)
	t.Run("table", func(t *testing.T) {
		for _, op := range gen.Operations() {
			rows[op.ID] = make([]string, len(faults))
			for i, fault := range faults {
				t.Run(op.ID+"/"+fault.String(), func(t *testing.T) {
					t.Parallel()
					cell := faultCell(t, op, fault)
					mu.Lock()
					defer mu.Unlock()
					rows[op.ID][i] = cell
				})
			}
		}
	})
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	line := func(first string, cell func(op string) string) {
		cells := []string{first}
		for _, op := range gen.Operations() {
			cells = append(cells, cell(op.ID))
		}
		_, _ = io.WriteString(w, strings.Join(cells, "\t")+"\n")
	}
	line("fault", func(op string) string { return op })
	for i, fault := range faults {
		line(fault.String(), func(op string) string { return rows[op][i] })
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	t.Logf("succeeded/applied of %d calls whose first sends met the fault\n%s", *faultSeeds, table.String())
}

// faultCell makes calls whose first one to three sends meet the fault, and
// holds what the client says against what the server did.
func faultCell(t *testing.T, op *gen.Operation, fault ugcinctest.Fault) string {
	t.Helper()
	s := ugcinctest.NewServer(t)
	opts := []ugcinc.Option{ugcinc.WithInstantBackoff(), ugcinc.WithAttemptTimeout(faultTimeout), ugcinc.WithMaxResponseBytes(64 << 10)}
	// The fake's own client has the fake in its transport. Without anything
	// there, an attempt takes a shorter way to the network.
	plain := []ugcinc.Option{ugcinc.WithBaseURL(s.URL), ugcinc.WithAPIKey(s.APIKey), ugcinc.WithMaxRetries(3)}
	clients := []*ugcinc.Client{s.Client(opts...), newClient(t, append(plain, opts...)...)}
	random := rand.New(rand.NewPCG(1, uint64(len(op.ID)))) //nolint:gosec // a course of events is no secret
	succeeded := 0
	applied := 0
	var account ugcinc.Account
	var post ugcinc.Post
	for n := range *faultSeeds {
		// A write needs an account that no other has touched. A list of all of
		// them would grow with each call.
		if n == 0 || !op.List {
			account = s.AddAccount(ugcinc.Account{Type: ugcinc.AccountTypeTiktok})
			post = s.AddPost(ugcinc.Post{AccountID: account.ID, Type: ugcinc.PostTypeVideo, Status: ugcinc.PostStatusComplete})
		}
		for nth := range 1 + random.IntN(3) {
			s.FailNth(op.ID, nth+1, fault)
		}
		before := s.Applied(op.ID)
		err := calls(clients[n%2], account.ID, post.ID)[op.ID](t.Context(), n)
		s.ClearFaults()
		s.Settle() // what a fault has delayed belongs to this call
		did := s.Applied(op.ID) - before
		applied += did
		if err == nil {
			succeeded++
		}
		var failed *ugcinc.Error
		switch {
		case op.Retry == gen.RetryNever && did > 1:
			t.Errorf("applied %d times", did)
		case err == nil && did == 0:
			t.Error("success was reported, and nothing was done")
		case err != nil && !errors.As(err, &failed):
			t.Errorf("error is %v, want a *Error", err)
		case err != nil && failed.Outcome != ugcinc.OutcomeUnknown && did > 0:
			t.Errorf("reported as %s, and it was done: %v", failed.Outcome, err)
		}
	}
	return fmt.Sprintf("%d/%d", succeeded, applied)
}

// Creates under mixed faults, with WithReconcile: each post is there once, and
// every call says so.
func TestEffectivelyOnce(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	c := s.Client(
		ugcinc.WithInstantBackoff(),
		ugcinc.WithAttemptTimeout(busyTimeout),
		ugcinc.WithMaxResponseBytes(1<<20),
		ugcinc.WithMaxRetries(30),
		ugcinc.WithReconcile(3*busyTimeout),
	)
	s.FailRandomly(7, 0.3, []string{"createSlideshow", "createVideo"}, allFaults(busyTimeout)...)
	// A redirect or an endless answer ends a read for good, and the create is
	// then not sent: honest, but not what is counted here. A list that drips
	// is read to its end, which only takes time.
	s.FailRandomly(8, 0.3, []string{"listPosts"}, slices.DeleteFunc(allFaults(busyTimeout), func(f ugcinctest.Fault) bool {
		return strings.Contains(f.String(), "redirect") || strings.Contains(f.String(), "drip") || f == ugcinctest.EndlessBody()
	})...)
	accounts := max(10, *faultCreates/20)
	ids := make([]string, accounts)
	for i := range ids {
		ids[i] = s.AddAccount(ugcinc.Account{Type: ugcinc.AccountTypeTiktok}).ID
	}
	var wrong, failed atomic.Int64
	var group sync.WaitGroup
	work := make(chan int)
	for range 32 {
		group.Go(func() {
			for n := range work {
				// Every tenth has the content of the one before it.
				caption := strconv.Itoa(n)
				if n%10 == 9 {
					caption = strconv.Itoa(n - 1)
				}
				account := ids[n/10%accounts]
				var post *ugcinc.Post
				var err error
				if n/10%2 == 0 {
					post, err = c.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{AccountID: account, VideoURL: "https://x.example/v.mp4", Caption: &caption})
				} else {
					post, err = c.Posts.CreateSlideshow(t.Context(), ugcinc.CreateSlideshowParams{AccountID: account, ImageURLs: []string{"https://x.example/1.jpg"}, Caption: &caption})
				}
				switch {
				case err != nil:
					failed.Add(1)
					t.Errorf("create %d: %v", n, err)
				case post.AccountID != account || post.Caption == nil || *post.Caption != caption:
					wrong.Add(1)
				}
			}
		})
	}
	for n := range *faultCreates {
		work <- n
	}
	close(work)
	group.Wait()
	s.Settle()
	captions := map[string]int{}
	for _, post := range s.Posts() {
		captions[*post.Caption]++
	}
	duplicated, lost := 0, 0
	for n := range *faultCreates {
		want := 1
		switch n % 10 {
		case 8:
			want = 1 + min(1, *faultCreates-n-1)
		case 9:
			continue
		}
		duplicated += max(0, captions[strconv.Itoa(n)]-want)
		lost += max(0, want-captions[strconv.Itoa(n)])
	}
	t.Logf("%d creates: %d posts, %d duplicated, %d lost, %d reported wrongly, %d failed", *faultCreates, len(s.Posts()), duplicated, lost, wrong.Load(), failed.Load())
	if len(s.Posts()) != *faultCreates || duplicated+lost != 0 || wrong.Load()+failed.Load() != 0 {
		t.Fail()
	}
}
