package wire

import (
	"strings"
	"time"
)

// Time reads a timestamp in ISO 8601. One without a zone is UTC; a blank may
// stand for the T, an offset may lack its minutes (+00), and a date alone is
// its first moment. Null reads as the zero time.
func (d *Decoder) Time() time.Time {
	raw := d.value()
	switch {
	case d.err != nil:
		return time.Time{}
	case raw[0] == 'n':
		d.observeNull()
		return time.Time{}
	case raw[0] != '"':
		d.refuse(raw, "a time in ISO 8601")
		return time.Time{}
	}
	text := d.unquote(raw)
	var t time.Time
	if t.UnmarshalText(text) == nil {
		return t
	}
	t, ok := parseOddTime(string(text))
	if !ok {
		d.refuse(raw, "a time in ISO 8601")
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

// parseOddTime reads the forms that RFC 3339 does not allow.
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
