package transport

import (
	"context"
	"errors"
	"net"
	"net/http"
	"reflect"
	"slices"
	"time"
)

// newChain builds the chain of RoundTrippers. From the outside in:
//
//   - the middleware sees each attempt once, without the key;
//   - the signer adds the key and watches how far the request gets;
//   - base is the caller's transport, or the package's own.
func newChain(cfg *Config) (chain, base http.RoundTripper, err error) {
	if base = cfg.Client.Transport; base == nil {
		base = newTransport()
	}
	_, own := base.(*http.Transport)
	chain = &signer{base: base, key: cfg.Key, own: own}
	for _, wrap := range slices.Backward(cfg.Middleware) {
		if chain = wrap(chain); IsNil(chain) {
			return nil, nil, errors.New("the middleware returned nil")
		}
	}
	return chain, base, nil
}

// roundTrip does what an http.Client does with its Jar. It follows no redirect:
// a POST that is sent on to another address is sent twice, and the key with it.
func (t *Transport) roundTrip(req *http.Request) (*http.Response, error) {
	if t.jar != nil {
		for _, cookie := range t.jar.Cookies(req.URL) {
			req.AddCookie(cookie)
		}
	}
	resp, err := t.chain.RoundTrip(req)
	switch {
	case err != nil:
		return nil, err
	case resp == nil:
		return nil, errNoResponse
	case resp.Body == nil:
		resp.Body = http.NoBody
	}
	if t.jar != nil {
		if cookies := resp.Cookies(); len(cookies) > 0 {
			t.jar.SetCookies(req.URL, cookies)
		}
	}
	return resp, nil
}

// IsNil reports whether a value is nil, or an interface that holds nil.
func IsNil(v any) bool {
	held := reflect.ValueOf(v)
	switch held.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Pointer, reflect.Func, reflect.Map, reflect.Chan, reflect.Slice:
		return held.IsNil()
	default:
		return false
	}
}

// newTransport differs from http.DefaultTransport where many goroutines call
// one host: that one keeps 2 idle connections and opens a new one for every
// other call.
func newTransport() *http.Transport {
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            endWithAttempt(dialer.DialContext),
		ForceAttemptHTTP2:      true,
		TLSHandshakeTimeout:    10 * time.Second,
		MaxIdleConnsPerHost:    256,
		IdleConnTimeout:        90 * time.Second,
		MaxResponseHeaderBytes: 256 << 10,
		// Without pings, an HTTP/2 connection on which nothing arrives any more
		// is kept for as long as the kernel tries to send: a quarter of an hour.
		HTTP2: &http.HTTP2Config{SendPingTimeout: 10 * time.Second, PingTimeout: 5 * time.Second},
	}
}

type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// endWithAttempt makes a dial end with the attempt that asked for it. net/http
// takes the cancellation away from the context of a dial, which would outlive
// the call. A dial whose attempt was served over another connection goes on: its
// connection serves the next attempt.
func endWithAttempt(dial dialFunc) dialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		if p, ok := ctx.Value(probeKey{}).(*probe); ok {
			defer context.AfterFunc(p.Context, func() {
				if !errors.Is(context.Cause(p.Context), errEnded) {
					cancel()
				}
			})()
		}
		return dial(ctx, network, address)
	}
}
