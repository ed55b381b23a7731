package wire

import (
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

// source limits what is read and keeps its beginning.
type source struct {
	r     io.Reader
	limit int64
	left  int64
	ahead []byte // read and not yet passed on
	ended error  // what follows ahead
	err   error  // of r, io.EOF apart: the reason behind a broken document
	kept  int
	head  [excerptSize]byte // where the first reads go to
	buf   []byte            // where the others do; a short answer has none
}

// reset prepares the source for another reader.
func (s *source) reset(r io.Reader, limit int64) {
	s.r, s.limit, s.left, s.kept = r, limit, limit, 0
	s.ahead, s.ended, s.err = nil, nil, nil
}

func (s *source) Read(p []byte) (int, error) {
	if s.left <= 0 {
		s.err = ErrTooLarge
		return 0, ErrTooLarge
	}
	s.look()
	if len(s.ahead) == 0 {
		s.err = s.failure()
		return 0, s.ended
	}
	n := copy(p[:min(int64(len(p)), s.left)], s.ahead)
	s.ahead = s.ahead[n:]
	s.left -= int64(n)
	return n, nil
}

// look reads ahead if nothing is left of the last read.
func (s *source) look() {
	if len(s.ahead) == 0 && s.ended == nil {
		s.ahead, s.ended = s.fill()
	}
}

// next returns the bytes that come next, whatever the limit; more is false if
// none do.
func (s *source) next() (text []byte, more bool) {
	s.look()
	text, s.ahead = s.ahead, nil
	return text, len(text) > 0 || s.ended == nil
}

// failure returns the error that r ended with, unless that is [io.EOF].
func (s *source) failure() error {
	if s.ended == io.EOF { //nolint:errorlint // a Reader ends with io.EOF itself; around it, it is a failure
		return nil
	}
	return s.ended
}

func (s *source) fill() ([]byte, error) {
	if s.kept < len(s.head) {
		n, err := s.r.Read(s.head[s.kept:])
		s.kept += n
		return s.head[s.kept-n : s.kept], err
	}
	if s.buf == nil {
		s.buf = make([]byte, readSize)
	}
	n, err := s.r.Read(s.buf)
	return s.buf[:n], err
}

// renew restarts the limit for the next record.
func (s *source) renew() { s.left = s.limit }

func (s *source) excerpt() []byte { return s.head[:s.kept] }
