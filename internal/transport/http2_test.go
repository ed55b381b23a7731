package transport

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a network in memory, whose connections can fall silent.
type pipes struct {
	accepted chan net.Conn
	closed   chan struct{}
	close    sync.Once

	mu     sync.Mutex
	opened []*quietConn
}

func (p *pipes) dial(context.Context, string, string) (net.Conn, error) {
	client, server := net.Pipe()
	conn := &quietConn{Conn: client}
	p.mu.Lock()
	p.opened = append(p.opened, conn)
	p.mu.Unlock()
	p.accepted <- server
	return conn, nil
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.accepted:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.close.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 443} }

// quietConn loses what is written to it once it is quiet, as a connection does
// whose other end is gone without closing it.
type quietConn struct {
	net.Conn

	mu    sync.Mutex
	quiet bool
}

func (c *quietConn) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.quiet {
		return len(p), nil
	}
	return c.Conn.Write(p)
}

func TestDeadHTTP2ConnectionIsClosed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		network := &pipes{accepted: make(chan net.Conn), closed: make(chan struct{})}
		s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, r.Proto)
		}))
		_ = s.Listener.Close()
		s.Listener, s.EnableHTTP2 = network, true
		s.StartTLS()
		defer s.Close()
		tr := newTransport()
		defer tr.CloseIdleConnections()
		tr.Proxy, tr.DialContext = nil, network.dial
		tr.TLSClientConfig = s.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
		call := func() (string, error) {
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL, nil)
			if err != nil {
				t.Fatal(err)
			}
			resp, err := tr.RoundTrip(req)
			if err != nil {
				return "", err
			}
			defer func() { _ = resp.Body.Close() }()
			body, err := io.ReadAll(resp.Body)
			return string(body), err
		}
		if proto, err := call(); err != nil || proto != "HTTP/2.0" {
			t.Fatalf("the first call: %q, %v", proto, err)
		}
		network.opened[0].mu.Lock()
		network.opened[0].quiet = true
		network.opened[0].mu.Unlock()
		if _, err := call(); err == nil {
			t.Fatal("a dead connection returned a response")
		}
		if _, err := call(); err != nil {
			t.Errorf("the call after that: %v", err)
		}
		if n := len(network.opened); n != 2 {
			t.Errorf("%d connections, want 2", n)
		}
	})
}
