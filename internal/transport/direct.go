package transport

import (
	"context"
	"net/http"
)

// alone says that nothing stands between a call and net/http's own transport.
func (s *signer) alone(cfg *Config) bool {
	return s.own && len(cfg.Middleware) == 0 && (cfg.Client == nil || cfg.Client.Jar == nil && cfg.Client.Timeout == 0)
}

// direct sends an attempt where the signer is alone: in place of fresh, send
// and the http.Client. Nobody else sees the request, so that its attempts share
// their headers, the key among them.
func direct(s *signer, userAgent string) handler {
	agent, key := []string{userAgent}, []string{s.key.bearer()}
	return func(ctx context.Context, req *http.Request, call *Call) Result {
		if call.Attempts == 1 {
			req.Header["User-Agent"], req.Header["Authorization"] = agent, key
			addHeader(req, call)
		}
		if err := rewind(req, call); err != nil {
			return Result{Outcome: NotSent, Err: err, Final: true}
		}
		a, _ := ctx.(*attempt)
		a.enter()
		resp, err := s.send(req.WithContext(a.trace(ctx)), &a.probe) //nolint:bodyclose // the response is handed on; who reads the answer closes it
		if err != nil {
			return Result{Outcome: a.outcome(err), Err: err}
		}
		resp.Request = nil // has the key
		return Result{Response: resp}
	}
}
