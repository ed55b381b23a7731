package ugcinc_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// decide sorts an error by what a program does next.
func decide(err error) string {
	var cooldown *ugcinc.CooldownError
	var failed *ugcinc.Error
	var param *ugcinc.ParamError
	switch {
	case err == nil:
		return "go on"
	case errors.As(err, &cooldown):
		return "wait until " + cooldown.Next.Format(time.DateOnly)
	case errors.Is(err, ugcinc.ErrRateLimited) && errors.As(err, &failed):
		return "wait " + failed.RetryAfter.String()
	case errors.As(err, &param), errors.Is(err, ugcinc.ErrBadRequest), errors.Is(err, ugcinc.ErrNotFound):
		return "fix the input"
	case errors.Is(err, ugcinc.ErrUnauthorized):
		return "give up: the key is not taken"
	case errors.Is(err, ugcinc.ErrOutcomeUnknown):
		return "look at what happened"
	}
	return "give up"
}

func ExampleError() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddAccount(ugcinc.Account{ID: "acc_1"})
	client, ctx := server.Client(), context.Background()
	video := ugcinc.CreateVideoParams{AccountID: "acc_1", VideoURL: "https://cdn.example.com/v.mp4"}

	// The gateway's 502 comes after the post was made: it is not sent again.
	server.FailNth("createVideo", 1, ugcinctest.HTML502().AfterApplying())
	_, err = client.Posts.CreateVideo(ctx, video)
	fmt.Println(decide(err))

	// The server asks for more than a minute: the client does not wait.
	server.FailNth("createVideo", 1, ugcinctest.TooManyRequests("120"))
	_, err = client.Posts.CreateVideo(ctx, video)
	fmt.Println(decide(err))

	_, err = client.Posts.Status(ctx, ugcinc.PostStatusParams{PostID: "post_9"})
	fmt.Println(decide(err))

	_, err = server.Client(ugcinc.WithAPIKey("old")).Posts.CreateVideo(ctx, video)
	fmt.Println(decide(err))
	// Output:
	// look at what happened
	// wait 2m0s
	// fix the input
	// give up: the key is not taken
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

// A read is sent again after a gateway's failure; a create is not, as it may
// have been done.
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
