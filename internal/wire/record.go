package wire

import (
	"encoding/binary"
	"errors"
	"math/bits"

	"github.com/ugcinc/ugcinc-go/internal/show"
)

// These methods decode one record. jsontext has validated it, so they do not
// check the syntax again.

// Object begins an object; follow it with [Decoder.Member].
func (d *Decoder) Object() {
	if d.err != nil {
		return
	}
	if d.next() != '{' {
		d.mismatch("an object")
		return
	}
	d.pos++
	d.depth++
}

// Member moves to the next member of the object and reads its name. It returns
// false after the last one, and after an error.
func (d *Decoder) Member() bool {
	if d.err != nil {
		return false
	}
	if d.next() == '}' {
		d.pos++
		d.depth--
		return false
	}
	d.name = d.text()
	return true
}

// Name returns the name of the member, valid until the next read.
func (d *Decoder) Name() []byte { return d.name }

// UnknownMember skips the value of a member that the document does not know.
func (d *Decoder) UnknownMember() {
	if d.err != nil {
		return
	}
	if d.fixed && d.depth == 1 && d.extra == "" && d.next() == '[' {
		d.extra = show.Line(show.Cut(string(d.name), 64))
	}
	if d.observer != nil {
		d.observeUnknownMember(d.next(), func() { d.value() })
		return
	}
	d.value()
}

// EndRecord checks which members an object had: bit i of seen and of required
// stands for names[i], and so does bit i of nested, the required objects and
// arrays.
func (d *Decoder) EndRecord(seen, required, nested uint64, names []string) {
	if d.err != nil {
		return
	}
	d.empty = required != 0 && seen&required == 0
	if d.observer != nil && seen&required != required {
		d.observeMissing(required&^seen, names)
	}
	if d.fixed && d.depth == 0 {
		d.checkForm(nested&^seen, nested, names)
	}
}

// checkForm fails if an object or array is missing, or if the document requires
// none and the record has an array, which is then all that tells the forms apart.
func (d *Decoder) checkForm(missing, nested uint64, names []string) {
	switch {
	case missing != 0:
		reason := "missing from the response"
		if d.extra != "" {
			reason += ", which has an array " + d.extra
		}
		d.err = &ValueError{Path: "data." + names[bits.TrailingZeros64(missing)], Reason: reason}
	case nested == 0 && d.extra != "":
		d.err = &ValueError{Path: "data." + d.extra, Reason: "an array that the documented response does not have"}
	}
}

// SkipRecord clears the error of a record that is valid JSON but could not be
// decoded, so that the next record can be read. It returns false for any other
// error.
func (d *Decoder) SkipRecord() bool {
	if d.raw == nil || !errors.As(d.err, new(*ValueError)) {
		return false
	}
	d.err = nil
	return true
}

// SkippedID returns the member id of the record that SkipRecord has just
// skipped; it is empty if the record has none that can be read.
func (d *Decoder) SkippedID() (id string) {
	d.pos, d.depth, d.within = 0, 0, nil
	for d.Object(); d.Member(); {
		if string(d.name) == "id" {
			id = d.String()
		} else {
			d.value()
		}
	}
	d.err = nil
	return id
}

// Identify records the id of a record: without an id, what the call made cannot
// be found again.
func (d *Decoder) Identify(id string) {
	d.empty = d.empty || id == ""
}

func (d *Decoder) beginArray() bool {
	if d.err != nil {
		return false
	}
	if d.next() != '[' {
		d.mismatch("an array")
		return false
	}
	d.pos++
	d.depth++
	return true
}

// element reports whether another element follows; if not, it reads the closing
// bracket.
func (d *Decoder) element() bool {
	if d.err != nil {
		return false
	}
	if d.next() == ']' {
		d.pos++
		d.depth--
		return false
	}
	return true
}

// null reads a null if one comes next.
func (d *Decoder) null() bool {
	if d.err != nil {
		return true
	}
	if d.next() != 'n' {
		return false
	}
	d.pos += len("null")
	return true
}

// value reads the next value whole.
func (d *Decoder) value() []byte {
	if d.err != nil {
		return nil
	}
	d.next()
	start := d.pos
	d.pos = valueEnd(d.raw, start)
	return d.raw[start:d.pos]
}

// text reads a string, valid until the next read.
func (d *Decoder) text() []byte {
	raw, start := d.raw, d.pos+1
	i := start
	for i+8 <= len(raw) {
		if found := special(binary.LittleEndian.Uint64(raw[i:])); found != 0 {
			i += bits.TrailingZeros64(found) / 8
			break
		}
		i += 8
	}
	for raw[i] != '"' && raw[i] != '\\' && raw[i] < 0x80 {
		i++
	}
	if raw[i] == '"' {
		d.pos = i + 1
		return raw[start:i]
	}
	d.pos = stringEnd(raw, i)
	return d.unquote(raw[start-1 : d.pos])
}

// next moves to the next token and returns its first byte. It skips commas and
// colons, which are known to be in the right places.
func (d *Decoder) next() byte {
	i := d.pos
	for separator[d.raw[i]] {
		i++
	}
	d.pos = i
	return d.raw[i]
}

var separator = [256]bool{',': true, ':': true, ' ': true, '\t': true, '\r': true, '\n': true}

// special checks 8 bytes at once. The lowest set bit of the result belongs to the
// first byte that is a quote, a backslash or not ASCII.
func special(word uint64) uint64 {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	quote, slash := word^ones*'"', word^ones*'\\'
	return ((quote-ones)&^quote | (slash-ones)&^slash | word) & high
}

// valueEnd returns the end of the value that begins at raw[i].
func valueEnd(raw []byte, i int) int {
	depth := 0
	for ; i < len(raw); i++ {
		switch raw[i] {
		case '"':
			i = stringEnd(raw, i+1) - 1
		case '{', '[':
			depth++
			continue
		case '}', ']':
			depth--
		default:
			if depth == 0 {
				return scalarEnd(raw, i)
			}
			continue
		}
		if depth == 0 {
			return i + 1
		}
	}
	return i
}

// scalarEnd returns the end of a number, a boolean or null.
func scalarEnd(raw []byte, i int) int {
	for i < len(raw) && !afterScalar[raw[i]] {
		i++
	}
	return i
}

var afterScalar = [256]bool{',': true, '}': true, ']': true, ' ': true, '\t': true, '\r': true, '\n': true}

// stringEnd returns the end of the string that continues at raw[i].
func stringEnd(raw []byte, i int) int {
	for ; raw[i] != '"'; i++ {
		if raw[i] == '\\' {
			i++
		}
	}
	return i + 1
}
