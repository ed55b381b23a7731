package ugcinc_test

import (
	"errors"
	"math"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// The first create reads the account's posts, the next ones do not, until the
// look is ten minutes old.
func TestLooksAreFew(t *testing.T) {
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

// Creates that wait for a look share it, and its failure as well.
func TestCreatesShareALook(t *testing.T) {
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

// The limits of a create are not those of the looks.
func TestLooksHaveTheirOwnLimits(t *testing.T) {
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

// What is kept of an account does not grow with the creates on it: claims are
// forgotten once they are old.
func TestClaimsAreForgotten(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		c := s.Client()
		for n := range 300 {
			if _, err := c.Posts.CreateVideo(t.Context(), video(account, strconv.Itoa(n))); err != nil {
				t.Fatal(err)
			}
			<-time.After(time.Minute)
		}
		if n := c.Claims(); n > 15 {
			t.Errorf("%d claims are kept after creates once a minute, want those of ten minutes", n)
		}
		other := s.AddAccount(ugcinc.Account{}).ID
		<-time.After(15 * time.Minute)
		if _, err := c.Posts.CreateVideo(t.Context(), video(other, "c")); err != nil {
			t.Fatal(err)
		}
		if accounts := c.KnownAccounts(); !slices.Equal(accounts, []string{other}) {
			t.Errorf("known are %v, want the account in use alone", accounts)
		}
	})
}

// A ledger lives as long as its clients.
func TestLedgersAreForgotten(t *testing.T) {
	t.Parallel()
	for n := range 100 {
		if _, err := ugcinc.New(ugcinc.WithAPIKey("forgotten" + strconv.Itoa(n))); err != nil {
			t.Fatal(err)
		}
	}
	for range 100 {
		runtime.GC()
		newClient(t)
		if ugcinc.Ledgers("forgotten", 100) == 0 {
			return
		}
	}
	t.Errorf("%d ledgers are kept without clients", ugcinc.Ledgers("forgotten", 100))
}
