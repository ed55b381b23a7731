// Package wire reads the JSON that the API answers with, token by token and
// as leniently as the API is careless: odd timestamps, broken text and fields
// that nobody announced never cost a record.
//
// The record decoders themselves are generated into package gen; they call the
// methods of [Decoder], which remembers the first error, so that generated
// code needs no error handling of its own.
package wire

import (
	"io"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// Decoder reads JSON from an answer. Its first error sticks: from then on each
// method returns a zero value.
type Decoder struct {
	json   *jsontext.Decoder
	source source
	err    error

	name     []byte // the member name just read, valid until the next read
	scratch  []byte
	ints     []int64
	pointers []string
	repeated [256]string
	longest  int // the longest value seen: what json's buffer has grown to
	empty    bool

	observer *Observer
}

// Answers differ from what RFC 7493 asks of JSON in exactly these two points;
// to check for doubled names would also cost time per name.
var lenient = []jsontext.Options{
	jsontext.AllowInvalidUTF8(true),
	jsontext.AllowDuplicateNames(true),
}

var pool = sync.Pool{New: func() any {
	return &Decoder{json: jsontext.NewDecoder(eof{}, lenient...)}
}}

// NewDecoder returns a decoder that reads at most limit bytes of r. A nil observer watches nothing and costs nothing.
func NewDecoder(r io.Reader, limit int64, observer *Observer) *Decoder {
	d := pool.Get().(*Decoder)
	d.source = source{r: r, limit: limit, left: limit}
	d.json.Reset(&d.source, lenient...)
	d.err, d.name, d.longest, d.empty, d.observer = nil, nil, 0, false, observer
	return d
}

// Release gives the decoder back for reuse. What it has decoded stays valid.
func (d *Decoder) Release() {
	// A decoder that has seen a huge value would keep a buffer of that size.
	if d.longest > 64<<10 {
		return
	}
	// The slabs go on to no other call: two answers must not share memory.
	d.ints, d.pointers, d.observer = nil, nil, nil
	d.source = source{}
	d.json.Reset(eof{}, lenient...)
	pool.Put(d)
}

// Err is the first error.
func (d *Decoder) Err() error { return d.err }

// Excerpt is the beginning of what was read, at most 4 KiB of it.
func (d *Decoder) Excerpt() []byte { return d.source.excerpt() }

// Object begins an object; follow it with [Decoder.Member].
func (d *Decoder) Object() {
	if d.err != nil {
		return
	}
	if kind := d.json.PeekKind(); kind != jsontext.KindBeginObject {
		d.mismatch("an object")
		return
	}
	if _, err := d.json.ReadToken(); err != nil {
		d.fail(err)
	}
}

// Member moves to the next member of the object and reads its name. It is
// false after the last one, and after an error.
func (d *Decoder) Member() bool {
	if d.err != nil {
		return false
	}
	if d.json.PeekKind() == jsontext.KindEndObject {
		if _, err := d.json.ReadToken(); err != nil {
			d.fail(err)
		}
		return false
	}
	raw, err := d.json.ReadValue()
	if err != nil {
		d.fail(err)
		return false
	}
	d.name = d.unquote(raw)
	return true
}

// Name is the name of the member, valid until the next read.
func (d *Decoder) Name() []byte { return d.name }

// UnknownMember skips the value of a member that the document does not know.
func (d *Decoder) UnknownMember() {
	if d.err != nil {
		return
	}
	if d.observer != nil {
		d.observeUnknownMember()
		return
	}
	if err := d.json.SkipValue(); err != nil {
		d.fail(err)
	}
}

// EndRecord takes note of which members an object had: bit i of seen and of
// required stands for names[i].
func (d *Decoder) EndRecord(seen, required uint64, names []string) {
	if d.err != nil {
		return
	}
	d.empty = required != 0 && seen&required == 0
	if d.observer != nil && seen&required != required {
		d.observeMissing(required&^seen, names)
	}
}

// value reads the next value whole. The bytes are valid until the next read.
func (d *Decoder) value() []byte {
	if d.err != nil {
		return nil
	}
	raw, err := d.json.ReadValue()
	if err != nil {
		d.fail(err)
		return nil
	}
	if len(raw) > d.longest {
		d.longest = len(raw)
	}
	return raw
}

func (d *Decoder) skip() {
	if d.err != nil {
		return
	}
	if err := d.json.SkipValue(); err != nil {
		d.fail(err)
	}
}

type eof struct{}

func (eof) Read([]byte) (int, error) { return 0, io.EOF }
