package ugcinc_test

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// inBubble runs a test with a fake of the API in virtual time.
func inBubble(t *testing.T, test func(*testing.T, *ugcinctest.Server)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		test(t, ugcinctest.NewServer(t, ugcinctest.InBubble()))
	})
}

// received is a request that a server has received.
type received struct {
	Method, Path, Body string
	Header             http.Header
}

// server responds by a script and records the requests.
type server struct {
	*httptest.Server

	mu     sync.Mutex
	seen   []received
	remote func(address string)
}

// serve starts a server whose nth response is written by respond(n, w, r), from 1
// on.
func serve(tb testing.TB, respond func(n int, w http.ResponseWriter, r *http.Request)) *server {
	tb.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		s.seen = append(s.seen, received{Method: r.Method, Path: r.URL.Path, Body: string(body), Header: r.Header})
		n := len(s.seen)
		if s.remote != nil {
			s.remote(r.RemoteAddr)
		}
		s.mu.Unlock()
		respond(n, w, r)
	}))
	tb.Cleanup(s.Close)
	return s
}

// always responds to every request with this status and body.
func always(status int, body string) func(int, http.ResponseWriter, *http.Request) {
	return func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// requests returns what the server has seen so far.
func (s *server) requests() []received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]received(nil), s.seen...)
}

// onRemote calls f with the address that each request comes from.
func (s *server) onRemote(f func(address string)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remote = f
}

// client returns a newClient of the server, below a base path as with a proxy.
func (s *server) client(tb testing.TB, opts ...ugcinc.Option) *ugcinc.Client {
	tb.Helper()
	return newClient(tb, append([]ugcinc.Option{ugcinc.WithBaseURL(s.URL + "/base")}, opts...)...)
}

// newClient returns a client that does not retry unless the test asks for it.
func newClient(tb testing.TB, opts ...ugcinc.Option) *ugcinc.Client {
	tb.Helper()
	c, err := ugcinc.New(append([]ugcinc.Option{ugcinc.WithAPIKey(testKey), ugcinc.WithMaxRetries(0)}, opts...)...)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(c.CloseIdleConnections)
	return c
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// withTransport sends the requests of a client to a function, without a network.
func withTransport(f func(*http.Request) (*http.Response, error)) ugcinc.Option {
	return ugcinc.WithHTTPClient(&http.Client{Transport: roundTripper(f)})
}

// withMiddleware wraps the transport of a client in a function.
func withMiddleware(f func(next http.RoundTripper, r *http.Request) (*http.Response, error)) ugcinc.Option {
	return ugcinc.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(r *http.Request) (*http.Response, error) { return f(next, r) })
	})
}

// fixedResponse returns a client that gets the same response to each request,
// without a network.
func fixedResponse(tb testing.TB, status int, body []byte) *ugcinc.Client {
	tb.Helper()
	return newClient(tb, ugcinc.WithMaxResponseBytes(1<<20), withTransport(func(r *http.Request) (*http.Response, error) {
		return newResponse(r, status, string(body)), nil
	}))
}

func newResponse(r *http.Request, status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, ProtoMajor: 1, Header: http.Header{}, Request: r,
		Body: io.NopCloser(strings.NewReader(body)),
	}
}

// newSuccess returns a response with this data.
func newSuccess(r *http.Request, data any) (*http.Response, error) {
	body, err := json.Marshal(map[string]any{"ok": true, "code": 200, "data": data})
	return newResponse(r, http.StatusOK, string(body)), err
}

// servePipe serves a handler over pipes, which work in a bubble. It returns a
// transport that connects to it; end closes both.
func servePipe(protocols *http.Protocols, handler http.HandlerFunc) (transport *http.Transport, end func()) {
	conns := make(pipeListener, 16)
	server := &http.Server{ReadHeaderTimeout: time.Hour, Protocols: protocols, Handler: handler}
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(conns) })
	transport = &http.Transport{Protocols: protocols, DialContext: func(context.Context, string, string) (net.Conn, error) {
		near, far := net.Pipe()
		conns <- far
		return near, nil
	}}
	return transport, func() {
		transport.CloseIdleConnections()
		_ = server.Close()
		serving.Wait()
	}
}

// pipeListener accepts the connections that are sent to it.
type pipeListener chan net.Conn

func (l pipeListener) Accept() (net.Conn, error) {
	conn, ok := <-l
	if !ok {
		return nil, net.ErrClosed
	}
	return conn, nil
}

func (l pipeListener) Close() error { close(l); return nil }

func (l pipeListener) Addr() net.Addr { return &net.TCPAddr{} }

// accept passes each connection to handle, which closes it.
func accept(t *testing.T, handle func(net.Conn)) (address string) {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			handle(conn)
		}
	}()
	t.Cleanup(func() { _ = l.Close(); <-done })
	return l.Addr().String()
}

// closedPort returns an address that refuses connections.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}
