package wire

import "math/bits"

// Drift names how an answer differed from the document.
type Drift string

// The kinds of drift.
const (
	UnknownMember Drift = "unknown field"
	UnknownValue  Drift = "unknown enum value"
	Null          Drift = "unexpected null"
	Missing       Drift = "missing field"
	Outside       Drift = "outside the envelope"
)

// Observer is told of drift, once for each kind and place it has not seen.
type Observer struct {
	// Report receives the place as data[].name and a bounded value: for an
	// unknown field the kind of its value, for an enum the value itself.
	Report func(kind Drift, path, value string)
	// seen holds kind, depth and name of what was reported, so that a field
	// that every record has costs one look-up a record.
	seen map[string]struct{}
	key  []byte
}

// maxSeen bounds the memory that a server with random field names can take.
const maxSeen = 1024

// first says whether this is news.
func (o *Observer) first(kind Drift, depth int, name []byte) bool {
	o.key = append(append(append(o.key[:0], kind[:8]...), byte(depth)), name...) //nolint:gosec // deeper than 255, a place may be taken for another and go unreported
	if _, old := o.seen[string(o.key)]; old || len(o.seen) >= maxSeen {
		return false
	}
	if o.seen == nil {
		o.seen = map[string]struct{}{}
	}
	o.seen[string(o.key)] = struct{}{}
	return true
}

// observeUnknownMember skips a value that begins with the byte first.
func (d *Decoder) observeUnknownMember(first byte, skip func()) {
	news := d.observer.first(UnknownMember, d.depth, d.name)
	if skip(); news && d.err == nil {
		d.observer.Report(UnknownMember, d.place(), kindName([]byte{first}))
	}
}

func (d *Decoder) observeUnknownValue(value string) {
	if d.observer.first(UnknownValue, d.depth, []byte(value)) {
		d.observer.Report(UnknownValue, d.place(), bounded(value, 64))
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

// place is the path without the indices: all records are one place.
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
