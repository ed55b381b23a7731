package ugcinctest

import (
	"context"
	"encoding/binary"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
)

// pipeHosts counts the hosts that nextPipeHost has given out.
var pipeHosts atomic.Uint32

// nextPipeHost returns a host that no other in-memory server of this process
// has, so that no two of them share a base URL: 127.0.0.2:0, then 127.0.0.3:0.
// Nothing listens on port 0, so the dial of a foreign client fails at once.
func nextPipeHost() string {
	const loopback, hosts = 127 << 24, 1 << 24
	n := pipeHosts.Add(1) + 1
	ip := net.IP(binary.BigEndian.AppendUint32(nil, loopback+n%hosts))
	return net.JoinHostPort(ip.String(), "0")
}

// pipeListener accepts connections that are made in memory.
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

func (l *pipeListener) Addr() net.Addr { return pipeAddr{} }

func (l *pipeListener) dial(ctx context.Context) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case l.arriving <- server:
		return client, nil
	case <-l.closed:
		return nil, refused(pipeAddr{})
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "pipe" }

// refused is the error of a dial to a port where nobody listens.
func refused(addr net.Addr) error {
	return &net.OpError{Op: "dial", Net: addr.Network(), Addr: addr, Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
}
