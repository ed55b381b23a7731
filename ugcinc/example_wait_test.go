package ugcinc_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

func ExamplePostsService_Wait() {
	client, _, stop := fakeInAHurry(ugcinctest.FailPosts(func(p ugcinc.Post) bool { return p.AccountID == "acc_2" }))
	defer stop()
	ctx := context.Background()

	for _, account := range []string{"acc_1", "acc_2"} {
		post, err := client.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{AccountID: account, VideoURL: "https://cdn.example.com/v.mp4"})
		if err != nil {
			fmt.Println(err)
			return
		}
		done, err := client.Posts.Wait(ctx, post.ID, ugcinc.WaitOptions{Interval: time.Millisecond})
		switch {
		case errors.Is(err, ugcinc.ErrWorkFailed):
			fmt.Println(account, "failed; the API does not say why")
		case err != nil:
			fmt.Println(err) // the wait ended before the post did
		default:
			fmt.Println(account, done.Status)
		}
	}

	// Output:
	// acc_1 complete
	// acc_2 failed; the API does not say why
}

func ExamplePostsService_WaitAll() {
	client, now, stop := fakeInAHurry()
	defer stop()
	ctx := context.Background()

	var posts []ugcinc.Post
	for i, account := range []string{"acc_1", "acc_2"} {
		post, err := client.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{
			AccountID: account,
			VideoURL:  "https://cdn.example.com/v.mp4",
			Caption:   new("Good morning"),
			PostTime:  new(now.Add(time.Duration(4+i) * time.Minute)),
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		posts = append(posts, *post)
	}

	posts, err := client.Posts.WaitAll(ctx, posts, ugcinc.WaitOptions{
		Interval: time.Millisecond, // the fake is in a hurry; leave it out for the API
		OnProgress: func(p ugcinc.Progress) {
			fmt.Printf("%d left, %d of them pending\n", p.Left, p.Counts[string(ugcinc.PostStatusPending)])
		},
	})
	failed := (*ugcinc.PostFailedError)(nil)
	switch {
	case errors.As(err, &failed):
		fmt.Println("failed:", failed.Failed)
	case err != nil:
		fmt.Println(err) // the wait ended before the posts did
		return
	}
	for _, post := range posts {
		fmt.Println(post.AccountID, post.Status, *post.SocialID)
	}

	// Output:
	// 2 left, 0 of them pending
	// 2 left, 1 of them pending
	// 1 left, 1 of them pending
	// 0 left, 0 of them pending
	// acc_1 complete 7042459232297929107
	// acc_2 complete 7123306171476323300
}

func ExamplePostsService_Watch() {
	client, now, stop := fakeInAHurry()
	defer stop()
	ctx := context.Background()

	post, err := client.Posts.CreateSlideshow(ctx, ugcinc.CreateSlideshowParams{
		AccountID: "acc_1",
		ImageURLs: []string{"https://cdn.example.com/1.jpg", "https://cdn.example.com/2.jpg"},
		PostTime:  new(now.Add(3 * time.Minute)),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for event, err := range client.Posts.Watch(ctx, []ugcinc.Post{*post}, ugcinc.WaitOptions{Interval: time.Millisecond}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(event.Before, "->", event.Post.Status)
	}

	// Output:
	// scheduled -> pending
	// pending -> complete
}

// A published post is removed from the platform, which takes a while. Here the
// fake's clock moves by a minute after each poll.
func ExamplePostsService_DeleteAndWait() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddPost(ugcinc.Post{ID: "post_1", Status: ugcinc.PostStatusScheduled})
	server.AddPost(ugcinc.Post{ID: "post_2", Status: ugcinc.PostStatusComplete})
	client := server.Client()

	result, err := client.Posts.DeleteAndWait(context.Background(), ugcinc.DeletePostsParams{PostIDs: []string{"post_1", "post_2"}}, ugcinc.WaitOptions{
		Interval: time.Millisecond,
		OnProgress: func(p ugcinc.Progress) {
			fmt.Println("left:", p.Left)
			server.Clock().Advance(time.Minute)
		},
	})
	switch {
	case errors.Is(err, ugcinc.ErrOutcomeUnknown):
		fmt.Println("read the status of the posts before you delete them again")
	case err != nil:
		fmt.Println(err)
	default:
		fmt.Println("deleted:", result.DeletedIDs)
	}
	// Output:
	// left: 1
	// left: 0
	// deleted: [post_1 post_2]
}

func ExampleAccountsService_UpdateSocialAndWait() {
	client, _, stop := fakeInAHurry()
	defer stop()

	task, err := client.Accounts.UpdateSocialAndWait(context.Background(), ugcinc.UpdateAccountSocialParams{
		AccountID: "acc_1",
		NickName:  new("Daily stretch"),
	}, ugcinc.WaitOptions{Interval: time.Millisecond})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(task.Type, task.Status, *task.EditProfileInfo.NickName)

	// Output:
	// edit_profile complete Daily stretch
}

// A profile edit is a task of its account, which is found in the list and
// followed.
func ExampleTasksService_WaitAll() {
	client, _, stop := fakeInAHurry()
	defer stop()
	ctx := context.Background()

	if _, err := client.Accounts.UpdateSocial(ctx, ugcinc.UpdateAccountSocialParams{AccountID: "acc_1", Bio: new("A stretch a day")}); err != nil {
		fmt.Println(err)
		return
	}
	tasks, err := client.Tasks.List(ctx, ugcinc.ListTasksParams{TaskType: new(ugcinc.TaskTypeEditProfile)})
	if err != nil {
		fmt.Println(err)
		return
	}
	tasks, err = client.Tasks.WaitAll(ctx, tasks, ugcinc.WaitOptions{Interval: time.Millisecond})
	failed := (*ugcinc.TaskFailedError)(nil)
	switch {
	case errors.As(err, &failed):
		fmt.Println("failed:", failed.Failed)
	case err != nil:
		fmt.Println(err) // the wait ended before the tasks did
		return
	}
	for _, task := range tasks {
		fmt.Println(task.AccountID, task.Type, task.Status)
	}

	// Output:
	// acc_1 edit_profile complete
}

// What runs on two accounts is waited for, before something else is done with
// them.
func ExampleAccountsService_WaitIdle() {
	client, _, stop := fakeInAHurry(ugcinctest.WithProcessingTime(5 * time.Minute))
	defer stop()
	ctx := context.Background()

	for _, account := range []string{"acc_1", "acc_2"} {
		if _, err := client.Accounts.UpdateSocial(ctx, ugcinc.UpdateAccountSocialParams{AccountID: account, Bio: new("A stretch a day")}); err != nil {
			fmt.Println(err)
			return
		}
	}
	tasks, err := client.Accounts.WaitIdle(ctx, []string{"acc_1", "acc_2"}, ugcinc.WaitOptions{Interval: time.Millisecond})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, task := range tasks {
		fmt.Println(task.AccountID, task.Type, task.Status)
	}

	// Output:
	// acc_1 edit_profile complete
	// acc_2 edit_profile complete
}

// fakeInAHurry starts a fake API with two accounts, whose clock goes on by a
// minute with each call, and returns a client of it and the fake's time.
func fakeInAHurry(opts ...ugcinctest.Option) (client *ugcinc.Client, now time.Time, stop func()) {
	api, err := ugcinctest.Start(append(opts, ugcinctest.InMemory())...)
	if err != nil {
		panic(err)
	}
	for _, id := range []string{"acc_1", "acc_2"} {
		api.AddAccount(ugcinc.Account{ID: id})
	}
	client = api.Client(ugcinc.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
		return eachCall{next, func() { api.Clock().Advance(time.Minute) }}
	}))
	return client, api.Clock().Now(), api.Close
}

// eachCall does something before each call.
type eachCall struct {
	next http.RoundTripper
	do   func()
}

func (e eachCall) RoundTrip(req *http.Request) (*http.Response, error) {
	e.do()
	return e.next.RoundTrip(req)
}
