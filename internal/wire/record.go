package wire

import (
	"errors"
	"unicode/utf8"
)

// These methods decode one record, which jsontext has validated, so they do not
// check the syntax again. The generated decoders call the exported ones.

// Object begins an object; follow it with [Decoder.Member].
func (d *Decoder) Object() { d.open('{', "an object") }

// Member moves to the next member of the object and reads its name. It returns
// false after the last one, and after an error.
func (d *Decoder) Member() bool {
	if !d.more() {
		return false
	}
	d.name = d.text()
	return true
}

// Name returns the name of the member, valid until the next read.
func (d *Decoder) Name() []byte { return d.name }

// UnknownMember skips the value of a member that the document does not know.
func (d *Decoder) UnknownMember() {
	raw := d.value()
	d.observe(UnknownMember, d.name, kindName(raw))
	d.noteArray(raw)
}

// EndRecord checks which members an object had: bit i of seen and of required
// stands for names[i], and so does bit i of nested, the required objects and
// arrays.
func (d *Decoder) EndRecord(seen, required, nested uint64, names []string) {
	d.empty = required != 0 && seen&required == 0
	d.observeMissing(required&^seen, names)
	d.checkForm(nested&^seen, nested, names)
}

// Identify records whether a record has an id. Without one the caller could not
// find what the call created.
func (d *Decoder) Identify(id string) { d.empty = d.empty || id == "" }

// SkipRecord clears the error of a record that is valid JSON but could not be
// decoded, so that the next record can be read. It returns false for any other
// error.
func (d *Decoder) SkipRecord() bool {
	if !errors.As(d.err, new(*ValueError)) {
		return false
	}
	d.err = nil
	return true
}

// SkippedID returns the member id of the record that SkipRecord has just
// skipped; it is empty if the record has none that can be read.
func (d *Decoder) SkippedID() (id string) {
	d.setRecord(d.record)
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

// setRecord sets the record that these methods read.
func (d *Decoder) setRecord(record []byte) { d.record, d.pos, d.place, d.depth = record, 0, nil, 0 }

// open reads the brace or bracket that begins an object or array.
func (d *Decoder) open(bracket byte, want string) bool {
	if d.err != nil {
		return false
	}
	if d.next() != bracket {
		d.mismatch(d.value(), want)
		return false
	}
	d.pos++
	d.depth++
	return true
}

// more reports whether another member or element follows; if not, it reads the
// closing brace or bracket. It returns false after an error.
func (d *Decoder) more() bool {
	if d.err != nil {
		return false
	}
	if c := d.next(); c != '}' && c != ']' {
		return true
	}
	d.pos++
	d.depth--
	return false
}

// null reads a null if one comes next. It returns true after an error.
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

// nonNull reads a value that should not be null: it reports a null as drift. It
// returns nil for null and after an error.
func (d *Decoder) nonNull() []byte {
	if d.null() {
		d.observe(Null, d.name, "null")
		return nil
	}
	return d.value()
}

// value reads the next value whole. It returns nil after an error.
func (d *Decoder) value() []byte {
	if d.err != nil {
		return nil
	}
	d.next()
	start := d.pos
	d.pos = valueEnd(d.record, start)
	return d.record[start:d.pos]
}

// text reads a string. The result is valid until the next read.
func (d *Decoder) text() []byte {
	start := d.pos + 1
	end := start
	for c := d.record[end]; c != '"'; c = d.record[end] {
		if c == '\\' || c >= utf8.RuneSelf {
			return d.unquote(d.value())
		}
		end++
	}
	d.pos = end + 1
	return d.record[start:end]
}

// next moves to the next token and returns its first byte. It skips commas and
// colons, which are known to be in the right places.
func (d *Decoder) next() byte {
	i := d.pos
	for separator[d.record[i]] {
		i++
	}
	d.pos = i
	return d.record[i]
}

var separator = [256]bool{',': true, ':': true, ' ': true, '\t': true, '\r': true, '\n': true}

// valueEnd returns the end of the value that begins at record[i].
func valueEnd(record []byte, i int) int {
	for depth := 0; ; {
		switch c := record[i]; {
		case c == '"':
			i = stringEnd(record, i)
		case c == '{', c == '[':
			depth++
			i++
		case c == '}', c == ']':
			depth--
			i++
		case c == ',', c == ':', c <= ' ':
			i++
		default:
			for i < len(record) && !endsScalar(record[i]) {
				i++
			}
		}
		if depth == 0 {
			return i
		}
	}
}

// stringEnd returns the end of the string that begins at record[i].
func stringEnd(record []byte, i int) int {
	for i++; record[i] != '"'; i++ {
		if record[i] == '\\' {
			i++
		}
	}
	return i + 1
}

// endsScalar reports whether a byte follows a number, a boolean or a null.
func endsScalar(c byte) bool { return c == ',' || c == '}' || c == ']' || c <= ' ' }
