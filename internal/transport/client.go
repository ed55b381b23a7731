package transport

import (
	"errors"
	"net"
	"net/http"
	"reflect"
	"slices"
	"time"
)

// newClient copies the caller's http.Client, or makes one, and puts the
// middleware and the signer into it.
func newClient(cfg Config, conns *connections) (*http.Client, *signer, error) {
	client := new(http.Client)
	if cfg.Client != nil {
		*client = *cfg.Client
	}
	s := &signer{base: client.Transport, key: cfg.Key}
	if s.base == nil {
		s.base = newTransport(conns)
	}
	_, s.own = s.base.(*http.Transport)
	client.Transport = s
	for _, wrap := range slices.Backward(cfg.Middleware) {
		// http.Client would take nil for http.DefaultTransport.
		if client.Transport = wrap(client.Transport); IsNil(client.Transport) {
			return nil, nil, errors.New("the middleware returned nil")
		}
	}
	return client, s, nil
}

// IsNil says whether a value is nil, or an interface that holds a nil pointer or
// function, with which a call would panic.
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
func newTransport(conns *connections) *http.Transport {
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            conns.dial(dialer.DialContext),
		ForceAttemptHTTP2:      true,
		TLSHandshakeTimeout:    10 * time.Second,
		MaxIdleConnsPerHost:    256,
		IdleConnTimeout:        90 * time.Second,
		MaxResponseHeaderBytes: 256 << 10,
		// An HTTP/2 connection on which nothing comes any more would be kept
		// for as long as the kernel tries to send, a quarter of an hour.
		HTTP2: &http.HTTP2Config{SendPingTimeout: 10 * time.Second, PingTimeout: 5 * time.Second},
	}
}
