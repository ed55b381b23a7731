package ugcinctest

import (
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// Option configures a [Server].
type Option func(*config)

type config struct {
	apiKey     string
	seed       uint64
	accounts   int
	realTime   bool
	inMemory   bool
	strict     bool
	processing time.Duration
	fails      func(ugcinc.Post) bool
}

func newConfig(opts []Option) *config {
	cfg := &config{ //nolint:gosec // the key is made up, and opens only this fake
		apiKey:     "ugc_test_key",
		seed:       1,
		processing: time.Minute,
	}
	for _, opt := range opts {
		opt(cfg)
	}
	return cfg
}

// WithAPIKey sets the key that the server accepts; any other gets a 401.
func WithAPIKey(key string) Option {
	return func(c *config) { c.apiKey = key }
}

// WithSeed chooses the ids and numbers that the server makes up. The same seed
// and the same calls in the same order give the same ones; the default is 1.
func WithSeed(seed uint64) Option {
	return func(c *config) { c.seed = seed }
}

// WithFleet fills the server with this many accounts before it starts: on
// both platforms, with tags and groups, past and coming tasks, posts in every
// status, and a week of statistics. What is in it follows from [WithSeed].
func WithFleet(accounts int) Option {
	return func(c *config) { c.accounts = accounts }
}

// WithRealTime lets the server's clock follow [time.Now].
func WithRealTime() Option {
	return func(c *config) { c.realTime = true }
}

// InMemory makes the server listen on pipes instead of a socket. Only the
// clients that [Server.Client] and [Server.HTTPClient] return can reach it.
func InMemory() Option {
	return func(c *config) { c.inMemory = true }
}

// InBubble is for a server that is made inside a [testing/synctest] bubble. It
// is [InMemory] together with [WithRealTime]: in a bubble time stands still
// while a goroutine waits for a socket, and [time.Now] is virtual.
func InBubble() Option {
	return func(c *config) { c.inMemory, c.realTime = true, true }
}

// WithProcessingTime sets how long posts and profile edits stay pending. The
// default is a minute.
func WithProcessingTime(d time.Duration) Option {
	return func(c *config) { c.processing = d }
}

// FailPosts says which posts end as failed; without it all of them complete.
// It is called when the processing time of a post is over, for one post at a
// time, and must not call the server.
func FailPosts(fails func(ugcinc.Post) bool) Option {
	return func(c *config) { c.fails = fails }
}

// StrictFields makes the server reject a request with a field that the API
// document does not know, with a 400 that names the field. Without it the server
// ignores such a field, as the API does. Names are case-sensitive: TAG is not
// tag.
func StrictFields() Option {
	return func(c *config) { c.strict = true }
}
