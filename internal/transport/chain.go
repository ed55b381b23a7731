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
	_, standard := base.(*http.Transport)
	chain = &signer{base: base, key: cfg.Key, standard: standard}
	for _, wrap := range slices.Backward(cfg.Middleware) {
		if chain = wrap(chain); IsNil(chain) {
			return nil, nil, errors.New("the middleware returned nil")
		}
	}
	return chain, base, nil
}

// roundTrip sends a request as an http.Client does, with its Jar but without
// following redirects, which would send the POST and the key a second time.
func (t *Transport) roundTrip(req *http.Request) (*http.Response, error) {
	if t.config.Client.Jar != nil {
		for _, cookie := range t.config.Client.Jar.Cookies(req.URL) {
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
	if t.config.Client.Jar != nil {
		if cookies := resp.Cookies(); len(cookies) > 0 {
			t.config.Client.Jar.SetCookies(req.URL, cookies)
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

// newTransport returns the default transport. It is made for many goroutines that
// call one host: http.DefaultTransport keeps only 2 idle connections per host.
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
		// Without pings, a dead HTTP/2 connection is used until the kernel gives
		// up sending, which takes a quarter of an hour.
		HTTP2: &http.HTTP2Config{SendPingTimeout: 10 * time.Second, PingTimeout: 5 * time.Second},
	}
}

type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// endWithAttempt makes a dial end with the attempt that needs it: net/http removes
// the cancellation from the context of a dial, which would then outlive the call.
// If the attempt gets its response over another connection, the dial continues,
// and its connection serves the next attempt.
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
