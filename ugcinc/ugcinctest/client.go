package ugcinctest

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// placeHeader carries the index of the fault that was drawn for a call. The
// server removes it from the recorded request.
const placeHeader = "Ugcinctest-Place"

// Client returns a new client for this server, with its own connections, which
// the server closes. opts can override the server's URL and key. Client panics
// if [ugcinc.New] returns an error.
func (s *Server) Client(opts ...ugcinc.Option) *ugcinc.Client {
	client, err := ugcinc.New(append([]ugcinc.Option{
		ugcinc.WithBaseURL(s.URL),
		ugcinc.WithAPIKey(s.APIKey),
		ugcinc.WithHTTPClient(s.HTTPClient()),
	}, opts...)...)
	if err != nil {
		// Not tb.Fatal: this may be called from any goroutine.
		panic("ugcinctest: " + err.Error())
	}
	return client
}

// HTTPClient returns a new HTTP client for this server, with its own connections.
// It reaches an [InMemory] server too, and supports [RefuseConnection].
func (s *Server) HTTPClient() *http.Client {
	t := &transport{
		server: s,
		kept:   &http.Transport{DialContext: s.dial, MaxIdleConnsPerHost: 128},
		// A refused call must dial, so it has no idle connections to reuse.
		refused: &http.Transport{DialContext: refuse, DisableKeepAlives: true},
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.transports = append(s.transports, t)
	return &http.Client{Transport: t}
}

// transport draws the fault of each call in the client, because refusing a
// connection is only possible before it exists.
type transport struct {
	server        *Server
	kept, refused *http.Transport
}

// RoundTrip implements [http.RoundTripper].
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Host != t.server.host {
		return t.kept.RoundTrip(req)
	}
	place := t.server.plan.draw(t.server.document[req.URL.Path].id)
	if t.server.plan.fault(place).kind == refuseConnection {
		return t.refused.RoundTrip(req)
	}
	marked := req.Clone(req.Context())
	marked.Header.Set(placeHeader, strconv.Itoa(place))
	resp, err := t.kept.RoundTrip(marked)
	if resp != nil {
		resp.Request = req
	}
	return resp, err
}

// CloseIdleConnections supports [http.Client.CloseIdleConnections].
func (t *transport) CloseIdleConnections() { t.kept.CloseIdleConnections() }

// dial connects to this server. The client of an in-memory server cannot connect
// to any other host.
func (s *Server) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	if pipes, ok := s.listener.(*pipeListener); ok {
		if addr != s.host {
			return refuse(ctx, network, addr)
		}
		return pipes.dial(ctx)
	}
	var dialer net.Dialer
	return dialer.DialContext(ctx, network, addr)
}

// pipeHosts counts the hosts that nextPipeHost has returned.
var pipeHosts atomic.Uint32

// nextPipeHost returns a different host for each in-memory server of the process,
// so that each has its own base URL: 127.0.0.2:0, then 127.0.0.3:0. Port 0 is
// always closed, so the dial of any other client fails at once.
func nextPipeHost() string {
	n := pipeHosts.Add(1) + 1
	return fmt.Sprintf("127.%d.%d.%d:0", byte(n>>16), byte(n>>8), byte(n))
}

// pipeListener accepts in-memory connections.
type pipeListener struct {
	arriving chan net.Conn
	closed   chan struct{}
	close    sync.Once
}

func newPipeListener() *pipeListener {
	return &pipeListener{arriving: make(chan net.Conn), closed: make(chan struct{})}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.arriving:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.close.Do(func() { close(l.closed) })
	return nil
}

func (l *pipeListener) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "pipe"} }

func (l *pipeListener) dial(ctx context.Context) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case l.arriving <- server:
		return client, nil
	case <-l.closed:
		return refuse(ctx, "pipe", "")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// refuse fails like a dial to a closed port.
func refuse(_ context.Context, network, _ string) (net.Conn, error) {
	return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
}
