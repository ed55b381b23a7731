package ugcinc_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// Whoever leaves a stream on which nothing comes waits for it no longer than a
// connection is worth, which over HTTP/2 is not at stake.
func TestStreamIsLeftInTime(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		protocols func(*http.Protocols)
		most      time.Duration
	}{
		"HTTP/1": {func(p *http.Protocols) { p.SetHTTP1(true) }, 100 * time.Millisecond},
		"HTTP/2": {func(p *http.Protocols) { p.SetUnencryptedHTTP2(true) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				protocols := new(http.Protocols)
				tt.protocols(protocols)
				near, far := net.Pipe()
				server := &http.Server{ReadHeaderTimeout: time.Minute, Protocols: protocols, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					_, _ = fmt.Fprintf(w, `{"ok":true,"code":200,"data":[`+statJSON+`,`, 1, 1, 1)
					_ = http.NewResponseController(w).Flush()
					<-r.Context().Done()
				})}
				conns := make(pipeListener, 1)
				conns <- far
				var serving sync.WaitGroup
				serving.Go(func() { _ = server.Serve(conns) })
				transport := &http.Transport{Protocols: protocols, DialContext: func(context.Context, string, string) (net.Conn, error) { return near, nil }}
				c := newClient(t, ugcinc.WithBaseURL("http://127.0.0.1"), ugcinc.WithHTTPClient(&http.Client{Transport: transport}))
				start, n := time.Now(), 0
				for _, err := range c.Stats.AllPosts(t.Context(), ugcinc.PostStatsParams{}) {
					if err != nil {
						t.Error(err)
					}
					n++
					break
				}
				if took := time.Since(start); n != 1 || took > tt.most {
					t.Errorf("%d records, and leaving took %s, want up to %s", n, took, tt.most)
				}
				transport.CloseIdleConnections()
				_ = server.Close()
				serving.Wait()
			})
		})
	}
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

func (l pipeListener) Close() error   { close(l); return nil }
func (l pipeListener) Addr() net.Addr { return &net.TCPAddr{} }
