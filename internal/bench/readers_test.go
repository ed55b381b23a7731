package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/ugcinc/ugcinc-go/internal/bench/stock"
	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// A reader reads a whole list of statistics and returns the number of records.
type reader struct {
	name string
	dial func(base string, transport http.RoundTripper) func(ctx context.Context, each func()) (int, error)
}

var readers = []reader{
	{"ugcinc-List", dialList},
	{"ugcinc-All", dialAll},
	{"stock", dialStockList},
	{"encoding-json", dialPlainList},
	{"token-scan", dialScan},
}

func dialList(base string, transport http.RoundTripper) func(context.Context, func()) (int, error) {
	client := newUgcinc(base, transport)
	return func(ctx context.Context, _ func()) (int, error) {
		stats, err := client.Stats.Posts(ctx, ugcinc.PostStatsParams{})
		return len(stats), err
	}
}

func dialAll(base string, transport http.RoundTripper) func(context.Context, func()) (int, error) {
	client := newUgcinc(base, transport)
	return func(ctx context.Context, each func()) (n int, _ error) {
		for _, err := range client.Stats.AllPosts(ctx, ugcinc.PostStatsParams{}) {
			if err != nil {
				return n, err
			}
			n++
			each()
		}
		return n, nil
	}
}

func dialStockList(base string, transport http.RoundTripper) func(context.Context, func()) (int, error) {
	client := newStock(base, transport)
	return func(ctx context.Context, _ func()) (int, error) {
		resp, err := client.ListPostStatsWithResponse(ctx, stock.ListPostStatsJSONRequestBody{})
		if err != nil {
			return 0, err
		}
		if resp.JSON200 == nil {
			return 0, errors.New(resp.Status())
		}
		return len(resp.JSON200.Data), nil
	}
}

// fetch makes a list call by hand.
func fetch(ctx context.Context, client *http.Client, base string) (io.ReadCloser, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/stats/posts", strings.NewReader("{}"))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+apiKey)
	req.Header.Set("Content-Type", "application/json")
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		_ = resp.Body.Close()
		return nil, errors.New(resp.Status)
	}
	return resp.Body, nil
}

func dialPlainList(base string, transport http.RoundTripper) func(context.Context, func()) (int, error) {
	client := &http.Client{Transport: orTuned(transport)}
	return func(ctx context.Context, _ func()) (int, error) {
		body, err := fetch(ctx, client, base)
		if err != nil {
			return 0, err
		}
		defer func() { _ = body.Close() }()
		var response struct {
			OK      bool              `json:"ok"`
			Code    int               `json:"code"`
			Message string            `json:"message"`
			Data    []ugcinc.PostStat `json:"data"`
		}
		if err := json.NewDecoder(body).Decode(&response); err != nil {
			return 0, err
		}
		if !response.OK {
			return 0, fmt.Errorf("%d %s", response.Code, response.Message)
		}
		return len(response.Data), nil
	}
}

// dialScan reads JSON tokens and does nothing else. No decoder that uses jsontext
// can be faster.
func dialScan(base string, transport http.RoundTripper) func(context.Context, func()) (int, error) {
	client := &http.Client{Transport: orTuned(transport)}
	return func(ctx context.Context, _ func()) (n int, _ error) {
		body, err := fetch(ctx, client, base)
		if err != nil {
			return 0, err
		}
		defer func() { _ = body.Close() }()
		tokens := jsontext.NewDecoder(body, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
		for {
			token, err := tokens.ReadToken()
			if errors.Is(err, io.EOF) {
				return n, nil
			}
			if err != nil {
				return n, err
			}
			if token.Kind() == jsontext.KindEndObject && tokens.StackDepth() == 2 {
				n++
			}
		}
	}
}
