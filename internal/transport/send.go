package transport

import (
	"errors"
	"net/http"
	"net/url"
)

// send hands an attempt to net/http and finds out how far it got.
func send(client *http.Client) handler {
	return func(req *http.Request, _ *Call) Result {
		p := &probe{Context: req.Context()}
		watched := req.WithContext(p)
		watched.Body = &watchedBody{ReadCloser: req.Body, p: p}
		resp, err := client.Do(watched)
		if err != nil {
			// Its text holds the URL; the operation says as much.
			if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
				err = wrapped.Err
			}
			return Result{Outcome: p.outcome(err), Err: err}
		}
		return Result{Response: resp}
	}
}
