package wire

// List reads an array of records, or null as nil.
func List[T any](d *Decoder, decode func(*Decoder, *T)) []T {
	if d.null() {
		d.observeNull()
		return nil
	}
	if !d.beginArray() {
		return nil
	}
	var records Records[T]
	for d.element() {
		decode(d, records.Add())
	}
	return records.Slice()
}

// Records collects records of which nobody says how many there will be. Their
// array doubles: to gather them in blocks and to put those together in the end
// takes as much memory, and longer, for the collector is at work just then.
type Records[T any] struct{ all []T }

// Add makes room for one more record. It is valid until the next one.
func (r *Records[T]) Add() *T {
	n := len(r.all)
	if n == cap(r.all) {
		grown := make([]T, n, max(8, 2*n))
		copy(grown, r.all)
		r.all = grown
	}
	r.all = r.all[:n+1]
	return &r.all[n]
}

// Slice returns all records; it is never nil.
func (r *Records[T]) Slice() []T {
	if r.all == nil {
		return []T{}
	}
	return r.all
}

// Optional reads a record, or null as nil.
func Optional[T any](d *Decoder, decode func(*Decoder, *T)) *T {
	if d.null() {
		return nil
	}
	v := new(T)
	decode(d, v)
	return v
}

// OptionalValue reads a value, or null as nil.
func OptionalValue[T any](d *Decoder, decode func(*Decoder) T) *T {
	if d.null() {
		return nil
	}
	v := decode(d)
	return &v
}

// Required reads a record; null leaves v as it is.
func Required[T any](d *Decoder, decode func(*Decoder, *T), v *T) {
	if d.null() {
		d.observeNull()
		return
	}
	decode(d, v)
}
