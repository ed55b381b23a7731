package wire

import (
	"bytes"
	"encoding/json"
	"reflect"
)

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
		decode(d, records.Add(d))
	}
	return records.Slice()
}

// Values reads an array of values whose form is not documented, or null as nil.
func (d *Decoder) Values() []json.RawMessage {
	return List(d, func(d *Decoder, v *json.RawMessage) { *v = bytes.Clone(d.value()) })
}

// Records collects an unknown number of records. Its array doubles: collecting
// blocks and joining them in the end takes as much memory and more time.
type Records[T any] struct{ all []T }

// Add adds a record, which is charged against the limit of d. The pointer is
// valid until the next call.
func (r *Records[T]) Add(d *Decoder) *T {
	charge[T](d)
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

// charge counts a record, or a string of an array, by its size in memory: to
// read thousands of {} takes fifty times what they take on the wire. Its JSON has
// been counted before, so only the size beyond that is charged against the limit.
func charge[T any](d *Decoder) {
	d.paid -= size[T]()
	if d.paid >= 0 || d.err != nil {
		return
	}
	d.source.left += d.paid
	d.paid = 0
	if d.source.left < 0 {
		d.err = ErrTooLarge
	}
}

// Keep charges the record just read, which the caller of a stream keeps, against
// the memory that it has for all of them.
func Keep[T any](d *Decoder, room *int64) {
	*room -= int64(len(d.raw)) + size[T]()
	if *room < 0 && d.err == nil {
		d.err = ErrTooLarge
	}
}

func size[T any]() int64 {
	return int64(min(reflect.TypeFor[T]().Size(), 1<<16)) // no record is larger
}
