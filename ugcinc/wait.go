package ugcinc

import (
	"context"
	"errors"
	"iter"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/ugcinc/ugcinc-go/internal/transport"
)

// wait is one wait. All waiters stand on its loop; they differ in what they
// follow and in how they read it.
type wait[T any] struct {
	work[T]

	operation string // of the polls
	opts      WaitOptions
	// poll reads the work that is left. It is one list call, unless that would
	// be too long.
	poll func(ctx context.Context) ([]T, error)
	// absent judges that a poll did not show some of the work.
	absent func(ctx context.Context, missing []*item[T]) error
	// seek says that there may be work that has not been found yet.
	seek bool

	polls    int
	failures int   // in a row
	failure  error // the last of them
}

// changes polls until no work is left, and yields each change of a status. The
// error that ends it is a [*WaitError].
func (w *wait[T]) changes(ctx context.Context) iter.Seq2[change[T], error] {
	return func(yield func(change[T], error) bool) {
		start := time.Now()
		if start.Before(w.opts.NotBefore) {
			start = w.opts.NotBefore
		}
		bounded, cancel := context.WithDeadline(ctx, start.Add(w.opts.MaxWait))
		defer cancel()
		for pause := time.Until(start); w.seek || len(w.left()) > 0; {
			if transport.Sleep(bounded, pause) != nil {
				yield(change[T]{}, w.cut(ctx))
				return
			}
			changed, err := w.look(bounded)
			err = w.judge(ctx, bounded, err)
			if err == nil {
				pause = w.pause(time.Since(start))
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
		// Whoever ends a context must be able to rely on an error, even where
		// the work ended at the same moment.
		if ctx.Err() != nil {
			yield(change[T]{}, w.cut(ctx))
		}
	}
}

// finish runs the wait to its end. Where work failed its error is failed's.
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

// look polls once, and notes what it sees.
func (w *wait[T]) look(ctx context.Context) ([]change[T], error) {
	w.polls++
	found, err := w.poll(ctx)
	if err != nil {
		return nil, err
	}
	changed, missing := w.note(found)
	return changed, w.absent(ctx, missing)
}

// judge says whether the wait goes on after a poll; its error is the end.
func (w *wait[T]) judge(ctx, bounded context.Context, err error) error {
	switch {
	case err == nil:
		w.failures, w.failure = 0, nil
		return nil
	case bounded.Err() != nil:
		return w.cut(ctx)
	}
	w.failure = err
	if !mayPass(err) {
		return w.end(nil, err)
	}
	if w.failures++; w.failures > w.opts.Tolerate {
		return w.end(ErrPollsFailed, err)
	}
	return nil
}

// mayPass says whether a poll that failed so is worth another one.
func mayPass(err error) bool {
	e, ok := errors.AsType[*Error](err)
	switch {
	case !ok, errors.Is(err, ErrRedirect), errors.Is(err, ErrResponseTooLarge):
		return false
	case e.Outcome == OutcomeRejected:
		return errors.Is(err, ErrRateLimited)
	}
	return e.StatusCode != http.StatusNotImplemented
}

// pause is how long to wait for the next poll; see [WaitOptions].
func (w *wait[T]) pause(age time.Duration) time.Duration {
	const longestOutage = 4 // in MaxIntervals
	usual := min(w.opts.MaxInterval, w.opts.Interval+age/10)
	usual = max(w.opts.Interval, usual-rand.N(usual/4+1)) //nolint:gosec // jitter is no secret
	switch w.failures {
	case 0:
		return usual
	case 1:
		usual = w.opts.Interval
	default:
		usual += time.Duration(min(w.failures-1, longestOutage)) * w.opts.MaxInterval
	}
	if e, ok := errors.AsType[*Error](w.failure); ok {
		usual = max(usual, e.RetryAfter)
	}
	return usual
}

func (w *wait[T]) report(bounded context.Context, next time.Duration) {
	if w.opts.OnProgress == nil {
		return
	}
	p := w.progress()
	if deadline, _ := bounded.Deadline(); (w.seek || p.Left > 0) && time.Until(deadline) > next {
		p.Next = next
	}
	p.Unknown, w.unknown = w.unknown, nil
	w.opts.OnProgress(p)
}

func (w *wait[T]) progress() Progress {
	return Progress{
		Counts:     w.counts(),
		Left:       len(w.left()),
		Polls:      w.polls,
		LastChange: w.lastChange,
		Err:        w.failure,
	}
}

// cut is the end of a wait that has run out of time: the caller's, or its own.
// What the last poll failed with is not its cause: a poll that was cut fails
// with the context's error, which would make the two ends look alike.
func (w *wait[T]) cut(ctx context.Context) *WaitError {
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
	return &WaitError{Operation: w.operation, Left: w.left(), Last: w.progress(), end: sentinel, causes: causes}
}
