package wire

import (
	"encoding/binary"
	"strings"
	"time"
)

// Time reads a timestamp in ISO 8601. Without a zone it is UTC; it may have a
// space instead of the T, an offset without minutes (+00), or only a date. Null
// reads as the zero time.
func (d *Decoder) Time() time.Time {
	if d.err != nil {
		return time.Time{}
	}
	switch d.next() {
	case '"':
		return d.parseTime(d.text())
	case 'n':
		d.null()
		d.observeNull()
	default:
		d.mismatch("a time in ISO 8601")
	}
	return time.Time{}
}

func (d *Decoder) parseTime(text []byte) time.Time {
	if t, ok := parseUTC(text); ok {
		return t
	}
	var t time.Time
	if t.UnmarshalText(text) == nil {
		return t
	}
	t, ok := parseOddTime(string(text))
	if !ok {
		d.refuse("a string", "a time in ISO 8601")
	}
	return t
}

// OptionalTime reads a timestamp, or null as nil.
func (d *Decoder) OptionalTime() *time.Time {
	if d.null() {
		return nil
	}
	t := d.Time()
	if d.err != nil {
		return nil
	}
	return &t
}

// parseUTC parses the usual form, 2026-03-02T09:30:00.000Z, in half the time of
// package time.
func parseUTC(text []byte) (time.Time, bool) {
	const form = "0000-00-00T00:00:00"
	n := len(text) - 1
	if n < len(form) || n > len(form)+len(".000000000") || text[n] != 'Z' ||
		!formed(text, 0x2D30302D30303030, 0x7F76767F76767676) ||
		!formed(text[8:], 0x30303A3030543030, 0x76767F76767F7676) ||
		text[16] != ':' || text[17]-'0' > 9 || text[18]-'0' > 9 {
		return time.Time{}, false
	}
	nanoseconds := 0
	if fraction := text[len(form):n]; len(fraction) > 0 {
		unit := 100_000_000
		for _, c := range fraction[1:] {
			if c-'0' > 9 {
				return time.Time{}, false
			}
			nanoseconds += int(c-'0') * unit
			unit /= 10
		}
		if fraction[0] != '.' || len(fraction) == 1 {
			return time.Time{}, false
		}
	}
	two := func(i int) int { return int(text[i]-'0')*10 + int(text[i+1]-'0') }
	month, day, hour, minute, second := two(5), two(8), two(11), two(14), two(17)
	// Later days are left to package time, which knows the months.
	if month < 1 || month > 12 || day < 1 || day > 28 || hour > 23 || minute > 59 || second > 59 {
		return time.Time{}, false
	}
	return time.Date(two(0)*100+two(2), time.Month(month), day, hour, minute, second, nanoseconds, time.UTC), true
}

// formed reports whether 8 bytes have a form, all at once. They may differ from it
// by less than 10 where it has a zero, and nowhere else: the difference plus room
// stays below 128.
func formed(text []byte, form, room uint64) bool {
	const high = 0x8080808080808080
	differs := binary.LittleEndian.Uint64(text) ^ form
	return (differs|(differs+room))&high == 0
}

// parseOddTime parses forms that RFC 3339 does not allow.
func parseOddTime(text string) (time.Time, bool) {
	if len(text) > 64 {
		return time.Time{}, false
	}
	text = strings.TrimSpace(text)
	date, clock, _ := strings.Cut(strings.Replace(strings.ToUpper(text), " ", "T", 1), "T")
	clock = strings.TrimSpace(clock)
	if clock == "" {
		t, err := time.Parse(time.DateOnly, date)
		return t, err == nil
	}
	zone := "Z"
	if at := strings.IndexAny(clock, "Z+-"); at >= 0 {
		clock, zone = strings.TrimSpace(clock[:at]), clock[at:]
	}
	switch {
	case len(zone) == len("+00"):
		zone += ":00"
	case len(zone) == len("+0000"):
		zone = zone[:3] + ":" + zone[3:]
	}
	if strings.Count(clock, ":") == 1 {
		clock += ":00"
	}
	t, err := time.Parse(time.RFC3339, date+"T"+clock+zone)
	return t, err == nil
}
