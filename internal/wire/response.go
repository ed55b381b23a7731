package wire

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/ugcinc/ugcinc-go/internal/show"
)

// Envelope is what surrounds the data of a response.
type Envelope struct {
	// OK is the member ok; nil if the response has none.
	OK *bool
	// Code is the member code; zero if the response has none.
	Code int
	// Message is the member message, bounded.
	Message string
	// Conflict means that ok or code appears twice, with different values.
	Conflict bool
	// Cut means that the envelope has data and ended, or broke, before it said
	// ok.
	Cut bool
}

// Failed reports whether the envelope reports a failure: ok decides, then code.
func (e *Envelope) Failed() bool {
	if e.OK != nil {
		return !*e.OK
	}
	return e.Code != 0 && !e.success()
}

// Succeeded reports whether the envelope reports success: ok decides, then code.
// An envelope without both reports neither.
func (e *Envelope) Succeeded() bool {
	if e.OK != nil {
		return *e.OK
	}
	return e.success()
}

func (e *Envelope) success() bool { return e.Code >= 200 && e.Code <= 299 }

// setOK keeps the first value of ok and notes a different one.
func (e *Envelope) setOK(ok bool) {
	e.Conflict = e.Conflict || e.OK != nil && *e.OK != ok
	if e.OK == nil {
		e.OK = &no
		if ok {
			e.OK = &yes
		}
	}
}

// setCode keeps the first code and notes a different one.
func (e *Envelope) setCode(code int) {
	e.Conflict = e.Conflict || e.Code != 0 && e.Code != code
	if e.Code == 0 {
		e.Code = code
	}
}

// Response reads a response: an envelope, with its members in any order, and its
// data, record by record.
type Response struct {
	Envelope Envelope

	d       *Decoder
	list    bool
	stream  bool
	discard bool // skip the data
	state   state
	found   bool // the envelope has data
	records int
	failure error // why the data cannot be used
}

// The values of Envelope.OK.
var yes, no = true, false

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
)

// NewResponse returns a Response whose data is one record, or an array of them. With
// stream the decoder's limit applies to each record, else to the whole.
func NewResponse(d *Decoder, list, stream bool) Response {
	return Response{d: d, list: list, stream: stream}
}

// Next moves to the next record, which the caller then decodes. It returns false
// at the end of the response and after an error.
func (a *Response) Next() bool {
	d := a.d
	for d.err == nil {
		switch a.state {
		case atStart:
			a.begin()
		case inEnvelope:
			if !d.envelopeMember() {
				a.end()
				return false
			}
			if a.member() {
				return true
			}
		case inRecord:
			if d.empty {
				a.failure = errEmptyData
			}
			a.state = inEnvelope
		case inArray:
			if a.stream {
				d.source.renew()
			}
			if !d.moreRecords() {
				a.state = inEnvelope
				break
			}
			if d.loadRecord() {
				a.records++
				return true
			}
		case atEnd:
			return false
		}
	}
	return false
}

// Records returns how often Next has returned true.
func (a *Response) Records() int { return a.records }

// Err returns what is wrong with the response's form, whatever the envelope
// reports.
func (a *Response) Err() error {
	if a.d.err != nil {
		return a.d.err
	}
	if a.Envelope.Conflict {
		return errConflict
	}
	if a.failure != nil {
		return a.failure
	}
	if a.state == atEnd && !a.found {
		return errNoData
	}
	return nil
}

// Complete reports whether the whole envelope has been read.
func (a *Response) Complete() bool { return a.state == atEnd && a.d.err == nil }

// ReadEnd reads the body to its end after a complete envelope. A response that
// does not end there, or that breaks before its end, is not valid.
func (a *Response) ReadEnd() {
	if a.Complete() {
		a.d.readEnd()
	}
}

func (a *Response) begin() {
	d := a.d
	if kind := d.json.PeekKind(); kind != jsontext.KindBeginObject {
		switch _, err := d.json.ReadValue(); {
		case errors.Is(err, io.EOF) && d.source.err == nil:
			d.err = errEmptyBody
		case err != nil:
			d.fail(err)
		default:
			d.err = errNoObject
		}
		d.observeOutside()
		return
	}
	d.openEnvelope()
	a.state = inEnvelope
}

// end reports drift if the envelope has no code.
func (a *Response) end() {
	a.state = atEnd
	if a.d.err == nil && a.d.observer != nil && a.Envelope.Code == 0 {
		a.d.observeOutside()
	}
}

// member reads one member of the envelope. It returns true if a record begins.
func (a *Response) member() bool {
	d := a.d
	switch string(d.Name()) {
	case "ok":
		raw := d.envelopeValue()
		if d.err != nil || raw[0] == 'n' {
			break
		}
		if ok, valid := parseBool(raw); valid {
			a.Envelope.setOK(ok)
		} else {
			a.failure = &ValueError{Path: "ok", Reason: kindName(raw) + " is not a boolean"}
		}
	case "code":
		if n, ok := parseInt(d.envelopeValue()); ok && n > 0 && n < 1000 {
			a.Envelope.setCode(int(n))
		}
	case "message":
		if raw := d.envelopeValue(); d.err == nil && raw[0] == '"' {
			a.Envelope.Message = show.Cut(string(d.unquote(raw)), excerptSize)
		}
	case "data":
		return a.data()
	default:
		d.unknownEnvelopeMember()
	}
	return false
}

func (a *Response) data() bool {
	d := a.d
	// The data of a failure has another type.
	if a.discard || a.Envelope.Failed() {
		a.found = true
		d.skipEnvelopeValue()
		a.failure = errSkipped
		return false
	}
	if a.found {
		d.skipEnvelopeValue()
		a.failure = errTwoData
		return false
	}
	a.found = true
	want, next := jsontext.KindBeginObject, inRecord
	if a.list {
		want, next = jsontext.KindBeginArray, inArray
	}
	if kind := d.json.PeekKind(); kind != want {
		if d.skipEnvelopeValue(); d.err == nil {
			a.failure = &ValueError{Path: "data", Reason: kindName([]byte{byte(kind)}) + " is not " + kindName([]byte{byte(want)})}
			d.observeOutside()
		}
		return false
	}
	a.state = next
	if a.list {
		d.openRecords()
		return false
	}
	if !d.loadRecord() {
		return false
	}
	a.records++
	return true
}

// ParseEnvelope reads the envelope of a response whose status is not a success,
// as far as its body is valid. It returns false if the body has no envelope.
func ParseEnvelope(body []byte) (Envelope, bool) {
	d := NewDecoder(bytes.NewReader(body), int64(len(body))+1, nil)
	defer d.Release()
	a := Response{d: d, discard: true}
	for a.Next() {
	}
	a.Envelope.Cut = a.found && a.Envelope.OK == nil && !a.Complete()
	return a.Envelope, a.state != atStart
}
