package wire

import (
	"math"
	"strconv"
	"strings"
)

// Int reads a whole number; null reads as zero. A whole number in another
// form (12.0, 1e3, "12") is understood: databases write large counts so.
func (d *Decoder) Int() int64 {
	if d.null() {
		d.observeNull()
		return 0
	}
	return d.int()
}

func (d *Decoder) int() int64 {
	// Nearly every number is a short run of digits.
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
		return n
	}
	d.refuse(kindName(raw), "a whole number that fits 64 bits")
	return 0
}

// OptionalInt reads a whole number, or null as nil.
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

// Float reads a number; null reads as zero.
func (d *Decoder) Float() float64 {
	raw := d.value()
	if d.err != nil {
		return 0
	}
	if f, err := strconv.ParseFloat(string(unquoted(raw)), 64); err == nil {
		return f
	}
	if raw[0] == 'n' {
		d.observeNull()
		return 0
	}
	d.refuse(kindName(raw), "a number")
	return 0
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

// Bool reads a boolean; null reads as false.
func (d *Decoder) Bool() bool {
	raw := d.value()
	switch {
	case d.err != nil:
		return false
	case raw[0] == 't', raw[0] == 'f':
		return raw[0] == 't'
	case raw[0] == 'n':
		d.observeNull()
		return false
	}
	d.refuse(kindName(raw), "a boolean")
	return false
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

func parseInt(raw []byte) (int64, bool) {
	digits := unquoted(raw)
	negative := len(digits) > 0 && digits[0] == '-'
	if negative {
		digits = digits[1:]
	}
	var n int64
	for _, c := range digits {
		if c < '0' || c > '9' || len(digits) > 18 {
			return parseOddInt(unquoted(raw))
		}
		n = n*10 + int64(c-'0')
	}
	if negative {
		n = -n
	}
	return n, len(digits) > 0
}

// parseOddInt reads what is not a short run of digits.
func parseOddInt(text []byte) (int64, bool) {
	if n, err := strconv.ParseInt(string(text), 10, 64); err == nil {
		return n, true
	}
	if strings.Trim(string(text), "0123456789+-.eE") != "" {
		return 0, false // Go reads more forms than JSON has
	}
	f, err := strconv.ParseFloat(string(text), 64)
	// Beyond 2^53 a float is no longer sure of its last digit.
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return 0, false
	}
	return int64(f), true
}

func unquoted(raw []byte) []byte {
	if len(raw) >= 2 && raw[0] == '"' {
		return raw[1 : len(raw)-1]
	}
	return raw
}
