package ugcinctest

import (
	"context"
	"net"
	"net/http"
	"strconv"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// placeHeader carries the fault that was drawn for a call, as its place in the
// plan. The server removes it from the record of the request.
const placeHeader = "Ugcinctest-Place"

// Client returns a new client of this server, with the server's URL and key
// and connections of its own. Options come on top. Its idle connections are
// closed with the server. Client panics if [ugcinc.New] returns an error.
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

// HTTPClient returns a new HTTP client that reaches this server, in memory as
// well, with connections of its own. It is what [RefuseConnection] needs.
func (s *Server) HTTPClient() *http.Client {
	t := &transport{
		server: s,
		kept:   &http.Transport{DialContext: s.dial, MaxIdleConnsPerHost: 128},
		// Refused calls must dial, so they never find a connection that is kept.
		refused: &http.Transport{DialContext: s.dialClosedPort, DisableKeepAlives: true},
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.transports = append(s.transports, t)
	return &http.Client{Transport: t}
}

// transport decides in the client whether a call meets a fault, since a
// connection can only be refused before there is one.
type transport struct {
	server        *Server
	kept, refused *http.Transport
}

// RoundTrip implements [http.RoundTripper].
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Host != t.server.host {
		return t.kept.RoundTrip(req)
	}
	place := t.server.plan.draw(t.server.document.id(req.URL.Path))
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

// CloseIdleConnections is called by the method of that name of [http.Client].
func (t *transport) CloseIdleConnections() { t.kept.CloseIdleConnections() }

// dial connects to this server wherever it listens. An in-memory server's client
// reaches no other host.
func (s *Server) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	if pipes, ok := s.listener.(*pipeListener); ok {
		if addr != s.host {
			return nil, refused(pipeAddr{})
		}
		return pipes.dial(ctx)
	}
	var dialer net.Dialer
	return dialer.DialContext(ctx, network, addr)
}

// dialClosedPort fails like a dial to a port where nobody listens.
func (s *Server) dialClosedPort(ctx context.Context, network, _ string) (net.Conn, error) {
	if _, ok := s.listener.(*pipeListener); ok {
		return nil, refused(pipeAddr{})
	}
	// A port that has just been free is known to be closed.
	free, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr := free.Addr().String()
	if err := free.Close(); err != nil {
		return nil, err
	}
	var dialer net.Dialer
	return dialer.DialContext(ctx, network, addr)
}
