package wire

import (
	"hash/maphash"
	"math/bits"
)

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

// observe reports drift at the value just read: once per response for each kind,
// depth and key, which is the name of the field or an unknown value. The path
// costs more than the record, and most drift is in every record.
func (d *Decoder) observe(kind Drift, key []byte, value string) {
	if d.observer != nil && d.first(kind, key) {
		d.report(kind, "", value)
	}
}

func (d *Decoder) observeMissing(missing uint64, names []string) {
	for ; d.observer != nil && missing != 0; missing &= missing - 1 {
		if name := names[bits.TrailingZeros64(missing)]; d.first(Missing, []byte(name)) {
			d.report(Missing, "."+name, "")
		}
	}
}

// report reports drift at the value just read, or at a member of it.
func (d *Decoder) report(kind Drift, member, value string) {
	if d.observer != nil && d.err == nil {
		d.observer(kind, path(d.pointer(), false)+member, value)
	}
}

// drift holds a hash of the key, because a key may have any length.
type drift struct {
	kind  Drift
	depth int
	key   uint64
}

// maxSeen limits the memory for a server that invents field names.
const maxSeen = 1024

// first returns true once for each drift.
func (d *Decoder) first(kind Drift, key []byte) bool {
	if d.err != nil {
		return false
	}
	found := drift{kind, d.depth, maphash.Bytes(seed, key)}
	if _, old := d.seen[found]; old || len(d.seen) >= maxSeen {
		return false
	}
	if d.seen == nil {
		d.seen = map[drift]struct{}{}
	}
	d.seen[found] = struct{}{}
	return true
}

func (d *Decoder) observeOutside() {
	if d.observer != nil {
		d.observer(Outside, "", "")
	}
}
