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

// probe is the context of one attempt, through which the signer tells how far
// the request got.
type probe struct {
	context.Context

	// What the middleware and net/http do may go on in goroutines of theirs
	// after they have returned.
	state   atomic.Int32 // outside, inside or over
	sending atomic.Int32 // by the middleware, at this moment
	// ambiguous: a send before the last one may have left bytes behind.
	ambiguous                 atomic.Bool
	read                      atomic.Bool // somebody began to read the body
	asked, connected, written atomic.Bool
	http2                     atomic.Bool  // the connection speaks it
	resends                   atomic.Int32 // by net/http on its own
	stopped                   atomic.Bool  // a context ended a send, be it the middleware's own
	safe                      bool         // see Call
}

// Where the request is: not yet through the middleware, through it, or given
// up by it, after which it may no longer be sent.
const (
	outside = iota
	inside
	over
)

// enter says that the request came through the middleware, unless it is over.
func (p *probe) enter() bool {
	p.state.CompareAndSwap(outside, inside)
	return p.state.Load() == inside
}

// watchedBody tells whether anybody takes the body to send it, be it behind
// the signer's back.
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

// trace watches one send. Where net/http asks for another connection within a
// send, it has asked for the body again before, if it had read it, and signer
// has said how far it may (see signer.resend and guard).
func (p *probe) trace(ctx context.Context) context.Context {
	// The middleware sends a second time.
	if p.asked.Load() && p.outcome(nil) == Unknown {
		p.ambiguous.Store(true)
	}
	p.asked.Store(false)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) {
			// net/http has asked for the body before; a transport of the
			// caller's that sends twice has not.
			if p.written.Load() {
				p.ambiguous.Store(true)
			}
			p.unsent()
		},
		GotConn: func(info httptrace.GotConnInfo) {
			p.http2.Store(speaksHTTP2(info.Conn))
			p.connected.Store(true)
		},
		// Before the end of its headers no server can begin with a request.
		// WroteHeaderField would tell sooner, and cost for each field.
		WroteHeaders: func() { p.written.Store(true) },
	})
}

func speaksHTTP2(conn net.Conn) bool {
	secure, ok := conn.(interface{ ConnectionState() tls.ConnectionState })
	return ok && secure.ConnectionState().NegotiatedProtocol == "h2"
}

// unsent notes that nothing has reached the server so far.
func (p *probe) unsent() {
	p.asked.Store(true)
	p.connected.Store(false)
	p.written.Store(false)
}

// outcome is how far an attempt got that ended with err and without an answer.
func (p *probe) outcome(err error) Outcome {
	switch {
	case p.state.CompareAndSwap(outside, over):
		// The middleware ended it, or sent it another way.
		if p.read.Load() {
			return Unknown
		}
		return NotSent
	case p.ambiguous.Load(), err != nil && p.sending.Load() > 0:
		return Unknown // a send is still under way that the middleware gave up
	case !p.asked.Load() && errors.As(err, new(unsentError)):
		return NotSent
	case !p.asked.Load():
		return Unknown // a transport that tells nothing
	case !p.connected.Load() && !p.written.Load(), refused(err):
		return NotSent
	case !p.written.Load() && p.Err() == nil && err != nil && !isContext(err) && !p.stopped.Load():
		// When a context ends just now, the goroutine that writes may still
		// be about to.
		return NotSent
	}
	return Unknown
}

func isContext(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// unsentError is an error of the signer, before it sent.
type unsentError struct{ error }

func (e unsentError) Unwrap() error { return e.error }

// streamError has the shape that net/http's HTTP/2 stream errors convert
// themselves to in errors.As.
type streamError struct {
	StreamID uint32
	Code     uint32
	Cause    error
}

func (e streamError) Error() string { return "stream error" }

// refusedStream is REFUSED_STREAM: the server did not process the request
// (RFC 9113, section 8.7).
const refusedStream = 7

// refused says whether an HTTP/2 server said that it did not process the
// request: by resetting its stream so, or by leaving it out when it went away.
func refused(err error) bool {
	var stream streamError
	if errors.As(err, &stream) && stream.Code == refusedStream {
		return true
	}
	if err == nil {
		return false
	}
	// net/http's error for a stream above the last one of a GOAWAY has no
	// type, and what it would send again and may not has lost its own.
	// The whole text counts: a part of one may be what the server has sent.
	const goAway = "http2: Transport received Server's graceful shutdown GOAWAY"
	for e := err; e != nil; e = errors.Unwrap(e) {
		if e.Error() == goAway {
			return true
		}
	}
	why, ok := strings.CutPrefix(err.Error(), "http2: Transport: cannot retry err [")
	return ok && (strings.HasPrefix(why, goAway+"] ") || strings.Contains(why, "; REFUSED_STREAM; received from peer] "))
}
