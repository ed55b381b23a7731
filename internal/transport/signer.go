package transport

import (
	"errors"
	"io"
	"maps"
	"net/http"
)

// signer is the innermost RoundTripper of ours. It adds the key, so that
// nothing outside of it sees it, and watches the send.
type signer struct {
	base http.RoundTripper
	key  Key
}

var (
	errLostContext = unsentError{errors.New("the middleware dropped the request's context: derive the new one from it")}
	errTurnedAway  = unsentError{errors.New("the server turns every connection away")}
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
	if again := req.GetBody; again != nil {
		// net/http asks for the body once more only after a send of which
		// the server has seen nothing, or has said so.
		req.GetBody = func() (io.ReadCloser, error) {
			p.unsent()
			if p.resends.Add(1) > maxResends {
				return nil, errTurnedAway
			}
			return again()
		}
	}
	return s.base.RoundTrip(req)
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

// maxResends bounds how often net/http sends within one attempt where nothing
// reached the server. It does so at once and without end while a server leaves
// each HTTP/2 connection that is opened; a retry waits before it dials again.
const maxResends = 10

func closeBody(req *http.Request) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
}
