package ugcinc

import (
	"cmp"
	"net/url"
	"os"

	"github.com/ugcinc/ugcinc-go/internal/ledger"
	"github.com/ugcinc/ugcinc-go/internal/redact"
	"github.com/ugcinc/ugcinc-go/internal/transport"
)

// DefaultBaseURL is the base URL of the API. New uses it unless [WithBaseURL] or
// the environment variable UGC_BASE_URL sets another one.
const DefaultBaseURL = "https://api.ugc.inc"

// Client calls the UGC Inc API. It is safe for concurrent use, and one per key is
// enough: its calls share connections and a retry budget. Create it with [New]; it
// cannot be changed afterwards.
type Client struct {
	// Accounts lists accounts and edits them.
	Accounts *AccountsService
	// Tasks lists the tasks of accounts, such as warm-ups, and waits for them.
	Tasks *TasksService
	// Posts publishes slideshows and videos and follows them.
	Posts *PostsService
	// Stats reads counts per account and per post.
	Stats *StatsService

	core *core
}

// core is what the services share.
type core struct {
	transport *transport.Transport
	server    *url.URL
	redact    redact.Redactor
	defaults  callConfig
	ledger    *ledger.Ledger
	drift     *driftLog // nil without an observer
}

type service struct{ core *core }

// AccountsService is the group of calls behind [Client.Accounts].
type AccountsService service

// TasksService is the group of calls behind [Client.Tasks].
type TasksService service

// PostsService is the group of calls behind [Client.Posts].
type PostsService service

// StatsService is the group of calls behind [Client.Stats].
type StatsService service

// New creates a client. The key comes from [WithAPIKey], or else from the
// environment variable UGC_API_KEY; without either New returns an error. The base
// URL comes from [WithBaseURL], or else from the environment variable
// UGC_BASE_URL, under the same rules, or else it is [DefaultBaseURL]; an empty
// variable counts as unset. Every error is a [*ParamError]. New sends nothing.
func New(opts ...Option) (*Client, error) {
	cfg := config{
		userAgent: defaultUserAgent(),
		call:      defaultCall,
	}
	for _, opt := range opts {
		if opt == nil {
			return nil, &ParamError{Field: "opts", Reason: "must not hold nil"}
		}
		if err := opt.apply(&cfg); err != nil {
			return nil, err
		}
	}
	if cfg.key.IsZero() {
		key, err := transport.NewKey(os.Getenv("UGC_API_KEY"))
		if err != nil {
			return nil, &ParamError{Field: "UGC_API_KEY", Reason: err.Error() + "; set it, or use WithAPIKey"}
		}
		cfg.key = key
	}
	if cfg.baseURL == nil {
		base, reason := checkBaseURL(cmp.Or(os.Getenv("UGC_BASE_URL"), DefaultBaseURL))
		if reason != "" {
			return nil, &ParamError{Field: "UGC_BASE_URL", Reason: reason + "; correct it, or use WithBaseURL"}
		}
		cfg.baseURL = base
	}
	sender, err := transport.New(transport.Config{
		Client:     cfg.client,
		Middleware: cfg.middleware,
		Key:        cfg.key,
		UserAgent:  cfg.userAgent,
		Limiter:    cfg.limiter,
		Logger:     cfg.logger,
		Sleep:      cfg.sleep,
	})
	if err != nil {
		return nil, &ParamError{Field: "WithMiddleware", Reason: err.Error()}
	}
	c := &core{
		server:    cfg.baseURL,
		redact:    redact.New(cfg.key.Reveal()),
		defaults:  cfg.call,
		transport: sender,
	}
	c.ledger = ledger.Share(c, cfg.baseURL, cfg.key.Reveal())
	c.drift = newDriftLog(cfg.observe, c.redact.Text)
	s := &service{core: c}
	return &Client{
		Accounts: (*AccountsService)(s),
		Tasks:    (*TasksService)(s),
		Posts:    (*PostsService)(s),
		Stats:    (*StatsService)(s),
		core:     c,
	}, nil
}

// CloseIdleConnections closes the connections that no call is using. A client
// needs no other cleanup; idle connections are closed after 90 seconds.
func (c *Client) CloseIdleConnections() {
	c.core.transport.CloseIdleConnections()
}
