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

// probe records how far an attempt got. It is the attempt's context, through
// which the signer and the trace of net/http report each point that is reached:
//
//	middleware -> signer  -> GetConn -> GotConn   -> WroteHeaders -> server
//	              started    asked      connected    written
//
// Without a response the outcome follows from the last of these points:
//
//	not started                  NotSent; Unknown if the body was read
//	started, not asked           NotSent if the signer itself failed; else
//	                             Unknown: the transport supports no trace
//	asked, not connected         NotSent
//	connected, not written       NotSent; Unknown if a context ended it, since
//	                             the headers may be written at that moment
//	written                      Unknown; NotSent if an HTTP/2 server says that
//	                             it did not process the request
//	sent twice, or still sending Unknown
type probe struct {
	context.Context

	// The fields are atomic because goroutines of the middleware and of net/http
	// may continue after the attempt.
	state   atomic.Int32 // notStarted, started or over
	sending atomic.Int32 // sends that are under way
	// ambiguous means that a send before the last one may have sent bytes.
	ambiguous                 atomic.Bool
	read                      atomic.Bool // the middleware began to read the body
	asked, connected, written atomic.Bool
	http2                     atomic.Bool  // the connection speaks HTTP/2
	resends                   atomic.Int32 // made by net/http, see limitResends
	stopped                   atomic.Bool  // a context ended a send; it may be one that the middleware made
	safe                      bool         // see Call
}

// The states of an attempt. It starts when the middleware passes the request on.
// If the middleware returns before that, the attempt is over, and the request
// must not be sent any more.
const (
	notStarted = iota
	started
	over
)

// start records that the middleware has passed the request on. It returns false
// if the attempt is over.
func (p *probe) start() bool {
	p.state.CompareAndSwap(notStarted, started)
	return p.state.Load() == started
}

// watchedBody records whether the body is read, since middleware may send the
// request without the signer.
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

// trace returns a context that reports one send to the probe.
func (p *probe) trace(ctx context.Context) context.Context {
	// If the middleware sends a second time, the first send may have sent bytes.
	if p.asked.Load() && p.outcome(nil) == Unknown {
		p.ambiguous.Store(true)
	}
	p.asked.Store(false)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) {
			// A second connection within one send. If net/http resends, it has
			// called GetBody before, which resets the probe (see limitResends); a
			// custom transport has not.
			if p.written.Load() {
				p.ambiguous.Store(true)
			}
			p.reset()
		},
		GotConn: func(info httptrace.GotConnInfo) {
			p.http2.Store(speaksHTTP2(info.Conn))
			p.connected.Store(true)
		},
		// A server cannot process a request before the end of its headers.
		WroteHeaders: func() { p.written.Store(true) },
	})
}

func speaksHTTP2(conn net.Conn) bool {
	secure, ok := conn.(interface{ ConnectionState() tls.ConnectionState })
	return ok && secure.ConnectionState().NegotiatedProtocol == "h2"
}

// reset records that nothing has been sent so far.
func (p *probe) reset() {
	p.asked.Store(true)
	p.connected.Store(false)
	p.written.Store(false)
}

// outcome returns the outcome of an attempt that ended with err and without a
// response.
func (p *probe) outcome(err error) Outcome {
	switch {
	case p.state.CompareAndSwap(notStarted, over):
		// The middleware returned an error, or sent the request without the signer.
		if p.read.Load() {
			return Unknown
		}
		return NotSent
	case p.ambiguous.Load(), err != nil && p.sending.Load() > 0:
		return Unknown // the middleware abandoned a send that is still under way
	case !p.asked.Load() && errors.As(err, new(unsentError)):
		return NotSent
	case !p.asked.Load():
		return Unknown // the transport supports no trace
	case !p.connected.Load() && !p.written.Load(), refused(err):
		return NotSent
	case !p.written.Load() && p.Err() == nil && err != nil && !isContext(err) && !p.stopped.Load():
		// If a context has ended, another goroutine may still be about to write.
		return NotSent
	}
	return Unknown
}

func isContext(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// unsentError is an error that the signer returns before it sends.
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
	// Two errors of net/http have no type: for a stream above the last one of a
	// GOAWAY, and for a request that it cannot resend. The whole text is
	// compared, because the server may control a part of it.
	const goAway = "http2: Transport received Server's graceful shutdown GOAWAY"
	for e := err; e != nil; e = errors.Unwrap(e) {
		if e.Error() == goAway {
			return true
		}
	}
	why, ok := strings.CutPrefix(err.Error(), "http2: Transport: cannot retry err [")
	return ok && (strings.HasPrefix(why, goAway+"] ") || strings.Contains(why, "; REFUSED_STREAM; received from peer] "))
}
