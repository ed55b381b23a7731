package wire

import (
	"math/bits"
	"strings"
)

// RequireForm makes a single record without the objects and arrays that the
// document requires an error. It is for an operation whose responses may come in
// another form; the records of other operations may lack anything.
func (d *Decoder) RequireForm() { d.form = true }

// noteArray records the name of the first array that the record has and the
// document does not know. raw is the value just read.
func (d *Decoder) noteArray(raw []byte) {
	if !d.form || d.extra != "" || d.err != nil || raw[0] != '[' {
		return
	}
	if name, ok := strings.CutPrefix(path(d.pointer(), true), "data."); ok && !strings.Contains(name, ".") {
		d.extra = name
	}
}

// checkForm fails if a required object or array is missing. If the document
// requires none, it fails if the record has an unknown array.
func (d *Decoder) checkForm(missing, nested uint64, names []string) {
	if !d.form || d.err != nil || path(d.pointer(), true) != "data" {
		return
	}
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
