package ugcinctest_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

func TestServerInABubbleNeedsItsOption(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for name, test := range map[string]struct {
			opts  []ugcinctest.Option
			works bool
		}{
			"no option":      {nil, false},
			"InMemory":       {[]ugcinctest.Option{ugcinctest.InMemory()}, false},
			"WithRealTime":   {[]ugcinctest.Option{ugcinctest.WithRealTime()}, false},
			"both":           {[]ugcinctest.Option{ugcinctest.InMemory(), ugcinctest.WithRealTime()}, true},
			"InBubble":       {[]ugcinctest.Option{ugcinctest.InBubble()}, true},
			"InBubble, more": {[]ugcinctest.Option{ugcinctest.InBubble(), ugcinctest.WithFleet(1)}, true},
		} {
			s, err := ugcinctest.Start(test.opts...)
			switch {
			case err == nil && !test.works:
				t.Errorf("%s: the server starts", name)
			case err != nil && (test.works || !strings.Contains(err.Error(), "needs the option InBubble()")):
				t.Errorf("%s: %v", name, err)
			}
			if s != nil {
				s.Close()
			}
		}
		tb := &fatalTB{TB: t}
		if s := ugcinctest.NewServer(tb); s != nil || !strings.Contains(tb.message, "needs the option InBubble()") {
			t.Errorf("NewServer ends the test with %q", tb.message)
		}
	})
}

// fatalTB records the message of Fatal, and does not end the test.
type fatalTB struct {
	testing.TB
	message string
}

func (tb *fatalTB) Helper()           {}
func (tb *fatalTB) Fatal(args ...any) { tb.message = fmt.Sprint(args...) }
func (tb *fatalTB) Cleanup(func())    {}

func TestInBubbleWorksOutsideOfABubble(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t, ugcinctest.InBubble())
	if _, err := s.Client().Accounts.List(t.Context(), ugcinc.ListAccountsParams{}); err != nil {
		t.Error(err)
	}
}

func TestAWeekPassesInABubble(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := ugcinctest.NewServer(t, ugcinctest.InBubble())
		account := s.AddAccount(ugcinc.Account{})
		client := s.Client()
		post, err := client.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{
			AccountID: account.ID, VideoURL: "https://cdn.example.com/v.mp4",
			PostTime: new(time.Now().AddDate(0, 0, 7)),
		})
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		for post.Status != ugcinc.PostStatusComplete {
			time.Sleep(time.Hour)
			post.Status = status(t, client, post.ID)
		}
		if took := time.Since(began); took != 7*24*time.Hour+time.Hour {
			t.Errorf("published after %v, want the first look after a week and a minute", took)
		}
		if !s.Clock().Now().Equal(time.Now()) {
			t.Errorf("the server's clock is at %v, the bubble's at %v", s.Clock().Now(), time.Now())
		}
	})
}
