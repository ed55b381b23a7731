package ugcinc_test

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
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

// make faults raises the counts; make test runs a sample.
var (
	faultCalls   = flag.Int("faults.calls", 2, "calls for each fault and operation")
	faultCreates = flag.Int("faults.creates", 300, "creates under mixed faults")
	faultCell    = flag.String("faults.cell", "", "the one cell of the matrix to run, as operation/fault")
	faultReport  = flag.String("faults.report", "", "the file to write the result to, instead of the log")
)

const (
	// faultTimeout bounds an attempt in the matrix, in real time.
	faultTimeout = 100 * time.Millisecond
	// bubbleTimeout bounds an attempt in a bubble.
	bubbleTimeout = 500 * time.Millisecond
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
		ugcinctest.SlowDrip(timeout / 20),
		ugcinctest.EndlessBody(),
		ugcinctest.Redirect("/x"),
		ugcinctest.Redirect("/x").AfterApplying(),
	}
}

// The fault matrix: each fault on each operation, as the client and as the
// server see it.
func TestFaults(t *testing.T) { //nolint:tparallel // the cells must end before the matrix is printed
	t.Parallel()
	var mu sync.Mutex
	cells := map[string]string{}
	faults := allFaults(faultTimeout)
	t.Run("matrix", func(t *testing.T) {
		for _, op := range gen.Operations() {
			for _, fault := range faults {
				name := op.ID + "/" + fault.String()
				if *faultCell != "" && *faultCell != name {
					continue
				}
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					cell := runFaultCell(t, op, fault)
					mu.Lock()
					defer mu.Unlock()
					cells[name] = cell
				})
			}
		}
	})
	if len(cells) == 0 {
		t.Fatalf("the matrix has no cell %q", *faultCell)
	}
	report(t, fmt.Sprintf("%d calls a cell: how many succeeded / how often the server did the work\n%s", *faultCalls, faultMatrix(faults, cells)))
}

// faultMatrix prints the operations and faults that have a cell, with as many
// operations beside each other as fit into 80 columns.
func faultMatrix(faults []ugcinctest.Fault, cells map[string]string) string {
	ran := func(op *gen.Operation, fault ugcinctest.Fault) bool { return cells[op.ID+"/"+fault.String()] != "" }
	operations := slices.DeleteFunc(gen.Operations(), func(op *gen.Operation) bool {
		return !slices.ContainsFunc(faults, func(fault ugcinctest.Fault) bool { return ran(op, fault) })
	})
	var matrix strings.Builder
	for ops := range slices.Chunk(operations, 3) {
		w := tabwriter.NewWriter(&matrix, 0, 0, 2, ' ', 0)
		line := func(first string, cell func(op string) string) {
			columns := []string{first}
			for _, op := range ops {
				columns = append(columns, cell(op.ID))
			}
			fmt.Fprintln(w, strings.Join(columns, "\t"))
		}
		line("\nfault", func(op string) string { return op })
		for _, fault := range faults {
			if !slices.ContainsFunc(ops, func(op *gen.Operation) bool { return ran(op, fault) }) {
				continue
			}
			line(fault.String(), func(op string) string { return cells[op+"/"+fault.String()] })
		}
		_ = w.Flush() // a strings.Builder takes everything
	}
	return matrix.String()
}

// report writes a result for make faults, or logs it.
func report(t *testing.T, text string) {
	t.Helper()
	if *faultReport == "" {
		t.Log(text)
		return
	}
	if err := os.WriteFile(*faultReport, []byte(text), 0o600); err != nil {
		t.Error(err)
	}
}

// runFaultCell makes calls whose first one to three attempts meet the fault,
// and compares what the client reports with what the server did.
func runFaultCell(t *testing.T, op *gen.Operation, fault ugcinctest.Fault) string {
	t.Helper()
	s := ugcinctest.NewServer(t)
	opts := []ugcinc.Option{ugcinc.WithInstantBackoff(), ugcinc.WithAttemptTimeout(faultTimeout), ugcinc.WithMaxResponseBytes(64 << 10)}
	// The fake's own client has the fake in its transport. Without anything
	// there, an attempt takes a shorter way to the network.
	plain := []ugcinc.Option{ugcinc.WithBaseURL(s.URL), ugcinc.WithAPIKey(s.APIKey), ugcinc.WithMaxRetries(3)}
	clients := []*ugcinc.Client{s.Client(opts...), newClient(t, append(plain, opts...)...)}
	random := rand.New(rand.NewPCG(1, uint64(len(op.ID))))
	errs := make([]error, *faultCalls)
	for n := range errs {
		account, post := fmt.Sprintf("acc_%06d", n), fmt.Sprintf("post_%06d", n)
		seedCall(s, account, post)
		call := calls(clients[n%2], account, post)[op.ID]
		if call == nil {
			t.Fatalf("calls has no call of %s", op.ID)
		}
		for nth := range 1 + random.IntN(3) {
			s.FailNth(op.ID, nth+1, fault)
		}
		errs[n] = call(t.Context(), n)
		s.ClearFaults()
	}
	s.Settle()
	s.Close() // from here on nothing is done any more

	did := appliedByCall(t, s, op.ID)
	succeeded, applied, wrong := 0, 0, 0
	for n, err := range errs {
		applied += did[n]
		if err == nil {
			succeeded++
		}
		if reason := contradiction(op, err, did[n]); reason != "" {
			wrong++
			if wrong <= 3 {
				t.Errorf("call %d: %s", n, reason)
			}
		}
	}
	cell := fmt.Sprintf("%d/%d", succeeded, applied)
	if wrong > 0 {
		t.Errorf("%d of %d calls are wrong. To repeat them: go run ./internal/dev faults -cell %q", wrong, len(errs), op.ID+"/"+fault.String())
		cell += " WRONG"
	}
	return cell
}

// callNumber is in the id of the account, the post or the task that a request names.
var callNumber = regexp.MustCompile(`"(?:acc|post|task)_(\d{6,})"`)

// appliedByCall counts how often the work of each call was done. It goes by
// what a request names: a late request may arrive while a later call runs.
func appliedByCall(t *testing.T, s *ugcinctest.Server, operationID string) map[int]int {
	t.Helper()
	requests := s.Requests()
	if received := s.Received(operationID); received > len(requests) {
		t.Fatalf("the server remembers %d of %d requests: make fewer calls", len(requests), received)
	}
	did := map[int]int{}
	for _, r := range requests {
		if !r.Applied {
			continue
		}
		found := callNumber.FindSubmatch(r.Body)
		if found == nil {
			t.Fatalf("a request does not name its account, post or task: %s", r.Body)
		}
		n, err := strconv.Atoi(string(found[1]))
		if err != nil {
			t.Fatal(err)
		}
		did[n]++
	}
	return did
}

// contradiction returns how a call's error contradicts what the server did.
func contradiction(op *gen.Operation, err error, did int) string {
	var failed *ugcinc.Error
	switch {
	case op.Retry == gen.RetryNever && did > 1:
		return fmt.Sprintf("applied %d times", did)
	case err == nil && did == 0:
		return "success was reported, and nothing was done"
	case err != nil && !errors.As(err, &failed):
		return fmt.Sprintf("error is %v, want a *Error", err)
	case err != nil && failed.Outcome != ugcinc.OutcomeUnknown && did > 0:
		return fmt.Sprintf("reported as %s, and it was done: %v", failed.Outcome, err)
	default:
		return ""
	}
}

// Creates under mixed faults, with WithReconcile: each post is there once, and
// every call returns it.
func TestEffectivelyOnce(t *testing.T) {
	t.Parallel()
	// In virtual time no request is late because the machine is busy.
	inBubble(t, effectivelyOnce)
}

func effectivelyOnce(t *testing.T, s *ugcinctest.Server) {
	t.Helper()
	c := s.Client(
		ugcinc.WithInstantBackoff(),
		ugcinc.WithAttemptTimeout(bubbleTimeout),
		ugcinc.WithMaxResponseBytes(1<<20),
		ugcinc.WithMaxRetries(30),
		ugcinc.WithReconcile(3*bubbleTimeout),
	)
	s.FailRandomly(7, 0.3, []string{"createSlideshow", "createVideo"}, allFaults(bubbleTimeout)...)
	// A redirect or an endless response ends a read without a retry, so the create
	// is not sent. That is correct, but not what is counted here. A list that drips
	// is read to its end, which only takes time.
	s.FailRandomly(8, 0.3, []string{"listPosts"}, slices.DeleteFunc(allFaults(bubbleTimeout), func(f ugcinctest.Fault) bool {
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
	report(t, fmt.Sprintf("%d creates: %d posts, %d duplicated, %d lost, %d reported wrongly, %d failed\n", *faultCreates, len(s.Posts()), duplicated, lost, wrong.Load(), failed.Load()))
	if len(s.Posts()) != *faultCreates || duplicated+lost != 0 || wrong.Load()+failed.Load() != 0 {
		t.Fail()
	}
}
