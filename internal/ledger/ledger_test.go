package ledger

import (
	"maps"
	"net/url"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
)

// client stands for a client of the API.
type client struct{ name string }

func share(t *testing.T, c *client, baseURL, key string) *Ledger {
	t.Helper()
	server, err := url.Parse(baseURL)
	if err != nil {
		t.Fatal(err)
	}
	return Share(c, server, key)
}

// created makes a create that succeeds.
func created(t *testing.T, l *Ledger, account, id string) {
	t.Helper()
	c, err := l.Begin(t.Context(), Content{Account: account, Caption: id}, 0)
	if err != nil {
		t.Fatal(err)
	}
	c.Sending()
	c.Received(id)
	c.End()
}

// Old claims and unused accounts are forgotten, so memory does not grow with the
// number of creates.
func TestClaimsAreForgotten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := share(t, &client{}, "https://claims.example", "k")
		for n := range 300 {
			created(t, l, "a", strconv.Itoa(n))
			<-time.After(time.Minute)
		}
		if n := len(l.claims); n > 15 {
			t.Errorf("%d claims are kept after creates once a minute, want those of ten minutes", n)
		}
		<-time.After(15 * time.Minute)
		created(t, l, "b", "c")
		if accounts := slices.Collect(maps.Keys(l.accounts)); !slices.Equal(accounts, []string{"b"}) {
			t.Errorf("known are %v, want the account in use alone", accounts)
		}
	})
}

// A ledger lives as long as its clients.
func TestLedgersAreForgotten(t *testing.T) {
	t.Parallel()
	const clients = 100
	server := "https://forgotten.example"
	for n := range clients {
		share(t, &client{name: strconv.Itoa(n)}, server, strconv.Itoa(n))
	}
	kept := clients
	for range 100 {
		runtime.GC()
		share(t, &client{name: "another"}, server, "another")
		kept = 0
		ledgers.mu.Lock()
		for n := range clients {
			if ledgers.each[ledgerKey{server: server, key: hashID(strconv.Itoa(n))}] != nil {
				kept++
			}
		}
		ledgers.mu.Unlock()
		if kept == 0 {
			return
		}
	}
	t.Errorf("%d ledgers are kept without clients", kept)
}

// Lists that show other posts each time do not grow the memory of an account
// without end.
func TestKnownPostsAreBounded(t *testing.T) {
	t.Parallel()
	l := share(t, &client{}, "https://bounded.example", "k")
	c, err := l.Begin(t.Context(), Content{Account: "a"}, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer c.End()
	refreshes := 0
	for err == nil && refreshes < 10 {
		refreshes++
		err = c.Refresh(t.Context(), time.Now(), func(l *Refresh) error {
			l.BeginList()
			for n := range maxKnown / 4 {
				if err := l.Add(&gen.Post{ID: strconv.Itoa(refreshes*maxKnown + n)}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err == nil || !strings.Contains(err.Error(), "more than 1048576 posts") || refreshes != 5 {
		t.Errorf("error of refresh %d is %v", refreshes, err)
	}
	if n := len(c.account.known); n != maxKnown {
		t.Errorf("%d posts are known, want %d", n, maxKnown)
	}
}
