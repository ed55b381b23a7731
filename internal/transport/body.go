package transport

import (
	"errors"
	"io"
	"net/http"
	"time"
)

// A body is read to its end within these limits once its response has been
// understood: the end tells whether the response is intact, and without it the
// connection cannot serve the next call. To read more costs more than a new
// connection.
const (
	drainTime = 25 * time.Millisecond
	drainSize = 64 << 10
)

// responseBody is a response's body under its attempt's clock.
type responseBody struct {
	body    io.ReadCloser
	a       *attempt
	perRead time.Duration // how long each read may take; zero if all reads share one deadline
	ended   bool          // there is no more to read; mostly known with the last bytes
	empty   int           // reads in a row that returned nothing
	failed  error         // what the next read returns

	draining bool
	left     int64 // how much may still be read while draining
}

func (b *responseBody) Read(p []byte) (int, error) {
	if b.draining {
		if b.left == 0 {
			return 0, io.EOF
		}
		p = p[:min(int64(len(p)), b.left)]
	}
	n, err := b.read(p)
	if b.draining {
		b.left -= int64(n)
		if b.a.Err() != nil || errors.Is(err, io.ErrNoProgress) {
			return 0, io.EOF // the end did not come in time
		}
	}
	return n, err
}

func (b *responseBody) read(p []byte) (int, error) {
	if b.failed != nil {
		return 0, b.failed
	}
	if b.perRead > 0 {
		b.a.timer.Reset(b.perRead)
	}
	n, err := b.body.Read(p)
	if b.perRead > 0 {
		// What the caller does between two reads is not the server's time.
		b.a.timer.Stop()
	}
	if n > 0 || err != nil {
		b.empty = 0
	} else if b.empty++; b.empty >= maxEmpty {
		err = io.ErrNoProgress
	}
	if err == nil || errors.Is(err, io.EOF) {
		b.ended = err != nil
		return n, err
	}
	err = b.a.timeoutOr(err)
	if n > 0 {
		// These bytes may complete the response. Only then it is known whether
		// the error counts.
		b.failed = err
		return n, nil
	}
	b.ended = true
	return 0, err
}

// maxEmpty is how often package bufio asks a reader that returns nothing.
const maxEmpty = 100

// Close ends the attempt.
func (b *responseBody) Close() error {
	b.a.timer.Stop()
	err := b.body.Close()
	b.a.stopClock(errEnded)
	return err
}

// Drain limits what is still read of a response's body. From now on a read
// returns [io.EOF] at the end of the body and at the limits, and any other error
// only if the body is broken.
func Drain(resp *http.Response) {
	b, ok := resp.Body.(*responseBody)
	if !ok || b.ended || b.draining {
		return
	}
	b.draining, b.left, b.perRead = true, drainSize, 0
	b.a.timer.Reset(drainTime)
}

// CloseBody closes the body of a response. It drains a body that has not been
// read to its end, since that would cost the connection; over HTTP/2 it would
// not, so there only a response that was understood is drained.
func CloseBody(resp *http.Response, understood bool) {
	defer func() { _ = resp.Body.Close() }() // also if a body of the middleware's panics
	if b, ok := resp.Body.(*responseBody); ok && !b.ended && (understood || resp.ProtoMajor != 2) {
		Drain(resp)
		_, _ = io.Copy(io.Discard, b)
	}
}
