package wire

import (
	"errors"
	"strconv"
	"strings"
)

// Int reads an integer; null reads as zero. Other forms of an integer (12.0, 1e3,
// "12") are accepted, because databases write large counts so.
func (d *Decoder) Int() int64 {
	if d.null() {
		d.observeNull()
		return 0
	}
	return d.int()
}

func (d *Decoder) int() int64 {
	// Fast path: nearly every number is a few digits.
	var n int64
	start, i := d.pos, d.pos
	for ; i < len(d.raw) && '0' <= d.raw[i] && d.raw[i] <= '9'; i++ {
		n = n*10 + int64(d.raw[i]-'0')
	}
	if i > start && i-start <= 18 && i < len(d.raw) && afterScalar[d.raw[i]] {
		d.pos = i
		return n
	}
	raw := d.value()
	if n, ok := parseInt(raw); ok {
		if raw[0] == '"' {
			d.observeType(raw)
		}
		return n
	}
	d.refuse(kindName(raw), "a whole number that fits 64 bits")
	return 0
}

// OptionalInt reads an integer, or null as nil.
func (d *Decoder) OptionalInt() *int64 {
	if d.null() {
		return nil
	}
	n := d.int()
	if d.err != nil {
		return nil
	}
	if len(d.ints) == 0 {
		d.ints = make([]int64, slab)
	}
	p := &d.ints[0]
	*p, d.ints = n, d.ints[1:]
	return p
}

// Float reads a number, which may be a string; null reads as zero.
func (d *Decoder) Float() float64 {
	if d.null() {
		d.observeNull()
		return 0
	}
	raw := d.value()
	text := string(unquoted(raw))
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || strings.Trim(text, "0123456789+-.eE") != "" { // Go reads more forms than JSON has
		d.refuse(kindName(raw), "a number that fits 64 bits")
		return 0
	}
	if raw[0] == '"' {
		d.observeType(raw)
	}
	return f
}

// OptionalFloat reads a number, or null as nil.
func (d *Decoder) OptionalFloat() *float64 {
	if d.null() {
		return nil
	}
	f := d.Float()
	if d.err != nil {
		return nil
	}
	return &f
}

// Bool reads a boolean, also as the string "true" or "false"; null reads as
// false.
func (d *Decoder) Bool() bool {
	raw := d.value()
	if d.err != nil {
		return false
	}
	value, ok := parseBool(raw)
	switch {
	case ok && raw[0] == '"':
		d.observeType(raw)
	case ok:
	case raw[0] == 'n':
		d.observeNull()
	default:
		d.refuse(kindName(raw), "a boolean")
	}
	return value
}

func parseBool(raw []byte) (value, ok bool) {
	text := string(unquoted(raw))
	return text == "true", text == "true" || text == "false"
}

// OptionalBool reads a boolean, or null as nil.
func (d *Decoder) OptionalBool() *bool {
	if d.null() {
		return nil
	}
	b := d.Bool()
	if d.err != nil {
		return nil
	}
	return &b
}

// parseInt parses an integer of 64 bits in any form: 12, 12.0, 1.2e1, "12".
func parseInt(raw []byte) (int64, bool) {
	text := string(unquoted(raw))
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n, true
	}
	mantissa, power, scientific := strings.Cut(strings.ToLower(text), "e")
	var exponent int64
	if scientific {
		var err error
		// If it is out of range, ParseInt returns the limit of the range.
		if exponent, err = strconv.ParseInt(power, 10, 32); errors.Is(err, strconv.ErrSyntax) {
			return 0, false
		}
	}
	digits, negative := strings.CutPrefix(mantissa, "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	digits = whole + fraction
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	// The number is 0.digits, times ten to the power of size.
	significant := strings.TrimLeft(digits, "0")
	size := int64(len(whole)-len(digits)+len(significant)) + exponent
	digits = strings.TrimRight(significant, "0")
	if digits == "" {
		return 0, true
	}
	if size < int64(len(digits)) || size > 19 {
		return 0, false
	}
	digits += strings.Repeat("0", int(size)-len(digits))
	if negative {
		digits = "-" + digits
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	return n, err == nil
}

func unquoted(raw []byte) []byte {
	if len(raw) >= 2 && raw[0] == '"' {
		return raw[1 : len(raw)-1]
	}
	return raw
}
