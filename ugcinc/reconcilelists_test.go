package ugcinc_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// Posts without an id are distinguished by counting them.
func TestReconcileOfPostsWithoutID(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault        ugcinctest.Fault
		newestFirst  bool
		posts, sends int
		text         string // of the error; empty for success
	}{
		"created":               {ugcinctest.CutAfterApplying(), false, 3, 1, "a post without an id"},
		"created, newest first": {ugcinctest.CutAfterApplying(), true, 3, 1, "a post without an id"},
		"not created":           {ugcinctest.CutBeforeReading(), false, 3, 2, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
				account := s.AddAccount(ugcinc.Account{}).ID
				for range 2 {
					s.AddPost(ugcinc.Post{AccountID: account, Caption: new("old")})
				}
				s.FailNth("createVideo", 1, tt.fault)
				c := s.Client(rewriteLists(func(_ int, list posts) posts {
					for i, post := range list {
						post["id"] = [...]any{"", nil}[i%2]
					}
					if tt.newestFirst {
						slices.Reverse(list)
					}
					return list
				}))
				post, err := c.Posts.CreateVideo(t.Context(), video(account, "c"), ugcinc.WithReconcile(settle))
				if tt.text == "" && err != nil || tt.text != "" && (!errors.Is(err, ugcinc.ErrOutcomeUnknown) || !strings.Contains(err.Error(), tt.text)) {
					t.Errorf("%v, %v; want an error with %q", post, err, tt.text)
				}
				if n := s.Received("createVideo"); n != tt.sends || len(s.Posts()) != tt.posts {
					t.Errorf("%d sends and %d posts, want %d and %d", n, len(s.Posts()), tt.sends, tt.posts)
				}
			})
		})
	}
}

// An empty list proves nothing either if the account had only the posts that this
// client has just created.
func TestReconcileOfAListWithoutTheLastPost(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		c := s.Client(ugcinc.WithReconcile(settle), rewriteLists(func(n int, list posts) posts {
			if n > 2 {
				return posts{}
			}
			return list
		}))
		if _, err := c.Posts.CreateVideo(t.Context(), video(account, "first")); err != nil {
			t.Fatal(err)
		}
		s.FailNth("createVideo", 1, ugcinctest.CutBeforeReading())
		_, err := c.Posts.CreateVideo(t.Context(), video(account, "c"))
		if !errors.Is(err, ugcinc.ErrOutcomeUnknown) || !strings.Contains(err.Error(), "does not prove") {
			t.Errorf("error is %v", err)
		}
		if n := s.Received("createVideo"); n != 2 {
			t.Errorf("%d sends, want 2", n)
		}
	})
}

// A record that cannot be decoded is never claimed: its other fields may differ
// from the post that was sent.
func TestReconcileDoesNotClaimABrokenRecord(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		p := video(account, "")
		s.FailNth("createVideo", 1, ugcinctest.CutBeforeReading())
		broken := `{"ok":true,"code":200,"data":[{"id":"post_of_others","account_id":"` + account +
			`","type":"video","status":"pending","media_urls":["` + p.VideoURL + `"],"caption":{"text":"other"}}]}`
		sent := false
		c := s.Client(withMiddleware(func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
			sent = sent || r.URL.Path == "/post/video"
			if r.URL.Path == "/post" && sent {
				return newResponse(r, http.StatusOK, broken), nil
			}
			return next.RoundTrip(r)
		}))
		post, err := c.Posts.CreateVideo(t.Context(), p, ugcinc.WithReconcile(settle))
		if !errors.Is(err, ugcinc.ErrOutcomeUnknown) || !strings.Contains(err.Error(), "post_of_others") {
			t.Errorf("%v, %v; want an unknown outcome that names post_of_others", post, err)
		}
	})
}

// A candidate is named while other creates are under way; creates that began after
// it was seen are not waited for.
func TestReconcileNamesThePostDuringOtherCreates(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		after time.Duration // when the other create begins
		took  time.Duration
	}{
		"that began before": {0, 2 * settle},
		"that began later":  {settle / 2, settle},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
				account := s.AddAccount(ugcinc.Account{}).ID
				slow := s.Client(ugcinc.WithAttemptTimeout(time.Hour), withMiddleware(func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
					<-time.After(10 * settle)
					return next.RoundTrip(r)
				}))
				c := s.Client(ugcinc.WithReconcile(settle))
				if _, err := c.Posts.CreateVideo(t.Context(), video(account, "first")); err != nil {
					t.Fatal(err)
				}
				var group sync.WaitGroup
				defer group.Wait()
				group.Go(func() {
					<-time.After(tt.after)
					_, _ = slow.Posts.CreateVideo(t.Context(), video(account, "slow"))
				})
				synctest.Wait()
				s.FailNth("createVideo", 1, ugcinctest.CutBeforeReading())
				start := time.Now()
				group.Go(func() {
					<-time.After(time.Millisecond)
					s.AddPost(ugcinc.Post{ID: "post_of_others", AccountID: account, Caption: new("other")})
				})
				_, err := c.Posts.CreateVideo(t.Context(), video(account, "c"))
				if !errors.Is(err, ugcinc.ErrOutcomeUnknown) || !strings.Contains(err.Error(), "post_of_others") {
					t.Errorf("error is %v, want one that names post_of_others", err)
				}
				if took := time.Since(start); took != tt.took {
					t.Errorf("it took %s, want %s", took, tt.took)
				}
			})
		})
	}
}

// The error names a candidate also if the context ends first.
func TestReconcileNamesThePostWhenTheContextEnds(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		s.FailNth("createVideo", 1, ugcinctest.CutAfterApplying())
		c := s.Client(rewriteLists(everyPost(func(p map[string]any) { p["caption"] = nil })))
		ctx, cancel := context.WithTimeout(t.Context(), settle/2)
		defer cancel()
		_, err := c.Posts.CreateVideo(ctx, video(account, "c"), ugcinc.WithReconcile(settle))
		if !errors.Is(err, ugcinc.ErrOutcomeUnknown) || !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), s.Posts()[0].ID) {
			t.Errorf("error is %v, want one that names %s", err, s.Posts()[0].ID)
		}
	})
}

// Clients with the same base URL share one ledger, however the URL is written.
func TestClientsShareRefreshes(t *testing.T) {
	t.Parallel()
	lists, created := 0, 0
	transport := roundTripper(func(r *http.Request) (*http.Response, error) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return nil, err
		}
		if r.URL.Path == "/v1/post" {
			lists++
			return newSuccess(r, []any{})
		}
		created++
		return newSuccess(r, map[string]any{"id": strconv.Itoa(created), "account_id": "a", "type": "video", "status": "pending"})
	})
	for _, base := range []string{"https://shared.example/v1", "https://shared.example/v1/", "HTTPS://Shared.Example:443/v1"} {
		c, err := ugcinc.New(ugcinc.WithAPIKey(testKey), ugcinc.WithBaseURL(base), ugcinc.WithHTTPClient(&http.Client{Transport: transport}))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Posts.CreateVideo(t.Context(), video("a", base), ugcinc.WithReconcile(settle)); err != nil {
			t.Fatal(err)
		}
	}
	if lists != 1 || created != 3 {
		t.Errorf("%d lists for %d creates, want 1 for 3", lists, created)
	}
}

// A key that the server echoes in a post's id is redacted, also if the id is cut
// within it.
func TestReconcileShowsNoKey(t *testing.T) {
	t.Parallel()
	for _, before := range []int{0, 50, 55, 60} {
		t.Run(strconv.Itoa(before), func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
				account := s.AddAccount(ugcinc.Account{}).ID
				id := strings.Repeat("p", before) + s.APIKey
				s.FailNth("createVideo", 1, ugcinctest.CutAfterApplying())
				c := s.Client(rewriteLists(everyPost(func(p map[string]any) { p["id"], p["caption"] = id, "x" })))
				_, err := c.Posts.CreateVideo(t.Context(), video(account, "c"), ugcinc.WithReconcile(settle))
				if !errors.Is(err, ugcinc.ErrOutcomeUnknown) || strings.Contains(err.Error(), s.APIKey[:4]) {
					t.Errorf("error is %v", err)
				}
			})
		})
	}
}

// Reconcile obeys Retry-After too.
func TestReconcileObeysRetryAfter(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		c := s.Client(ugcinc.WithReconcile(settle), withMiddleware(func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
			resp, err := next.RoundTrip(r)
			if err == nil && resp.StatusCode == http.StatusServiceUnavailable {
				resp.Header.Set("Retry-After", "45")
			}
			return resp, err
		}))
		s.FailNth("createVideo", 1, ugcinctest.Unavailable503())
		start := time.Now()
		if _, err := c.Posts.CreateVideo(t.Context(), video(account, "c")); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took != 45*time.Second {
			t.Errorf("retried after %s, want 45s", took)
		}
	})
}

// Creates with the same content take turns in the order in which they began: one
// that is repeated at once does not overtake those that wait.
func TestIdenticalCreatesTakeTurns(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		c := s.Client(withMiddleware(func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
			<-time.After(time.Second)
			return next.RoundTrip(r)
		}))
		const loops = 3
		var mu sync.Mutex
		var order []int
		var group sync.WaitGroup
		for loop := range loops {
			group.Go(func() {
				<-time.After(time.Duration(loop) * time.Millisecond)
				for range 10 {
					if _, err := c.Posts.CreateVideo(t.Context(), video(account, "same")); err != nil {
						t.Error(err)
					}
					mu.Lock()
					order = append(order, loop)
					mu.Unlock()
				}
			})
		}
		// One that ends early changes nothing for the others.
		group.Go(func() {
			<-time.After(500 * time.Microsecond)
			ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
			defer cancel()
			if _, err := c.Posts.CreateVideo(ctx, video(account, "same")); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("error is %v", err)
			}
		})
		group.Wait()
		for i, loop := range order {
			if loop != i%loops {
				t.Fatalf("turns are %v", order)
			}
		}
	})
}

// A list that never ends, or that panics, ends the waits for it.
func TestReconcileWithAnEndlessList(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		list func(r *http.Request) io.ReadCloser // the body of the first one
		fail int                                 // how many creates are not sent
		text string
	}{
		"drips":  {drips, 2, "took longer than 10m0s"},
		"panics": {func(*http.Request) io.ReadCloser { <-time.After(time.Minute); panic("middleware") }, 2, "panicked"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
				account := s.AddAccount(ugcinc.Account{}).ID
				var once sync.Once
				c := s.Client(ugcinc.WithReconcile(settle), withMiddleware(func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
					var body io.ReadCloser
					if r.URL.Path == "/post" {
						once.Do(func() { body = tt.list(r) })
					}
					if body == nil {
						return next.RoundTrip(r)
					}
					resp := newResponse(r, http.StatusOK, "")
					resp.Body = body
					return resp, nil
				}))
				var mu sync.Mutex
				failed := 0
				create := func(ctx context.Context, caption, text string) {
					defer func() {
						if text == "panicked" && recover() != nil {
							mu.Lock()
							defer mu.Unlock()
							failed++
						}
					}()
					_, err := c.Posts.CreateVideo(ctx, video(account, caption))
					if err == nil {
						return
					}
					mu.Lock()
					defer mu.Unlock()
					failed++
					e, ok := errors.AsType[*ugcinc.Error](err)
					if !ok || e.Outcome != ugcinc.OutcomeNotSent || !strings.Contains(err.Error(), text) {
						t.Errorf("error of %s is %v, want one with %q", caption, err, text)
					}
				}
				var group sync.WaitGroup
				group.Go(func() { create(t.Context(), "refreshes", tt.text) })
				synctest.Wait()
				group.Go(func() {
					ctx, cancel := context.WithTimeout(t.Context(), time.Second)
					defer cancel()
					create(ctx, "gives up", context.DeadlineExceeded.Error())
				})
				<-time.After(2 * time.Second)
				group.Go(func() { create(t.Context(), "waits", tt.text) })
				group.Wait()
				if failed != tt.fail || s.Received("createVideo") != 3-tt.fail {
					t.Errorf("%d creates failed and %d were sent, want %d and %d", failed, s.Received("createVideo"), tt.fail, 3-tt.fail)
				}
			})
		})
	}
}

// drips returns a list that sends a byte every 20 seconds and never ends.
func drips(r *http.Request) io.ReadCloser {
	reader, writer := io.Pipe()
	go func() {
		text := `{"ok":true,"code":200,"data":[`
		for n := 0; ; n++ {
			select {
			case <-r.Context().Done():
				_ = writer.CloseWithError(r.Context().Err())
				return
			case <-time.After(20 * time.Second):
			}
			if n == len(text) {
				text += `{"id":"x"},`
			}
			_, _ = writer.Write([]byte(text[n : n+1]))
		}
	}()
	return reader
}
