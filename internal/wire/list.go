package wire

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
)

// List reads an array of records, or null as nil.
func List[T any](d *Decoder, decode func(*Decoder, *T)) []T {
	if d.null() {
		d.observe(Null, d.name, "null")
		return nil
	}
	if !d.open('[', "an array") {
		return nil
	}
	var records Records[T]
	for d.more() {
		decode(d, records.Add(d))
	}
	return records.Slice()
}

// Values reads an array of values whose form is not documented, or null as nil.
// One value is a list of one.
func (d *Decoder) Values() []json.RawMessage {
	if d.err == nil && d.next() != '[' && d.next() != 'n' {
		raw := d.value()
		d.observe(Type, d.name, kindName(raw))
		return []json.RawMessage{bytes.Clone(raw)}
	}
	return List(d, func(d *Decoder, v *json.RawMessage) { *v = bytes.Clone(d.value()) })
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

// Required reads a record; null leaves v as it is, unless the form is required.
func Required[T any](d *Decoder, decode func(*Decoder, *T), v *T) {
	if !d.form && d.null() {
		d.observe(Null, d.name, "null")
		return
	}
	decode(d, v)
}

// Records collects an unknown number of records. Its array doubles: collecting
// blocks and joining them in the end takes as much memory and more time.
type Records[T any] struct{ all []T }

// Add adds a record, which is charged against the limit of d. The pointer is
// valid until the next call.
func (r *Records[T]) Add(d *Decoder) *T {
	charge[T](d)
	if n := len(r.all); n == cap(r.all) {
		r.all = slices.Grow(r.all, max(8, n))
	}
	r.all = append(r.all, *new(T))
	return &r.all[len(r.all)-1]
}

// Slice returns all records; it is never nil.
func (r *Records[T]) Slice() []T {
	if r.all == nil {
		return []T{}
	}
	return r.all
}

// charge counts a record, or a string of an array, by its size in memory, which
// the response's limit bounds as well: thousands of {} take fifty times as much
// memory as JSON.
func charge[T any](d *Decoder) {
	if d.memory -= size[T](); d.memory < 0 && d.err == nil {
		d.err = ErrTooLarge
	}
}

// Keep charges the record just read, which the caller of a stream keeps, against
// the memory that it has for all of them.
func Keep[T any](d *Decoder, room *int64) {
	*room -= int64(len(d.record)) + size[T]()
	if *room < 0 && d.err == nil {
		d.err = ErrTooLarge
	}
}

func size[T any]() int64 {
	return int64(min(reflect.TypeFor[T]().Size(), 1<<16)) // no record is larger
}
