package wire

import "math/bits"

// Drift names how a response differs from the document.
type Drift string

// The kinds of drift.
const (
	UnknownMember Drift = "unknown field"
	UnknownValue  Drift = "unknown enum value"
	Null          Drift = "unexpected null"
	Missing       Drift = "missing field"
	Type          Drift = "unexpected type"
	Outside       Drift = "outside the envelope"
)

// Observer receives drift. Path is the place without indices, as data[].name;
// value is the value of an enum, or for an unknown field or an unexpected type
// the JSON type.
type Observer func(kind Drift, path, value string)

// observe reports drift at the value just read.
func (d *Decoder) observe(kind Drift, value string) {
	if d.observer != nil && d.err == nil {
		d.observer(kind, path(d.pointer(), false), value)
	}
}

func (d *Decoder) observeMissing(missing uint64, names []string) {
	if d.observer == nil || d.err != nil {
		return
	}
	for ; missing != 0; missing &= missing - 1 {
		d.observer(Missing, path(d.pointer(), false)+"."+names[bits.TrailingZeros64(missing)], "")
	}
}

func (d *Decoder) observeOutside() {
	if d.observer != nil {
		d.observer(Outside, "", "")
	}
}
