package transport

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"
)

// A body is read to its end within these limits once its response has been read:
// the end tells whether the response is intact, and without it the connection
// cannot serve the next call. To read more costs more than a new connection.
const (
	drainTime = 25 * time.Millisecond
	drainSize = 64 << 10
)

// attempt is all that lives as long as an attempt, in one allocation.
type attempt struct {
	probe
	late TimeoutError
	sent watchedBody
	body timedBody
}

// deadline ends an attempt that takes too long. It ends the attempt alone: the
// call's context is the caller's. What comes behind it gets the attempt as its
// context.
func deadline(next handler, conns *connections) handler {
	return func(ctx context.Context, req *http.Request, call *Call) Result {
		conns.begin()
		ctx, cancel := context.WithCancelCause(ctx)
		a := &attempt{probe: probe{Context: ctx, safe: call.Safe}, late: TimeoutError{After: call.AttemptTimeout}}
		timer := time.AfterFunc(call.AttemptTimeout, func() { cancel(&a.late) })
		received := false
		defer func() { // also if middleware panics, which may have an answer by then
			if !received {
				timer.Stop()
				cancel(nil)
				conns.end()
			}
		}()
		result := next(a, req, call) //nolint:contextcheck // an attempt holds the context that it comes from
		if result.Err != nil {
			if errors.Is(context.Cause(ctx), &a.late) {
				result.Err = &a.late
			}
			return result
		}
		received = true
		a.body = timedBody{body: result.Response.Body, ctx: ctx, cancel: cancel, timer: timer, conns: conns}
		if call.Long && result.Response.StatusCode/100 == 2 {
			a.body.extend = call.AttemptTimeout
		}
		result.Response.Body = &a.body
		return result
	}
}

// errServed ends the context of an attempt that got its answer.
var errServed = errors.New("the attempt is over")

// timedBody is a response body whose attempt has a deadline.
type timedBody struct {
	body   io.ReadCloser
	ctx    context.Context
	cancel context.CancelCauseFunc
	timer  *time.Timer
	conns  *connections
	extend time.Duration // how long each read may take; zero where all of them share one deadline
	ended  bool          // the end of the body has been read, as it mostly has with the last bytes
	empty  int           // how many reads in a row have brought nothing
	failed error         // what the next read returns

	draining bool
	left     int64 // how much may still be read while draining
}

func (b *timedBody) Read(p []byte) (int, error) {
	if b.draining {
		if b.left == 0 {
			return 0, io.EOF
		}
		p = p[:min(int64(len(p)), b.left)]
	}
	n, err := b.read(p)
	if b.draining {
		b.left -= int64(n)
		if b.ctx.Err() != nil || errors.Is(err, io.ErrNoProgress) {
			return 0, io.EOF // the end did not come in time
		}
	}
	return n, err
}

func (b *timedBody) read(p []byte) (int, error) {
	if b.failed != nil {
		return 0, b.failed
	}
	if b.extend > 0 {
		b.timer.Reset(b.extend)
	}
	n, err := b.body.Read(p)
	if b.extend > 0 {
		// What the caller does between two reads is not the server's time.
		b.timer.Stop()
	}
	if n > 0 || err != nil {
		b.empty = 0
	} else if b.empty++; b.empty >= maxEmpty {
		err = io.ErrNoProgress
	}
	if errors.Is(err, io.EOF) {
		b.ended = true
	} else if err != nil {
		if late := (*TimeoutError)(nil); errors.As(context.Cause(b.ctx), &late) {
			err = late
		}
		if n > 0 {
			// These bytes may complete the response. Whether the error counts
			// is known only then.
			b.failed, err = err, nil
		}
	}
	return n, err
}

// maxEmpty is as often as package bufio asks a reader that gives nothing.
const maxEmpty = 100

// Drain limits what is still read of a response's body. From now on a read
// returns [io.EOF] at the end of the body and at the limits, and any other error
// only if the body is broken.
func Drain(resp *http.Response) {
	b, timed := resp.Body.(*timedBody)
	if !timed || b.ended || b.draining {
		return
	}
	b.draining, b.left, b.extend = true, drainSize, 0
	b.timer.Reset(drainTime)
}

func (b *timedBody) Close() error {
	b.timer.Stop()
	err := b.body.Close()
	b.cancel(errServed)
	b.conns.end()
	return err
}
