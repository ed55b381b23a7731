package ugcinc_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// The meaning of a create without Strict has changed between versions of the API,
// so this post sets it.
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

// The connection breaks after the post was created and before the response
// arrives. The client finds the post on the account, and does not create another.
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

// A draft has no account and no time, and is not published.
func ExamplePostsService_CreateDraft() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	client := server.Client()

	draft, err := client.Posts.CreateDraft(context.Background(), ugcinc.CreateDraftParams{
		Type:      ugcinc.PostTypeSlideshow,
		MediaURLs: []string{"https://cdn.example.com/1.jpg", "https://cdn.example.com/2.jpg"},
		Title:     new("Ten weeks"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s %q %s\n", draft.Status, draft.AccountID, *draft.Title)
	// Output: draft "" Ten weeks
}

// Change the caption of a scheduled post. Fields that are nil stay as they are.
func ExamplePostsService_Update() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddPost(ugcinc.Post{ID: "post_1", AccountID: "acc_1", Status: ugcinc.PostStatusScheduled, Caption: new("Befor and after")})
	client := server.Client()

	post, err := client.Posts.Update(context.Background(), ugcinc.UpdatePostParams{PostID: "post_1", Caption: new("Before and after")})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(post.Status, *post.Caption)
	// Output: scheduled Before and after
}

// The response is lost. A second call would be rejected if the first one did its work,
// so the program reads the posts' status instead.
func ExamplePostsService_Retry() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddPost(ugcinc.Post{ID: "post_1", Status: ugcinc.PostStatusFailed})
	server.FailNth("retryPosts", 1, ugcinctest.CutAfterApplying())
	client := server.Client()

	ctx, ids := context.Background(), []string{"post_1"}
	_, err = client.Posts.Retry(ctx, ugcinc.RetryPostsParams{PostIDs: ids})
	if errors.Is(err, ugcinc.ErrOutcomeUnknown) {
		posts, err := client.Posts.List(ctx, ugcinc.ListPostsParams{PostIDs: ids})
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, post := range posts {
			fmt.Println(post.ID, "failed:", post.Status == ugcinc.PostStatusFailed)
		}
		return
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("scheduled")
	// Output: post_1 failed: false
}

// A scheduled post is removed at once. A published one is removed from the platform,
// which takes a while.
func ExamplePostsService_Delete() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddPost(ugcinc.Post{ID: "post_1", Status: ugcinc.PostStatusScheduled})
	server.AddPost(ugcinc.Post{ID: "post_2", Status: ugcinc.PostStatusComplete})
	client := server.Client()

	result, err := client.Posts.Delete(context.Background(), ugcinc.DeletePostsParams{PostIDs: []string{"post_1", "post_2"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("deleted:", result.DeletedIDs, "deleting:", result.DeletingIDs)
	// Output: deleted: [post_1] deleting: [post_2]
}

// Two posts of one account are at least 2 hours apart, so the second is moved.
func ExamplePostsService_PreviewSchedule() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddAccount(ugcinc.Account{ID: "acc_1"})
	client := server.Client()

	evening := time.Date(2026, time.March, 1, 18, 0, 0, 0, time.UTC)
	entries, err := client.Posts.PreviewSchedule(context.Background(), ugcinc.PreviewScheduleParams{Entries: []ugcinc.ScheduleEntry{
		{AccountID: "acc_1", PostTime: evening},
		{AccountID: "acc_1", PostTime: evening.Add(time.Hour)},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, entry := range entries {
		fmt.Println(entry.ScheduledTime.Format(time.TimeOnly), "moved:", entry.Bumped)
	}
	// Output:
	// 18:00:00 moved: false
	// 20:00:00 moved: true
}
