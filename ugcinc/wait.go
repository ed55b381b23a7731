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
// The first poll starts at once, or at NotBefore. The pause after it is
// Interval; later pauses grow by a tenth of the time waited so far, up to
// MaxInterval. Up to a quarter of a pause is removed at random, but never so
// that it is shorter than Interval.
//
// The requests of a poll are not retried, whatever [WithMaxRetries] says: the
// next poll is the retry. After one failed poll the pause is Interval. Each
// further failure in a row adds MaxInterval to the pause, up to four times. No
// poll starts before the time that a Retry-After header asks for. With the
// defaults a wait survives an outage of five minutes, with five polls.
//
// [WithMaxResponseBytes] limits each record of a list, not the whole list. The
// records that the wait keeps of one response may together take as much memory,
// and at least 64 MiB. A record that cannot be decoded is skipped. If the wait
// follows it, the poll fails with [ErrInvalidResponse] after the rest of the
// list has been read and counted.
//
// A list call names at most 1,000 accounts. If a record of its response is
// longer than the limit, or its status is 413, the poll continues with half as
// many accounts per call, and so does the rest of the wait; if the call named
// one account, the wait ends with that error. If a call times out, or its status
// is 504, the poll fails and the next one names half as many accounts per call;
// successful polls raise the number again.
type WaitOptions struct {
	// Interval is the shortest time between two polls; zero means 2 seconds.
	Interval time.Duration
	// MaxInterval is the longest time between two successful polls; zero means
	// 30 seconds, or Interval if that is longer.
	MaxInterval time.Duration
	// NotBefore is the earliest time of the first poll, such as the time that a
	// post is scheduled for.
	NotBefore time.Time
	// MaxWait limits the wait, counted from the call or from NotBefore,
	// whichever is later; zero means 15 minutes. It cancels a poll that is still
	// running.
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

// wait polls until its work has ended.
type wait[T work] struct {
	core      *core
	operation string // of the polls
	opts      WaitOptions
	// open reports whether the wait is still for this record.
	open func(*T) bool

	items     []*item[T] // as given, then as found
	byID      map[string]*item[T]
	labels    map[string]bool // of unknown statuses, true once OnProgress has got one
	searching bool            // there may be work that no poll has shown yet

	start, pollStart time.Time
	polls            int
	lastChange       time.Time
	failures         int           // in a row
	failure          error         // of the last poll
	retryAfter       time.Duration // asked for during the last poll

	accountsPerCall, maxAccountsPerCall int
}

func newWait[T work](ctx context.Context, core *core, operation string, opts WaitOptions) (*wait[T], error) {
	opts, err := opts.withDefaults(ctx, operation)
	return &wait[T]{
		core: core, operation: operation, opts: opts, open: unended[T],
		byID: map[string]*item[T]{}, labels: map[string]bool{},
		accountsPerCall: maxAccounts, maxAccountsPerCall: maxAccounts,
	}, err
}

// pollFunc reads the work that is left and passes it to show, also before an
// error.
type pollFunc[T work] func(context.Context, *wait[T]) error

// finish runs the wait to its end. If work failed or was deleted, it returns the
// error that newError makes.
func (w *wait[T]) finish(ctx context.Context, poll pollFunc[T], newError func(failed, deleted []string, last Progress) error) error {
	for _, err := range w.changes(ctx, poll) {
		if err != nil {
			return err
		}
	}
	failed, deleted := w.withStatus(statusFailed), w.withStatus(statusDeleted)
	if len(failed)+len(deleted) == 0 {
		return nil
	}
	return newError(failed, deleted, w.progress())
}

// changes polls until no work is left, and yields each change of a status. If
// the wait ends early, the last thing it yields is a [*WaitError].
func (w *wait[T]) changes(ctx context.Context, poll pollFunc[T]) iter.Seq2[change[T], error] {
	return func(yield func(change[T], error) bool) {
		w.start = time.Now()
		if w.start.Before(w.opts.NotBefore) {
			w.start = w.opts.NotBefore
		}
		bounded, cancel := context.WithDeadline(ctx, w.start.Add(w.opts.MaxWait))
		defer cancel()
		if err := w.findDraft(); err != nil {
			yield(change[T]{}, w.end(nil, err))
			return
		}
		for pause := time.Until(w.start); w.unfinished(); {
			if transport.Sleep(bounded, pause) != nil {
				yield(change[T]{}, w.interrupted(ctx))
				return
			}
			w.polls++
			w.pollStart, w.retryAfter = time.Now(), 0
			err := poll(bounded, w)
			changed := w.changed()
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

func (w *wait[T]) unfinished() bool { return w.searching || len(w.left()) > 0 }

// endAfter returns the error that ends the wait after a poll, if any.
func (w *wait[T]) endAfter(ctx, bounded context.Context, err error) error {
	if err == nil {
		err = w.findDraft()
	}
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
	w.retryAfter = retryAfter(err)
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

func retryAfter(err error) time.Duration {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.RetryAfter
	}
	return 0
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
	return max(pause, w.retryAfter)
}

// addSaturated adds two durations that are not negative.
func addSaturated(a, b time.Duration) time.Duration {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

func (w *wait[T]) report(bounded context.Context, next time.Duration) {
	if w.opts.OnProgress == nil {
		return
	}
	p := w.progress()
	if deadline, _ := bounded.Deadline(); w.unfinished() && time.Until(deadline) > next {
		p.Next = next
	}
	for _, it := range w.items {
		if reported, unknown := w.labels[it.label]; unknown && !reported && it.seen() {
			w.labels[it.label] = true
			p.Unknown = append(p.Unknown, it.label)
		}
	}
	w.opts.OnProgress(p)
}

func (w *wait[T]) progress() Progress {
	counts := map[string]int{}
	for _, it := range w.items {
		if it.status != "" || it.seen() {
			counts[it.label]++
		}
	}
	return Progress{Counts: counts, Left: len(w.left()), Polls: w.polls, LastChange: w.lastChange, Err: w.failure}
}

// interrupted returns the error of a wait whose context or MaxWait has ended. It
// does not wrap the error of the cancelled poll, which is the same in both cases.
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
	return &WaitError{Operation: w.operation, Left: w.ids(w.left()), Last: w.progress(), end: sentinel, causes: causes}
}
