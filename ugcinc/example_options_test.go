package ugcinc_test

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// A newer API may return an enum value that this version does not know. The call
// succeeds and keeps the value; the observer gets one report.
func ExampleWithDriftObserver() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddPost(ugcinc.Post{ID: "post_1", Status: "paused"})
	client := server.Client(ugcinc.WithDriftObserver(func(d ugcinc.Drift) {
		fmt.Println("drift:", d.Operation, d.Path, d.Kind, d.Value)
	}))

	for range 2 {
		posts, err := client.Posts.List(context.Background(), ugcinc.ListPostsParams{})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(posts[0].ID, posts[0].Status)
	}
	// Output:
	// drift: listPosts data[].status unknown enum value paused
	// post_1 paused
	// post_1 paused
}

// pace lets one attempt go at each tick.
type pace struct{ tick <-chan time.Time }

func (p pace) Wait(ctx context.Context) error {
	select {
	case <-p.tick:
		fmt.Println("an attempt may go")
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Each attempt waits for the limiter, including a retry. With
// golang.org/x/time/rate the option is WithLimiter(rate.NewLimiter(10, 1)).
func ExampleWithLimiter() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.FailNth("listPosts", 1, ugcinctest.TooManyRequests("0"))
	client := server.Client(ugcinc.WithLimiter(pace{time.Tick(time.Millisecond)}))

	if _, err := client.Posts.List(context.Background(), ugcinc.ListPostsParams{}); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("received:", server.Received("listPosts"))
	// Output:
	// an attempt may go
	// an attempt may go
	// received: 2
}

// A Transport of your own brings its proxy, certificates and limits with it.
// This one has a single connection, which every call shares.
func ExampleWithHTTPClient() {
	server, err := ugcinctest.Start()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, MaxConnsPerHost: 1}
	client, err := ugcinc.New(
		ugcinc.WithAPIKey(server.APIKey),
		ugcinc.WithBaseURL(server.URL), // leave it out for the API
		ugcinc.WithHTTPClient(&http.Client{Transport: transport}),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.CloseIdleConnections()

	for range 3 {
		if _, err := client.Accounts.List(context.Background(), ugcinc.ListAccountsParams{}); err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Println("calls:", server.Received("listAccounts"), "connections:", server.Connections())
	// Output: calls: 3 connections: 1
}
