package wire

import (
	"hash/maphash"
	"strings"

	"github.com/ugcinc/ugcinc-go/internal/show"
)

// String reads a string; null reads as the empty string.
func (d *Decoder) String() string { return d.keep(d.Text()) }

// RepeatedString reads a string that other records are likely to have too, such
// as an account's id. Equal strings share their memory.
func (d *Decoder) RepeatedString() string { return d.share(d.Text()) }

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
	return d.stringPointer(d.String())
}

// JoinedString reads a string, or null as nil, or an array of strings as one
// string, separated by a comma and a space.
func (d *Decoder) JoinedString() *string {
	if d.err != nil || d.next() != '[' {
		return d.OptionalString()
	}
	return d.stringPointer(strings.Join(d.Strings(), ", "))
}

// Strings reads an array of strings, or null as nil. One string is a list of one.
func (d *Decoder) Strings() []string {
	if d.null() {
		return nil
	}
	if first := d.next(); first != '[' && first != '{' {
		text := d.String()
		d.observe(Type, d.name, kindName([]byte{first}))
		return []string{text}
	}
	d.open('[', "an array")
	texts := []string{}
	for d.more() {
		charge[string](d)
		texts = append(texts, d.String())
	}
	return texts
}

// Text reads a string as bytes, valid until the next read; null reads as nil, and
// a number or a boolean as it is written.
func (d *Decoder) Text() []byte {
	if d.err == nil && d.next() == '"' {
		return d.text()
	}
	raw := d.nonNull()
	switch {
	case raw == nil:
	case raw[0] == '{', raw[0] == '[':
		d.mismatch(raw, "a string")
		return nil
	default:
		d.observe(Type, d.name, kindName(raw))
	}
	return raw
}

// UnknownValue returns an enum value that the document does not have, and reports
// it.
func (d *Decoder) UnknownValue(text []byte) string {
	value := d.share(text)
	if value != "" && d.observer != nil {
		d.observe(UnknownValue, text, show.Cut(value, 64))
	}
	return value
}

// A string or a value that is kept keeps its slab in memory, so slabs are small.
const (
	longestShared = 64  // bytes of a string that shares memory with others
	textSlab      = 512 // bytes
	slabSize      = 16  // values
)

// keep makes a string of text. Short ones share an allocation: allocating each
// would take as long as reading it.
func (d *Decoder) keep(text []byte) string {
	if len(text) > longestShared {
		return string(text)
	}
	if d.texts.Cap()-d.texts.Len() < len(text) {
		// A small response needs little.
		size := min(2*d.texts.Cap(), textSlab)
		d.texts = strings.Builder{}
		d.texts.Grow(max(size, len(text)))
	}
	start := d.texts.Len()
	d.texts.Write(text)
	return d.texts.String()[start:]
}

// share returns one string for equal texts. A small table is enough, because
// records of one account follow each other.
func (d *Decoder) share(text []byte) string {
	if len(text) == 0 || len(text) > longestShared {
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

var seed = maphash.MakeSeed()

func (d *Decoder) stringPointer(text string) *string {
	if len(text) > longestShared {
		return new(text)
	}
	return d.pointers.pointer(text)
}

// slab allocates values a few at a time.
type slab[T any] []T

func (s *slab[T]) pointer(value T) *T {
	if len(*s) == 0 {
		*s = make([]T, slabSize)
	}
	p := &(*s)[0]
	*p, *s = value, (*s)[1:]
	return p
}
