package transport

import (
	"context"
	"errors"
	"io"
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
	state atomic.Int32 // outside, inside or over
	// ambiguous: a send before the last one may have left bytes behind.
	ambiguous                 atomic.Bool
	read                      atomic.Bool // somebody began to read the body
	asked, connected, written atomic.Bool
	resends                   atomic.Int32 // by net/http on its own
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

// trace watches one send. net/http asks for another connection within a send
// only where it is certain that nothing reached the server over the last one
// (see signer.guard), so each question starts anew. It asks for the body again
// before, if it has read it.
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
		GotConn: func(httptrace.GotConnInfo) { p.connected.Store(true) },
		// Before the end of its headers no server can begin with a request.
		// WroteHeaderField would tell sooner, and cost for each field. Without
		// a connection this is the late word of a send that was refused.
		WroteHeaders: func() { p.written.Store(p.connected.Load()) },
	})
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
	case p.ambiguous.Load():
		return Unknown
	case errors.As(err, new(unsentError)):
		return NotSent
	case !p.asked.Load():
		return Unknown // a transport that tells nothing
	case !p.connected.Load(), refused(err):
		return NotSent
	case !p.written.Load() && p.Err() == nil && err != nil && !isContext(err):
		// When the attempt's context ends just now, the goroutine that
		// writes may still be about to.
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
	// net/http's error for a stream above the last one of a GOAWAY has no
	// type; it is only ever this text.
	return err != nil && strings.HasSuffix(err.Error(), "Transport received Server's graceful shutdown GOAWAY")
}
