package wire

import (
	"math/big"
	"strconv"
	"strings"
)

// Int reads an integer; null reads as zero. Other forms of an integer (12.0, 1e3,
// "12") are accepted, because databases write large counts so.
func (d *Decoder) Int() int64 {
	if d.null() {
		d.observe(Null, d.name, "null")
		return 0
	}
	return d.int()
}

// OptionalInt reads an integer, or null as nil.
func (d *Decoder) OptionalInt() *int64 {
	if d.null() {
		return nil
	}
	return d.ints.pointer(d.int())
}

func (d *Decoder) int() (n int64) {
	// Nearly every number is a few digits, which this reads much faster.
	i := d.pos
	for ; d.record[i]-'0' <= 9; i++ {
		n = n*10 + int64(d.record[i]-'0')
	}
	if i > d.pos && i-d.pos <= 18 && endsScalar(d.record[i]) {
		d.pos = i
		return n
	}
	raw := d.value()
	n, ok := parseInt(raw)
	d.accept(raw, ok, "a whole number that fits 64 bits")
	return n
}

// Float reads a number, which may be a string; null reads as zero.
func (d *Decoder) Float() float64 {
	raw := d.nonNull()
	f, ok := parseFloat(string(unquoted(raw)))
	d.accept(raw, ok, "a number that fits 64 bits")
	return f
}

// OptionalFloat reads a number, or null as nil.
func (d *Decoder) OptionalFloat() *float64 { return OptionalValue(d, (*Decoder).Float) }

// Bool reads a boolean, also as the string "true" or "false"; null reads as
// false.
func (d *Decoder) Bool() bool {
	raw := d.nonNull()
	value, ok := parseBool(raw)
	d.accept(raw, ok, "a boolean")
	return value
}

// OptionalBool reads a boolean, or null as nil.
func (d *Decoder) OptionalBool() *bool { return OptionalValue(d, (*Decoder).Bool) }

// accept fails if a value could not be parsed. One in a string is drift.
func (d *Decoder) accept(raw []byte, ok bool, want string) {
	switch {
	case raw == nil:
	case !ok:
		d.mismatch(raw, want)
	case raw[0] == '"':
		d.observe(Type, d.name, "a string")
	}
}

func parseBool(raw []byte) (value, ok bool) {
	text := string(unquoted(raw))
	return text == "true", text == "true" || text == "false"
}

// parseInt parses an integer of 64 bits in any form: 12, 12.0, 1.2e1, "12".
func parseInt(raw []byte) (int64, bool) {
	text := unquoted(raw)
	if n, err := strconv.ParseInt(string(text), 10, 64); err == nil {
		return n, true
	}
	return parseDecimal(string(text))
}

// parseDecimal parses an integer that has a point or an exponent.
func parseDecimal(text string) (int64, bool) {
	f, ok := parseFloat(text)
	if !ok || f == 0 {
		mantissa, _, _ := strings.Cut(strings.ToLower(text), "e")
		return 0, ok && !strings.ContainsAny(mantissa, "123456789") // else it is too small
	}
	// With 4 bits for each digit an integer is exact, and nothing else becomes one.
	exact, _, err := big.ParseFloat(text, 10, uint(64+4*len(text)), big.ToZero)
	if err != nil {
		return 0, false
	}
	n, accuracy := exact.Int64()
	return n, accuracy == big.Exact
}

func parseFloat(text string) (float64, bool) {
	// Package strconv reads more forms than JSON has, and package big takes long
	// for very long ones.
	if len(text) > 4096 || strings.Trim(text, "0123456789+-.eE") != "" {
		return 0, false
	}
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil
}

// unquoted returns a number or boolean without the quotes that it may have.
func unquoted(raw []byte) []byte {
	if len(raw) >= 2 && raw[0] == '"' {
		return raw[1 : len(raw)-1]
	}
	return raw
}
