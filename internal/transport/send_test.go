package transport

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// once sends one attempt by a client.
func once(t *testing.T, client *http.Client, cfg Config, url string) Result {
	t.Helper()
	cfg.Client = client
	transport := newTestTransport(t, cfg)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	return transport.Do(req, &Call{Operation: "x", AttemptTimeout: time.Minute, Read: keepOpen})
}

// keepOpen leaves the body of each response to the test.
func keepOpen(*http.Response) Result { return Result{KeepOpen: true} }

// An http.Client with a Timeout follows no redirect either.
func TestClientWithATimeoutFollowsNoRedirect(t *testing.T) {
	t.Parallel()
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	}))
	t.Cleanup(server.Close)
	r := once(t, &http.Client{Timeout: time.Minute}, Config{}, server.URL)
	if r.Err != nil {
		t.Fatal(r.Err)
	}
	resp := r.Response
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusTemporaryRedirect || asked != 1 {
		t.Errorf("the response is %s after %d requests", resp.Status, asked)
	}
}

// Middleware may return a response without a body, but not neither a response nor
// an error.
func TestResponsesMadeByMiddleware(t *testing.T) {
	t.Parallel()
	returning := func(resp *http.Response) Config {
		return Config{Middleware: []func(http.RoundTripper) http.RoundTripper{
			func(http.RoundTripper) http.RoundTripper {
				return roundTripper(func(*http.Request) (*http.Response, error) { return resp, nil })
			},
		}}
	}
	r := once(t, &http.Client{}, returning(&http.Response{StatusCode: http.StatusOK}), "https://api.example.com")
	if r.Err != nil {
		t.Fatal(r.Err)
	}
	if body, err := io.ReadAll(r.Response.Body); err != nil || len(body) != 0 {
		t.Errorf("the body is %q, %v", body, err)
	}
	_ = r.Response.Body.Close()
	r = once(t, &http.Client{}, returning(nil), "https://api.example.com")
	if !errors.Is(r.Err, errNoResponse) {
		t.Errorf("result is %+v", r)
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
