package wire

import (
	"errors"
	"io"
)

// ErrTooLarge says that an answer, or a record of a stream, is longer than its
// limit.
var ErrTooLarge = errors.New("the answer is larger than its limit")

// excerptSize bounds what an error shows of a body.
const excerptSize = 4 << 10

// source counts what is read, and keeps the beginning.
type source struct {
	r     io.Reader
	limit int64
	left  int64
	kept  int
	head  [excerptSize]byte
	err   error // of r, io.EOF apart: the reason behind a broken document
}

// reset begins anew; the bytes kept before are left to be written over.
func (s *source) reset(r io.Reader, limit int64) {
	s.r, s.limit, s.left, s.kept, s.err = r, limit, limit, 0, nil
}

func (s *source) Read(p []byte) (int, error) {
	if s.left <= 0 {
		s.err = ErrTooLarge
		return 0, ErrTooLarge
	}
	if int64(len(p)) > s.left {
		p = p[:s.left]
	}
	n, err := s.r.Read(p)
	s.left -= int64(n)
	if s.kept < excerptSize {
		s.kept += copy(s.head[s.kept:], p[:n])
	}
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

// renew starts the count of the next record.
func (s *source) renew() { s.left = s.limit }

func (s *source) excerpt() []byte { return s.head[:s.kept] }
