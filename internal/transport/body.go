package transport

import (
	"errors"
	"io"
	"net/http"
	"time"
)

// These limit how much of a body is read after its response has been decoded.
// Reading it to its end shows that the response is complete and lets the
// connection be reused; beyond the limits a new connection is cheaper.
const (
	drainTime = 25 * time.Millisecond
	drainSize = 64 << 10
)

// responseBody is a response's body under its attempt's timeout.
type responseBody struct {
	body    io.ReadCloser
	a       *attempt
	perRead time.Duration // how long each read may take; zero if all reads share one deadline
	ended   bool          // a read has returned an error or io.EOF
	empty   int           // reads in a row that returned nothing
	failed  error         // the error that the next read returns

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
			return 0, io.EOF // the body did not end in time
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
		// The time between two reads is the caller's.
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
		// These bytes may complete the response, and then the error does not
		// count: the next read returns it.
		b.failed = err
		return n, nil
	}
	b.ended = true
	return 0, err
}

// maxEmpty is the number of empty reads in a row that package bufio allows.
const maxEmpty = 100

// Close ends the attempt.
func (b *responseBody) Close() error {
	b.a.timer.Stop()
	err := b.body.Close()
	b.a.stopTimeout(errEnded)
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

// CloseBody closes the body of a response. Closing a body before its end costs
// the connection over HTTP/1, so it is drained first; over HTTP/2 only if the
// response was understood.
func CloseBody(resp *http.Response, understood bool) {
	defer func() { _ = resp.Body.Close() }() // also if a body from the middleware panics
	if b, ok := resp.Body.(*responseBody); ok && !b.ended && (understood || resp.ProtoMajor != 2) {
		Drain(resp)
		_, _ = io.Copy(io.Discard, b)
	}
}
