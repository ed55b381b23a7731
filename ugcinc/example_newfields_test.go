package ugcinc_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// copyKey is the context key of the copy that a call asks for.
type copyKey struct{}

// bodyCopy keeps the beginning of a response body, at most 1 MiB.
type bodyCopy struct{ bytes.Buffer }

func (c *bodyCopy) Write(p []byte) (int, error) {
	c.Buffer.Write(p[:min(len(p), 1<<20-c.Len())])
	return len(p), nil
}

// copying is middleware that copies the response bodies of the calls that ask
// for it.
type copying struct{ next http.RoundTripper }

func (c copying) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := c.next.RoundTrip(req)
	if body, ok := req.Context().Value(copyKey{}).(*bodyCopy); ok && err == nil {
		body.Reset() // an earlier attempt may have left something
		resp.Body = struct {
			io.Reader
			io.Closer
		}{io.TeeReader(resp.Body, body), resp.Body}
	}
	return resp, err
}

// A newer API may return a field that this version does not know. The client
// skips it, and [ugcinc.WithDriftObserver] reports it. To read it, keep a copy of
// the response.
func ExampleWithMiddleware_unknownField() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"ok":true,"code":200,"data":{"post_id":"post_1","status":"pending","progress":40}}`)
	}))
	defer server.Close()
	client, err := ugcinc.New(
		ugcinc.WithAPIKey("a-key"),
		ugcinc.WithBaseURL(server.URL), // leave it out for the API
		ugcinc.WithMiddleware(func(next http.RoundTripper) http.RoundTripper { return copying{next} }),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.CloseIdleConnections()

	var body bodyCopy
	ctx := context.WithValue(context.Background(), copyKey{}, &body)
	post, err := client.Posts.Status(ctx, ugcinc.PostStatusParams{PostID: "post_1"})
	if err != nil {
		fmt.Println(err)
		return
	}
	var extra struct {
		Data struct {
			Progress int `json:"progress"`
		} `json:"data"`
	}
	if err := json.Unmarshal(body.Bytes(), &extra); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(post.PostID, post.Status, extra.Data.Progress)
	// Output: post_1 pending 40
}
