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

// Option sets up a client; see [New].
type Option interface {
	apply(*config) error
}

// config is what options of a client set.
type config struct {
	key        transport.Key
	baseURL    *url.URL // without a slash at the end of its path
	userAgent  string
	client     *http.Client
	middleware []func(http.RoundTripper) http.RoundTripper
	logger     *slog.Logger
	limiter    Limiter
	observe    func(Drift)
	sleep      func(context.Context, time.Duration) error // set by tests alone
	call       callConfig
}

type clientOption func(*config) error

func (o clientOption) apply(c *config) error { return o(c) }

// WithAPIKey sets the key. Where it is not given, New takes it from the
// environment variable UGC_API_KEY. A key with spaces or control characters is
// refused; no error, log or print of this package shows it.
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

// WithBaseURL sets where the API is; the default is the environment variable
// UGC_BASE_URL, or else [DefaultBaseURL]. It must be https, unless its host is
// loopback, and must have no user info, query or fragment. A path is kept: calls
// go below it.
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

// checkBaseURL never quotes the URL in its reason: it may hold a password.
func checkBaseURL(rawURL string) (base *url.URL, reason string) {
	u, err := url.Parse(strings.TrimRight(rawURL, "/"))
	switch {
	case err != nil:
		return nil, "is no URL"
	case u.User != nil:
		return nil, "must not hold a user or a password"
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Contains(rawURL, "#"):
		return nil, "must have neither query nor fragment"
	case u.Hostname() == "" || u.Opaque != "":
		return nil, "has no host: it should look like https://api.example.com"
	case !validPort(u), path.Clean("/"+u.Path) != "/"+strings.Trim(u.Path, "/"):
		return nil, "has a port or a path that makes no sense"
	case u.Scheme == "https", u.Scheme == "http" && loopback(u.Hostname()):
		return u, ""
	case u.Scheme == "http":
		return nil, "must be https: over http the key could be read on its way"
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

// WithHTTPClient sends through a copy of this client: its Transport, Jar and
// Timeout are kept, and redirects are refused all the same. Where its Transport
// is nil the package's own is used, which keeps connections for many concurrent
// callers.
func WithHTTPClient(client *http.Client) Option {
	return clientOption(func(c *config) error {
		switch {
		case client == nil:
			return &ParamError{Field: "WithHTTPClient", Reason: "must not be nil"}
		case client.Transport != nil && transport.IsNil(client.Transport):
			return &ParamError{Field: "WithHTTPClient", Reason: "has a Transport that holds nil"}
		case client.Jar != nil && transport.IsNil(client.Jar):
			return &ParamError{Field: "WithHTTPClient", Reason: "has a Jar that holds nil"}
		}
		c.client = client
		return nil
	})
}

// WithMiddleware wraps the transport; the first one given is outermost. It
// sees each attempt once, with a fresh body, and never the key, which is added
// behind it. It must keep the request's context, and must not send a request
// twice: the client cannot know of it. An httptrace.ClientTrace in the context is
// no middleware: net/http shows it every header, the key among them.
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
// once more if it breaks after that. No body, header, URL or error text is logged.
func WithLogger(logger *slog.Logger) Option {
	return clientOption(func(c *config) error {
		if logger == nil || transport.IsNil(logger.Handler()) {
			return &ParamError{Field: "WithLogger", Reason: "must not be nil, nor have a handler that is"}
		}
		c.logger = logger
		return nil
	})
}

// Limiter holds calls back to a rate of your choice; the API documents none.
// *rate.Limiter of golang.org/x/time is one.
type Limiter interface {
	// Wait returns when the call may go, or with an error when ctx ends.
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

// WithUserAgent puts your program's name before the package's own in the
// User-Agent header.
func WithUserAgent(product string) Option {
	return clientOption(func(c *config) error {
		if product == "" || !validHeaderValue(product) {
			return &ParamError{Field: "WithUserAgent", Reason: "must be printable text of one line"}
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
