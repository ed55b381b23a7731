package ugcinc

import (
	"context"
	"errors"
	"iter"
	"math"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/ugcinc/ugcinc-go/internal/transport"
)

// WaitOptions configures how a waiter polls. The zero value works.
//
// The first poll starts at once, or at NotBefore. The pause before the next
// poll starts at Interval and grows by a tenth of the time waited so far, up to
// MaxInterval. Up to a quarter of it is removed at random, but it is never
// shorter than Interval.
//
// A request of a poll is never retried, whatever [WithMaxRetries] says: the
// next poll is the retry. After one failed poll the next starts Interval later.
// After more failures in a row, each pause is MaxInterval longer than the one
// before, up to four times MaxInterval more than the usual pause. A poll never
// starts before the time that a Retry-After header asked for. With the defaults
// a wait survives an outage of five minutes, at the cost of five polls.
//
// [WithMaxResponseBytes] applies to each record of a list that is polled, not
// to the whole list, of which a wait keeps the records that it is for; for those
// a call has as much memory, and at least 64 MiB. A record that cannot be decoded is skipped, unless it is
// one that the wait follows: then the poll fails with [ErrInvalidResponse].
// Such an error is tolerated like any other invalid response, and the rest of
// the list still counts.
//
// A list call names at most 1,000 accounts. If its response has a record longer
// than the limit, or its status is 413, the same poll continues with half as
// many accounts per call, for the rest of the wait; if a call for a single
// account fails so, the wait ends with that error. If a list call times out, or
// its status is 504, the poll fails and the next one asks for half as many
// accounts per call; successful polls raise the number again.
type WaitOptions struct {
	// Interval is the shortest time between two polls; zero means 2 seconds.
	Interval time.Duration
	// MaxInterval is the longest time between two successful polls; zero means
	// 30 seconds, or Interval if that is longer.
	MaxInterval time.Duration
	// NotBefore is the earliest time of the first poll. Set it to the time that
	// a post is scheduled for: the API does not report it.
	NotBefore time.Time
	// MaxWait limits the wait, counted from the call or from NotBefore,
	// whichever is later; zero means 15 minutes. A poll that is still running
	// at that time is cancelled.
	MaxWait time.Duration
	// Tolerate is how many polls in a row may fail without ending the wait;
	// zero means 5, a negative number means none. Only transient errors are
	// tolerated: network errors, invalid responses, 429 and 5xx other than 501.
	// Any other error ends the wait at once.
	Tolerate int
	// OnProgress, if set, is called after each poll that does not end the wait
	// with an error. The wait continues when it returns.
	OnProgress func(Progress)
}

const (
	defaultInterval    = 2 * time.Second
	defaultMaxInterval = 30 * time.Second
	defaultMaxWait     = 15 * time.Minute
	defaultTolerate    = 5
)

// withDefaults replaces zero values by the defaults and returns a [*ParamError]
// for invalid ones.
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
	invalid := &ParamError{Operation: operation}
	switch {
	case ctx == nil:
		invalid.Field, invalid.Reason = "ctx", "must not be nil"
	case o.Interval < 0:
		invalid.Field, invalid.Reason = "WaitOptions.Interval", "must not be negative"
	case o.MaxInterval < o.Interval:
		invalid.Field, invalid.Reason = "WaitOptions.MaxInterval", "must not be below Interval"
	case o.MaxWait < 0:
		invalid.Field, invalid.Reason = "WaitOptions.MaxWait", "must not be negative"
	default:
		return o, nil
	}
	return o, invalid
}

// Progress is what a waiter knows after a poll.
type Progress struct {
	// Counts is the number of posts or tasks per last known status, with keys
	// as in string(PostStatusPending). Work without a known status is not
	// counted. There are at most 64 keys of at most 64 bytes: longer statuses
	// are cut, control characters are escaped, the API key is redacted, and
	// statuses beyond the limit are counted as "other".
	Counts map[string]int
	// Left is the number of posts or tasks that have not ended.
	Left int
	// Polls counts the polls so far, including failed ones.
	Polls int
	// LastChange is the time of the last poll that showed a new status; zero if
	// there was none.
	LastChange time.Time
	// Next is the time until the next poll; zero if there is none.
	Next time.Duration
	// Unknown lists statuses that the API document does not know, each reported
	// once in a wait and written as in Counts. Such work has not ended, so the
	// wait continues.
	Unknown []string
	// Err is the error of the last poll, if that failed and was tolerated.
	Err error
}

// wait is the polling loop that all waiters share.
type wait[T any] struct {
	work[T]

	core      *core
	operation string // of the polls
	opts      WaitOptions
	// poll reads the work that is left. What it returns with an error counts.
	poll func(ctx context.Context) ([]T, error)
	// ask reads work that poll did not show in another way; nil if there is none.
	ask func(ctx context.Context, missing []*item[T]) ([]T, error)
	// seek means that there may be work that no poll has shown yet.
	seek bool

	accountsPerCall, maxAccountsPerCall int

	start, pollStart time.Time
	failures         int           // in a row
	failure          error         // of the last poll
	retryAfter       time.Duration // asked for by a request that failed without failing its poll
}

func newWait[T any](ctx context.Context, core *core, operation string, opts WaitOptions) (*wait[T], error) {
	opts, err := opts.withDefaults(ctx, operation)
	if err != nil {
		return nil, err
	}
	w := &wait[T]{core: core, operation: operation, opts: opts, accountsPerCall: maxAccounts, maxAccountsPerCall: maxAccounts}
	w.work = work[T]{redact: core.redact.Text, byID: map[string]*item[T]{}, unknown: map[string]bool{}}
	return w, nil
}

// changes polls until no work is left, and yields each change of a status. If
// the wait ends early, the last thing it yields is a [*WaitError].
func (w *wait[T]) changes(ctx context.Context) iter.Seq2[change[T], error] {
	return func(yield func(change[T], error) bool) {
		w.start = time.Now()
		if w.start.Before(w.opts.NotBefore) {
			w.start = w.opts.NotBefore
		}
		bounded, cancel := context.WithDeadline(ctx, w.start.Add(w.opts.MaxWait))
		defer cancel()
		for pause := time.Until(w.start); w.unfinished(); {
			if transport.Sleep(bounded, pause) != nil {
				yield(change[T]{}, w.interrupted(ctx))
				return
			}
			changed, err := w.pollOnce(bounded)
			err = w.endAfter(ctx, bounded, err)
			if err == nil {
				pause = w.nextPause(time.Since(w.start))
				w.report(bounded, pause)
			}
			for _, c := range changed {
				if !yield(c, nil) {
					return
				}
			}
			if err != nil {
				yield(change[T]{}, err)
				return
			}
		}
		// A caller that cancels must get an error, even if the work ended at the
		// same moment.
		if ctx.Err() != nil {
			yield(change[T]{}, w.interrupted(ctx))
		}
	}
}

// finish runs the wait to its end. If work failed, the error is made by failed.
func (w *wait[T]) finish(ctx context.Context, failed func(ids []string, last Progress) error) error {
	for _, err := range w.changes(ctx) {
		if err != nil {
			return err
		}
	}
	if ids := w.failed(); len(ids) > 0 {
		return failed(ids, w.progress())
	}
	return nil
}

func (w *wait[T]) unfinished() bool { return w.seek || w.left() > 0 }

// pollOnce polls and updates the work.
func (w *wait[T]) pollOnce(ctx context.Context) ([]change[T], error) {
	w.polls++
	w.pollStart, w.retryAfter = time.Now(), 0
	found, err := w.poll(ctx)
	changed := w.update(found)
	if err != nil {
		return changed, err
	}
	missing := w.missing()
	if w.ask == nil {
		return changed, w.findLost(missing)
	}
	found, err = w.ask(ctx, missing)
	return append(changed, w.update(found)...), err
}

// notShownGrace is how long after its start a wait accepts that the API does not
// show work at all: reads may lag behind writes.
const notShownGrace = 30 * time.Second

// maxAbsences is how many polls in a row may miss work that was shown before.
const maxAbsences = 1

// findLost returns [ErrNotFound] for work that has been missing for too long.
func (w *wait[T]) findLost(missing []*item[T]) error {
	for _, it := range missing {
		if it.absences++; w.lost(it) {
			return w.ofItem(it, ErrNotFound)
		}
	}
	return nil
}

// lost reports whether missing work is to be given up.
func (w *wait[T]) lost(it *item[T]) bool {
	if !it.seen {
		return w.pollStart.Sub(w.start) >= notShownGrace
	}
	return it.absences > maxAbsences
}

// endAfter returns the error that ends the wait after a poll, if any.
func (w *wait[T]) endAfter(ctx, bounded context.Context, err error) error {
	switch {
	case err == nil, !w.unfinished():
		w.failures, w.failure = 0, nil
		return nil
	case bounded.Err() != nil:
		return w.interrupted(ctx)
	}
	w.failure = err
	if !isTransient(err) {
		return w.end(nil, err)
	}
	if w.failures++; w.failures > w.opts.Tolerate {
		return w.end(ErrPollsFailed, err)
	}
	return nil
}

// isTransient reports whether another poll may succeed after this error.
func isTransient(err error) bool {
	e, ok := errors.AsType[*Error](err)
	switch {
	case !ok, errors.Is(err, ErrRedirect), errors.Is(err, ErrResponseTooLarge):
		return false
	case e.Outcome == OutcomeRejected:
		return errors.Is(err, ErrRateLimited)
	}
	return e.StatusCode != http.StatusNotImplemented
}

// nextPause is the time until the next poll; see [WaitOptions].
func (w *wait[T]) nextPause(age time.Duration) time.Duration {
	const maxSteps = 4
	pause := min(w.opts.MaxInterval, addSaturated(w.opts.Interval, age/10))
	pause = max(w.opts.Interval, pause-rand.N(pause/4+1)) //nolint:gosec // jitter needs no secure randomness
	if w.failures == 1 {
		pause = w.opts.Interval
	}
	for range min(w.failures-1, maxSteps) {
		pause = addSaturated(pause, w.opts.MaxInterval)
	}
	return max(pause, w.retryAfter, retryAfter(w.failure))
}

// addSaturated adds two durations that are not negative.
func addSaturated(a, b time.Duration) time.Duration {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

func retryAfter(err error) time.Duration {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.RetryAfter
	}
	return 0
}

func (w *wait[T]) report(bounded context.Context, next time.Duration) {
	if w.opts.OnProgress == nil {
		return
	}
	p := w.progress()
	if deadline, _ := bounded.Deadline(); w.unfinished() && time.Until(deadline) > next {
		p.Next = next
	}
	p.Unknown, w.unreported = w.unreported, nil
	w.opts.OnProgress(p)
}

func (w *wait[T]) progress() Progress {
	return Progress{
		Counts:     w.counts(),
		Left:       w.left(),
		Polls:      w.polls,
		LastChange: w.lastChange,
		Err:        w.failure,
	}
}

// interrupted is the error of a wait that ran out of time: the caller's or its
// own. It does not wrap the error of the cancelled poll, which is the context's
// error in both cases.
func (w *wait[T]) interrupted(ctx context.Context) *WaitError {
	err := ctx.Err()
	if err == nil {
		return w.end(ErrMaxWait)
	}
	if cause := context.Cause(ctx); !errors.Is(err, cause) {
		return w.end(ErrWaitInterrupted, err, cause)
	}
	return w.end(ErrWaitInterrupted, err)
}

func (w *wait[T]) end(sentinel error, causes ...error) *WaitError {
	return &WaitError{Operation: w.operation, Left: w.leftIDs(), Last: w.progress(), end: sentinel, causes: causes}
}
