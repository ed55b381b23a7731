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
	err   error             // why a read failed; nil at the end of the body
	kept  int               // how much of head is set
	head  [excerptSize]byte // the first bytes that were read
}

// reset prepares the source for another body.
func (s *source) reset(r io.Reader, limit int64) {
	s.body.Reset(r)
	s.limit, s.left, s.read, s.kept, s.err = limit, limit, 0, 0, nil
}

func (s *source) Read(p []byte) (int, error) {
	if s.left <= 0 {
		s.err = ErrTooLarge
		return 0, ErrTooLarge
	}
	n, err := s.body.Read(p[:min(int64(len(p)), s.left)])
	s.left -= int64(n)
	s.read += int64(n)
	s.kept += copy(s.head[s.kept:], p[:n])
	if err != io.EOF { // an error that wraps io.EOF is a failure
		s.err = err
	}
	return n, err
}

// excerpt returns the beginning of the body, also of what was not passed on yet.
func (s *source) excerpt() []byte {
	more, _ := s.body.Peek(min(s.body.Buffered(), excerptSize-s.kept))
	return append(s.head[:s.kept], more...)
}
