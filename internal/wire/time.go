package wire

import (
	"strings"
	"time"
)

// Time reads a timestamp in ISO 8601. Without a zone it is UTC; it may have a
// space instead of the T, an offset without minutes (+00), or only a date. Null
// reads as the zero time.
func (d *Decoder) Time() time.Time {
	if d.err != nil || d.next() != '"' {
		if raw := d.nonNull(); raw != nil {
			d.mismatch(raw, "a time in ISO 8601")
		}
		return time.Time{}
	}
	text := d.text()
	t, ok := parseUTC(text)
	if ok || t.UnmarshalText(text) == nil {
		return t
	}
	if t, ok = parseOtherTime(string(text)); !ok {
		d.mismatch([]byte{'"'}, "a time in ISO 8601")
	}
	return t
}

// OptionalTime reads a timestamp, or null as nil.
func (d *Decoder) OptionalTime() *time.Time { return OptionalValue(d, (*Decoder).Time) }

// parseUTC parses the usual form, for which package time takes three times as
// long.
func parseUTC(text []byte) (time.Time, bool) {
	valid := len(text) == len("2026-03-02T09:30:00.000Z") && text[4] == '-' && text[7] == '-' && text[10] == 'T' &&
		text[13] == ':' && text[16] == ':' && text[19] == '.' && text[23] == 'Z'
	if !valid {
		return time.Time{}, false
	}
	number := func(from, to int) (n int) {
		for _, c := range text[from:to] {
			valid = valid && '0' <= c && c <= '9'
			n = n*10 + int(c-'0')
		}
		return n
	}
	year, month, day := number(0, 4), number(5, 7), number(8, 10)
	hour, minute, second, ms := number(11, 13), number(14, 16), number(17, 19), number(20, 23)
	// Later days are left to package time, which knows the months.
	valid = valid && 1 <= month && month <= 12 && 1 <= day && day <= 28 && hour <= 23 && minute <= 59 && second <= 59
	return time.Date(year, time.Month(month), day, hour, minute, second, ms*1e6, time.UTC), valid
}

// parseOtherTime parses forms that RFC 3339 does not allow.
func parseOtherTime(text string) (time.Time, bool) {
	if len(text) > 64 {
		return time.Time{}, false
	}
	text = strings.Replace(strings.ToUpper(strings.TrimSpace(text)), " ", "T", 1)
	text = strings.ReplaceAll(text, " ", "")
	for _, form := range otherTimes {
		if t, err := time.Parse(form, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// otherTimes are layouts. Package time reads a fraction after the seconds of each.
var otherTimes = []string{
	"2006-01-02T15:04:05", "2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05Z07",
	"2006-01-02T15:04", "2006-01-02T15:04Z07:00", "2006-01-02T15:04Z0700", "2006-01-02T15:04Z07", "2006-01-02", "2006-01-02T",
}
