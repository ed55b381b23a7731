package wire

import (
	"bufio"
	"errors"
	"io"
)

// ErrTooLarge means that a response, or a record of a stream, is larger than its
// limit.
var ErrTooLarge = errors.New("the response is larger than its limit")

// excerptSize limits how much of a body an error keeps.
const excerptSize = 4 << 10

// readSize is the size of a read from the network. jsontext reads at most 4 KiB at
// a time, which for a long response is many system calls.
const readSize = 32 << 10

// source is a response body. It limits what is read and keeps its beginning.
type source struct {
	body  *bufio.Reader
	limit int64
	left  int64 // how much may still be read
	read  int64
	err   error  // why a read failed; nil at the end of the body
	head  []byte // the first bytes that were read
}

func newSource() source {
	return source{body: bufio.NewReaderSize(nil, readSize), head: make([]byte, 0, excerptSize)}
}

// reset prepares the source for another body.
func (s *source) reset(r io.Reader, limit int64) {
	s.body.Reset(r)
	*s = source{body: s.body, limit: limit, left: limit, head: s.head[:0]}
}

// renew restarts the limit for the next record.
func (s *source) renew() { s.left = s.limit }

func (s *source) Read(p []byte) (int, error) {
	if s.left <= 0 {
		s.err = ErrTooLarge
		return 0, ErrTooLarge
	}
	n, err := s.body.Read(p[:min(int64(len(p)), s.left)])
	s.left -= int64(n)
	s.read += int64(n)
	s.head = append(s.head, p[:min(n, excerptSize-len(s.head))]...)
	if err != io.EOF { //nolint:errorlint // a reader ends with io.EOF itself; an error that wraps it is a failure
		s.err = err
	}
	return n, err
}

// excerpt returns the beginning of the body, also of what was not passed on yet.
func (s *source) excerpt() []byte {
	more, _ := s.body.Peek(min(s.body.Buffered(), excerptSize-len(s.head)))
	return append(s.head, more...)
}
