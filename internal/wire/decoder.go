// Package wire reads the JSON that the API answers with, token by token and
// as leniently as the API is careless: odd timestamps, broken text and fields
// that nobody announced never cost a record.
//
// The envelope is read token by token, so that records can be had before their
// answer is complete. Each record is read whole, which is when jsontext finds
// it valid, and then walked over. The record decoders themselves are generated
// into package gen; they call the methods of [Decoder], which remembers the
// first error, so that generated code needs no error handling of its own.
package wire

import (
	"io"
	"strings"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// Decoder reads JSON from an answer. Its first error sticks: from then on each
// method returns a zero value.
type Decoder struct {
	json   *jsontext.Decoder
	source source
	err    error

	raw   []byte // the record, valid until json's next read; nil outside of one
	pos   int    // how much of it has been read
	depth int    // how many of its objects and arrays are open
	paid  int64  // the part of its bytes that no memory has been charged for, see charge

	name     []byte // the member name just read, valid until the next read
	scratch  []byte
	ints     []int64
	pointers []string
	texts    strings.Builder // has room for the next ones
	repeated []string
	empty    bool
	within   *jsontext.Decoder // where path has got to in raw; nil before it is asked

	// longest is the most that was read in one step, which is what json's buffer
	// has grown to; noted is where the last step ended.
	longest, noted int64

	observer *Observer
}

// Answers differ from what RFC 7493 asks of JSON in exactly these two points;
// to check for doubled names would also cost time per name.
var lenient = []jsontext.Options{
	jsontext.AllowInvalidUTF8(true),
	jsontext.AllowDuplicateNames(true),
}

var pool = sync.Pool{New: func() any {
	return &Decoder{json: new(jsontext.Decoder)}
}}

// NewDecoder returns a decoder that reads at most limit bytes of r. A nil observer watches nothing and costs nothing.
func NewDecoder(r io.Reader, limit int64, observer *Observer) *Decoder {
	d := pool.Get().(*Decoder)
	d.source.reset(r, limit)
	d.json.Reset(&d.source, lenient...)
	d.err, d.raw, d.within, d.depth, d.empty, d.observer = nil, nil, nil, 0, false, observer
	d.longest, d.noted = 0, 0
	return d
}

// Release gives the decoder back for reuse. What it has decoded stays valid.
func (d *Decoder) Release() {
	// A decoder that has seen a huge value would keep a buffer of that size. How
	// long one was that broke off nobody has counted.
	if d.note(); d.longest > 64<<10 || d.err != nil {
		return
	}
	// The slabs go on to no other call: two answers must not share memory.
	d.ints, d.pointers, d.texts, d.within, d.observer = nil, nil, strings.Builder{}, nil, nil
	d.source.reset(nil, 0)
	pool.Put(d)
}

// note ends a step of json's.
func (d *Decoder) note() {
	end := d.json.InputOffset()
	d.longest, d.noted = max(d.longest, end-d.noted), end
}

// Err is the first error.
func (d *Decoder) Err() error { return d.err }

// Excerpt is the beginning of what was read, at most 4 KiB of it.
func (d *Decoder) Excerpt() []byte { return d.source.excerpt() }
