package transport

import (
	"context"
	"errors"
	"net"
	"testing"
	"testing/synctest"
	"time"
)

// A dial waits while there is a connection for every attempt, until one closes,
// another attempt begins or its patience ends.
func TestDialsWait(t *testing.T) {
	t.Parallel()
	const soon = 10 * time.Millisecond
	tests := map[string]struct {
		after func(conns *connections, open net.Conn)
		want  time.Duration
	}{
		"nothing happens":        {func(*connections, net.Conn) {}, patience},
		"a connection closes":    {func(_ *connections, open net.Conn) { _, _ = open.Close(), open.Close() }, soon},
		"another attempt begins": {func(conns *connections, _ net.Conn) { conns.begin() }, soon},
		"the attempt ends":       {func(conns *connections, _ net.Conn) { conns.end() }, patience},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				conns := new(connections)
				dial := conns.dial(func(context.Context, string, string) (net.Conn, error) {
					conn, other := net.Pipe()
					t.Cleanup(func() { _ = other.Close() })
					return conn, nil
				})
				conns.begin()
				start := time.Now()
				open, err := dial(t.Context(), "tcp", "api.example.com:443")
				if err != nil || time.Since(start) != 0 {
					t.Fatalf("the first dial took %s: %v", time.Since(start), err)
				}
				time.AfterFunc(soon, func() { tt.after(conns, open) })
				conn, err := dial(t.Context(), "tcp", "api.example.com:443")
				if err != nil {
					t.Fatal(err)
				}
				_ = conn.Close()
				if got := time.Since(start); got != tt.want {
					t.Errorf("the second dial took %s, want %s", got, tt.want)
				}
			})
		})
	}
}

func TestDialFails(t *testing.T) {
	t.Parallel()
	conns := new(connections)
	conns.begin()
	errDial := errors.New("refused")
	fails := conns.dial(func(context.Context, string, string) (net.Conn, error) { return nil, errDial })
	// A connection that never was makes no dial wait.
	for range 3 {
		if _, err := fails(t.Context(), "tcp", "api.example.com:443"); !errors.Is(err, errDial) {
			t.Fatal(err)
		}
	}
	if conns.open != 0 {
		t.Errorf("%d connections are counted", conns.open)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	conns.end()
	if _, err := fails(ctx, "tcp", "api.example.com:443"); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}
