package transport

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var errElsewhere = errors.New("the other way failed")

// cutting is a server that reads each request and sends no response, and a transport
// to it whose dials fail once dead is set.
func cutting(t *testing.T) (url string, base *http.Transport, dead *atomic.Bool, requests *atomic.Int64) {
	t.Helper()
	requests, dead = new(atomic.Int64), new(atomic.Bool)
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		requests.Add(1)
		panic(http.ErrAbortHandler)
	}))
	t.Cleanup(s.Close)
	base = &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		if dead.Load() {
			return nil, errElsewhere
		}
		return new(net.Dialer).DialContext(ctx, network, address)
	}}
	return s.URL, base, dead, requests
}

// If a first send may have been processed, no failure of a second one makes the
// attempt unsent, so that the call is not retried.
func TestAmbiguousSendStaysUnknown(t *testing.T) {
	t.Parallel()
	wrap := func(f func(next http.RoundTripper, req *http.Request) (*http.Response, error)) []func(http.RoundTripper) http.RoundTripper {
		return []func(http.RoundTripper) http.RoundTripper{func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(req *http.Request) (*http.Response, error) { return f(next, req) })
		}}
	}
	for name, config := range map[string]func(base *http.Transport, requests *atomic.Int64) Config{
		"the body goes another way": func(base *http.Transport, _ *atomic.Int64) Config {
			return Config{Middleware: wrap(func(_ http.RoundTripper, req *http.Request) (*http.Response, error) {
				other := req.Clone(context.Background())
				other.Body, _ = req.GetBody()
				return base.RoundTrip(other)
			})}
		},
		"the second send has lost its context": func(base *http.Transport, _ *atomic.Int64) Config {
			return Config{Client: &http.Client{Transport: base}, Middleware: wrap(func(next http.RoundTripper, req *http.Request) (*http.Response, error) {
				if resp, err := next.RoundTrip(req); err == nil {
					return resp, nil
				}
				return next.RoundTrip(req.WithContext(context.Background()))
			})}
		},
		"the middleware's own context ends a send": func(_ *http.Transport, requests *atomic.Int64) Config {
			sending := make(chan struct{})
			begun := sync.OnceFunc(func() { close(sending) })
			return Config{Client: &http.Client{Transport: roundTripper(func(req *http.Request) (*http.Response, error) {
				requests.Add(1)
				trace := httptrace.ContextClientTrace(req.Context())
				trace.GetConn("")
				trace.GotConn(httptrace.GotConnInfo{})
				begun()
				<-req.Context().Done()
				return nil, req.Context().Err() // what writes may still be about to
			})}, Middleware: wrap(func(next http.RoundTripper, req *http.Request) (*http.Response, error) {
				ctx, cancel := context.WithCancel(req.Context())
				go func() { <-sending; cancel() }()
				if resp, err := next.RoundTrip(req.WithContext(ctx)); err == nil {
					return resp, nil
				}
				return nil, errElsewhere
			})}
		},
		"a server's text looks like net/http's": func(_ *http.Transport, requests *atomic.Int64) Config {
			return Config{Client: &http.Client{Transport: roundTripper(func(req *http.Request) (*http.Response, error) {
				requests.Add(1)
				trace := httptrace.ContextClientTrace(req.Context())
				trace.GetConn("")
				trace.GotConn(httptrace.GotConnInfo{})
				trace.WroteHeaders()
				return nil, fmt.Errorf("malformed header %s", "http2: Transport received Server's graceful shutdown GOAWAY")
			})}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url, base, _, requests := cutting(t)
			failed := failedCall(t, url, config(base, requests))
			if failed.Outcome != Unknown || failed.Attempts != 1 || requests.Load() != 1 {
				t.Errorf("after %d requests: %v, want one request of unknown outcome", requests.Load(), failed.Err)
			}
		})
	}
}

// A custom transport that retries can get the body again, once a response has
// shown that the server speaks HTTP/1.
func TestTransportThatRetries(t *testing.T) {
	t.Parallel()
	url, base, dead, requests := cutting(t)
	answered := false
	cfg := Config{Client: &http.Client{Transport: roundTripper(func(req *http.Request) (*http.Response, error) {
		if !answered {
			answered = true
			return &http.Response{StatusCode: http.StatusOK, ProtoMajor: 1, Body: http.NoBody}, nil
		}
		if resp, err := base.RoundTrip(req); err == nil {
			return resp, nil
		}
		dead.Store(true)
		body, err := req.GetBody()
		if err != nil {
			return nil, err
		}
		again := req.Clone(req.Context())
		again.Body = body
		return base.RoundTrip(again)
	})}}
	transport := newTestTransport(t, cfg)
	if r := create(t, transport, url); r.Err != nil {
		t.Fatal(r.Err)
	}
	if r := create(t, transport, url); r.Err == nil || r.Outcome != Unknown || r.Attempts != 1 || requests.Load() != 1 {
		t.Errorf("after %d requests: %+v, want one request of unknown outcome", requests.Load(), r)
	}
}

// Middleware that sends twice at once, as a hedge, gets the outcome of both:
// the end of one of them does not decide the outcome of the other.
func TestTwoSendsAtOnce(t *testing.T) {
	t.Parallel()
	asked, second, wrote := make(chan struct{}), make(chan struct{}), make(chan struct{})
	base := roundTripper(func(req *http.Request) (*http.Response, error) {
		trace := httptrace.ContextClientTrace(req.Context())
		trace.GetConn("")
		if req.Header.Get("Hedge") != "" {
			close(second)
			<-wrote
			return nil, errElsewhere
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
	failed := failedCall(t, "https://api.example.com", Config{
		Client:     &http.Client{Transport: base},
		Middleware: []func(http.RoundTripper) http.RoundTripper{hedge},
	})
	if failed.Outcome != Unknown || failed.Attempts != 1 {
		t.Errorf("error is %v, want one attempt of unknown outcome", failed.Err)
	}
}

// Middleware may return while its send is still under way.
func TestMiddlewareAbandonsASend(t *testing.T) {
	t.Parallel()
	sending, end := make(chan struct{}), make(chan struct{})
	base := roundTripper(func(req *http.Request) (*http.Response, error) {
		httptrace.ContextClientTrace(req.Context()).GetConn("")
		close(sending)
		<-end
		return nil, errElsewhere
	})
	failed := failedCall(t, "https://api.example.com", Config{
		Client: &http.Client{Transport: base},
		Middleware: []func(http.RoundTripper) http.RoundTripper{func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(req *http.Request) (*http.Response, error) {
				go func() {
					if resp, err := next.RoundTrip(req); err == nil {
						_ = resp.Body.Close()
					}
				}()
				<-sending
				return nil, errElsewhere
			})
		}},
	})
	close(end)
	if failed.Outcome != Unknown || failed.Attempts != 1 {
		t.Errorf("error is %v, want one attempt of unknown outcome", failed.Err)
	}
}

func newTestTransport(t *testing.T, cfg Config) *Transport {
	t.Helper()
	key, err := NewKey("k")
	if err != nil {
		t.Fatal(err)
	}
	cfg.Key = key
	cfg.Sleep = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	transport, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return transport
}

// create makes a call that must not be sent twice, with retries.
func create(t *testing.T, transport *Transport, url string) Result {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	return transport.Do(req, &Call{AttemptTimeout: time.Minute, MaxRetries: 3, Read: func(*http.Response) Result { return Result{} }})
}

func failedCall(t *testing.T, url string, cfg Config) Result {
	t.Helper()
	r := create(t, newTestTransport(t, cfg), url)
	if r.Err == nil {
		t.Fatal("the call succeeded")
	}
	return r
}
