package transport

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"sync/atomic"
)

// signer is the innermost RoundTripper of the package. It adds the key, which the
// middleware therefore does not see, and watches how the request is sent.
type signer struct {
	base http.RoundTripper
	key  Key
	// standard means that the base is an *http.Transport.
	standard bool
	// http1 means that the last response came over HTTP/1.
	http1 atomic.Bool
}

var (
	errResend         = errors.New("net/http would have resent the request over HTTP/2")
	errLostContext    = unsentError{errors.New("the middleware dropped the request's context: derive the new one from it")}
	errTooManyResends = errors.New("the server closed every connection")
	errTooLate        = unsentError{errors.New("the middleware has already returned")}
	errNoResponse     = errors.New("the middleware or the transport returned neither a response nor an error")
)

func (s *signer) RoundTrip(req *http.Request) (*http.Response, error) {
	p, ok := req.Context().Value(probeKey{}).(*probe)
	if !ok {
		closeRequest(req)
		return nil, errLostContext
	}
	if !p.start() {
		closeRequest(req)
		return nil, errTooLate
	}
	if err := req.Context().Err(); err != nil {
		closeRequest(req)
		return nil, unsentError{err}
	}
	if p.sending.Add(1) > 1 {
		p.ambiguous.Store(true) // two sends at once share one trace
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
		// The body is the connection itself, which a context does not close.
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
		// From here on the trace reports. net/http knows the type of the inner
		// body and sends it in one packet with the headers.
		signed.Body = watched.ReadCloser
	}
	s.limitResends(signed, p)
	return signed
}

// limitResends limits how net/http resends a request within one send. Before it
// does, it calls GetBody; without GetBody it returns an error that names the
// reason (see refused).
//
//   - Over HTTP/1 it resends only if nothing was sent, which is always allowed. It
//     does so on a reused connection, so never before a first response.
//   - Over HTTP/2 it also resends after PROTOCOL_ERROR, which does not say whether
//     the server performed the call. Unsafe calls must not be resent then.
//   - With an idempotency header it resends after bytes were sent (see
//     http.Transport), and the API, which ignores the header, would perform the
//     call twice.
//   - A custom transport may call GetBody for its own reasons: treat it as sent.
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
		case !s.standard:
			if p.written.Load() {
				p.ambiguous.Store(true)
			}
		case !p.http2.Load():
			p.reset()
		case !p.safe: // the response before it came over HTTP/1
			return nil, errResend
		}
		if p.resends.Add(1) > maxResends {
			return nil, errTooManyResends
		}
		return getBody()
	}
}

// maxResends limits how often net/http resends a request within one attempt. If a
// server closes every new HTTP/2 connection, net/http resends at once and without
// limit; a retry waits before it dials again.
const maxResends = 10

func closeRequest(req *http.Request) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
}
