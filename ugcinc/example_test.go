package ugcinc_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// Against the real API the first lines are client, err := ugcinc.New(), with
// the key in UGC_API_KEY. The examples run against the fake of package
// ugcinctest.
func Example() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddAccount(ugcinc.Account{ID: "acc_1", Type: ugcinc.AccountTypeInstagram, Username: new("dailystretch")})
	client, ctx := server.Client(), context.Background()

	accounts, err := client.Accounts.List(ctx, ugcinc.ListAccountsParams{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, account := range accounts {
		post, err := client.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{
			AccountID: account.ID,
			VideoURL:  "https://cdn.example.com/v.mp4",
			Caption:   new("Three things to try"),
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(*account.Username, account.Type, post.Type, post.Status)
	}
	// Output: dailystretch instagram video pending
}

// New returns an error for invalid options.
func ExampleNew() {
	_, err := ugcinc.New(
		ugcinc.WithAPIKey("a-key"),
		ugcinc.WithBaseURL("http://api.example.com"),
	)
	fmt.Println(err)
	// Output: ugcinc: WithBaseURL: must be https: http would send the key unencrypted
}

// Each attempt is logged, by its metadata alone.
func ExampleWithLogger() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.FailNth("listPosts", 1, ugcinctest.TooManyRequests("0"))

	logger := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{
		Level: slog.LevelDebug,
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey || a.Key == "duration" {
				return slog.Attr{} // differs from run to run
			}
			return a
		},
	}))
	client := server.Client(ugcinc.WithLogger(logger))
	if _, err := client.Posts.List(context.Background(), ugcinc.ListPostsParams{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// level=WARN msg="ugcinc: attempt" operation=listPosts attempt=1 status=429 outcome=rejected wait=0s
	// level=DEBUG msg="ugcinc: attempt" operation=listPosts attempt=2 status=200 outcome=done
}

// A middleware sees each attempt, without the key.
func ExampleWithMiddleware() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.FailNth("listPosts", 1, ugcinctest.TooManyRequests("0"))

	count := func(next http.RoundTripper) http.RoundTripper {
		return roundTripperFunc(func(req *http.Request) (*http.Response, error) {
			resp, err := next.RoundTrip(req)
			if err == nil {
				fmt.Println(req.Method, req.URL.Path, resp.StatusCode, "key:", req.Header.Get("Authorization") != "")
			}
			return resp, err
		})
	}
	client := server.Client(ugcinc.WithMiddleware(count))
	if _, err := client.Posts.List(context.Background(), ugcinc.ListPostsParams{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// POST /post 429 key: false
	// POST /post 200 key: false
}

type roundTripperFunc func(*http.Request) (*http.Response, error)

func (f roundTripperFunc) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// The status and headers of a call's last response, for a support request or a test.
func ExampleWithResponseInto() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()

	var resp *http.Response
	_, err = server.Client().Accounts.List(context.Background(), ugcinc.ListAccountsParams{}, ugcinc.WithResponseInto(&resp))
	fmt.Println(resp.StatusCode, resp.Header.Get("Content-Type"), err)
	// Output: 200 application/json <nil>
}
