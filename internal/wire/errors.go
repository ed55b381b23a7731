package wire

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/ugcinc/ugcinc-go/internal/show"
)

// ValueError is a value that cannot be understood. The rest of the document
// may be sound.
type ValueError struct {
	// Path names the place: data[12].followers.
	Path string
	// Reason says what stands there and what should.
	Reason string
}

func (e *ValueError) Error() string { return e.Path + ": " + e.Reason }

// SyntaxError is a body that is no JSON, or that ends too early.
type SyntaxError struct {
	// Path names the place where it broke off.
	Path string
	// Offset counts bytes from the body's beginning.
	Offset int64
	// Err is the reason: io.ErrUnexpectedEOF for a body that was cut.
	Err error
}

func (e *SyntaxError) Error() string {
	where := "at byte " + strconv.FormatInt(e.Offset, 10)
	if e.Path != "" {
		where = "in " + e.Path + ", " + where
	}
	return "the body is broken " + where + ": " + e.Err.Error()
}

func (e *SyntaxError) Unwrap() error { return e.Err }

// fail keeps the first error, as a read error of the source where there is
// one, and as a [SyntaxError] otherwise.
func (d *Decoder) fail(err error) {
	if d.err != nil {
		return
	}
	var syntactic *jsontext.SyntacticError
	switch {
	case d.source.err != nil:
		err = d.source.err
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		err = io.ErrUnexpectedEOF
	case errors.As(err, &syntactic) && syntactic.Err != nil:
		err = syntactic.Err
	}
	d.err = &SyntaxError{Path: path(d.broken()), Offset: d.json.InputOffset(), Err: err}
}

// broken is the place behind the last value that was read whole.
func (d *Decoder) broken() jsontext.Pointer {
	pointer := d.json.StackPointer()
	if kind, n := d.json.StackIndex(d.json.StackDepth()); kind == jsontext.KindBeginArray {
		if n > 0 {
			pointer = pointer.Parent()
		}
		pointer = pointer.AppendToken(strconv.FormatInt(n, 10))
	}
	return pointer
}

// refuse fails with a [ValueError] about the value just read.
func (d *Decoder) refuse(found, want string) {
	if d.err == nil {
		d.err = &ValueError{Path: d.path(), Reason: found + " is not " + want}
	}
}

// mismatch reads the next value and refuses it.
func (d *Decoder) mismatch(want string) {
	if raw := d.value(); d.err == nil {
		d.refuse(kindName(raw), want)
	}
}

// path is the place of the value just read.
func (d *Decoder) path() string {
	// Nobody counts on the way: where paths are wanted, the record is read once
	// more, up to here.
	if d.within == nil {
		d.within = jsontext.NewDecoder(bytes.NewReader(d.raw), lenient...)
	}
	for d.within.InputOffset() < int64(d.pos) {
		if _, err := d.within.ReadToken(); err != nil {
			break
		}
	}
	return path(d.json.StackPointer() + d.within.StackPointer())
}

// path writes a place as data[12].followers.
func path(pointer jsontext.Pointer) string {
	var b strings.Builder
	for token := range pointer.Tokens() {
		if token != "" && strings.Trim(token, "0123456789") == "" {
			b.WriteString("[" + token + "]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(show.Line(show.Cut(token, 64)))
	}
	return b.String()
}

// kindName says what a value is. Errors never quote a value: an answer may
// hold what nobody should read in a log.
func kindName(raw []byte) string {
	switch jsontext.Value(raw).Kind() {
	case jsontext.KindString:
		return "a string"
	case jsontext.KindNumber:
		return "a number"
	case jsontext.KindBeginObject:
		return "an object"
	case jsontext.KindBeginArray:
		return "an array"
	case jsontext.KindNull:
		return "null"
	case jsontext.KindTrue, jsontext.KindFalse:
		return "a boolean"
	default:
		return "nothing"
	}
}
