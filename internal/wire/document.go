package wire

import (
	"bytes"
	"errors"

	"github.com/go-json-experiment/json/jsontext"
)

// These methods read the envelope token by token, as it arrives. loadRecord reads
// whole records for the methods in record.go.

// openEnvelope reads the brace that begins the document.
func (d *Decoder) openEnvelope() {
	if _, err := d.json.ReadToken(); err != nil {
		d.fail(err)
	}
}

// envelopeMember moves to the envelope's next member and reads its name. It
// returns false after the last one, and after an error.
func (d *Decoder) envelopeMember() bool {
	if d.err != nil {
		return false
	}
	d.raw, d.within = nil, nil
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
	d.note()
	d.name = d.unquote(raw)
	return true
}

// envelopeValue reads the next value whole. The bytes are valid until the next
// read.
func (d *Decoder) envelopeValue() []byte {
	if d.err != nil {
		return nil
	}
	raw, err := d.json.ReadValue()
	if err != nil {
		d.fail(err)
		return nil
	}
	d.note()
	return raw
}

func (d *Decoder) skipEnvelopeValue() {
	if d.err != nil {
		return
	}
	if err := d.json.SkipValue(); err != nil {
		d.fail(err)
	}
	d.note()
}

func (d *Decoder) unknownEnvelopeMember() {
	if d.observer != nil {
		d.observeUnknownMember(byte(d.json.PeekKind()), d.skipEnvelopeValue)
		return
	}
	d.skipEnvelopeValue()
}

// openRecords reads the bracket that begins the records.
func (d *Decoder) openRecords() {
	if _, err := d.json.ReadToken(); err != nil {
		d.fail(err)
	}
}

// moreRecords reports whether another record follows; if not, it reads the
// closing bracket.
func (d *Decoder) moreRecords() bool {
	switch d.json.PeekKind() {
	case jsontext.KindEndArray, jsontext.KindInvalid:
		if _, err := d.json.ReadToken(); err != nil {
			d.fail(err)
		}
		return false
	default:
		return true
	}
}

// loadRecord reads the next record whole and validates it.
func (d *Decoder) loadRecord() bool {
	d.raw, d.within = d.envelopeValue(), nil
	d.pos, d.depth, d.paid = 0, 0, int64(len(d.raw))
	return d.err == nil
}

var errTrailing = errors.New("something follows the envelope")

// readEnd reads the body to its end. Only white space may come before it.
func (d *Decoder) readEnd() {
	if d.err != nil {
		return
	}
	offset := d.json.InputOffset()
	for rest, more := d.json.UnreadBuffer(), true; more; rest, more = d.source.next() {
		text := bytes.TrimLeft(rest, " \t\r\n")
		offset += int64(len(rest) - len(text))
		if len(text) > 0 {
			d.err = &SyntaxError{Offset: offset, Err: errTrailing}
			return
		}
	}
	if err := d.source.failure(); err != nil {
		d.err = &SyntaxError{Offset: offset, Err: err}
	}
}
