package ugcinc_test

import (
	"context"
	"errors"
	"io"
	"math"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

const settle = 10 * time.Second

func TestReconcile(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		faults []ugcinctest.Fault // of the first creates
		lists  []ugcinctest.Fault // of the first lists
		opts   []ugcinc.CallOption
		// the results
		posts, sends int
		outcome      ugcinc.Outcome // empty for success
		text         string
	}{
		"nothing goes wrong":        {posts: 1, sends: 1},
		"cut after applying":        {faults: []ugcinctest.Fault{ugcinctest.CutAfterApplying()}, posts: 1, sends: 1},
		"applied late":              {faults: []ugcinctest.Fault{ugcinctest.ApplyLate(settle / 2)}, posts: 1, sends: 1},
		"applied just in time":      {faults: []ugcinctest.Fault{ugcinctest.ApplyLate(settle - time.Millisecond)}, posts: 1, sends: 1},
		"502 after applying":        {faults: []ugcinctest.Fault{ugcinctest.HTML502().AfterApplying()}, posts: 1, sends: 1},
		"garbage":                   {faults: []ugcinctest.Fault{ugcinctest.GarbageBody()}, posts: 1, sends: 1},
		"cut before reading":        {faults: []ugcinctest.Fault{ugcinctest.CutBeforeReading()}, posts: 1, sends: 2},
		"three times lost":          {faults: []ugcinctest.Fault{ugcinctest.CutBeforeReading(), ugcinctest.Empty500(), ugcinctest.HTML502()}, posts: 1, sends: 4},
		"lost, then applied":        {faults: []ugcinctest.Fault{ugcinctest.CutBeforeReading(), ugcinctest.TruncatedBody()}, posts: 1, sends: 2},
		"lost once too often":       {faults: []ugcinctest.Fault{ugcinctest.CutBeforeReading(), ugcinctest.CutBeforeReading(), ugcinctest.CutBeforeReading(), ugcinctest.CutBeforeReading()}, posts: 0, sends: 4, outcome: ugcinc.OutcomeUnknown, text: "no retry is left"},
		"lost, no retry":            {faults: []ugcinctest.Fault{ugcinctest.CutBeforeReading()}, opts: []ugcinc.CallOption{ugcinc.WithMaxRetries(0)}, posts: 0, sends: 1, outcome: ugcinc.OutcomeUnknown, text: "within 10s"},
		"applied, no retry":         {faults: []ugcinctest.Fault{ugcinctest.CutAfterApplying()}, opts: []ugcinc.CallOption{ugcinc.WithMaxRetries(0)}, posts: 1, sends: 1},
		"rejected at once":          {faults: []ugcinctest.Fault{ugcinctest.TooManyRequests("3600")}, posts: 0, sends: 1, outcome: ugcinc.OutcomeRejected, text: "1h0m0s"},
		"a list that fails a while": {faults: []ugcinctest.Fault{ugcinctest.CutAfterApplying()}, lists: []ugcinctest.Fault{ugcinctest.HTML502(), ugcinctest.TruncatedBody(), ugcinctest.GarbageBody()}, posts: 1, sends: 1},
		"no list before it":         {lists: []ugcinctest.Fault{ugcinctest.HTML502(), ugcinctest.HTML502(), ugcinctest.HTML502(), ugcinctest.HTML502()}, posts: 0, sends: 0, outcome: ugcinc.OutcomeNotSent, text: "could not be read before it"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
				account := s.AddAccount(ugcinc.Account{}).ID
				for n, f := range tt.faults {
					s.FailNth("createVideo", n+1, f)
				}
				for n, f := range tt.lists {
					s.FailNth("listPosts", n+1, f)
				}
				var last *http.Response
				opts := append([]ugcinc.CallOption{ugcinc.WithReconcile(settle), ugcinc.WithResponseInto(&last)}, tt.opts...)
				post, err := s.Client().Posts.CreateVideo(t.Context(), video(account, "c"), opts...)
				var failed *ugcinc.Error
				switch {
				case tt.outcome == "" && err != nil:
					t.Fatal(err)
				case tt.outcome == "" && post.ID != s.Posts()[0].ID:
					t.Errorf("post %s came back for %s", post.ID, s.Posts()[0].ID)
				case tt.outcome != "" && (!errors.As(err, &failed) || failed.Outcome != tt.outcome || !strings.Contains(err.Error(), tt.text)):
					t.Errorf("error is %v, want outcome %q and %q", err, tt.outcome, tt.text)
				case tt.outcome != "" && failed.Operation != "createVideo":
					t.Errorf("the error is about %s", failed.Operation)
				case errors.Is(err, ugcinc.ErrOutcomeUnknown) != (tt.outcome == ugcinc.OutcomeUnknown):
					t.Errorf("ErrOutcomeUnknown does not go with the outcome of %v", err)
				}
				if n := len(s.Posts()); n != tt.posts {
					t.Errorf("%d posts, want %d", n, tt.posts)
				}
				if n := s.Received("createVideo"); n != tt.sends {
					t.Errorf("%d sends, want %d", n, tt.sends)
				}
			})
		})
	}
}

// A post that was there before, or that another create made, is not claimed.
func TestReconcileClaimsItsOwnPost(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		c := s.Client(ugcinc.WithReconcile(settle))
		first, err := c.Posts.CreateVideo(t.Context(), video(account, "same"))
		if err != nil {
			t.Fatal(err)
		}
		s.FailNth("createVideo", 1, ugcinctest.CutBeforeReading())
		second, err := c.Posts.CreateVideo(t.Context(), video(account, "same"))
		if err != nil || second.ID == first.ID || len(s.Posts()) != 2 {
			t.Errorf("post %+v, %v; %d posts", second, err, len(s.Posts()))
		}
	})
}

func TestIdenticalCreatesAtOnce(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		s.FailRandomly(3, 0.5, []string{"createVideo"}, ugcinctest.CutBeforeReading(), ugcinctest.CutAfterApplying(), ugcinctest.ApplyLate(time.Second), ugcinctest.GarbageBody())
		c := s.Client(ugcinc.WithMaxRetries(20))
		const creates = 20
		var mu sync.Mutex
		ids := map[string]bool{}
		var group sync.WaitGroup
		for range creates {
			group.Go(func() {
				post, err := c.Posts.CreateVideo(t.Context(), video(account, "same"), ugcinc.WithReconcile(settle))
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				defer mu.Unlock()
				ids[post.ID] = true
			})
		}
		group.Wait()
		if len(ids) != creates || len(s.Posts()) != creates {
			t.Errorf("%d creates gave %d posts, of which %d came back", creates, len(s.Posts()), len(ids))
		}
	})
}

// The API might list a post with other URLs than it was given. Then the outcome is
// unknown, and the create is not retried.
func TestReconcileStopsAtACandidate(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		s.FailNth("createVideo", 1, ugcinctest.CutBeforeReading())
		c := s.Client(withMiddleware(func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
			resp, err := next.RoundTrip(r)
			if r.URL.Path == "/post/video" {
				s.AddPost(ugcinc.Post{AccountID: account, Type: ugcinc.PostTypeVideo, Status: ugcinc.PostStatusPending, Caption: new("c"), MediaURLs: []string{"https://cdn.example/copy.mp4"}})
			}
			return resp, err
		}))
		_, err := c.Posts.CreateVideo(t.Context(), video(account, "c"), ugcinc.WithReconcile(settle))
		if !errors.Is(err, ugcinc.ErrOutcomeUnknown) || !strings.Contains(err.Error(), s.Posts()[0].ID) {
			t.Errorf("error is %v, want one that names the like post", err)
		}
		if n := s.Received("createVideo"); n != 1 {
			t.Errorf("%d sends, want 1", n)
		}
	})
}

func TestReconcileEndsWithTheContext(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		s.FailNth("createVideo", 1, ugcinctest.CutBeforeReading())
		ctx, cancel := context.WithTimeout(t.Context(), settle/2)
		defer cancel()
		start := time.Now()
		_, err := s.Client().Posts.CreateVideo(ctx, video(account, "c"), ugcinc.WithReconcile(settle))
		if !errors.Is(err, ugcinc.ErrOutcomeUnknown) || !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != settle/2 {
			t.Errorf("error after %s is %v", time.Since(start), err)
		}
		if n := s.Received("createVideo"); n != 1 {
			t.Errorf("%d sends, want 1", n)
		}
	})
}

// With the longest settle a create is never retried.
func TestReconcileWithTheLongestSettle(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		s.FailNth("createVideo", 1, ugcinctest.ApplyLate(time.Hour))
		post, err := s.Client().Posts.CreateVideo(t.Context(), video(account, "c"), ugcinc.WithReconcile(math.MaxInt64))
		if err != nil || post.ID != s.Posts()[0].ID || s.Received("createVideo") != 1 {
			t.Errorf("post is %+v after %d sends, %v", post, s.Received("createVideo"), err)
		}
	})
}

// An account that cannot be read does not block the caller forever.
func TestReconcileOfAnUnreadableAccount(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]ugcinctest.Fault{
		"failing": ugcinctest.Empty500(),
		"hanging": ugcinctest.Delay(time.Hour),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
				account := s.AddAccount(ugcinc.Account{}).ID
				s.FailNth("createVideo", 1, ugcinctest.CutBeforeReading())
				for n := range 200 {
					s.FailNth("listPosts", n+2, fault)
				}
				start := time.Now()
				c := s.Client()
				_, err := c.Posts.CreateVideo(t.Context(), video(account, "c"), ugcinc.WithReconcile(settle))
				if !errors.Is(err, ugcinc.ErrOutcomeUnknown) || !strings.Contains(err.Error(), "could not be read") {
					t.Errorf("error is %v", err)
				}
				if took := time.Since(start); took < 2*settle || took > 2*settle+2*time.Minute {
					t.Errorf("it took %s, want up to %s", took, 2*settle+2*time.Minute)
				}
				if n := s.Received("createVideo"); n != 1 {
					t.Errorf("%d sends, want 1", n)
				}
			})
		})
	}
}

// The error of the refresh before a create says what to do, as for any read.
func TestReconcileFirstRefreshFails(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		s.FailNth("listPosts", 1, ugcinctest.TooManyRequests("120"))
		_, err := s.Client().Posts.CreateVideo(t.Context(), video(account, "c"), ugcinc.WithReconcile(settle))
		failed, ok := errors.AsType[*ugcinc.Error](err)
		if !ok || !errors.Is(err, ugcinc.ErrRateLimited) || failed.Outcome != ugcinc.OutcomeNotSent || failed.RetryAfter != 2*time.Minute || failed.StatusCode != http.StatusTooManyRequests {
			t.Errorf("error is %#v", err)
		}
		if n := s.Received("createVideo"); n != 0 {
			t.Errorf("%d sends, want none", n)
		}
	})
}

// A create that waits for one with the same content ends with its context, unsent.
func TestWaitingForAnIdenticalCreateEndsWithTheContext(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		s.FailNth("createVideo", 1, ugcinctest.Delay(20*time.Second))
		c := s.Client()
		var group sync.WaitGroup
		group.Go(func() {
			if _, err := c.Posts.CreateVideo(t.Context(), video(account, "c")); err != nil {
				t.Error(err)
			}
		})
		<-time.After(time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := c.Posts.CreateVideo(ctx, video(account, "c"))
		var failed *ugcinc.Error
		if !errors.As(err, &failed) || failed.Outcome != ugcinc.OutcomeNotSent || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error is %v, want not sent and the deadline", err)
		}
		group.Wait()
		if n := s.Received("createVideo"); n != 1 {
			t.Errorf("%d sends, want 1", n)
		}
	})
}

// If a list shows a post late, the next create with the same content must not
// claim it.
func TestReconcileWithALateList(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		late := time.Now().Add(time.Second)
		c := s.Client(ugcinc.WithMaxRetries(3), ugcinc.WithReconcile(settle), withMiddleware(func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
			if r.URL.Path == "/post" && time.Now().Before(late) {
				return newResponse(r, http.StatusOK, `{"ok":true,"code":200,"data":[]}`), nil
			}
			return next.RoundTrip(r)
		}))
		first, err := c.Posts.CreateVideo(t.Context(), video(account, "same"))
		if err != nil {
			t.Fatal(err)
		}
		s.FailNth("createVideo", 1, ugcinctest.CutBeforeReading())
		second, err := c.Posts.CreateVideo(t.Context(), video(account, "same"))
		if err != nil {
			t.Fatal(err)
		}
		if first.ID == second.ID || len(s.Posts()) != 2 {
			t.Errorf("posts %s and %s came back, %d are there", first.ID, second.ID, len(s.Posts()))
		}
	})
}

// Once the outcome of an attempt is unknown, a later rejection does not change
// that.
func TestUnknownStaysUnknown(t *testing.T) {
	t.Parallel()
	for name, later := range map[string]ugcinctest.Fault{
		"refused connection": ugcinctest.RefuseConnection(),
		"429 afterwards":     ugcinctest.TooManyRequests("3600"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
				account := s.AddAccount(ugcinc.Account{}).ID
				for _, op := range []string{"createVideo", "updateAccountInfo"} {
					s.FailNth(op, 1, ugcinctest.CutBeforeReading())
					for n := range 4 {
						s.FailNth(op, n+2, later)
					}
				}
				c := s.Client()
				_, err := c.Posts.CreateVideo(t.Context(), video(account, "c"), ugcinc.WithReconcile(settle))
				if !errors.Is(err, ugcinc.ErrOutcomeUnknown) {
					t.Errorf("the create ends with %v", err)
				}
				_, err = c.Accounts.UpdateInfo(t.Context(), ugcinc.UpdateAccountInfoParams{AccountID: account, Tag: new("t")})
				if !errors.Is(err, ugcinc.ErrOutcomeUnknown) {
					t.Errorf("the update ends with %v", err)
				}
			})
		})
	}
}

// If the server trims the caption, the create is not retried.
func TestReconcileOfATrimmedCaption(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		s.FailNth("createVideo", 1, ugcinctest.CutAfterApplying())
		c := s.Client(withMiddleware(func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return nil, err
			}
			trimmed := strings.Replace(string(body), `"caption":"c \n"`, `"caption":"c"`, 1)
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(trimmed)), int64(len(trimmed))
			r.GetBody = nil
			return next.RoundTrip(r)
		}))
		_, err := c.Posts.CreateVideo(t.Context(), video(account, "c \n"), ugcinc.WithReconcile(settle))
		if !errors.Is(err, ugcinc.ErrOutcomeUnknown) || s.Received("createVideo") != 1 {
			t.Errorf("%d sends and %v", s.Received("createVideo"), err)
		}
	})
}

func TestNilContext(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	var none context.Context
	var refused *ugcinc.ParamError
	if _, err := c.Posts.CreateVideo(none, video("a", "c")); !errors.As(err, &refused) {
		t.Errorf("CreateVideo without a context gives %v", err)
	}
	if _, err := c.Accounts.List(none, ugcinc.ListAccountsParams{}); !errors.As(err, &refused) {
		t.Errorf("List without a context gives %v", err)
	}
}
