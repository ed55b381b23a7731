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
		// The rest of what an http.Client does is for redirects, which it refuses
		// in words of the server's where it cannot read them.
		client.Transport = stay{client.Transport}
		do = client.Do
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
		if redirect := (*redirectError)(nil); errors.As(err, &redirect) {
			return Result{Response: redirect.resp}
		}
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

// stay keeps redirects from http.Client.
type stay struct{ http.RoundTripper }

func (s stay) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := answered(s.RoundTripper)(req)
	if err == nil && resp.StatusCode/100 == 3 {
		return nil, &redirectError{resp}
	}
	return resp, err
}

type redirectError struct{ resp *http.Response }

func (*redirectError) Error() string { return "a redirect" }

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
