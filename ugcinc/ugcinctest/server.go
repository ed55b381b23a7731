package ugcinctest

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ugcinc/ugcinc-go/internal/fakeapi"
)

// A request to the fake, in the order of events:
//
//   - client.go: the clients of a server, which draw the fault of each call;
//   - inject.go, faults.go: which calls meet a fault, and which one;
//   - handler.go: the server receives a request, and requests.go records it;
//   - respond.go: it runs the operation and responds, as far as the fault allows;
//   - document.go, messages.go: the request is validated against the API document;
//   - accounts.go, tasks.go, posts.go, stats.go and those that they use: the
//     operations;
//   - fleet.go, records.go, clock.go: what they change, and when.

// headerTimeout ends a connection that never sends a request. It is long, since
// in the virtual time of a bubble hours pass at once.
const headerTimeout = 24 * time.Hour

// Server is a running fake of the UGC Inc API. Its methods may be called from
// several goroutines at once.
type Server struct {
	// URL is the base URL of the API: http, on loopback. Only the clients of an
	// [InMemory] server can reach its URL.
	URL string
	// APIKey is the key that the server accepts.
	APIKey string

	document     document
	strictFields bool
	clock        *Clock
	fleet        *fleet
	operations   http.Handler
	plan         *plan
	journal      *journal

	host        string
	listener    net.Listener
	http        *http.Server
	connections atomic.Int64
	closed      chan struct{}
	closing     sync.Once
	running     sync.WaitGroup // what Close waits for
	working     sync.WaitGroup // what Settle waits for

	mu         sync.Mutex
	transports []*transport
}

// NewServer starts a server that is closed when the test ends. If the server
// cannot start, it calls [testing.TB.Fatal], so call it from the test's goroutine.
// Nothing else in this package ends a test.
func NewServer(tb testing.TB, opts ...Option) *Server {
	tb.Helper()
	s, err := Start(opts...)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(s.Close)
	return s
}

// Start starts a server outside of a test. The caller must close it.
func Start(opts ...Option) (*Server, error) {
	cfg := newConfig(opts)
	if insideBubble() && (!cfg.inMemory || !cfg.realTime) {
		return nil, errors.New("ugcinctest: a server made inside a testing/synctest bubble needs the option InBubble()")
	}
	document, err := loadDocument()
	if err != nil {
		return nil, fmt.Errorf("ugcinctest: %w", err)
	}
	var listener net.Listener = newPipeListener()
	host := nextPipeHost()
	if !cfg.inMemory {
		if listener, err = net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}); err != nil {
			return nil, fmt.Errorf("ugcinctest: %w", err)
		}
		host = listener.Addr().String()
	}
	clock := newClock(cfg.realTime)
	fleet := newFleet(cfg, clock)
	s := &Server{
		URL:          "http://" + host,
		APIKey:       cfg.apiKey,
		document:     document,
		strictFields: cfg.strict,
		clock:        clock,
		fleet:        fleet,
		operations:   fakeapi.NewHandler(fleet, finish),
		plan:         &plan{injected: map[string]int{}, drawn: []Fault{{}}},
		journal:      &journal{received: map[string]int{}, applied: map[string]int{}},
		host:         host,
		listener:     listener,
		closed:       make(chan struct{}),
	}
	s.http = &http.Server{
		Handler:           http.HandlerFunc(s.serve),
		ConnState:         s.track,
		ReadHeaderTimeout: headerTimeout,
	}
	s.seed(cfg.accounts)
	// Serve always returns an error; Close makes it return.
	s.running.Go(func() { _ = s.http.Serve(listener) })
	return s, nil
}

// Close stops the server, closes its connections, drops the work that faults have
// delayed, and waits until all of that has ended. It may be called more than once.
func (s *Server) Close() {
	s.closing.Do(func() {
		close(s.closed)
		_ = s.http.Close() // fails only if the listener was closed before
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, t := range s.transports {
			t.CloseIdleConnections()
		}
	})
	s.running.Wait()
}

// Settle waits until no request is in progress and the work that faults have
// delayed is done. Call it after all calls have returned and before you read the
// server's state. It does not wait for a request that the server has not read
// yet, such as one whose client gave up early.
func (s *Server) Settle() { s.working.Wait() }

// Clock returns the server's clock.
func (s *Server) Clock() *Clock { return s.clock }

// Connections returns how many connections the server has accepted so far.
func (s *Server) Connections() int { return int(s.connections.Load()) }

func (s *Server) track(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.connections.Add(1)
		s.running.Add(1)
	case http.StateClosed, http.StateHijacked:
		s.running.Done()
	default:
	}
}
