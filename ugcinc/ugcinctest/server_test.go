package ugcinctest_test

import (
	"math"
	"net"
	"net/url"
	"syscall"
	"testing"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

func TestInMemoryServersHaveDifferentURLs(t *testing.T) {
	t.Parallel()
	const servers = 300 // more than one octet holds
	seen := map[string]bool{}
	for range servers {
		s := ugcinctest.NewServer(t, ugcinctest.InMemory())
		u, err := url.Parse(s.URL)
		if err != nil {
			t.Fatal(err)
		}
		if ip := net.ParseIP(u.Hostname()); ip == nil || !ip.IsLoopback() || u.Port() != "0" {
			t.Errorf("URL %s is not port 0 of a loopback address", s.URL)
		}
		seen[s.URL] = true
	}
	if len(seen) != servers {
		t.Errorf("%d servers have %d URLs", servers, len(seen))
	}
}

func TestInMemoryServerIsReachedByItsOwnClientsOnly(t *testing.T) {
	t.Parallel()
	a := ugcinctest.NewServer(t, ugcinctest.InMemory())
	b := ugcinctest.NewServer(t, ugcinctest.InMemory())
	if _, err := a.Client().Accounts.List(t.Context(), ugcinc.ListAccountsParams{}); err != nil {
		t.Errorf("a server's own client: %v", err)
	}
	_, err := b.Client(ugcinc.WithBaseURL(a.URL)).Accounts.List(t.Context(), ugcinc.ListAccountsParams{}, ugcinc.WithMaxRetries(0))
	if !isErrno(err, syscall.ECONNREFUSED, 10061) {
		t.Errorf("a client of another server got %v, want a refused connection", err)
	}
	if n := b.Received("listAccounts"); n != 0 {
		t.Errorf("the other server received %d requests", n)
	}
}

func TestClockNeverGoesBack(t *testing.T) {
	t.Parallel()
	clock := ugcinctest.NewServer(t, ugcinctest.InMemory()).Clock()
	for _, step := range []time.Duration{-time.Hour, math.MaxInt64, math.MaxInt64, time.Hour} {
		before := clock.Now()
		clock.Advance(step)
		if now := clock.Now(); now.Before(before) {
			t.Errorf("Advance(%v) moves the clock from %v to %v", step, before, now)
		}
	}
}
