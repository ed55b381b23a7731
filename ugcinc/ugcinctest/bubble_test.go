package ugcinctest_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

func TestAWeekInABubble(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := ugcinctest.NewServer(t, ugcinctest.InMemory(), ugcinctest.WithRealTime())
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
			time.Sleep(time.Hour) //nolint:forbidigo // it takes no time in a bubble
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
