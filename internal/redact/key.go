package redact

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/ugcinc/ugcinc-go/internal/show"
)

// form is one way to write the key.
type form struct {
	text string
	// least is the length of the shortest beginning that is found before a cut.
	least int
	// base64 means that the characters next to it hold bits of the key.
	base64 bool
}

// formsOf returns the key, the key with its escapes resolved if it has any, and
// its base64, without the characters that depend on what precedes and follows
// the key.
func formsOf(key string) []form {
	if key == "" {
		return nil
	}
	forms := []form{{text: key, least: min(4, len(key))}}
	for outer := key; ; {
		inner, _ := unescape(outer)
		if len(inner) == len(outer) || len(inner) < 8 {
			break
		}
		forms = append(forms, form{text: inner, least: 4})
		outer = inner
	}
	for before := range 3 {
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			encoded := encoding.EncodeToString([]byte("\x00\x00"[:before] + key))
			encoded = encoded[(8*before+5)/6 : 8*(before+len(key))/6]
			if len(encoded) >= 8 {
				forms = append(forms, form{text: encoded, least: 6, base64: true})
			}
		}
	}
	return slices.Compact(forms)
}

// find appends each occurrence of the form, and of its beginning before a cut.
func (f *form) find(text string, spans []span) []span {
	for from := 0; ; from++ {
		at := strings.Index(text[from:], f.text)
		if at < 0 {
			break
		}
		from += at
		spans = append(spans, f.widen(text, span{from, from + len(f.text)}))
	}
	for from := 0; ; {
		size := strings.Index(text[from:], show.CutMark)
		if size < 0 {
			return spans
		}
		to := from + size
		for n := min(size, len(f.text)-1); n >= f.least; n-- {
			if text[to-n:to] == f.text[:n] {
				spans = append(spans, f.widen(text, span{to - n, to}))
				break
			}
		}
		from = to + len(show.CutMark)
	}
}

// widen includes the base64 characters that hold bits of the key, and the
// padding.
func (f *form) widen(text string, s span) span {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
	if !f.base64 {
		return s
	}
	if s.from > 0 && strings.IndexByte(alphabet, text[s.from-1]) >= 0 {
		s.from--
	}
	if s.to < len(text) && strings.IndexByte(alphabet, text[s.to]) >= 0 {
		s.to++
	}
	for s.to < len(text) && text[s.to] == '=' {
		s.to++
	}
	return s
}
