// Package transport carries one API call to the server: it waits for the
// limiter, sends, finds out how far the attempt got, and sends again where the
// policy allows it. It knows nothing of what the calls mean.
package transport

import (
	"context"
	"log/slog"
	"net/http"
	"time"
)

// Call is what the handlers know of one call.
type Call struct {
	// Operation is the operation's id, for logs.
	Operation string
	// Safe says that the call may be sent again after an unknown outcome.
	Safe bool
	// MaxRetries is how often it may be sent again.
	MaxRetries int
	// AttemptTimeout bounds one attempt, its answer included.
	AttemptTimeout time.Duration
	// Long says that the answer may be long: an attempt whose data keeps
	// moving is then not cut off.
	Long bool
	// Header is added to the headers of each attempt.
	Header []Header
	// Attempts counts how often the call has been sent; Do sets it.
	Attempts int
	start    time.Time // of the last attempt
	Acceptor
}

// Acceptor reads answers.
type Acceptor interface {
	// Accept reads an answer. Unless it keeps the response, the body is
	// closed when it returns.
	Accept(*http.Response) Verdict
}

// Header is one header field.
type Header struct{ Key, Value string }

// Verdict is what Accept makes of an answer.
type Verdict struct {
	Outcome Outcome
	// Code is the status that decides, from the envelope or from HTTP.
	Code int
	Err  error
	// Final says that another attempt would end as this one did.
	Final bool
	// Keep leaves the body open: the caller goes on reading, and closes it.
	Keep bool
}

// Limiter holds calls back; *rate.Limiter is one.
type Limiter interface {
	Wait(ctx context.Context) error
}

// Config is what a Transport is made of.
type Config struct {
	Client     *http.Client // is copied; nil means the project's own
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
	base   http.RoundTripper
	handle handler
	logger *slog.Logger
}

// handler carries a call one step further. The context is the call's, and behind
// deadline the attempt's own, which is an [*attempt].
type handler func(context.Context, *http.Request, *Call) Result

// New assembles the chain. Its order matters:
//
//   - retry is outermost, so that each attempt passes all that follows afresh;
//   - the limiter comes before the attempt's clock starts: waiting for it is
//     not charged to the attempt;
//   - accept reads the answer inside of retry: a body that is cut is a failed
//     attempt like any other;
//   - deadline covers the sending and the reading;
//   - the middleware stands inside of the http.Client and outside of the
//     signer, so it sees each attempt and never the key. Where there is nothing
//     to stand there, the signer sends directly, which is faster.
func New(cfg Config) (*Transport, error) {
	conns := new(connections)
	client, signer, err := newClient(cfg, conns)
	if err != nil {
		return nil, err
	}
	var h handler
	if signer.alone(&cfg) {
		h = direct(signer, cfg.UserAgent)
	} else {
		h = fresh(send(client), cfg.UserAgent)
	}
	h = deadline(h, conns)
	h = accept(h)
	h = limit(h, cfg.Limiter)
	if cfg.Sleep == nil {
		cfg.Sleep = Sleep
	}
	h = retry(h, newBudget(), cfg.Logger, cfg.Sleep)
	return &Transport{base: signer.base, handle: h, logger: cfg.Logger}, nil
}

// Do sends the request until it succeeds or the policy says stop. The error is
// a [*CallError].
func (t *Transport) Do(req *http.Request, call *Call) (*http.Response, error) {
	result := t.handle(req.Context(), req, call)
	if result.Err != nil {
		return nil, result.Err
	}
	return result.Response, nil
}

// Broke takes note of an answer that was kept open and did not come whole.
func (t *Transport) Broke(ctx context.Context, call *Call, verdict Verdict, resp *http.Response) *CallError {
	failure := &CallError{Result: judged(verdict, resp), Attempts: call.Attempts}
	logAttempt(ctx, t.logger, call, &failure.Result, -1)
	return failure
}

// CloseIdleConnections closes the connections that no call is using.
func (t *Transport) CloseIdleConnections() {
	// The http.Client cannot be asked: middleware stands before its transport.
	if base, ok := t.base.(interface{ CloseIdleConnections() }); ok {
		base.CloseIdleConnections()
	}
}
