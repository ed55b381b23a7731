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
	cfg := &config{
		apiKey:     "ugc_test_key",
		seed:       1,
		processing: time.Minute,
		fails:      func(ugcinc.Post) bool { return false },
	}
	for _, opt := range opts {
		opt(cfg)
	}
	return cfg
}

// WithAPIKey sets the key that the server accepts. It rejects any other with 401.
func WithAPIKey(key string) Option {
	return func(c *config) { c.apiKey = key }
}

// WithSeed sets the seed of the ids and numbers that the server makes up. The same
// seed and the same calls in the same order give the same ones. The default is 1.
func WithSeed(seed uint64) Option {
	return func(c *config) { c.seed = seed }
}

// WithFleet adds this many accounts before the server starts: on both platforms,
// with tags and groups, past and future tasks, complete, failed and scheduled
// posts, and a week of statistics. All of it depends on [WithSeed].
func WithFleet(accounts int) Option {
	return func(c *config) { c.accounts = accounts }
}

// WithRealTime makes the server's clock follow [time.Now].
func WithRealTime() Option {
	return func(c *config) { c.realTime = true }
}

// InMemory makes the server listen on pipes instead of a socket. Only the
// clients that [Server.Client] and [Server.HTTPClient] return can reach it.
func InMemory() Option {
	return func(c *config) { c.inMemory = true }
}

// InBubble is for a server inside a [testing/synctest] bubble. It combines
// [InMemory] and [WithRealTime]: in a bubble, time stands still while a goroutine
// waits for a socket, and [time.Now] is virtual.
func InBubble() Option {
	return func(c *config) { c.inMemory, c.realTime = true, true }
}

// WithProcessingTime sets how long posts and profile edits stay pending. The
// default is a minute.
func WithProcessingTime(d time.Duration) Option {
	return func(c *config) { c.processing = d }
}

// FailPosts sets a function that reports whether a post fails. Without it, every
// post completes. The server calls it at the end of a post's processing time, for
// one post at a time. It must not call the server.
func FailPosts(fails func(ugcinc.Post) bool) Option {
	return func(c *config) { c.fails = fails }
}

// StrictFields makes the server reject a request with a field that the API
// document does not have, with a 400 that names the field. Without it the server
// ignores such a field, as the API does. Names are case-sensitive: TAG is not
// tag.
func StrictFields() Option {
	return func(c *config) { c.strict = true }
}
