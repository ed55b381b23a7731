package ugcinc_test

import (
	"context"
	"testing"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// publish is the program's own code.
func publish(ctx context.Context, client *ugcinc.Client, accountID, videoURL string) (*ugcinc.Post, error) {
	return client.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{AccountID: accountID, VideoURL: videoURL},
		ugcinc.WithReconcile(30*time.Second))
}

// testPublishOnce is its test: without network, key and mocks.
func testPublishOnce(t *testing.T) {
	t.Helper() // for it is called by another function here
	server := ugcinctest.NewServer(t)
	account := server.AddAccount(ugcinc.Account{})
	server.FailNth("createVideo", 1, ugcinctest.CutAfterApplying())

	post, err := publish(t.Context(), server.Client(), account.ID, "https://cdn.example.com/v.mp4")
	if err != nil {
		t.Fatal(err)
	}
	server.Clock().Advance(time.Hour)
	if got := server.Posts(); len(got) != 1 || got[0].ID != post.ID || got[0].Status != ugcinc.PostStatusComplete {
		t.Errorf("posts are %v, want one that is published", got)
	}
}

// A test of your own code runs against the fake of package ugcinctest.
func Example_testing() {
	// In your package its name is TestPublishOnce.
	_ = testPublishOnce
}
