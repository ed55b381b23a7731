package wire

import "slices"

// List reads an array of records, or null as nil.
func List[T any](d *Decoder, decode func(*Decoder, *T)) []T {
	if d.null() {
		d.observeNull()
		return nil
	}
	if !d.beginArray() {
		return nil
	}
	records := []T{}
	for d.element() {
		records = Append(records, d, decode)
	}
	return records
}

// Append decodes one more record behind the others. Where there is no room it
// doubles it, up to a step of 64 Ki records.
func Append[T any](records []T, d *Decoder, decode func(*Decoder, *T)) []T {
	if len(records) == cap(records) {
		records = slices.Grow(records, min(max(len(records), 8), 64<<10))
	}
	records = append(records, *new(T)) // an attempt before this one may have left something
	decode(d, &records[len(records)-1])
	return records
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
