package transport

import (
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// connections keeps a client from opening more connections than it has
// attempts under way. net/http begins to dial for each request that finds no
// idle connection, though one may be about to come free, and keeps what it
// does not need in the end: 64 busy callers come to 100 and more.
type connections struct {
	mu       sync.Mutex
	attempts int
	open     int           // those being dialled included
	changed  chan struct{} // is closed when a dial that waits may go on; nil while none waits
}

// patience bounds how long a dial waits for a connection that is there. That
// one may be of no use: a server may be leaving it.
const patience = 100 * time.Millisecond

func (c *connections) begin() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.attempts++
	c.wake()
}

func (c *connections) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.attempts--
}

type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// dial makes dials wait while there are connections enough, and end with the
// attempt that asked for them. net/http lets them go on without the request's
// cancellation: they would outlive the call.
func (c *connections) dial(dial dialFunc) dialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		var dialing atomic.Bool
		if p, ok := ctx.Value(probeKey{}).(*probe); ok {
			defer context.AfterFunc(p.Context, func() { //nolint:contextcheck // the attempt has a context of its own, which is not the dial's
				// The attempt may have been served over another connection.
				// This one is for the next attempt then, if it is on its way.
				if !dialing.Load() || !errors.Is(context.Cause(p.Context), errServed) {
					cancel()
				}
			})()
		}
		if err := c.wait(ctx); err != nil {
			return nil, err
		}
		dialing.Store(true)
		conn, err := dial(ctx, network, address)
		if err != nil {
			c.closed()
			return nil, err
		}
		return &countedConn{Conn: conn, closed: sync.OnceFunc(c.closed)}, nil
	}
}

func (c *connections) wait(ctx context.Context) error {
	var late <-chan time.Time
	for {
		changed := c.take(false)
		if changed == nil {
			return nil
		}
		if late == nil {
			timer := time.NewTimer(patience)
			defer timer.Stop()
			late = timer.C
		}
		select {
		case <-changed:
		case <-late:
			c.take(true)
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// take counts one more connection, and returns nil, unless there are enough:
// then it returns what to wait for.
func (c *connections) take(regardless bool) (changed <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if regardless || c.open < c.attempts {
		c.open++
		return nil
	}
	if c.changed == nil {
		c.changed = make(chan struct{})
	}
	return c.changed
}

func (c *connections) closed() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open--
	c.wake()
}

func (c *connections) wake() {
	if c.changed != nil {
		close(c.changed)
		c.changed = nil
	}
}

type countedConn struct {
	net.Conn

	closed func()
}

func (c *countedConn) Close() error {
	c.closed()
	return c.Conn.Close()
}
