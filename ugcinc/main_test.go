package ugcinc_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

func TestMain(m *testing.M) {
	// Where the developer's own client goes is nothing to the tests.
	_ = os.Unsetenv("UGC_BASE_URL")
	goleak.VerifyTestMain(m)
}

// testKey is searched for wherever something is printed.
const testKey = "sk_planted_9f3b1c"

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
