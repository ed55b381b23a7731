package transport

import (
	"context"
	"errors"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
)

// probe is the context of one attempt, through which the signer tells how far
// the request got.
type probe struct {
	context.Context

	entered bool // the request came through the middleware
	// ambiguous: a send before the last one may have left bytes behind.
	ambiguous bool
	// What net/http does may go on in its goroutines after it has returned.
	asked, connected, written atomic.Bool
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
// (see signer.guard), so each question starts anew.
func (p *probe) trace(ctx context.Context) context.Context {
	if p.entered && p.outcome(nil) == Unknown {
		p.ambiguous = true
	}
	p.entered = true
	p.asked.Store(false)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:          func(string) { p.unsent() },
		GotConn:          func(httptrace.GotConnInfo) { p.connected.Store(true) },
		WroteHeaderField: func(string, []string) { p.written.Store(true) },
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
	case !p.entered:
		return NotSent // the middleware ended it
	case p.ambiguous:
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
