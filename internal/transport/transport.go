// Package transport sends API calls. In the order of a call:
//
//   - transport.go: [Transport.Do], the retry loop;
//   - policy.go, budget.go, retryafter.go: whether and when a call is retried;
//   - attempt.go: one attempt, its request and its timeout;
//   - chain.go: the middleware, and the default http.Transport;
//   - signer.go, key.go: the API key, which only the signer adds;
//   - body.go: the response's body, under the attempt's timeout;
//   - outcome.go, result.go: how far the attempt got, and its result;
//   - log.go: the log line of the attempt.
//
// The package does not know what the calls mean.
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
	// read of its body instead of the whole body.
	Long bool
	// Header is added to the headers of each attempt.
	Header []Header
	// Read reads a response. The body is closed when it returns, unless the
	// result keeps it open.
	Read func(*http.Response) Result
}

// Header is one header field.
type Header struct{ Key, Value string }

// Limiter limits the rate of attempts; *rate.Limiter is one.
type Limiter interface {
	Wait(ctx context.Context) error
}

// Config configures a Transport.
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
	config Config
	chain  http.RoundTripper
	base   http.RoundTripper // at the end of the chain
	budget *budget
}

// New makes a transport. It returns an error if middleware returns nil.
func New(cfg Config) (*Transport, error) {
	client := http.Client{}
	if cfg.Client != nil {
		client = *cfg.Client
	}
	cfg.Client = &client // a copy: the caller may change theirs
	if cfg.Sleep == nil {
		cfg.Sleep = Sleep
	}
	chain, base, err := newChain(&cfg)
	if err != nil {
		return nil, err
	}
	return &Transport{config: cfg, chain: chain, base: base, budget: newBudget()}, nil
}

// Do makes attempts until one succeeds or the call must not be retried.
func (t *Transport) Do(req *http.Request, call *Call) (r Result) {
	logged := false
	defer func() {
		if !logged && r.KeepOpen { // the logger panicked
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
			t.log(ctx, call, &r, noRetry)
			logged = true
			return r
		}
		unknown = unknown || r.Outcome == Unknown
		delay, retry := t.decide(ctx, call, &r)
		t.log(ctx, call, &r, delay)
		if retry {
			if t.config.Sleep(ctx, delay) == nil {
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

// decide returns whether a failed call is retried and after which delay, which
// is noRetry if it is not.
func (t *Transport) decide(ctx context.Context, call *Call, r *Result) (time.Duration, bool) {
	if r.Final || ctx.Err() != nil || !shouldRetry(call.Safe, r.Outcome, r.Code, r.Attempts, call.MaxRetries) {
		return noRetry, false
	}
	deadline, _ := ctx.Deadline()
	delay, ok := retryDelay(r.RetryAfter, r.Attempts, time.Now(), deadline)
	if !ok {
		return noRetry, false
	}
	if !t.budget.take() {
		r.BudgetSpent = true
		return noRetry, false
	}
	return delay, true
}

// noRetry is the delay after the last attempt of a call.
const noRetry = -1

// Broken completes the result of a response that was kept open and then broke,
// and logs it; first is what Do returned.
func (t *Transport) Broken(ctx context.Context, call *Call, first, end Result) Result {
	end = withResponse(end, first.Response)
	end.Attempts, end.started = first.Attempts, first.started
	t.log(ctx, call, &end, noRetry)
	return end
}

// CloseIdleConnections closes the connections that no call uses.
func (t *Transport) CloseIdleConnections() {
	if base, ok := t.base.(interface{ CloseIdleConnections() }); ok {
		base.CloseIdleConnections()
	}
}

// Sleep waits for d or until the context ends, whose error it returns.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
	return ctx.Err()
}
