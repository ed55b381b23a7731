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

// Records collects records of which nobody says how many there will be. They
// gather in blocks, so that the most memory that a long list takes is twice
// its own, and no record is copied more than once.
type Records[T any] struct {
	full [][]T
	last []T
	n    int // in full
}

// The first block and the longest, in records.
const firstBlock, longestBlock = 8, 4 << 10

// Add makes room for one more record.
func (r *Records[T]) Add() *T {
	if len(r.last) == cap(r.last) {
		if r.last != nil {
			r.full = append(r.full, r.last)
			r.n += len(r.last)
		}
		r.last = make([]T, 0, min(max(firstBlock, 2*len(r.last)), longestBlock))
	}
	r.last = r.last[:len(r.last)+1]
	return &r.last[len(r.last)-1]
}

// Slice returns all records; it is never nil.
func (r *Records[T]) Slice() []T {
	if r.full == nil && r.last != nil {
		return r.last
	}
	all := make([]T, 0, r.n+len(r.last))
	for _, block := range r.full {
		all = append(all, block...)
	}
	return append(all, r.last...)
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
