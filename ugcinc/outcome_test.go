package ugcinc_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

type limiter func(context.Context) error

func (f limiter) Wait(ctx context.Context) error { return f(ctx) }

// The outcome says how far an attempt got on the connection.
func TestOutcomes(t *testing.T) {
	t.Parallel()
	errBroken := errors.New("broken on purpose")
	raw := func(t *testing.T, handle func(*http.Request, net.Conn)) ugcinc.Option {
		return ugcinc.WithBaseURL("http://" + accept(t, func(conn net.Conn) {
			defer func() { _ = conn.Close() }()
			if r, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
				_, _ = io.Copy(io.Discard, r.Body)
				handle(r, conn)
			}
		}))
	}
	tests := map[string]struct {
		setup func(*testing.T) []ugcinc.Option
		want  ugcinc.Outcome
		is    error
	}{
		"a closed port": {func(t *testing.T) []ugcinc.Option {
			return []ugcinc.Option{ugcinc.WithBaseURL("http://" + closedPort(t))}
		}, ugcinc.OutcomeNotSent, nil},
		"no such host": {func(*testing.T) []ugcinc.Option {
			return []ugcinc.Option{ugcinc.WithBaseURL("https://api.invalid")}
		}, ugcinc.OutcomeNotSent, nil},
		"no TLS there": {func(t *testing.T) []ugcinc.Option {
			return []ugcinc.Option{ugcinc.WithBaseURL("https://" + accept(t, func(conn net.Conn) {
				_, _ = io.WriteString(conn, "HTTP/1.0 400 Bad Request\r\n\r\n")
				_ = conn.Close()
			}))}
		}, ugcinc.OutcomeNotSent, nil},
		"an unknown certificate": {func(t *testing.T) []ugcinc.Option {
			s := httptest.NewUnstartedServer(http.NotFoundHandler())
			s.Config.ErrorLog = nil
			s.StartTLS()
			t.Cleanup(s.Close)
			return []ugcinc.Option{ugcinc.WithBaseURL(s.URL)}
		}, ugcinc.OutcomeNotSent, nil},
		"a proxy that rejects": {func(t *testing.T) []ugcinc.Option {
			proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }))
			t.Cleanup(proxy.Close)
			through := &http.Transport{Proxy: func(*http.Request) (*url.URL, error) { return url.Parse(proxy.URL) }}
			return []ugcinc.Option{ugcinc.WithBaseURL("https://api.invalid"), ugcinc.WithHTTPClient(&http.Client{Transport: through})}
		}, ugcinc.OutcomeNotSent, nil},
		"the limiter fails": {func(*testing.T) []ugcinc.Option {
			return []ugcinc.Option{ugcinc.WithLimiter(limiter(func(context.Context) error { return errBroken }))}
		}, ugcinc.OutcomeNotSent, errBroken},
		"the middleware fails": {func(*testing.T) []ugcinc.Option {
			return []ugcinc.Option{withMiddleware(func(_ http.RoundTripper, _ *http.Request) (*http.Response, error) { return nil, errBroken })}
		}, ugcinc.OutcomeNotSent, errBroken},
		"the middleware sends another way": {func(t *testing.T) []ugcinc.Option {
			other := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) })
			return []ugcinc.Option{ugcinc.WithBaseURL(other.URL), ugcinc.WithMiddleware(func(http.RoundTripper) http.RoundTripper { return other.Client().Transport })}
		}, ugcinc.OutcomeUnknown, nil},
		"a transport that sends twice": {func(t *testing.T) []ugcinc.Option {
			address, gone := closedPort(t), false
			base := &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
				if gone {
					addr = address
				}
				return new(net.Dialer).DialContext(ctx, network, addr)
			}, DisableKeepAlives: true}
			twice := roundTripper(func(r *http.Request) (*http.Response, error) {
				if resp, err := base.RoundTrip(r); err == nil {
					return resp, nil
				}
				gone = true
				return base.RoundTrip(r)
			})
			return []ugcinc.Option{raw(t, func(*http.Request, net.Conn) {}), ugcinc.WithHTTPClient(&http.Client{Transport: twice})}
		}, ugcinc.OutcomeUnknown, nil},
		"the middleware drops the context": {func(*testing.T) []ugcinc.Option {
			return []ugcinc.Option{withMiddleware(func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
				return next.RoundTrip(r.WithContext(context.Background()))
			})}
		}, ugcinc.OutcomeNotSent, nil},
		"a transport that says nothing": {func(*testing.T) []ugcinc.Option {
			return []ugcinc.Option{withTransport(func(*http.Request) (*http.Response, error) { return nil, errBroken })}
		}, ugcinc.OutcomeUnknown, errBroken},
		"cut after the request": {func(t *testing.T) []ugcinc.Option {
			return []ugcinc.Option{raw(t, func(*http.Request, net.Conn) {})}
		}, ugcinc.OutcomeUnknown, nil},
		"reset in the request": {func(t *testing.T) []ugcinc.Option {
			return []ugcinc.Option{ugcinc.WithBaseURL("http://" + accept(t, func(conn net.Conn) {
				_, _ = conn.Read(make([]byte, 10))
				_ = conn.(*net.TCPConn).SetLinger(0)
				_ = conn.Close()
			}))}
		}, ugcinc.OutcomeUnknown, nil},
		"cut in the status line": {func(t *testing.T) []ugcinc.Option {
			return []ugcinc.Option{raw(t, func(_ *http.Request, conn net.Conn) { _, _ = io.WriteString(conn, "HTTP/1.1 20") })}
		}, ugcinc.OutcomeUnknown, nil},
		"an endless header": {func(t *testing.T) []ugcinc.Option {
			return []ugcinc.Option{raw(t, func(_ *http.Request, conn net.Conn) {
				_, err := io.WriteString(conn, "HTTP/1.1 200 OK\r\n")
				for err == nil {
					_, err = fmt.Fprintf(conn, "X-More: %01000d\r\n", 0)
				}
			})}
		}, ugcinc.OutcomeUnknown, nil},
		"cut in the body": {func(t *testing.T) []ugcinc.Option {
			return []ugcinc.Option{raw(t, func(_ *http.Request, conn net.Conn) {
				_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"ok\":true,\"data\":{\"id\":\"p\"")
			})}
		}, ugcinc.OutcomeUnknown, ugcinc.ErrInvalidResponse},
		"silence": {func(t *testing.T) []ugcinc.Option {
			return []ugcinc.Option{ugcinc.WithAttemptTimeout(50 * time.Millisecond), raw(t, func(_ *http.Request, conn net.Conn) {
				_, _ = conn.Read(make([]byte, 1))
			})}
		}, ugcinc.OutcomeUnknown, nil},
		"the http.Client's own timeout": {func(t *testing.T) []ugcinc.Option {
			return []ugcinc.Option{ugcinc.WithHTTPClient(&http.Client{Timeout: 50 * time.Millisecond}), raw(t, func(_ *http.Request, conn net.Conn) {
				_, _ = conn.Read(make([]byte, 1))
			})}
		}, ugcinc.OutcomeUnknown, context.DeadlineExceeded},
		"a body that never ends": {func(t *testing.T) []ugcinc.Option {
			return []ugcinc.Option{ugcinc.WithMaxResponseBytes(1 << 16), raw(t, func(_ *http.Request, conn net.Conn) {
				_, err := io.WriteString(conn, "HTTP/1.1 200 OK\r\n\r\n{\"ok\":true,")
				for err == nil {
					_, err = io.WriteString(conn, "          ")
				}
			})}
		}, ugcinc.OutcomeUnknown, ugcinc.ErrResponseTooLarge},
		"an error that never ends": {func(t *testing.T) []ugcinc.Option {
			return []ugcinc.Option{raw(t, func(_ *http.Request, conn net.Conn) {
				_, err := io.WriteString(conn, "HTTP/1.1 503 Busy\r\n\r\n")
				for err == nil {
					_, err = io.WriteString(conn, "<p>wait</p>")
				}
			})}
		}, ugcinc.OutcomeUnknown, ugcinc.ErrServer},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, tt.setup(t)...)
			_, err := c.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{AccountID: "a", VideoURL: "v"})
			var got *ugcinc.Error
			if !errors.As(err, &got) {
				t.Fatalf("error is %v, want a *Error", err)
			}
			if got.Outcome != tt.want {
				t.Errorf("outcome of %v is %q, want %q", err, got.Outcome, tt.want)
			}
			if errors.Is(err, ugcinc.ErrOutcomeUnknown) != (tt.want == ugcinc.OutcomeUnknown) {
				t.Errorf("ErrOutcomeUnknown does not go with the outcome of %v", err)
			}
			if tt.is != nil && !errors.Is(err, tt.is) {
				t.Errorf("error %v is not %v", err, tt.is)
			}
		})
	}
}

// net/http retries a POST with this header on its own if a kept connection turns
// out to be cut. The client must prevent that.
func TestNetHTTPDoesNotResend(t *testing.T) {
	t.Parallel()
	s := serve(t, func(n int, w http.ResponseWriter, _ *http.Request) {
		if n > 1 { // the connection has been kept by then
			conn, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_ = conn.Close()
			}
			return
		}
		_, _ = io.WriteString(w, `{"ok":true,"code":200,"data":{"id":"p","account_id":"a","type":"video","status":"pending"}}`)
	})
	c := s.client(t, withMiddleware(func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
		r.Header.Set("Idempotency-Key", "1")
		return next.RoundTrip(r)
	}))
	params := ugcinc.CreateVideoParams{AccountID: "a", VideoURL: "v"}
	if _, err := c.Posts.CreateVideo(t.Context(), params); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Posts.CreateVideo(t.Context(), params); !errors.Is(err, ugcinc.ErrOutcomeUnknown) {
		t.Errorf("error is %v, want an unknown outcome", err)
	}
	if n := len(s.requests()); n != 2 {
		t.Errorf("%d requests for 2 calls", n)
	}
}

// After the middleware has returned an error and the client has reported that the
// request was not sent, it cannot be sent any more.
func TestMiddlewareSendsAfterReturning(t *testing.T) {
	t.Parallel()
	s := serve(t, always(200, `{"ok":true}`))
	errGaveUp := errors.New("gave up")
	told, sent := make(chan struct{}), make(chan error)
	c := s.client(t, withMiddleware(func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
		go func() {
			<-told
			resp, err := next.RoundTrip(r)
			if err == nil {
				_ = resp.Body.Close()
			}
			sent <- err
		}()
		return nil, errGaveUp
	}))
	_, err := c.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{AccountID: "a", VideoURL: "v"})
	var failed *ugcinc.Error
	if !errors.As(err, &failed) || failed.Outcome != ugcinc.OutcomeNotSent || !errors.Is(err, errGaveUp) {
		t.Errorf("error is %v, want one that says that it was not sent", err)
	}
	close(told)
	if err := <-sent; err == nil {
		t.Error("it could be sent after that")
	}
	if n := len(s.requests()); n != 0 {
		t.Errorf("the server saw %d requests", n)
	}
}

// After a 101 the body is the connection itself, which does not end with a
// context.
func TestSwitchingProtocols(t *testing.T) {
	t.Parallel()
	held := make(chan net.Conn, 1)
	c := newClient(t, ugcinc.WithBaseURL("http://"+accept(t, func(conn net.Conn) {
		if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
			_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n")
		}
		held <- conn
	})))
	t.Cleanup(func() { _ = (<-held).Close() })
	_, err := c.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{AccountID: "a", VideoURL: "v"})
	if !errors.Is(err, ugcinc.ErrOutcomeUnknown) {
		t.Errorf("error is %v, want an unknown outcome", err)
	}
}
