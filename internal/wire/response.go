package wire

import (
	"errors"
	"io"
	"math"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/ugcinc/ugcinc-go/internal/show"
)

// Response reads a response: an envelope, with its members in any order, and its
// data, record by record.
type Response struct {
	Envelope Envelope

	d        *Decoder
	list     bool // the data is an array of records
	stream   bool // the limit applies to each record
	skipData bool
	state    state
	found    bool  // the envelope has data
	records  int   // how many have begun
	failure  error // why the data cannot be used
}

type state uint8

const (
	atStart state = iota
	inEnvelope
	inRecord // Next has returned true for a single record
	inArray
	atEnd
)

var (
	errEmptyBody = errors.New("the body is empty")
	errNoObject  = errors.New("the body is not a JSON object")
	errNoData    = errors.New("the response has no data")
	errTwoData   = errors.New("the response has data twice")
	errConflict  = errors.New("the envelope has ok or code twice, with different values")
	errSkipped   = errors.New("the envelope reports a failure before its data and success after it")
	errEmptyData = errors.New("data has no id, or none of its required fields")
	errTrailing  = errors.New("the body continues after the envelope")
)

// NewResponse returns a Response whose data is one record, or an array of them. With
// stream the decoder's limit applies to each record, else to the whole.
func NewResponse(d *Decoder, list, stream bool) Response {
	return Response{d: d, list: list, stream: stream}
}

// Next moves to the next record, which the caller then decodes. It returns false
// at the end of the response and after an error.
func (r *Response) Next() bool {
	d := r.d
	d.setRecord(nil)
	for d.err == nil {
		switch r.state {
		case atStart:
			r.begin()
		case inEnvelope:
			if !r.more() {
				r.end()
			} else if r.member() {
				return true
			}
		case inRecord:
			if d.empty {
				r.failure = errEmptyData
			}
			r.state = inEnvelope
		case inArray:
			if r.stream {
				d.renew()
			}
			if r.more() {
				return r.readRecord()
			}
			r.state = inEnvelope
		case atEnd:
			return false
		}
	}
	return false
}

// Records returns how often Next has returned true.
func (r *Response) Records() int { return r.records }

// Err returns what is wrong with the response's form. It does not depend on what
// the envelope reports.
func (r *Response) Err() error {
	switch {
	case r.d.err != nil:
		return r.d.err
	case r.Envelope.Conflict:
		return errConflict
	case r.failure == nil && r.state == atEnd && !r.found:
		return errNoData
	}
	return r.failure
}

// Complete reports whether the whole envelope has been read.
func (r *Response) Complete() bool { return r.state == atEnd && r.d.err == nil }

// begin reads the brace that begins the envelope.
func (r *Response) begin() {
	d := r.d
	if d.json.PeekKind() == jsontext.KindBeginObject {
		d.readToken()
		r.state = inEnvelope
		return
	}
	switch _, err := d.json.ReadValue(); {
	case errors.Is(err, io.EOF) && d.source.err == nil:
		d.err = errEmptyBody
	case err != nil:
		d.fail(err)
	default:
		d.err = errNoObject
	}
	d.observeOutside()
}

// more reports whether another member of the envelope, or another record,
// follows; if not, it reads the closing brace or bracket.
func (r *Response) more() bool {
	switch r.d.json.PeekKind() {
	case jsontext.KindEndObject, jsontext.KindEndArray, jsontext.KindInvalid:
		r.d.readToken()
		return false
	default:
		return true
	}
}

// end is called after the envelope. One without a code is drift.
func (r *Response) end() {
	if r.d.err == nil && r.Envelope.Code == 0 {
		r.d.observeOutside()
	}
	r.state = atEnd
}

// member reads one member of the envelope. It returns true if a record begins.
func (r *Response) member() bool {
	d := r.d
	name := d.readValue()
	if d.err != nil {
		return false
	}
	switch string(d.unquote(name)) {
	case "ok":
		raw := d.readValue()
		if raw == nil || raw[0] == 'n' {
			break
		}
		if ok, valid := parseBool(raw); valid {
			r.Envelope.setOK(ok)
		} else {
			r.failure = mismatch("ok", raw, "a boolean")
		}
	case "code":
		if n, ok := parseInt(d.readValue()); ok && n > 0 && n < 1000 {
			r.Envelope.setCode(int(n))
		}
	case "message":
		if raw := d.readValue(); raw != nil && raw[0] == '"' {
			r.Envelope.Message = show.Cut(string(d.unquote(raw)), excerptSize)
		}
	case "data":
		return r.data()
	default:
		kind := d.json.PeekKind()
		d.skipValue()
		d.report(UnknownMember, "", kindName([]byte{byte(kind)}))
	}
	return false
}

// data begins to read the data. It returns true if a single record begins.
func (r *Response) data() bool {
	d, twice := r.d, r.found
	r.found = true
	want, state := jsontext.KindBeginObject, inRecord
	if r.list {
		want, state = jsontext.KindBeginArray, inArray
	}
	switch kind := d.json.PeekKind(); {
	case r.skipData || r.Envelope.Failed():
		// The data of a failure has another type.
		r.failure = errSkipped
		d.skipValue()
	case twice:
		r.failure = errTwoData
		d.skipValue()
	case kind != want:
		r.failure = mismatch("data", []byte{byte(kind)}, kindName([]byte{byte(want)}))
		if d.skipValue(); d.err == nil {
			d.observeOutside()
		}
	case r.list:
		r.state = state
		d.readToken()
	default:
		r.state = state
		return r.readRecord()
	}
	return false
}

// readRecord reads the next record whole, which validates it.
func (r *Response) readRecord() bool {
	r.d.setRecord(r.d.readValue())
	if r.d.err != nil {
		return false
	}
	r.records++
	return true
}

// ReadEnd reads the body to its end after a complete envelope. A response that
// does not end there, or that breaks before its end, is not valid.
func (r *Response) ReadEnd() {
	if !r.Complete() {
		return
	}
	d := r.d
	d.source.left = math.MaxInt64 // white space does not count
	offset := d.json.InputOffset()
	switch _, err := d.json.ReadToken(); {
	case d.source.err != nil:
		d.err = &SyntaxError{Offset: offset, Err: d.source.err}
	case !errors.Is(err, io.EOF):
		d.err = &SyntaxError{Offset: offset, Err: errTrailing}
	}
}
