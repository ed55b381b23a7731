package ugcinctest_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// In a test, NewServer(t) takes the place of Start and Close.
func Example() {
	server, err := ugcinctest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddAccount(ugcinc.Account{ID: "acc_1"})

	ctx := context.Background()
	client := server.Client()
	post, err := client.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{
		AccountID: "acc_1",
		VideoURL:  "https://cdn.example.com/v/stretch.mp4",
		PostTime:  new(server.Clock().Now().Add(time.Hour)),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(post.Status)
	for range 2 {
		server.Clock().Advance(time.Hour)
		result, err := client.Posts.Status(ctx, ugcinc.PostStatusParams{PostID: post.ID})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(result.Status)
	}
	// Output:
	// scheduled
	// pending
	// complete
}

func ExampleServer_FailNth() {
	server, err := ugcinctest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddAccount(ugcinc.Account{ID: "acc_1"})
	server.FailNth("createVideo", 1, ugcinctest.CutAfterApplying())

	_, err = server.Client().Posts.CreateVideo(context.Background(), ugcinc.CreateVideoParams{
		AccountID: "acc_1",
		VideoURL:  "https://cdn.example.com/v/stretch.mp4",
	})
	if apiErr, ok := errors.AsType[*ugcinc.Error](err); ok {
		fmt.Println(apiErr.Outcome)
	}
	fmt.Println("received", server.Received("createVideo"), "applied", server.Applied("createVideo"))
	// Output:
	// unknown
	// received 1 applied 1
}
