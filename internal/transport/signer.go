package transport

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"sync/atomic"
)

// signer is the innermost RoundTripper of the package. It adds the key, so that
// nothing outside of it sees it, and watches the request being sent.
type signer struct {
	base http.RoundTripper
	key  Key
	own  bool // the base is net/http's own transport
	// http1 means that the last response came over HTTP/1.
	http1 atomic.Bool
}

var (
	errResend      = errors.New("net/http would have sent it again over HTTP/2")
	errLostContext = unsentError{errors.New("the middleware dropped the request's context: derive the new one from it")}
	errTurnedAway  = errors.New("the server closes every connection")
	errTooLate     = unsentError{errors.New("the middleware has already returned how the request ended")}
	errNoResponse  = errors.New("the middleware or the transport returned neither a response nor an error")
)

func (s *signer) RoundTrip(req *http.Request) (*http.Response, error) {
	p, ok := req.Context().Value(probeKey{}).(*probe)
	if !ok {
		closeRequest(req)
		return nil, errLostContext
	}
	if !p.enter() {
		closeRequest(req)
		return nil, errTooLate
	}
	if err := req.Context().Err(); err != nil {
		closeRequest(req)
		return nil, unsentError{err}
	}
	if p.sending.Add(1) > 1 {
		p.ambiguous.Store(true) // two sends at once, and one trace
	}
	defer p.sending.Add(-1)
	resp, err := s.base.RoundTrip(s.sign(req, p))
	switch {
	case err != nil:
		if isContext(err) {
			p.stopped.Store(true)
		}
		if p.http2.Load() {
			s.http1.Store(false)
		}
		return nil, err
	case resp == nil:
		return nil, errNoResponse
	}
	resp.Request = req // without the key
	if http1 := resp.ProtoMajor == 1; http1 != s.http1.Load() {
		s.http1.Store(http1)
	}
	if resp.StatusCode == http.StatusSwitchingProtocols && resp.Body != nil {
		// The body is the connection itself, which no context ends.
		_ = resp.Body.Close()
		resp.Body = http.NoBody
	}
	return resp, nil
}

// sign returns the request with the key and the probe's trace.
func (s *signer) sign(req *http.Request, p *probe) *http.Request {
	signed := req.WithContext(p.trace(req.Context()))
	if signed.Header = maps.Clone(req.Header); signed.Header == nil {
		signed.Header = http.Header{}
	}
	signed.Header["Authorization"] = []string{s.key.bearer()}
	if watched, ok := signed.Body.(*watchedBody); ok {
		// From here on the trace reports. net/http knows this body, and sends it
		// in one packet with the headers.
		signed.Body = watched.ReadCloser
	}
	s.limitResends(signed, p)
	return signed
}

// limitResends decides how far net/http may send a request again on its own, for
// which it asks for the body once more.
//
// Over HTTP/1 it does so only if no byte of the first send left. Over HTTP/2 it
// does so as well after PROTOCOL_ERROR, which says nothing about what the server
// did: a call that is not safe must not be sent again then. Without a GetBody
// net/http's error says why it would have (see refused). Over HTTP/1 it does not
// need GetBody before a connection is used again. With an idempotency header it
// sends again after bytes have left (see http.Transport), and the API would do
// the work twice. A custom transport may call GetBody for its own reasons: that
// counts as sent.
func (s *signer) limitResends(req *http.Request, p *probe) {
	getBody := req.GetBody
	_, idempotent := req.Header["Idempotency-Key"]
	_, extension := req.Header["X-Idempotency-Key"]
	if getBody == nil || idempotent || extension || !p.safe && !s.http1.Load() {
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
		case !p.safe: // the response before it came over HTTP/1
			return nil, errResend
		}
		if p.resends.Add(1) > maxResends {
			return nil, errTurnedAway
		}
		return getBody()
	}
}

// maxResends limits how often net/http sends a request again within one attempt.
// It does so at once and without end while a server closes each HTTP/2
// connection that is opened; a retry waits before it dials again.
const maxResends = 10

func closeRequest(req *http.Request) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
}
