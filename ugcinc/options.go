package ugcinc

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/ugcinc/ugcinc-go/internal/transport"
)

// Option configures a client; see [New].
type Option interface {
	apply(*config) error
}

// config is what client options set.
type config struct {
	key        transport.Key
	baseURL    *url.URL // without a slash at the end of its path
	userAgent  string
	client     *http.Client
	middleware []func(http.RoundTripper) http.RoundTripper
	logger     *slog.Logger
	limiter    Limiter
	observe    func(Drift)
	sleep      func(context.Context, time.Duration) error // set only by tests
	call       callConfig
}

type clientOption func(*config) error

func (o clientOption) apply(c *config) error { return o(c) }

// WithAPIKey sets the key. Without it, New reads the environment variable
// UGC_API_KEY. A key with spaces or control characters is invalid. No error, log
// or printed value of this package contains the key.
func WithAPIKey(key string) Option {
	return clientOption(func(c *config) error {
		k, err := transport.NewKey(key)
		if err != nil {
			return &ParamError{Field: "WithAPIKey", Reason: err.Error()}
		}
		c.key = k
		return nil
	})
}

// WithBaseURL sets the base URL of the API; the default is the environment
// variable UGC_BASE_URL, or else [DefaultBaseURL]. It must be https, unless its
// host is loopback, and must have no user info, query or fragment. If it has a
// path, the paths of the operations are appended to it.
func WithBaseURL(rawURL string) Option {
	return clientOption(func(c *config) error {
		base, reason := checkBaseURL(rawURL)
		if reason != "" {
			return &ParamError{Field: "WithBaseURL", Reason: reason}
		}
		c.baseURL = base
		return nil
	})
}

// checkBaseURL never quotes the URL in its reason: it may contain a password.
func checkBaseURL(rawURL string) (base *url.URL, reason string) {
	u, err := url.Parse(strings.TrimRight(rawURL, "/"))
	switch {
	case err != nil:
		return nil, "is not a URL"
	case u.User != nil:
		return nil, "must not contain a user or a password"
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Contains(rawURL, "#"):
		return nil, "must not have a query or a fragment"
	case u.Hostname() == "" || u.Opaque != "":
		return nil, "has no host: it should look like https://api.example.com"
	case !validPort(u), path.Clean("/"+u.Path) != "/"+strings.Trim(u.Path, "/"):
		return nil, "has an invalid port or path"
	case u.Scheme == "https", u.Scheme == "http" && loopback(u.Hostname()):
		return u, ""
	case u.Scheme == "http":
		return nil, "must be https: http would send the key unencrypted"
	}
	return nil, "must begin with https://"
}

func validPort(u *url.URL) bool {
	port, err := strconv.Atoi(u.Port())
	return u.Port() == "" && !strings.HasSuffix(u.Host, ":") || err == nil && port >= 0 && port < 1<<16
}

func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// WithHTTPClient sends requests with a copy of this client: its Transport, Jar
// and Timeout are kept, but redirects are never followed. If its Transport is
// nil, the package's own is used, which keeps connections for many concurrent
// callers.
func WithHTTPClient(client *http.Client) Option {
	return clientOption(func(c *config) error {
		switch {
		case client == nil:
			return &ParamError{Field: "WithHTTPClient", Reason: "must not be nil"}
		case client.Transport != nil && transport.IsNil(client.Transport):
			return &ParamError{Field: "WithHTTPClient", Reason: "has a nil Transport in the interface"}
		case client.Jar != nil && transport.IsNil(client.Jar):
			return &ParamError{Field: "WithHTTPClient", Reason: "has a nil Jar in the interface"}
		}
		c.client = client
		return nil
	})
}

// WithMiddleware wraps the transport; the first one given is outermost. It sees
// each attempt once, with a fresh body and without the key, which is added after
// it. It must keep the request's context, and must not send a request twice,
// because the client would not know. An httptrace.ClientTrace in the context is
// not middleware: net/http shows it every header, including the key.
func WithMiddleware(middleware func(http.RoundTripper) http.RoundTripper) Option {
	return clientOption(func(c *config) error {
		if middleware == nil {
			return &ParamError{Field: "WithMiddleware", Reason: "must not be nil"}
		}
		c.middleware = append(c.middleware, middleware)
		return nil
	})
}

// WithLogger logs each attempt: operation, attempt, status, duration, outcome
// and the wait before the next attempt; attempts that failed as warnings, the
// others at debug level. A stream is logged when its first record is there, and
// again if it breaks after that. No body, header, URL or error text is logged.
func WithLogger(logger *slog.Logger) Option {
	return clientOption(func(c *config) error {
		if logger == nil || transport.IsNil(logger.Handler()) {
			return &ParamError{Field: "WithLogger", Reason: "must not be nil or have a nil handler"}
		}
		c.logger = logger
		return nil
	})
}

// Limiter limits the rate of attempts; the API documents no limit. *rate.Limiter
// of golang.org/x/time is a Limiter.
type Limiter interface {
	// Wait returns nil when the attempt may start, or an error if ctx ends first.
	Wait(ctx context.Context) error
}

// WithLimiter makes each attempt wait for the limiter.
func WithLimiter(limiter Limiter) Option {
	return clientOption(func(c *config) error {
		if transport.IsNil(limiter) {
			return &ParamError{Field: "WithLimiter", Reason: "must not be nil"}
		}
		c.limiter = limiter
		return nil
	})
}

// WithUserAgent adds a product name before the package's own in the User-Agent
// header.
func WithUserAgent(product string) Option {
	return clientOption(func(c *config) error {
		if product == "" || !validHeaderValue(product) {
			return &ParamError{Field: "WithUserAgent", Reason: "must be one line of printable text"}
		}
		c.userAgent = product + " " + defaultUserAgent()
		return nil
	})
}

func validHeaderName(name string) bool {
	for _, c := range []byte(name) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`()<>@,;:\"/[]?={}`, c) >= 0 {
			return false
		}
	}
	return name != ""
}

func validHeaderValue(value string) bool {
	for _, c := range []byte(value) {
		if c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}
