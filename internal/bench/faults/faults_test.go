// Package faults creates the same posts under the same faults with this client and
// with others, and counts the posts in the fake.
package faults

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"text/tabwriter"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// make faults creates more posts than make test.
var (
	faultCreates = flag.Int("faults.creates", 200, "how many posts each client creates")
	faultReport  = flag.String("faults.report", "", "the file to write the result to, instead of the log")
)

const (
	timeout = 500 * time.Millisecond
	callers = 32
	seed    = 7
	chance  = 0.3
)

// create publishes one video and reports whether the client returned success.
type create func(ctx context.Context, account, caption string) bool

// TestPeers runs in virtual time, so a busy machine makes no request late.
func TestPeers(t *testing.T) {
	t.Parallel()
	clients := []struct {
		name string
		make func(*ugcinctest.Server) create
	}{
		{"ugcinc, WithReconcile", func(s *ugcinctest.Server) create { return ours(s, ugcinc.WithReconcile(3*timeout)) }},
		{"ugcinc", func(s *ugcinctest.Server) create { return ours(s) }},
		{"plain http.Client", plain},
		{"go-retryablehttp", retryable},
	}
	var table strings.Builder
	fmt.Fprintf(&table, "%d creates by each client; %.0f %% of the requests meet a fault\n", *faultCreates, chance*100)
	table.WriteString("false success: reported as done, and not there\nfalse failure: reported as failed, and there\n\n")
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "client\tposts\tduplicated\tlost\tfalse success\tfalse failure")
	for i, c := range clients {
		var r result
		synctest.Test(t, func(t *testing.T) {
			r = try(t, *faultCreates, c.make)
		})
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\n", c.name, r.posts, r.duplicated, r.lost, r.falseSuccess, r.falseFailure)
		if reconciles := i == 0; reconciles && r.duplicated > 0 {
			t.Errorf("%s: %d posts are duplicated", c.name, r.duplicated)
		}
		if ours := i < 2; ours && r.falseSuccess > 0 {
			t.Errorf("%s reports %d posts that are not there", c.name, r.falseSuccess)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if *faultReport == "" {
		t.Log(table.String())
	} else if err := os.WriteFile(*faultReport, []byte(table.String()), 0o600); err != nil {
		t.Error(err)
	}
}

type result struct{ posts, duplicated, lost, falseSuccess, falseFailure int }

func try(t *testing.T, creates int, client func(*ugcinctest.Server) create) result {
	t.Helper()
	s := ugcinctest.NewServer(t, ugcinctest.InBubble())
	accounts := make([]string, max(10, creates/20))
	for i := range accounts {
		accounts[i] = s.AddAccount(ugcinc.Account{Type: ugcinc.AccountTypeTiktok}).ID
	}
	s.FailRandomly(seed, chance, []string{"createVideo"},
		ugcinctest.RefuseConnection(), ugcinctest.CutBeforeReading(), ugcinctest.CutAfterApplying(),
		ugcinctest.ApplyLate(5*time.Millisecond), ugcinctest.Delay(2*timeout),
		ugcinctest.Empty500(), ugcinctest.Empty500().AfterApplying(),
		ugcinctest.HTML502(), ugcinctest.HTML502().AfterApplying(), ugcinctest.Unavailable503(),
		ugcinctest.TooManyRequests("0.01"), ugcinctest.TruncatedBody(), ugcinctest.GarbageBody())
	send := client(s)
	believed := make([]bool, creates)
	work := make(chan int)
	var group sync.WaitGroup
	for range callers {
		group.Go(func() {
			for n := range work {
				believed[n] = send(t.Context(), accounts[n%len(accounts)], strconv.Itoa(n))
			}
		})
	}
	for n := range creates {
		work <- n
	}
	close(work)
	group.Wait()
	s.Settle()
	return count(s.Posts(), believed)
}

func count(posts []ugcinc.Post, believed []bool) result {
	there := map[string]int{}
	for _, p := range posts {
		there[*p.Caption]++
	}
	r := result{posts: len(posts)}
	for n, done := range believed {
		copies := there[strconv.Itoa(n)]
		r.duplicated += max(0, copies-1)
		if copies == 0 {
			r.lost++
		}
		if done && copies == 0 {
			r.falseSuccess++
		}
		if !done && copies > 0 {
			r.falseFailure++
		}
	}
	return r
}

// ours counts an unknown outcome as a failure: the error says to check.
func ours(s *ugcinctest.Server, opts ...ugcinc.CallOption) create {
	all := []ugcinc.Option{ugcinc.WithAttemptTimeout(timeout), ugcinc.WithMaxRetries(20)}
	for _, opt := range opts {
		all = append(all, opt)
	}
	c := s.Client(all...)
	return func(ctx context.Context, account, caption string) bool {
		_, err := c.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{AccountID: account, VideoURL: "https://x.example/v.mp4", Caption: &caption})
		return err == nil
	}
}

type doer interface {
	Do(*http.Request) (*http.Response, error)
}

type retryableDoer struct{ client *retryablehttp.Client }

func (d retryableDoer) Do(r *http.Request) (*http.Response, error) {
	wrapped, err := retryablehttp.FromRequest(r)
	if err != nil {
		return nil, err
	}
	return d.client.Do(wrapped)
}

func plain(s *ugcinctest.Server) create {
	client := s.HTTPClient()
	client.Timeout = timeout
	return by(s, client)
}

// retryable keeps the peer's rules; only its waits are shortened.
func retryable(s *ugcinctest.Server) create {
	client := retryablehttp.NewClient()
	client.HTTPClient = s.HTTPClient()
	client.HTTPClient.Timeout = timeout
	client.RetryWaitMin, client.RetryWaitMax = 10*time.Millisecond, 100*time.Millisecond
	client.Logger = nil
	return by(s, retryableDoer{client})
}

func by(s *ugcinctest.Server, client doer) create {
	return func(ctx context.Context, account, caption string) bool {
		body, err := json.Marshal(map[string]string{"accountId": account, "videoUrl": "https://x.example/v.mp4", "caption": caption})
		if err != nil {
			return false
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/post/video", bytes.NewReader(body))
		if err != nil {
			return false
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Authorization", "Bearer "+s.APIKey)
		resp, err := client.Do(req)
		if err != nil {
			return false
		}
		defer func() { _ = resp.Body.Close() }()
		var envelope struct{ OK bool }
		text, err := io.ReadAll(resp.Body)
		return err == nil && resp.StatusCode == http.StatusOK && json.Unmarshal(text, &envelope) == nil && envelope.OK
	}
}
