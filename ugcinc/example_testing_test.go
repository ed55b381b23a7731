package ugcinc_test

import (
	"context"
	"fmt"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// publish is the program's own code.
func publish(ctx context.Context, client *ugcinc.Client, accountID, videoURL string) (*ugcinc.Post, error) {
	return client.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{AccountID: accountID, VideoURL: videoURL},
		ugcinc.WithReconcile(30*time.Second))
}

// A test of your own code runs it against the fake of package ugcinctest, without
// a network, a key or mocks. Here publish must post once, although the first
// response is lost. In a test, ugcinctest.NewServer(t) takes the place of Start
// and Close, and the counts are compared with t.Errorf.
func Example_testing() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	account := server.AddAccount(ugcinc.Account{})
	server.FailNth("createVideo", 1, ugcinctest.CutAfterApplying())

	post, err := publish(context.Background(), server.Client(), account.ID, "https://cdn.example.com/v.mp4")
	if err != nil {
		fmt.Println(err)
		return
	}
	server.Clock().Advance(time.Hour)

	fmt.Println("creates received:", server.Received("createVideo"))
	fmt.Println("creates applied:", server.Applied("createVideo"))
	for _, request := range server.Requests() {
		fmt.Println(request.OperationID, "fault:", request.Fault)
	}
	posts := server.Posts()
	fmt.Println("posts:", len(posts))
	fmt.Println("the one returned:", posts[0].ID == post.ID, posts[0].Status)
	// Output:
	// creates received: 1
	// creates applied: 1
	// listPosts fault: none
	// createVideo fault: cut after applying
	// listPosts fault: none
	// posts: 1
	// the one returned: true complete
}
