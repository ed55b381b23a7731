package ugcinc_test

import (
	"context"
	"fmt"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// What holds when Strict is left out has changed between versions of the API,
// so this post says what it wants.
func ExamplePostsService_CreateSlideshow() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddAccount(ugcinc.Account{ID: "acc_1"})
	client := server.Client()

	post, err := client.Posts.CreateSlideshow(context.Background(), ugcinc.CreateSlideshowParams{
		AccountID: "acc_1",
		ImageURLs: []string{"https://cdn.example.com/1.jpg", "https://cdn.example.com/2.jpg"},
		PostTime:  new(time.Date(2026, time.March, 1, 18, 30, 0, 0, time.UTC)),
		Strict:    new(false),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(post.Type, post.Status, len(post.MediaURLs))
	// Output: slideshow scheduled 2
}

func ExamplePostsService_Status() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddPost(ugcinc.Post{ID: "post_1", Status: ugcinc.PostStatusFailed})
	client := server.Client()

	result, err := client.Posts.Status(context.Background(), ugcinc.PostStatusParams{PostID: "post_1"})
	if err != nil {
		fmt.Println(err)
		return
	}
	switch result.Status {
	case ugcinc.PostStatusScheduled, ugcinc.PostStatusPending:
		fmt.Println("not yet")
	case ugcinc.PostStatusComplete:
		fmt.Println("published")
	case ugcinc.PostStatusFailed:
		fmt.Println("failed")
	default:
		fmt.Println("a status that is newer than this program:", result.Status)
	}
	// Output: failed
}

// The connection is cut when the post is made and its answer under way. The
// client finds the post on the account, and does not make another.
func ExampleWithReconcile() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddAccount(ugcinc.Account{ID: "acc_1"})
	server.FailNth("createVideo", 1, ugcinctest.CutAfterApplying())
	client := server.Client()

	post, err := client.Posts.CreateVideo(context.Background(), ugcinc.CreateVideoParams{
		AccountID: "acc_1",
		VideoURL:  "https://cdn.example.com/v.mp4",
	}, ugcinc.WithReconcile(30*time.Second))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(post.Status, "sent:", server.Received("createVideo"), "posts:", len(server.Posts()))
	// Output: pending sent: 1 posts: 1
}
