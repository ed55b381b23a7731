package ugcinc

import (
	"cmp"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/ugcinc/ugcinc-go/internal/transport"
)

// WaitOptions configures how a waiter polls. The zero value works.
//
// The pause between two polls starts at Interval and grows by a tenth of the
// time waited so far, up to MaxInterval. Up to a quarter of it is removed at
// random, but it is never shorter than Interval.
//
// A request that fails is not retried, whatever [WithMaxRetries] says: the next
// poll is the retry. It starts Interval after one failed poll; each further
// failure in a row adds MaxInterval to the pause, up to four times. No poll
// starts before the time that a Retry-After header asks for. With the defaults a
// wait survives an outage of five minutes.
//
// A wait ends with [ErrNotFound] if two polls in a row do not show work that was
// shown before, or if no poll has shown it 30 seconds after the start: reads may
// lag behind writes. It ends at once if the work is a draft.
//
// [WithMaxResponseBytes] limits each record of a list. The records that the wait
// keeps of one list may together take as much memory, and at least 64 MiB. A
// record that cannot be decoded is skipped. If the wait follows it, the poll
// fails with [ErrInvalidResponse], but the other records count.
//
// A list call names at most 1,000 accounts. If a record is longer than the
// limit, or the status is 413, the poll continues with half as many accounts per
// call, for the rest of the wait; the wait ends if the call named only one. If a
// call times out, or the status is 504, the poll fails and the next one names
// half as many; successful polls raise the number again.
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
	// whichever is later; zero means 15 minutes. It cancels a running poll.
	MaxWait time.Duration
	// Tolerate is how many polls in a row may fail without ending the wait;
	// zero means 5, a negative number means none. Only transient errors are
	// tolerated: network errors, invalid responses, 429 and 5xx other than 501.
	Tolerate int
	// OnProgress, if set, is called after each poll that does not end the wait
	// with an error. The wait continues when it returns.
	OnProgress func(Progress)
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
	// Unknown lists statuses that the API document does not know, each once in a
	// wait and written as in Counts. The wait takes such work as not ended.
	Unknown []string
	// Err is the error of the last poll, if that failed and was tolerated.
	Err error
}

// wait polls until its work has ended.
type wait[T work] struct {
	core      *core
	operation string // of the polls
	opts      WaitOptions
	open      func(*T) bool // reports whether the wait is still for this record

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
	opts.Interval = cmp.Or(opts.Interval, 2*time.Second)
	opts.MaxInterval = cmp.Or(opts.MaxInterval, max(30*time.Second, opts.Interval))
	opts.MaxWait = cmp.Or(opts.MaxWait, 15*time.Minute)
	opts.Tolerate = cmp.Or(opts.Tolerate, 5)
	invalid := &ParamError{Operation: operation}
	switch {
	case ctx == nil:
		invalid.Field, invalid.Reason = "ctx", "must not be nil"
	case opts.Interval < 0:
		invalid.Field, invalid.Reason = "WaitOptions.Interval", "must not be negative"
	case opts.MaxInterval < opts.Interval:
		invalid.Field, invalid.Reason = "WaitOptions.MaxInterval", "must not be below Interval"
	case opts.MaxWait < 0:
		invalid.Field, invalid.Reason = "WaitOptions.MaxWait", "must not be negative"
	default:
		return &wait[T]{
			core: core, operation: operation, opts: opts, open: unended[T],
			byID: map[string]*item[T]{}, labels: map[string]bool{},
			accountsPerCall: maxAccounts, maxAccountsPerCall: maxAccounts,
		}, nil
	}
	return nil, invalid
}

// finish runs the wait to its end. If work failed or was deleted, it returns the
// error that newError makes.
func (w *wait[T]) finish(ctx context.Context, poll func(context.Context, *wait[T]) error, newError func(failed, deleted []string, last Progress) error) error {
	if err := w.run(ctx, poll, func(*item[T]) bool { return true }); err != nil {
		return err
	}
	failed, deleted := w.withStatus(PostStatusFailed), w.withStatus(PostStatusDeleted)
	if len(failed)+len(deleted) == 0 {
		return nil
	}
	return newError(failed, deleted, w.progress())
}

// run calls poll until no work is left, and passes what has a new status to
// yield until that returns false. If the wait ends early, the error is a
// [*WaitError]. A poll reads the work that is left and passes it to show, also
// before an error.
func (w *wait[T]) run(ctx context.Context, poll func(context.Context, *wait[T]) error, yield func(*item[T]) bool) error {
	w.start = time.Now()
	if w.start.Before(w.opts.NotBefore) {
		w.start = w.opts.NotBefore
	}
	bounded, cancel := context.WithDeadline(ctx, w.start.Add(w.opts.MaxWait))
	defer cancel()
	if err := w.findDraft(); err != nil {
		return w.end(err)
	}
	for pause := time.Until(w.start); w.unfinished(); {
		if transport.Sleep(bounded, pause) != nil {
			return w.interrupted(ctx)
		}
		w.polls++
		w.pollStart, w.retryAfter = time.Now(), 0
		err := poll(bounded, w)
		changed := w.changed()
		if len(changed) > 0 {
			w.lastChange = w.pollStart
		}
		if err = w.endAfter(ctx, bounded, err); err == nil {
			pause = w.nextPause(time.Since(w.start))
			w.report(bounded, pause)
		}
		for _, it := range changed {
			if !yield(it) {
				return nil
			}
		}
		if err != nil {
			return err
		}
	}
	if ctx.Err() != nil { // a caller that cancels gets an error, even if the work has just ended
		return w.interrupted(ctx)
	}
	return nil
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
		return w.end(err)
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
	const longest = math.MaxInt64 / 8 // so that no sum overflows
	interval, maxInterval := min(w.opts.Interval, longest), min(w.opts.MaxInterval, longest)
	pause := min(maxInterval, interval+age/10)
	pause = max(interval, pause-rand.N(pause/4+1)) //nolint:gosec // jitter needs no secure randomness
	if w.failures == 1 {
		pause = interval
	}
	pause += time.Duration(min(max(w.failures-1, 0), 4)) * maxInterval
	return max(pause, w.retryAfter)
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

func (w *wait[T]) end(causes ...error) *WaitError {
	return &WaitError{Operation: w.operation, Left: w.ids(w.left()), Last: w.progress(), causes: causes}
}
