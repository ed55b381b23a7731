package transport

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
)

// send hands an attempt to net/http and finds out how far it got.
func send(client *http.Client) handler {
	do := answered(client.Transport) //nolint:bodyclose // it hands the response on, as Do does
	if client.Jar != nil || client.Timeout > 0 {
		// The rest of what an http.Client does is for redirects.
		do = staying(client) //nolint:bodyclose // it hands the response on, as Do does
	}
	return func(ctx context.Context, req *http.Request, _ *Call) Result {
		a, _ := ctx.(*attempt)
		a.sent = watchedBody{ReadCloser: req.Body, p: &a.probe}
		req.Body = &a.sent
		if again := req.GetBody; again != nil {
			req.GetBody = func() (io.ReadCloser, error) {
				body, err := again()
				if err != nil {
					return nil, err
				}
				return &watchedBody{ReadCloser: body, p: &a.probe}, nil
			}
		}
		resp, err := do(req) //nolint:bodyclose // the response is handed on; who reads the answer closes it
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

// staying sends with a client that follows no redirect: a POST that is sent on
// to another address is sent twice, and the key with it. To be asked, by
// CheckRedirect, http.Client would have to understand the address.
func staying(client *http.Client) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		own := *client
		var header http.Header // of a redirect, as it came
		own.Transport = roundTripper(func(req *http.Request) (*http.Response, error) {
			resp, err := answered(client.Transport)(req)
			if err == nil && resp.StatusCode/100 == 3 {
				header = resp.Header
				resp.Header = header.Clone()
				resp.Header.Del("Location")
			}
			return resp, err
		})
		resp, err := own.Do(req)
		if err == nil && header != nil {
			resp.Header = header
		}
		return resp, err
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// answered makes an error of an answer that middleware, or a transport, has made
// up and left out, as http.Client does.
func answered(transport http.RoundTripper) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		resp, err := transport.RoundTrip(req)
		switch {
		case err != nil:
			return nil, err
		case resp == nil:
			return nil, errNoAnswer
		case resp.Body == nil:
			resp.Body = http.NoBody
		}
		return resp, nil
	}
}

var errNoAnswer = errors.New("the middleware or the transport returned neither an answer nor an error")
