// Package wire decodes the JSON of the API's responses. It is lenient: unusual
// timestamps, invalid text and unknown fields do not make a record fail. In the
// order of a response:
//
//   - source.go: the body, which is read as it arrives and only up to a limit;
//   - decoder.go: the [Decoder], which keeps the first error, so that generated
//     code needs no error handling;
//   - response.go, envelope.go: the [Response] reads the envelope and finds its
//     records;
//   - record.go: the tokens of one record. The decoders in package gen, which are
//     generated, call the methods of the Decoder for each field:
//   - list.go, text.go, number.go, time.go: the values of the fields;
//   - form.go: the check of a record that may have another form;
//   - drift.go, errors.go: what differs from the document, and what is invalid.
package wire

import (
	"bufio"
	"io"
	"strings"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// Decoder reads the JSON of a response. It keeps its first error: from then on
// each method returns a zero value.
type Decoder struct {
	json     jsontext.Decoder
	source   source
	observer Observer
	seen     map[drift]struct{} // what has been reported to the observer
	err      error

	record  []byte            // the current record, valid until json's next read; nil between records
	pos     int               // how much of it has been read
	depth   int               // how many of its objects and arrays are open
	place   *jsontext.Decoder // reads it again as far as pos, see pointer; nil until needed
	name    []byte            // the member name just read, valid until the next read
	empty   bool              // the record has no id, or none of its required fields
	form    bool              // see RequireForm
	extra   string            // see noteArray
	scratch []byte            // where unquote decodes strings

	memory   int64 // how much memory records and strings may still take, see charge
	ints     slab[int64]
	pointers slab[string]
	texts    strings.Builder // has room for the next strings
	repeated []string        // see share
}

// Responses may break these two rules of RFC 7493; checking for duplicate names
// would also take time for each name.
var lenient = []jsontext.Options{
	jsontext.AllowInvalidUTF8(true),
	jsontext.AllowDuplicateNames(true),
}

var pool = sync.Pool{New: func() any {
	return &Decoder{source: source{body: bufio.NewReaderSize(nil, readSize)}}
}}

// NewDecoder returns a decoder that reads at most limit bytes of r. The observer
// may be nil.
func NewDecoder(r io.Reader, limit int64, observer Observer) *Decoder {
	d := pool.Get().(*Decoder)
	d.observer, d.memory = observer, limit
	d.source.reset(r, limit)
	d.json.Reset(&d.source, lenient...)
	return d
}

// maxPooled limits the size of a response whose decoder is reused. A decoder
// that has read a huge value has a buffer of that size.
const maxPooled = 64 << 10

// Release returns the decoder for reuse. What it has decoded stays valid.
func (d *Decoder) Release() {
	if d.source.read <= maxPooled {
		d.source.reset(nil, 0)
		// Two responses must not share memory, so the slabs are not reused.
		d.ints, d.pointers, d.texts = nil, nil, strings.Builder{}
		d.err, d.observer, d.seen, d.record, d.place = nil, nil, nil, nil, nil
		d.depth, d.empty, d.form, d.extra = 0, false, false, ""
		pool.Put(d)
	}
}

// Err returns the first error.
func (d *Decoder) Err() error { return d.err }

// Excerpt returns the beginning of what was read, at most 4 KiB.
func (d *Decoder) Excerpt() []byte { return d.source.excerpt() }

// readValue reads the next value of the envelope whole. The bytes are valid until
// the next read; they are nil after an error.
func (d *Decoder) readValue() []byte {
	if d.err != nil {
		return nil
	}
	value, err := d.json.ReadValue()
	d.fail(err)
	return value
}

// readToken reads a brace or bracket of the envelope.
func (d *Decoder) readToken() {
	if d.err == nil {
		_, err := d.json.ReadToken()
		d.fail(err)
	}
}

// skipValue skips the next value of the envelope without holding it in memory.
func (d *Decoder) skipValue() {
	if d.err == nil {
		d.fail(d.json.SkipValue())
	}
}

// renew restarts the limits for the next record of a stream.
func (d *Decoder) renew() { d.source.left, d.memory = d.source.limit, d.source.limit }

// unquote decodes a JSON string, with U+FFFD for invalid UTF-8 and for lone
// surrogates. The result is valid until the next read.
func (d *Decoder) unquote(raw []byte) []byte {
	// The error means that something was replaced, which is intended.
	d.scratch, _ = jsontext.AppendUnquote(d.scratch[:0], raw)
	return d.scratch
}
