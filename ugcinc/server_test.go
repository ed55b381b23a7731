package ugcinc_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// inBubble runs client and fake together in virtual time.
func inBubble(t *testing.T, test func(*testing.T, *ugcinctest.Server)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		test(t, ugcinctest.NewServer(t, ugcinctest.InBubble()))
	})
}

// received is one request as a server saw it.
type received struct {
	Method, Path, Body string
	Header             http.Header
}

// server answers like a script and records what it was asked.
type server struct {
	*httptest.Server

	mu     sync.Mutex
	seen   []received
	remote func(address string)
}

// serve starts a server whose nth answer is made by answer(n, w, r), from 1 on.
func serve(tb testing.TB, answer func(n int, w http.ResponseWriter, r *http.Request)) *server {
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
		answer(n, w, r)
	}))
	tb.Cleanup(s.Close)
	return s
}

// always answers every request with this status and body.
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

// onRemote is told where each request comes from.
func (s *server) onRemote(f func(address string)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remote = f
}

// client returns a client of the server, below a base path as a proxy would
// have it, that does not send again unless the test asks for it.
func (s *server) client(tb testing.TB, opts ...ugcinc.Option) *ugcinc.Client {
	tb.Helper()
	all := append([]ugcinc.Option{
		ugcinc.WithAPIKey(testKey),
		ugcinc.WithBaseURL(s.URL + "/base"),
		ugcinc.WithMaxRetries(0),
	}, opts...)
	client, err := ugcinc.New(all...)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(client.CloseIdleConnections)
	return client
}

func newClient(t *testing.T, opts ...ugcinc.Option) *ugcinc.Client {
	t.Helper()
	c, err := ugcinc.New(append([]ugcinc.Option{ugcinc.WithAPIKey(testKey), ugcinc.WithMaxRetries(0)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdleConnections)
	return c
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// answering is a client whose every answer is this, without a network.
func answering(tb testing.TB, status int, body []byte) *ugcinc.Client {
	tb.Helper()
	c, err := ugcinc.New(ugcinc.WithAPIKey(testKey), ugcinc.WithMaxRetries(0), ugcinc.WithMaxResponseBytes(1<<20),
		ugcinc.WithHTTPClient(&http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body)), Request: r}, nil
		})}))
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// respondText answers a request with a body.
func respondText(r *http.Request, body string) *http.Response {
	return &http.Response{
		StatusCode: http.StatusOK, ProtoMajor: 1, Header: http.Header{}, Request: r,
		Body: io.NopCloser(strings.NewReader(body)),
	}
}

func respond(r *http.Request, data any) (*http.Response, error) {
	body, err := json.Marshal(map[string]any{"ok": true, "code": 200, "data": data})
	return respondText(r, string(body)), err
}

// pipeListener accepts the connections that it is given.
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

// accept serves each connection by hand; closing is the handler's.
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

// closedPort is an address where nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}
