package wire

import (
	"bytes"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// The scanner finds the ends and strings of valid JSON where jsontext does.
func FuzzValueEnd(f *testing.F) {
	for _, seed := range []string{`{"a":[1,{"b":"]}\""}],"c":null}`, `"\\"`, `-1.5e+3`, `[[],{},"",0,true]`, `{"é\n":"\ud83d\ude00"}`, ` [ 1 , 2 ] `} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		document := jsontext.NewDecoder(bytes.NewReader(body), lenient...)
		raw, err := document.ReadValue()
		if err != nil {
			return
		}
		if end := valueEnd(raw, 0); end != len(raw) {
			t.Fatalf("%q ends at %d", raw, end)
		}
		if raw.Kind() != jsontext.KindString {
			return
		}
		d := Decoder{record: raw}
		got := d.text()
		want, _ := jsontext.AppendUnquote(nil, raw) // an error says that something was replaced
		if !bytes.Equal(got, want) || d.pos != len(raw) {
			t.Fatalf("%q reads as %q up to %d, want %q", raw, got, d.pos, want)
		}
	})
}

// parseUTC accepts nothing that package time reads differently.
func FuzzParseUTC(f *testing.F) {
	for _, seed := range []string{"2026-03-02T09:30:00.000Z", "2026-12-28T23:59:59.999Z", "2026-02-30T00:00:00.000Z", "2026-03-02T09:30:00,000Z", "2026-03-02T24:00:00.000Z", "2026-03-0:T09:30:00.000Z", "2026-03-02T09:30:00+00:00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := parseUTC([]byte(text))
		if !ok {
			return
		}
		var want time.Time
		if err := want.UnmarshalText([]byte(text)); err != nil || got != want {
			t.Fatalf("%q reads as %s, want %s, %v", text, got, want, err)
		}
	})
}
