package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
)

// probe finds out how far an attempt got. It is the attempt's context, through
// which the signer and net/http's trace report to it:
//
//	middleware     signer        net/http                          server
//	    |             |             |                                 |
//	    |--entered--->|--asked----->|--connected-->|--written-------->|
//	    |             |             | GetConn      | GotConn, headers |
//
// Without a response the outcome follows from the last point that was reached:
//
//	not entered                  NotSent; Unknown if somebody read the body
//	entered, not asked           NotSent if the signer itself failed; else
//	                             Unknown: a transport that reports nothing
//	asked, not connected         NotSent
//	connected, not written       NotSent; Unknown if a context ended it, since
//	                             the headers may be on their way just then
//	written                      Unknown; NotSent if an HTTP/2 server says that
//	                             it did not process the request
//	sent twice, or still sending Unknown
type probe struct {
	context.Context

	// The middleware and net/http may go on in goroutines of their own after
	// they have returned.
	state   atomic.Int32 // outside, inside or over
	sending atomic.Int32 // requests that the middleware has under way
	// ambiguous means that a send before the last one may have left bytes behind.
	ambiguous                 atomic.Bool
	read                      atomic.Bool // somebody began to read the body
	asked, connected, written atomic.Bool
	http2                     atomic.Bool  // the connection speaks HTTP/2
	resends                   atomic.Int32 // by net/http on its own
	stopped                   atomic.Bool  // a context ended a send, the middleware's own too
	safe                      bool         // see Call
}

// The states of the request: not yet through the middleware; through it; or
// given up by it, after which it must not be sent any more.
const (
	outside = iota
	inside
	over
)

// enter notes that the request came through the middleware. It returns false if
// the attempt is over.
func (p *probe) enter() bool {
	p.state.CompareAndSwap(outside, inside)
	return p.state.Load() == inside
}

// watchedBody notes whether anybody reads the body, since middleware may send it
// without the signer.
type watchedBody struct {
	io.ReadCloser

	p *probe
}

func (b *watchedBody) Read(buf []byte) (int, error) {
	b.p.read.Store(true)
	return b.ReadCloser.Read(buf)
}

type probeKey struct{}

func (p *probe) Value(key any) any {
	if key == (probeKey{}) {
		return p
	}
	return p.Context.Value(key)
}

// trace watches one send. If net/http asks for another connection within a send,
// it has asked for the body again before, if it had read it; the signer decides
// whether it may have it (see signer.limitResends).
func (p *probe) trace(ctx context.Context) context.Context {
	// Middleware sends for the second time.
	if p.asked.Load() && p.outcome(nil) == Unknown {
		p.ambiguous.Store(true)
	}
	p.asked.Store(false)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) {
			// net/http has asked for the body before. A custom transport that
			// sends twice has not.
			if p.written.Load() {
				p.ambiguous.Store(true)
			}
			p.unsent()
		},
		GotConn: func(info httptrace.GotConnInfo) {
			p.http2.Store(speaksHTTP2(info.Conn))
			p.connected.Store(true)
		},
		// No server can begin with a request before the end of its headers.
		// WroteHeaderField would report sooner, at a cost for each field.
		WroteHeaders: func() { p.written.Store(true) },
	})
}

func speaksHTTP2(conn net.Conn) bool {
	secure, ok := conn.(interface{ ConnectionState() tls.ConnectionState })
	return ok && secure.ConnectionState().NegotiatedProtocol == "h2"
}

// unsent notes that nothing has left so far.
func (p *probe) unsent() {
	p.asked.Store(true)
	p.connected.Store(false)
	p.written.Store(false)
}

// outcome returns how far an attempt got that ended with err and without a
// response.
func (p *probe) outcome(err error) Outcome {
	switch {
	case p.state.CompareAndSwap(outside, over):
		// The middleware ended it, or sent it in another way.
		if p.read.Load() {
			return Unknown
		}
		return NotSent
	case p.ambiguous.Load(), err != nil && p.sending.Load() > 0:
		return Unknown // the middleware gave up a send that is still under way
	case !p.asked.Load() && errors.As(err, new(unsentError)):
		return NotSent
	case !p.asked.Load():
		return Unknown // a transport that reports nothing
	case !p.connected.Load() && !p.written.Load(), refused(err):
		return NotSent
	case !p.written.Load() && p.Err() == nil && err != nil && !isContext(err) && !p.stopped.Load():
		// If a context ends just now, the goroutine that writes may still be
		// about to.
		return NotSent
	}
	return Unknown
}

func isContext(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// unsentError is an error of the signer before it sends.
type unsentError struct{ error }

func (e unsentError) Unwrap() error { return e.error }

// streamError has the fields that net/http's HTTP/2 stream errors look for in
// the target of errors.As.
type streamError struct {
	StreamID uint32
	Code     uint32
	Cause    error
}

func (e streamError) Error() string { return "stream error" }

// refusedStream is REFUSED_STREAM: the server did not process the request
// (RFC 9113, section 8.7).
const refusedStream = 7

// refused reports whether an HTTP/2 server said that it did not process the
// request: with REFUSED_STREAM, or with a GOAWAY that leaves its stream out.
func refused(err error) bool {
	var stream streamError
	if errors.As(err, &stream) && stream.Code == refusedStream {
		return true
	}
	if err == nil {
		return false
	}
	// net/http's error for a stream above the last one of a GOAWAY has no type,
	// nor has the one for a request that it would retry and must not. The whole
	// text is compared: a part of it may be what the server has sent.
	const goAway = "http2: Transport received Server's graceful shutdown GOAWAY"
	for e := err; e != nil; e = errors.Unwrap(e) {
		if e.Error() == goAway {
			return true
		}
	}
	why, ok := strings.CutPrefix(err.Error(), "http2: Transport: cannot retry err [")
	return ok && (strings.HasPrefix(why, goAway+"] ") || strings.Contains(why, "; REFUSED_STREAM; received from peer] "))
}
