package ugcinc

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/internal/transport"
)

// CallOption configures one call. Given to [New] it sets the client's default,
// which an option of the call overrides.
type CallOption interface {
	Option
	applyCall(*callConfig) error
}

// callConfig is what call options set.
type callConfig struct {
	maxRetries       int
	attemptTimeout   time.Duration // zero: the operation's own, or the default
	header           []transport.Header
	maxResponseBytes int64
	settle           time.Duration // zero: no reconcile
	responseInto     **http.Response

	perRecord bool // the response limit applies to each record
	keepOpen  bool // the response stays open after its first record
}

var defaultCall = callConfig{
	maxRetries:       3,
	maxResponseBytes: 512 << 20,
}

// defaultAttemptTimeout applies if neither the caller nor the document sets one.
const defaultAttemptTimeout = 30 * time.Second

func (c *callConfig) timeout(op *gen.Operation) time.Duration {
	return cmp.Or(c.attemptTimeout, op.AttemptTimeout, defaultAttemptTimeout)
}

type callOption func(*callConfig) error

func (o callOption) apply(c *config) error         { return o(&c.call) }
func (o callOption) applyCall(c *callConfig) error { return o(c) }

// configure applies a call's options to the client's defaults.
func (c *core) configure(op *gen.Operation, opts []CallOption) (callConfig, error) {
	cfg := c.defaults
	for _, opt := range opts {
		if opt == nil {
			return cfg, &ParamError{Operation: op.ID, Field: "opts", Reason: "must not hold nil"}
		}
		if err := opt.applyCall(&cfg); err != nil {
			if invalid, ok := errors.AsType[*ParamError](err); ok {
				invalid.Operation = op.ID
			}
			return cfg, err
		}
	}
	return cfg, nil
}

// WithMaxRetries limits the retries of a call; the default is 3, and 0 turns them
// off. The package comment lists the failures that are retried.
//
// The delay before a retry is random, between zero and 0.5 s, then 1 s, 2 s and so
// on up to 8 s. A Retry-After header of up to a minute is obeyed exactly. If it is
// longer, or if the context would end before the delay does, the call fails at
// once. A client whose calls mostly fail stops retrying: of 500 tokens each retry
// costs 5, and a success returns what its retries cost, or 1 without retries.
func WithMaxRetries(n int) CallOption {
	return callOption(func(c *callConfig) error {
		if n < 0 {
			return &ParamError{Field: "WithMaxRetries", Reason: "must not be negative"}
		}
		c.maxRetries = n
		return nil
	})
}

// WithAttemptTimeout limits one attempt, from the start of its connection to the
// end of its response. For lists, whose responses may be long, it limits the time
// without any data instead. The default is 30 seconds, for Stats.Refresh 2
// minutes; given to New it applies to Refresh as well. It ends the attempt; to
// limit the call with its retries use a context.
func WithAttemptTimeout(d time.Duration) CallOption {
	return callOption(func(c *callConfig) error {
		if d <= 0 {
			return &ParamError{Field: "WithAttemptTimeout", Reason: "must be above zero"}
		}
		c.attemptTimeout = d
		return nil
	})
}

// WithHeader adds a header to the call's requests. The headers that the client
// sets itself are invalid, and so is Idempotency-Key: the API does not support
// it, and net/http would retry requests that have it on its own.
func WithHeader(key, value string) CallOption {
	return callOption(func(c *callConfig) error {
		name := http.CanonicalHeaderKey(key)
		switch {
		case !validHeaderName(key):
			return &ParamError{Field: "WithHeader", Reason: "the key is not a header name"}
		case !validHeaderValue(value):
			return &ParamError{Field: "WithHeader", Reason: fmt.Sprintf("the value of %s must be text of one line", name)}
		case reservedHeaders[name] != "":
			return &ParamError{Field: "WithHeader", Reason: name + " " + reservedHeaders[name]}
		}
		// A client's defaults are shared by its calls: never append in place.
		c.header = append(c.header[:len(c.header):len(c.header)], transport.Header{Key: name, Value: value})
		return nil
	})
}

var reservedHeaders = map[string]string{
	"Authorization":     "is set by WithAPIKey",
	"User-Agent":        "is set by WithUserAgent",
	"Content-Type":      "is set by the client",
	"Content-Length":    "is set by the client",
	"Transfer-Encoding": "is set by the client",
	"Accept-Encoding":   "is set by the client",
	"Connection":        "is set by the client",
	"Keep-Alive":        "is about the connection, not the call",
	"Upgrade":           "is about the connection, not the call",
	"Te":                "is about the connection, not the call",
	"Trailer":           "is about the connection, not the call",
	"Expect":            "is about the connection, not the call",
	"Host":              "is set by WithBaseURL",
	"Idempotency-Key":   "is not supported by the API, and would make net/http retry on its own",
	"X-Idempotency-Key": "is not supported by the API, and would make net/http retry on its own",
}

// WithMaxResponseBytes limits the size of a response after decompression; the
// default is 512 MiB. A record, or a string in an array, that takes more memory
// than its JSON counts with its size in memory, so that no response takes more
// than a few times the limit. In a stream, and in a list that a waiter polls, the
// limit applies to each record. A larger response fails with
// [ErrResponseTooLarge].
func WithMaxResponseBytes(n int64) CallOption {
	return callOption(func(c *callConfig) error {
		if n <= 0 {
			return &ParamError{Field: "WithMaxResponseBytes", Reason: "must be above zero"}
		}
		c.maxResponseBytes = n
		return nil
	})
}

// WithResponseInto stores the last response of the call in resp: its status and
// headers, without body and request. It is for a single call and invalid in New.
func WithResponseInto(resp **http.Response) CallOption { return responseInto{resp} }

type responseInto struct{ resp **http.Response }

func (responseInto) apply(*config) error {
	return &ParamError{Field: "WithResponseInto", Reason: "is for a single call"}
}

func (o responseInto) applyCall(c *callConfig) error {
	if o.resp == nil {
		return &ParamError{Field: "WithResponseInto", Reason: "must not be nil"}
	}
	c.responseInto = o.resp
	return nil
}
