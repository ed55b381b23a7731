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
)

// headerTimeout ends a connection that never sends a request. It is long, for
// in the virtual time of a bubble hours pass at once.
const headerTimeout = 24 * time.Hour

// Server is a running fake of the UGC Inc API. Its methods may be called from
// several goroutines at once.
type Server struct {
	// URL is the base URL of the API: http, on loopback. Each [InMemory] server
	// has one of its own too, which only its own clients can reach.
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
	// running counts what must have ended before Close returns.
	running sync.WaitGroup
	// working counts the requests under way, the delayed ones too.
	working sync.WaitGroup

	mu         sync.Mutex
	transports []*transport
}

// NewServer starts a server that is closed when the test ends. It is called
// from the test's own goroutine, as [testing.TB.Fatal] demands; nothing else
// in this package ends a test.
func NewServer(tb testing.TB, opts ...Option) *Server {
	tb.Helper()
	s, err := Start(opts...)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(s.Close)
	return s
}

// Start starts a server outside of a test. The caller closes it.
func Start(opts ...Option) (*Server, error) {
	cfg := newConfig(opts)
	if insideBubble() && (!cfg.inMemory || !cfg.realTime) {
		return nil, errors.New("ugcinctest: a server made inside a testing/synctest bubble needs the option InBubble()")
	}
	document, err := loadDocument()
	if err != nil {
		return nil, fmt.Errorf("ugcinctest: %w", err)
	}
	listener, host, err := listen(cfg.inMemory)
	if err != nil {
		return nil, fmt.Errorf("ugcinctest: %w", err)
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
		operations:   operations(fleet),
		plan:         newPlan(),
		journal:      newJournal(),
		host:         host,
		listener:     listener,
		closed:       make(chan struct{}),
	}
	s.http = &http.Server{
		Handler:           http.HandlerFunc(s.handle),
		ConnState:         s.track,
		ReadHeaderTimeout: headerTimeout,
	}
	s.seed(cfg.accounts)
	s.running.Go(func() {
		// It returns an error always, and only Close ends it.
		_ = s.http.Serve(listener)
	})
	return s, nil
}

func listen(inMemory bool) (listener net.Listener, host string, err error) {
	if inMemory {
		return newPipeListener(), nextPipeHost(), nil
	}
	listener, err = net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // to listen on loopback waits for nothing
	if err != nil {
		return nil, "", err
	}
	return listener, listener.Addr().String(), nil
}

// Close ends the server, its connections and what a fault has delayed, and
// waits until all of it has ended. It may be called more than once.
func (s *Server) Close() {
	s.closing.Do(func() {
		close(s.closed)
		// The listener is closed already at worst.
		_ = s.http.Close()
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, t := range s.transports {
			t.CloseIdleConnections()
		}
	})
	s.running.Wait()
}

// Settle waits until no request is under way and the work that faults have
// delayed is done. Call it when all calls have returned, before reading the
// server's state. A request that the server has not read yet does not count as
// under way: a client that gave up may leave one behind.
func (s *Server) Settle() { s.working.Wait() }

// Clock returns the server's clock.
func (s *Server) Clock() *Clock { return s.clock }

// Connections returns how many connections the server has accepted so far.
func (s *Server) Connections() int { return int(s.connections.Load()) }

// handle makes Close wait for a request whose connection was hijacked from
// net/http.
func (s *Server) handle(w http.ResponseWriter, r *http.Request) {
	s.running.Add(1)
	defer s.running.Done()
	s.working.Add(1)
	defer s.working.Done()
	s.serve(w, r)
}

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
