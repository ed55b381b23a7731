package wire

import (
	"hash/maphash"
	"math/bits"

	"github.com/ugcinc/ugcinc-go/internal/show"
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

// Observer receives drift, once for each kind and place.
type Observer struct {
	// Report receives the place as data[].name and a short value: for an enum the
	// value itself, for an unknown field or an unexpected type the JSON type.
	Report func(kind Drift, path, value string)
	// seen holds what was reported, so that a field that every record has costs one
	// lookup per record.
	seen map[observation]struct{}
}

// observation holds a hash of the name, because a name may have any length.
type observation struct {
	kind  Drift
	depth int
	name  uint64
}

// maxSeen limits the memory for a server that invents field names.
const maxSeen = 1024

// first reports whether this has not been seen before.
func (o *Observer) first(kind Drift, depth int, name []byte) bool {
	key := observation{kind, depth, maphash.Bytes(seed, name)}
	if _, old := o.seen[key]; old || len(o.seen) >= maxSeen {
		return false
	}
	if o.seen == nil {
		o.seen = map[observation]struct{}{}
	}
	o.seen[key] = struct{}{}
	return true
}

// observeUnknownMember skips a value that begins with the byte first.
func (d *Decoder) observeUnknownMember(first byte, skip func()) {
	news := d.observer.first(UnknownMember, d.depth, d.name)
	if skip(); news && d.err == nil {
		d.observer.Report(UnknownMember, d.place(), kindName([]byte{first}))
	}
}

func (d *Decoder) observeUnknownValue(value []byte) {
	if d.observer.first(UnknownValue, d.depth, value) {
		d.observer.Report(UnknownValue, d.place(), show.Cut(string(value), 64))
	}
}

// observeType reports a value that is kept although the document says that it
// has another type. raw is the value, or its first byte.
func (d *Decoder) observeType(raw []byte) {
	if d.observer != nil && d.err == nil && d.observer.first(Type, d.depth, d.name) {
		d.observer.Report(Type, d.place(), kindName(raw))
	}
}

func (d *Decoder) observeNull() {
	if d.observer != nil && d.err == nil && d.observer.first(Null, d.depth, d.name) {
		d.observer.Report(Null, d.place(), "null")
	}
}

func (d *Decoder) observeMissing(missing uint64, names []string) {
	for ; missing != 0; missing &= missing - 1 {
		name := names[bits.TrailingZeros64(missing)]
		if d.observer.first(Missing, d.depth, []byte(name)) {
			d.observer.Report(Missing, d.place()+"."+name, "")
		}
	}
}

func (d *Decoder) observeOutside() {
	if d.observer != nil && d.observer.first(Outside, 0, nil) {
		d.observer.Report(Outside, "", "")
	}
}

// place returns the path without indices, so that all records are one place.
func (d *Decoder) place() string {
	path := []byte(d.path())
	out := path[:0]
	for _, c := range path {
		if c < '0' || c > '9' || len(out) == 0 || out[len(out)-1] != '[' {
			out = append(out, c)
		}
	}
	return string(out)
}
