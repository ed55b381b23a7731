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

// A caller makes a small call: it reads the status of one post and checks it. If
// the transport is nil, each client uses its own.
type caller struct {
	name string
	dial func(base string, transport http.RoundTripper) func(context.Context) error
}

var callers = []caller{
	{"floor", dialFloor},
	{"ugcinc", dialUgcinc},
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

// orTuned returns the given transport, or one that keeps the connections of many
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

// callTimeout limits each call, as in every program for production.
const callTimeout = 30 * time.Second

// dialFloor is a program that is written by hand for this one call.
func dialFloor(base string, transport http.RoundTripper) func(context.Context) error {
	client := &http.Client{Transport: orTuned(transport), Timeout: callTimeout}
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
		var response postStatus
		if err := json.NewDecoder(resp.Body).Decode(&response); err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, resp.Body); err != nil {
			return err
		}
		return response.check(resp.StatusCode)
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

// newStock makes the generated client as its documentation says, with the default
// transport.
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
		var response postStatus
		resp, err := client.R().SetContext(ctx).SetBody(statusRequest{postID}).SetResult(&response).Post("/post/status")
		if err != nil {
			return err
		}
		return response.check(resp.StatusCode())
	}
}
