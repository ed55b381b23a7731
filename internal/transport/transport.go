// Package transport carries one API call to the server: [Transport.Do] is the
// retry loop, and each attempt waits for the limiter, sends the request, has the
// response read and finds out how far it got. The package does not know what
// the calls mean.
package transport

import (
	"context"
	"log/slog"
	"net/http"
	"time"
)

// Call describes one call.
type Call struct {
	// Operation is the operation's id, for logs.
	Operation string
	// Safe means that the call may be retried after an unknown outcome.
	Safe bool
	// MaxRetries limits the retries.
	MaxRetries int
	// AttemptTimeout limits one attempt, including its response.
	AttemptTimeout time.Duration
	// Long means that the response may be long: the timeout then limits each
	// read of its body instead of all of them together.
	Long bool
	// Header is added to the headers of each attempt.
	Header []Header
	// Read reads a response. The body is closed when it returns, unless the
	// result keeps it open.
	Read func(*http.Response) Result
}

// Header is one header field.
type Header struct{ Key, Value string }

// Limiter holds attempts back; *rate.Limiter is one.
type Limiter interface {
	Wait(ctx context.Context) error
}

// Config is what a Transport is made of.
type Config struct {
	Client     *http.Client // its Transport, Jar and Timeout are used; nil means none of them
	Middleware []func(http.RoundTripper) http.RoundTripper
	Key        Key
	UserAgent  string
	Limiter    Limiter      // may be nil
	Logger     *slog.Logger // may be nil
	// Sleep waits between attempts; nil means [Sleep].
	Sleep func(context.Context, time.Duration) error
}

// Transport sends calls. It is safe for use by many goroutines.
type Transport struct {
	chain     http.RoundTripper
	base      http.RoundTripper // at the end of the chain
	jar       http.CookieJar    // may be nil
	timeout   time.Duration     // of an attempt with its whole response; zero means none
	userAgent string
	limiter   Limiter
	logger    *slog.Logger
	budget    *budget
	sleep     func(context.Context, time.Duration) error
}

// New makes a transport. It returns an error if middleware returns nil.
func New(cfg Config) (*Transport, error) {
	if cfg.Client == nil {
		cfg.Client = new(http.Client)
	}
	chain, base, err := newChain(&cfg)
	if err != nil {
		return nil, err
	}
	t := &Transport{
		chain:     chain,
		base:      base,
		jar:       cfg.Client.Jar,
		timeout:   cfg.Client.Timeout,
		userAgent: cfg.UserAgent,
		limiter:   cfg.Limiter,
		logger:    cfg.Logger,
		budget:    newBudget(),
		sleep:     cfg.Sleep,
	}
	if t.sleep == nil {
		t.sleep = Sleep
	}
	return t, nil
}

// Do makes attempts until one succeeds or the call must not be retried.
func (t *Transport) Do(req *http.Request, call *Call) (r Result) {
	logged := false
	defer func() {
		if !logged && r.KeepOpen { // the logger panics
			CloseBody(r.Response, false)
		}
	}()
	ctx := req.Context()
	unknown := false
	for n := 1; ; n++ {
		started := time.Now()
		r = t.attempt(ctx, req, call, n)
		r.Attempts, r.started = n, started
		if r.Err == nil {
			t.budget.success(n - 1)
			t.log(ctx, call, &r, -1)
			logged = true
			return r
		}
		unknown = unknown || r.Outcome == Unknown
		delay, retry := t.decide(ctx, call, &r)
		t.log(ctx, call, &r, delay)
		if retry {
			if t.sleep(ctx, delay) == nil {
				continue
			}
			r.Interrupted = ctx.Err()
		}
		if unknown {
			r.Outcome = Unknown // an earlier attempt may have been applied
		}
		return r
	}
}

// decide says whether a failed call is retried, and after which delay, which is
// negative if not.
func (t *Transport) decide(ctx context.Context, call *Call, r *Result) (time.Duration, bool) {
	const no = -1
	if r.Final || ctx.Err() != nil || !shouldRetry(call.Safe, r.Outcome, r.Code, r.Attempts, call.MaxRetries) {
		return no, false
	}
	deadline, _ := ctx.Deadline()
	delay, ok := retryDelay(r.RetryAfter, r.Attempts, time.Now(), deadline)
	if !ok {
		return no, false
	}
	if !t.budget.take() {
		r.BudgetSpent = true
		return no, false
	}
	return delay, true
}

// Broken completes the result of a response that was kept open and then broke,
// and logs it; first is what Do returned.
func (t *Transport) Broken(ctx context.Context, call *Call, first, end Result) Result {
	end = withResponse(end, first.Response)
	end.Attempts, end.started = first.Attempts, first.started
	t.log(ctx, call, &end, -1)
	return end
}

// CloseIdleConnections closes the connections that no call uses.
func (t *Transport) CloseIdleConnections() {
	if base, ok := t.base.(interface{ CloseIdleConnections() }); ok {
		base.CloseIdleConnections()
	}
}

// Sleep waits, and ends with the context.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}
