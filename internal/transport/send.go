package transport

import (
	"errors"
	"net/http"
	"net/url"
)

// send hands an attempt to net/http and finds out how far it got.
func send(client *http.Client) handler {
	return func(req *http.Request, _ *Call) Result {
		a, _ := req.Context().(*attempt)
		a.sent = watchedBody{ReadCloser: req.Body, p: &a.probe}
		req.Body = &a.sent
		resp, err := client.Do(req)
		if err != nil {
			// Its text holds the URL; the operation says as much.
			if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
				err = wrapped.Err
			}
			return Result{Outcome: a.outcome(err), Err: err}
		}
		return Result{Response: resp}
	}
}
