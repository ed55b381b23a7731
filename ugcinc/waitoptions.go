package ugcinc

import (
	"context"
	"time"
)

// WaitOptions says how a waiter polls. Its zero value works.
//
// The first poll comes at once, or at NotBefore. The time to the next one
// begins with Interval and grows by a tenth of the wait's age up to
// MaxInterval; up to a quarter of it is taken off by chance, but never so much
// that Interval is undercut.
//
// A poll is sent once, whatever [WithMaxRetries] says: the next poll is its
// retry. After one that failed the next comes Interval later; after more in a
// row each comes MaxInterval later than the one before, up to four times
// MaxInterval in addition to the usual time. Never does it come before the
// Retry-After of the answer. So the defaults outlast an outage of five
// minutes, which costs them five polls.
type WaitOptions struct {
	// Interval is the shortest time between two polls; zero means 2 seconds.
	Interval time.Duration
	// MaxInterval is the longest time between two polls that succeed; zero
	// means 30 seconds, or Interval where that is longer.
	MaxInterval time.Duration
	// NotBefore is when the first poll may come. Set it to the time that a
	// post is scheduled for: the API does not tell it, so only you know.
	NotBefore time.Time
	// MaxWait is when to give up, counted from NotBefore on, or from the call
	// where that is later; zero means 15 minutes. A poll that is under way by
	// then is cut.
	MaxWait time.Duration
	// Tolerate is how many polls in a row may fail without ending the wait;
	// zero means 5, and a negative number means none. Only what may pass is
	// tolerated: an error of the network, an answer that cannot be understood, 429
	// and 5xx. Any other error ends the wait at once.
	Tolerate int
	// OnProgress, if set, is called after each poll that does not end the wait
	// with an error. The wait goes on when it returns.
	OnProgress func(Progress)
}

const (
	defaultInterval    = 2 * time.Second
	defaultMaxInterval = 30 * time.Second
	defaultMaxWait     = 15 * time.Minute
	defaultTolerate    = 5
)

// withDefaults fills in what is zero and refuses what makes no sense.
func (o WaitOptions) withDefaults(ctx context.Context, operation string) (WaitOptions, error) {
	if o.Interval == 0 {
		o.Interval = defaultInterval
	}
	if o.MaxInterval == 0 {
		o.MaxInterval = max(defaultMaxInterval, o.Interval)
	}
	if o.MaxWait == 0 {
		o.MaxWait = defaultMaxWait
	}
	if o.Tolerate == 0 {
		o.Tolerate = defaultTolerate
	}
	refused := &ParamError{Operation: operation}
	switch {
	case ctx == nil:
		refused.Field, refused.Reason = "ctx", "must not be nil"
	case o.Interval < 0:
		refused.Field, refused.Reason = "WaitOptions.Interval", "must not be negative"
	case o.MaxInterval < o.Interval:
		refused.Field, refused.Reason = "WaitOptions.MaxInterval", "must not be below Interval"
	case o.MaxWait < 0:
		refused.Field, refused.Reason = "WaitOptions.MaxWait", "must not be negative"
	default:
		return o, nil
	}
	return o, refused
}

// Progress is what a waiter knows after a poll.
type Progress struct {
	// Counts is how many posts or tasks have each status, as last seen; with
	// keys as in string(PostStatusPending). What has no status yet is missing.
	Counts map[string]int
	// Left is how many have not ended.
	Left int
	// Polls counts the polls so far, those that failed as well.
	Polls int
	// LastChange is when a poll last showed a new status; zero for never.
	LastChange time.Time
	// Next is the time to the next poll; zero where none follows.
	Next time.Duration
	// Unknown are statuses that the API document does not know, each reported
	// once in a wait. They are waited on: such work has not ended.
	Unknown []string
	// Err is the error of the last poll where it failed and was tolerated.
	Err error
}
