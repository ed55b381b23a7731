package wire

import "bytes"

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
	// Cut means that the envelope has data but ended, or broke, before a member
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

// setOK keeps the first value of ok and records whether another one differs.
func (e *Envelope) setOK(ok bool) {
	if e.OK == nil {
		e.OK = &no
		if ok {
			e.OK = &yes
		}
	}
	e.Conflict = e.Conflict || *e.OK != ok
}

// The values of Envelope.OK.
var yes, no = true, false

// setCode keeps the first code and records whether another one differs.
func (e *Envelope) setCode(code int) {
	if e.Code == 0 {
		e.Code = code
	}
	e.Conflict = e.Conflict || e.Code != code
}

// ParseEnvelope reads the envelope of a response whose status is not a success,
// as far as its body is valid. It returns false if the body has no envelope.
func ParseEnvelope(body []byte) (Envelope, bool) {
	d := NewDecoder(bytes.NewReader(body), int64(len(body))+1, nil)
	defer d.Release()
	r := Response{d: d, skipData: true}
	for r.Next() {
	}
	r.Envelope.Cut = r.found && r.Envelope.OK == nil && !r.Complete()
	return r.Envelope, r.state != atStart
}
