// Package wire reads the JSON of the API's responses. It is lenient: odd
// timestamps, invalid text and unknown fields do not make a record fail.
//
// The envelope is read token by token, so that records are available before the
// response is complete. Each record is read whole, validated by jsontext, and
// then decoded. The decoders of the records are generated into package gen; they
// call the methods of [Decoder], which keeps the first error, so that generated
// code needs no error handling.
package wire

import (
	"io"
	"strings"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// Decoder reads the JSON of a response. It keeps its first error: from then on
// each method returns a zero value.
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

	// longest is the size of the largest step, to which json's buffer has grown;
	// noted is where the last step ended.
	longest, noted int64

	observer *Observer

	// fixed means that the record must have the objects and arrays that the
	// document requires; extra is the first array that it has besides.
	fixed bool
	extra string
}

// Responses may break these two rules of RFC 7493; checking for duplicate names
// would also take time for each name.
var lenient = []jsontext.Options{
	jsontext.AllowInvalidUTF8(true),
	jsontext.AllowDuplicateNames(true),
}

var pool = sync.Pool{New: func() any {
	return &Decoder{json: new(jsontext.Decoder)}
}}

// NewDecoder returns a decoder that reads at most limit bytes of r. The observer
// may be nil.
func NewDecoder(r io.Reader, limit int64, observer *Observer) *Decoder {
	d := pool.Get().(*Decoder)
	d.source.reset(r, limit)
	d.json.Reset(&d.source, lenient...)
	d.err, d.raw, d.within, d.depth, d.empty, d.observer = nil, nil, nil, 0, false, observer
	d.longest, d.noted = 0, 0
	d.fixed, d.extra = false, ""
	return d
}

// RequireForm makes a record without the objects and arrays that the document
// requires an error. It is for operations whose responses may come in another
// form: other records may lack anything.
func (d *Decoder) RequireForm() { d.fixed = true }

// Release returns the decoder for reuse. What it has decoded stays valid.
func (d *Decoder) Release() {
	// A decoder that has read a huge value would keep a buffer of that size. After
	// an error the length is unreliable, so such a decoder is not reused.
	if d.note(); d.longest > 64<<10 || d.err != nil {
		return
	}
	// Two responses must not share memory, so the slabs are not reused.
	d.ints, d.pointers, d.texts, d.within, d.observer = nil, nil, strings.Builder{}, nil, nil
	d.source.reset(nil, 0)
	pool.Put(d)
}

// note records the end of a step.
func (d *Decoder) note() {
	end := d.json.InputOffset()
	d.longest, d.noted = max(d.longest, end-d.noted), end
}

// Err returns the first error.
func (d *Decoder) Err() error { return d.err }

// Excerpt returns the beginning of what was read, at most 4 KiB.
func (d *Decoder) Excerpt() []byte { return d.source.excerpt() }
