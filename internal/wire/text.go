package wire

import (
	"bytes"
	"hash/maphash"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// String reads a string; null reads as the empty string.
func (d *Decoder) String() string {
	return d.keep(d.Text())
}

// RepeatedString reads a string that other records are likely to have too, such
// as an account's id. Equal strings share their memory.
func (d *Decoder) RepeatedString() string {
	return d.share(d.Text())
}

// RepeatedOrNull is RepeatedString, with null as the empty string.
func (d *Decoder) RepeatedOrNull() string {
	if d.null() {
		return ""
	}
	return d.RepeatedString()
}

// OptionalString reads a string, or null as nil.
func (d *Decoder) OptionalString() *string {
	if d.null() {
		return nil
	}
	return d.stringPointer(d.keep(d.Text()))
}

// JoinedString reads a string, or null as nil, or an array of strings as one
// string, separated by a comma and a space.
func (d *Decoder) JoinedString() *string {
	if d.err != nil || d.next() != '[' {
		return d.OptionalString()
	}
	text := strings.Join(d.Strings(), ", ")
	if d.err != nil {
		return nil
	}
	return d.stringPointer(text)
}

// Strings reads an array of strings, or null as nil. One string is a list of one.
func (d *Decoder) Strings() []string {
	if d.null() {
		return nil
	}
	if first := d.next(); first != '[' && first != '{' {
		text := d.String()
		d.observeType([]byte{first})
		return []string{text}
	}
	if !d.beginArray() {
		return nil
	}
	texts := []string{}
	for d.element() {
		charge[string](d)
		texts = append(texts, d.String())
	}
	if d.err != nil {
		return nil
	}
	return texts
}

// Text reads a string as bytes, valid until the next read; null reads as nil, and
// a number or a boolean as it is written.
func (d *Decoder) Text() []byte {
	if d.err != nil {
		return nil
	}
	switch d.next() {
	case '"':
		return d.text()
	case 'n':
		d.null()
		d.observeNull()
	case '{', '[':
		d.mismatch("a string")
	default:
		raw := d.value()
		d.observeType(raw)
		return raw
	}
	return nil
}

// UnknownValue returns an enum value that the document does not have, and reports
// it.
func (d *Decoder) UnknownValue(text []byte) string {
	if d.err != nil {
		return ""
	}
	value := d.share(text)
	if d.observer != nil && value != "" {
		d.observeUnknownValue(text)
	}
	return value
}

// unquote decodes a JSON string, with U+FFFD for invalid UTF-8 and for lone
// surrogates.
func (d *Decoder) unquote(raw []byte) []byte {
	text := raw[1 : len(raw)-1]
	if bytes.IndexByte(text, '\\') < 0 && utf8.Valid(text) {
		return text
	}
	// The error means that something was replaced, which is intended.
	d.scratch, _ = jsontext.AppendUnquote(d.scratch[:0], raw)
	return d.scratch
}

// keep makes a string of text. Short ones share an allocation: allocating each
// would take as long as reading it.
func (d *Decoder) keep(text []byte) string {
	if len(text) > longestKept {
		return string(text)
	}
	if d.texts.Cap()-d.texts.Len() < len(text) {
		size := min(2*d.texts.Cap(), textSlab)
		d.texts = strings.Builder{}
		d.texts.Grow(max(size, len(text)))
	}
	start := d.texts.Len()
	d.texts.Write(text)
	return d.texts.String()[start:]
}

// A string that is kept keeps its slab in memory.
const longestKept, textSlab = 64, 512

var seed = maphash.MakeSeed()

// share returns one string for equal texts. A small table is enough, because
// records of one account follow each other.
func (d *Decoder) share(text []byte) string {
	if len(text) == 0 || len(text) > 64 {
		return string(text)
	}
	if d.repeated == nil {
		d.repeated = make([]string, 256)
	}
	slot := &d.repeated[maphash.Bytes(seed, text)%uint64(len(d.repeated))]
	if *slot != string(text) {
		*slot = string(text)
	}
	return *slot
}

// slab is how many pointed-to values are allocated at a time. It is small, because
// one value that is kept keeps the others in memory.
const slab = 16

func (d *Decoder) stringPointer(text string) *string {
	if d.err != nil {
		return nil
	}
	if len(text) > longestKept {
		p := new(string)
		*p = text
		return p
	}
	if len(d.pointers) == 0 {
		d.pointers = make([]string, slab)
	}
	p := &d.pointers[0]
	*p, d.pointers = text, d.pointers[1:]
	return p
}
