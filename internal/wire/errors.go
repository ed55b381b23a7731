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

// ValueError reports a value of the wrong type or form. The rest of the document
// may be valid.
type ValueError struct {
	// Path is the place, such as data[12].followers.
	Path string
	// Reason is what was found and what was expected.
	Reason string
}

func (e *ValueError) Error() string { return e.Path + ": " + e.Reason }

// SyntaxError reports a body that is not valid JSON, or that ends too early.
type SyntaxError struct {
	// Path is the place of the error.
	Path string
	// Offset is the byte offset in the body.
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

// fail keeps the first error of the JSON decoder as a [SyntaxError], with the
// read error of the source if there is one. It does nothing for nil.
func (d *Decoder) fail(err error) {
	if err == nil || d.err != nil {
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
	d.err = &SyntaxError{Path: path(d.unread(), true), Offset: d.json.InputOffset(), Err: err}
}

// unread returns the place after the last value that was read whole.
func (d *Decoder) unread() jsontext.Pointer {
	pointer := d.json.StackPointer()
	if kind, n := d.json.StackIndex(d.json.StackDepth()); kind == jsontext.KindBeginArray {
		if n > 0 {
			pointer = pointer.Parent()
		}
		pointer = pointer.AppendToken(strconv.FormatInt(n, 10))
	}
	return pointer
}

// mismatch fails with a [ValueError] about the value just read.
func (d *Decoder) mismatch(raw []byte, want string) {
	if d.err == nil {
		d.err = mismatch(path(d.pointer(), true), raw, want)
	}
}

func mismatch(path string, raw []byte, want string) *ValueError {
	return &ValueError{Path: path, Reason: "got " + kindName(raw) + ", want " + want}
}

// pointer returns the place of the value just read.
func (d *Decoder) pointer() jsontext.Pointer {
	if d.record == nil {
		return d.json.StackPointer()
	}
	// Places are rarely needed, so they are not tracked: the record is read again,
	// up to this value.
	if d.place == nil {
		d.place = jsontext.NewDecoder(bytes.NewBuffer(d.record), lenient...)
	}
	for d.place.InputOffset() < int64(d.pos) {
		if _, err := d.place.ReadToken(); err != nil {
			break
		}
	}
	return d.json.StackPointer() + d.place.StackPointer()
}

// path writes a place as data[12].followers, or without indices as
// data[].followers.
func path(pointer jsontext.Pointer, indices bool) string {
	var b strings.Builder
	for token := range pointer.Tokens() {
		if token != "" && strings.Trim(token, "0123456789") == "" {
			if !indices {
				token = ""
			}
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

// kindName returns the name of a value's type, which depends on its first byte.
// Errors never quote a value, because responses may contain secrets.
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
