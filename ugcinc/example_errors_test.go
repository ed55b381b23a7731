package ugcinc_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// decide sorts the error of a call by what a program does next. Whether the
// call was a write, the caller knows by its name: the creates, UpdateSocial and
// Refresh are, every other call can be repeated freely.
func decide(ctx context.Context, write bool, err error) string {
	var cooldown *ugcinc.CooldownError
	var param *ugcinc.ParamError
	var failed *ugcinc.Error
	switch {
	case err == nil:
		return "go on"
	case write && errors.Is(err, ugcinc.ErrOutcomeUnknown):
		return "check what happened" // first, for such an error may match others too
	case ctx.Err() != nil:
		return "stop"
	case errors.As(err, &cooldown):
		return "wait until " + cooldown.Next.Format(time.DateOnly)
	case errors.As(err, &param), errors.Is(err, ugcinc.ErrBadRequest), errors.Is(err, ugcinc.ErrNotFound):
		return "fix the input"
	case !errors.As(err, &failed):
		return "give up"
	case errors.Is(err, ugcinc.ErrRateLimited):
		return "wait " + failed.RetryAfter.String()
	case errors.Is(err, ugcinc.ErrUnauthorized), errors.Is(err, ugcinc.ErrRedirect), errors.Is(err, ugcinc.ErrResponseTooLarge):
		return "give up"
	case failed.Outcome == ugcinc.OutcomeNotSent, errors.Is(err, ugcinc.ErrOutcomeUnknown):
		return "call again later" // only reads: unknown writes are handled above
	}
	return "give up" // the API rejected it for another reason
}

// The client has already retried what can be retried. What to do about the error
// that it returns depends on whether the call was a read or a write.
func ExampleError() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddAccount(ugcinc.Account{ID: "acc_1"})
	// Without retries each fault below is the end of its call.
	client, ctx := server.Client(ugcinc.WithMaxRetries(0)), context.Background()

	faults := []ugcinctest.Fault{
		ugcinctest.RefuseConnection(),
		ugcinctest.TooManyRequests("120"),
		ugcinctest.HTML502().AfterApplying(), // the post is created
		ugcinctest.CutAfterApplying(),
		ugcinctest.GarbageBody(),
		ugcinctest.Redirect("https://example.com"),
	}
	for _, fault := range faults {
		server.FailNth("listPosts", 1, fault)
		_, err = client.Posts.List(ctx, ugcinc.ListPostsParams{})
		fmt.Println("read: ", fault, "->", decide(ctx, false, err))

		server.FailNth("createVideo", 1, fault)
		_, err = client.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{AccountID: "acc_1", VideoURL: "https://cdn.example.com/v.mp4"})
		fmt.Println("write:", fault, "->", decide(ctx, true, err))
	}

	_, err = client.Posts.Status(ctx, ugcinc.PostStatusParams{PostID: "post_9"})
	fmt.Println("read:  an unknown id ->", decide(ctx, false, err))

	_, err = client.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{AccountID: "acc_1"})
	fmt.Println("write: no video ->", decide(ctx, true, err))

	_, err = server.Client(ugcinc.WithAPIKey("old")).Posts.List(ctx, ugcinc.ListPostsParams{})
	fmt.Println("read:  an old key ->", decide(ctx, false, err))

	ended, cancel := context.WithCancel(ctx)
	cancel()
	_, err = client.Posts.List(ended, ugcinc.ListPostsParams{})
	fmt.Println("read:  the context has ended ->", decide(ended, false, err))
	// Output:
	// read:  refuse connection -> call again later
	// write: refuse connection -> call again later
	// read:  429 (120) -> wait 2m0s
	// write: 429 (120) -> wait 2m0s
	// read:  HTML 502 after applying -> call again later
	// write: HTML 502 after applying -> check what happened
	// read:  cut after applying -> call again later
	// write: cut after applying -> check what happened
	// read:  garbage body -> call again later
	// write: garbage body -> check what happened
	// read:  redirect (https://example.com) -> give up
	// write: redirect (https://example.com) -> check what happened
	// read:  an unknown id -> fix the input
	// write: no video -> fix the input
	// read:  an old key -> give up
	// read:  the context has ended -> stop
}

// A nickname can change once every 7 days.
func ExampleCooldownError() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddAccount(ugcinc.Account{ID: "acc_1"})
	client := server.Client()

	for _, name := range []string{"Daily Stretch", "Stretch Daily"} {
		_, err := client.Accounts.UpdateSocial(context.Background(), ugcinc.UpdateAccountSocialParams{
			AccountID: "acc_1",
			NickName:  new(name),
		})
		var cooldown *ugcinc.CooldownError
		if errors.As(err, &cooldown) {
			fmt.Println(cooldown.Field, "again on", cooldown.Next.Format(time.DateOnly))
		}
	}
	// Output: nickName again on 2026-01-12
}

// What the API document does not allow is not sent.
func ExampleParamError() {
	client, err := ugcinc.New(ugcinc.WithAPIKey("a-key"))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.Posts.CreateVideo(context.Background(), ugcinc.CreateVideoParams{AccountID: "acc_1"})
	fmt.Println(err)
	// Output: ugcinc: createVideo: videoUrl: must not be empty
}

// A read is retried after a gateway's failure. A create is not, because the post
// may have been created.
func ExampleWithMaxRetries() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddAccount(ugcinc.Account{ID: "acc_1"})
	server.FailNth("listPosts", 1, ugcinctest.HTML502())
	server.FailNth("createVideo", 1, ugcinctest.HTML502())
	client, ctx := server.Client(ugcinc.WithMaxRetries(1)), context.Background()

	_, err = client.Posts.List(ctx, ugcinc.ListPostsParams{})
	fmt.Println("list:", server.Received("listPosts"), "sent,", err)

	_, err = client.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{AccountID: "acc_1", VideoURL: "https://cdn.example.com/v.mp4"})
	var failed *ugcinc.Error
	if errors.As(err, &failed) {
		fmt.Println("create:", failed.Attempts, "sent,", failed.StatusCode, failed.Outcome)
	}
	// Output:
	// list: 2 sent, <nil>
	// create: 1 sent, 502 unknown
}
