package ugcinc_test

import (
	"errors"
	"io"
	"math"
	"net/http"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// The first create reads the account's posts, the next ones do not, until the
// refresh is ten minutes old.
func TestRefreshesAreFew(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		for range 100 {
			s.AddPost(ugcinc.Post{AccountID: account})
		}
		c, other := s.Client(ugcinc.WithReconcile(settle)), s.Client(ugcinc.WithReconcile(settle))
		for n := range 1000 {
			if _, err := c.Posts.CreateVideo(t.Context(), video(account, strconv.Itoa(n))); err != nil {
				t.Fatal(err)
			}
		}
		s.FailNth("createVideo", 1, ugcinctest.CutAfterApplying())
		if _, err := other.Posts.CreateVideo(t.Context(), video(account, "lost")); err != nil {
			t.Fatal(err)
		}
		if n := s.Received("listPosts"); n != 2 {
			t.Errorf("%d lists, want one before the first create and one for the lost response", n)
		}
		<-time.After(9 * time.Minute)
		for range 2 {
			if _, err := c.Posts.CreateVideo(t.Context(), video(account, "later")); err != nil {
				t.Fatal(err)
			}
			<-time.After(2 * time.Minute)
		}
		if n := s.Received("listPosts"); n != 3 {
			t.Errorf("%d lists, want one more after ten minutes", n)
		}
	})
}

// Creates that wait for a refresh share its result, even if it failed.
func TestCreatesShareARefresh(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		for n := range 100 {
			s.FailNth("listPosts", n+1, ugcinctest.Delay(time.Hour))
		}
		c := s.Client(ugcinc.WithReconcile(settle), ugcinc.WithMaxRetries(0))
		start := time.Now()
		var group sync.WaitGroup
		for n := range 50 {
			group.Go(func() {
				<-time.After(time.Duration(n) * time.Millisecond)
				_, err := c.Posts.CreateVideo(t.Context(), video(account, strconv.Itoa(n)))
				failed, ok := errors.AsType[*ugcinc.Error](err)
				if !ok || failed.Outcome != ugcinc.OutcomeNotSent || failed.Operation != "createVideo" {
					t.Errorf("error is %v", err)
				}
			})
		}
		group.Wait()
		if took := time.Since(start); took > 5*time.Minute {
			t.Errorf("50 creates on an account that cannot be read took %s", took)
		}
		if n := s.Received("createVideo"); n != 0 {
			t.Errorf("%d sends, want none", n)
		}
	})
}

// The limits of a create do not apply to refreshes.
func TestRefreshesHaveTheirOwnLimits(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		for range 100 {
			s.AddPost(ugcinc.Post{AccountID: account})
		}
		for n := range 3 {
			s.FailNth("listPosts", n+1, ugcinctest.Delay(5*time.Second))
		}
		s.FailNth("createVideo", 1, ugcinctest.CutAfterApplying())
		_, err := s.Client().Posts.CreateVideo(t.Context(), video(account, "c"),
			ugcinc.WithReconcile(settle), ugcinc.WithMaxResponseBytes(1000), ugcinc.WithAttemptTimeout(time.Second))
		if err != nil || len(s.Posts()) != 101 {
			t.Errorf("%v; %d posts", err, len(s.Posts()))
		}
	})
}

// Large numbers neither overflow nor panic.
func TestReconcileWithLargeNumbers(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		s.FailNth("createVideo", 1, ugcinctest.CutBeforeReading())
		s.FailNth("listPosts", 2, ugcinctest.Empty500())
		c := s.Client(ugcinc.WithAttemptTimeout(math.MaxInt64), ugcinc.WithMaxRetries(math.MaxInt))
		post, err := c.Posts.CreateVideo(t.Context(), video(account, "c"), ugcinc.WithReconcile(settle))
		if err != nil || len(s.Posts()) != 1 {
			t.Errorf("%v, %v", post, err)
		}
	})
}

// A client without references is forgotten with its ledger: another one with the
// same key refreshes again.
func TestUnreachableClientsAreForgotten(t *testing.T) {
	t.Parallel()
	lists := 0
	api := roundTripper(func(r *http.Request) (*http.Response, error) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return nil, err
		}
		if r.URL.Path == "/post" {
			lists++
			return newSuccess(r, []any{})
		}
		return newSuccess(r, map[string]any{"id": "p", "account_id": "a", "type": "video", "status": "pending"})
	})
	for range 100 {
		// newClient would keep a reference until the end of the test.
		c, err := ugcinc.New(ugcinc.WithAPIKey("k"), ugcinc.WithBaseURL("https://forgotten.example"), ugcinc.WithHTTPClient(&http.Client{Transport: api}))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Posts.CreateVideo(t.Context(), video("a", "c"), ugcinc.WithReconcile(time.Nanosecond)); err != nil {
			t.Fatal(err)
		}
		if lists == 2 {
			return
		}
		runtime.GC()
	}
	t.Errorf("%d lists of 100 clients, one after the other", lists)
}
