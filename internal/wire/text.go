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

// RepeatedString reads a string that other records are likely to have too, an
// account's id for example. Equal strings share their memory.
func (d *Decoder) RepeatedString() string {
	return d.share(d.Text())
}

// OptionalString reads a string, or null as nil.
func (d *Decoder) OptionalString() *string {
	if d.null() {
		return nil
	}
	return d.stringPointer(d.keep(d.Text()))
}

// JoinedString reads a string, or null as nil, or an array of strings as one
// string with a comma and a blank between them.
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

// Text reads a string as bytes, valid until the next read; null reads as none,
// and a number or a boolean as it is written.
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

// UnknownValue takes note of an enum value that the document does not know,
// and keeps it.
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

// unquote returns what a JSON string says, with U+FFFD for invalid UTF-8 and
// for surrogates without their other half.
func (d *Decoder) unquote(raw []byte) []byte {
	text := raw[1 : len(raw)-1]
	if bytes.IndexByte(text, '\\') < 0 && utf8.Valid(text) {
		return text
	}
	// The error would say that something was replaced, which is the purpose.
	d.scratch, _ = jsontext.AppendUnquote(d.scratch[:0], raw)
	return d.scratch
}

// keep makes a string of text. Short ones lie side by side: to allocate each by
// itself would take as long as to read it.
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

// A string that is kept keeps its slab.
const longestKept, textSlab = 64, 512

var seed = maphash.MakeSeed()

// share returns one string for equal texts. A table that forgets is enough:
// records about one account come one after the other.
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

// slab is how many pointed-to values are allocated at a time. One that is kept
// keeps its slab, and what the others there point to, so neither is large.
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
