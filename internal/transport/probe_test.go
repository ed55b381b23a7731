package transport

import (
	"errors"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"
	"time"
)

// Middleware that sends twice at once, as a hedge, gets the outcome of both:
// what one of them says last is not the last word on the other.
func TestTwoSendsAtOnce(t *testing.T) {
	t.Parallel()
	errDial := errors.New("refused")
	asked, second, wrote := make(chan struct{}), make(chan struct{}), make(chan struct{})
	base := roundTripper(func(req *http.Request) (*http.Response, error) {
		trace := httptrace.ContextClientTrace(req.Context())
		trace.GetConn("")
		if req.Header.Get("Hedge") != "" {
			close(second)
			<-wrote
			return nil, errDial
		}
		close(asked)
		trace.GotConn(httptrace.GotConnInfo{})
		<-second
		trace.WroteHeaders()
		close(wrote)
		<-req.Context().Done()
		return nil, req.Context().Err()
	})
	hedge := func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			go func() {
				if resp, err := next.RoundTrip(req); err == nil {
					_ = resp.Body.Close()
				}
			}()
			<-asked
			other := req.Clone(req.Context())
			other.Header.Set("Hedge", "1")
			return next.RoundTrip(other)
		})
	}
	key, err := NewKey("k")
	if err != nil {
		t.Fatal(err)
	}
	transport, err := New(Config{
		Client:     &http.Client{Transport: base},
		Middleware: []func(http.RoundTripper) http.RoundTripper{hedge},
		Key:        key,
	})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://api.example.com", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := transport.Do(req, &Call{AttemptTimeout: time.Minute})
	if err == nil {
		_ = resp.Body.Close()
	}
	var failed *CallError
	if !errors.As(err, &failed) || failed.Outcome != Unknown {
		t.Errorf("error is %v, want an unknown outcome", err)
	}
}
