package transport

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"sync/atomic"
)

// signer is the innermost RoundTripper of ours. It adds the key, so that
// nothing outside of it sees it, and watches the send.
type signer struct {
	base http.RoundTripper
	key  Key
	// own says that the base is net/http's own transport.
	own bool
	// http1 says that the last answer came over HTTP/1.
	http1 atomic.Bool
}

var (
	errResend      = errors.New("net/http would have sent it again over HTTP/2")
	errLostContext = unsentError{errors.New("the middleware dropped the request's context: derive the new one from it")}
	errTurnedAway  = errors.New("the server turns every connection away")
	errTooLate     = unsentError{errors.New("the middleware has already said how the request ended")}
)

func (s *signer) RoundTrip(req *http.Request) (*http.Response, error) {
	p, ok := req.Context().Value(probeKey{}).(*probe)
	if !ok {
		closeBody(req)
		return nil, errLostContext
	}
	if !p.enter() {
		closeBody(req)
		return nil, errTooLate
	}
	if p.sending.Add(1) > 1 {
		p.ambiguous.Store(true) // two sends at once, and one trace
	}
	defer p.sending.Add(-1)
	signed := req.WithContext(p.trace(req.Context()))
	if signed.Header = maps.Clone(req.Header); signed.Header == nil {
		signed.Header = http.Header{}
	}
	signed.Header["Authorization"] = []string{s.key.bearer()}
	if watched, ok := signed.Body.(*watchedBody); ok {
		// From here on the trace tells. net/http knows this body, and sends it
		// in one packet with the headers.
		signed.Body = watched.ReadCloser
	}
	guard(signed)
	resp, err := s.send(signed, p)
	if resp != nil {
		resp.Request = req // without the key
	}
	return resp, err
}

// send sends a request that is signed and watched.
func (s *signer) send(req *http.Request, p *probe) (*http.Response, error) {
	if err := req.Context().Err(); err != nil {
		closeBody(req)
		return nil, unsentError{err}
	}
	s.resend(req, p)
	resp, err := answered(s.base)(req)
	if err != nil {
		if isContext(err) {
			p.stopped.Store(true)
		}
		if p.http2.Load() {
			s.http1.Store(false)
		}
		return nil, err
	}
	if http1 := resp.ProtoMajor == 1; http1 != s.http1.Load() {
		s.http1.Store(http1)
	}
	if resp.StatusCode == http.StatusSwitchingProtocols {
		// The body is the connection itself, which no context ends.
		_ = resp.Body.Close()
		resp.Body = http.NoBody
	}
	return resp, nil
}

// resend says how far net/http may send on its own again, for which it asks for
// the body once more. Over HTTP/1 it does so only after a send of which no byte
// left. Over HTTP/2 it does so as well after PROTOCOL_ERROR, which says nothing
// about what the server did: a call that is not safe may not be sent again then.
// Without a GetBody net/http's error tells why it would have (see refused). Over
// HTTP/1 it would not use one before a connection is used again. Why a transport
// of the caller's asks, nobody knows.
func (s *signer) resend(req *http.Request, p *probe) {
	again := req.GetBody
	if again == nil || !p.safe && !s.http1.Load() {
		req.GetBody = nil
		return
	}
	req.GetBody = func() (io.ReadCloser, error) {
		switch {
		case !s.own:
			if p.written.Load() {
				p.ambiguous.Store(true)
			}
		case !p.http2.Load():
			p.unsent()
		case !p.safe: // the answer before it came over HTTP/1
			return nil, errResend
		}
		if p.resends.Add(1) > maxResends {
			return nil, errTurnedAway
		}
		return again()
	}
}

// guard keeps net/http from sending a request again on its own after bytes
// have left, which it does for requests with these headers (see
// http.Transport): the API would do the work twice.
func guard(req *http.Request) {
	for _, name := range []string{"Idempotency-Key", "X-Idempotency-Key"} {
		if _, set := req.Header[name]; set {
			req.GetBody = nil
		}
	}
}

// maxResends bounds how often net/http sends on its own within one attempt. It
// does so at once and without end while a server leaves each HTTP/2 connection
// that is opened; a retry waits before it dials again.
const maxResends = 10

func closeBody(req *http.Request) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
}
