package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/go-resty/resty/v2"

	"github.com/ugcinc/ugcinc-go/internal/bench/stock"
	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// A caller makes a small call: it asks for the status of one post, and checks
// that it is there. Without a transport each client brings the one it has.
type caller struct {
	name string
	dial func(base string, transport http.RoundTripper) func(context.Context) error
}

var callers = []caller{
	{"floor", dialFloor},
	{"ugcinc", dialUgcinc},
	{"floor-timeout", dialFloorTimeout},
	{"stock", dialStock},
	{"resty", dialResty},
}

type postStatus struct {
	OK      bool   `json:"ok"`
	Code    int    `json:"code"`
	Message string `json:"message"`
	Data    struct {
		PostID string `json:"post_id"`
		Status string `json:"status"`
	} `json:"data"`
}

func (s *postStatus) check(httpStatus int) error {
	if httpStatus != http.StatusOK || !s.OK || s.Data.PostID != postID || s.Data.Status != "scheduled" {
		return fmt.Errorf("status %d: %+v", httpStatus, s)
	}
	return nil
}

type statusRequest struct {
	PostID string `json:"postId"`
}

// orTuned is the transport given, or one that keeps the connections of many
// callers.
func orTuned(given http.RoundTripper) http.RoundTripper {
	if given != nil {
		return given
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 256
	transport.MaxIdleConns = 0
	return transport
}

// dialFloor is what a program costs that is written by hand for this one call.
func dialFloor(base string, transport http.RoundTripper) func(context.Context) error {
	return byHand(base, &http.Client{Transport: orTuned(transport)})
}

// dialFloorTimeout is the floor with the one line more that keeps a program
// from waiting for ever.
func dialFloorTimeout(base string, transport http.RoundTripper) func(context.Context) error {
	return byHand(base, &http.Client{Transport: orTuned(transport), Timeout: 30 * time.Second})
}

func byHand(base string, client *http.Client) func(context.Context) error {
	return func(ctx context.Context) error {
		body, err := json.Marshal(statusRequest{postID})
		if err != nil {
			return err
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/post/status", bytes.NewReader(body))
		if err != nil {
			return err
		}
		req.Header.Set("Authorization", "Bearer "+apiKey)
		req.Header.Set("Content-Type", "application/json")
		resp, err := client.Do(req)
		if err != nil {
			return err
		}
		defer func() { _ = resp.Body.Close() }()
		var answer postStatus
		if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, resp.Body); err != nil {
			return err
		}
		return answer.check(resp.StatusCode)
	}
}

func newUgcinc(base string, transport http.RoundTripper) *ugcinc.Client {
	opts := []ugcinc.Option{ugcinc.WithBaseURL(base), ugcinc.WithAPIKey(apiKey)}
	if transport != nil {
		opts = append(opts, ugcinc.WithHTTPClient(&http.Client{Transport: transport}))
	}
	client, err := ugcinc.New(opts...)
	if err != nil {
		panic(err)
	}
	return client
}

func dialUgcinc(base string, transport http.RoundTripper) func(context.Context) error {
	client := newUgcinc(base, transport)
	return func(ctx context.Context) error {
		post, err := client.Posts.Status(ctx, ugcinc.PostStatusParams{PostID: postID})
		if err != nil {
			return err
		}
		if post.PostID != postID || post.Status != ugcinc.PostStatusScheduled {
			return fmt.Errorf("%+v", post)
		}
		return nil
	}
}

// newStock is the generated client as its documentation has it made: on the
// default transport.
func newStock(base string, transport http.RoundTripper) *stock.ClientWithResponses {
	if transport == nil {
		transport = http.DefaultTransport.(*http.Transport).Clone()
	}
	client, err := stock.NewClientWithResponses(base,
		stock.WithHTTPClient(&http.Client{Transport: transport}),
		stock.WithRequestEditorFn(func(_ context.Context, req *http.Request) error {
			req.Header.Set("Authorization", "Bearer "+apiKey)
			return nil
		}))
	if err != nil {
		panic(err)
	}
	return client
}

func dialStock(base string, transport http.RoundTripper) func(context.Context) error {
	client := newStock(base, transport)
	return func(ctx context.Context) error {
		resp, err := client.GetPostStatusWithResponse(ctx, stock.GetPostStatusJSONRequestBody{PostId: postID})
		if err != nil {
			return err
		}
		if resp.JSON200 == nil || resp.JSON200.Data.PostId != postID || resp.JSON200.Data.Status != stock.PostStatusScheduled {
			return fmt.Errorf("%s: %s", resp.Status(), resp.Body)
		}
		return nil
	}
}

func dialResty(base string, transport http.RoundTripper) func(context.Context) error {
	client := resty.New().SetBaseURL(base).SetAuthToken(apiKey)
	if transport != nil {
		client.SetTransport(transport)
	}
	return func(ctx context.Context) error {
		var answer postStatus
		resp, err := client.R().SetContext(ctx).SetBody(statusRequest{postID}).SetResult(&answer).Post("/post/status")
		if err != nil {
			return err
		}
		return answer.check(resp.StatusCode())
	}
}
