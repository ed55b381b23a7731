package ugcinc

import (
	"cmp"
	"encoding/base64"
	"errors"
	"slices"
	"strings"

	"github.com/ugcinc/ugcinc-go/internal/show"
)

const redacted = "[redacted]"

// redact removes the key in whatever form it stands in a text, the values of
// names that secrets have, and the users and passwords of URLs. Ids, captions
// and other data are not for it.
func (c *core) redact(text string) string {
	var found spans
	search := view{text: text}
	for range maxEscaping {
		for _, f := range c.forms() {
			f.find(search, &found)
		}
		findValues(search, &found)
		findUsers(search, &found)
		inner, escaped := search.unescape()
		if !escaped {
			break
		}
		search = inner
	}
	return found.cut(text)
}

// redactCut is redact for a text that may have been cut at its end.
func (c *core) redactCut(text string) string {
	return strings.TrimSuffix(c.redact(text+show.CutMark), show.CutMark)
}

// maxEscaping bounds how often a text can be escaped: JSON in HTML in JSON in a
// URL.
const maxEscaping = 5

// spans are parts of a text.
type spans []struct{ from, to int }

func (s *spans) add(from, to int) { *s = append(*s, struct{ from, to int }{from, to}) }

// cut replaces the parts, of which some may overlap.
func (s spans) cut(text string) string {
	if len(s) == 0 {
		return text
	}
	slices.SortFunc(s, func(a, b struct{ from, to int }) int { return cmp.Compare(a.from, b.from) })
	var b strings.Builder
	done := 0
	for i := 0; i < len(s); {
		from, to := s[i].from, s[i].to
		for i++; i < len(s) && s[i].from <= to; i++ {
			to = max(to, s[i].to)
		}
		b.WriteString(text[done:from] + redacted)
		done = to
	}
	return b.String() + text[done:]
}

// form is one way to write the key.
type form struct {
	text string
	// least is how much of its beginning is found where a text was cut within it.
	least int
	// base64 says that the characters next to it hold bits of the key.
	base64 bool
}

// keyForms returns the key, also as it is if it looks like an escape, and its
// base64: those characters that do not depend on what stands before and after
// the key.
func keyForms(key string) []form {
	forms := []form{{text: key, least: min(4, len(key))}}
	for inner, escaped := (view{text: key}).unescape(); escaped && len(inner.text) >= 8; inner, escaped = inner.unescape() {
		forms = append(forms, form{text: inner.text, least: 4})
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

// find adds each place where the form stands whole, or in part before a cut.
func (f *form) find(in view, found *spans) {
	for from := 0; ; from++ {
		at := strings.Index(in.text[from:], f.text)
		if at < 0 {
			break
		}
		from += at
		f.add(in, from, from+len(f.text), found)
	}
	for from := 0; ; {
		size := strings.Index(in.text[from:], show.CutMark)
		if size < 0 {
			return
		}
		to := from + size
		for n := min(size, len(f.text)-1); n >= f.least; n-- {
			if in.text[to-n:to] == f.text[:n] {
				f.add(in, to-n, to, found)
				break
			}
		}
		from = to + len(show.CutMark)
	}
}

func (f *form) add(in view, from, to int, found *spans) {
	if f.base64 {
		from, to = widen(in.text, from, to)
	}
	found.add(in.place(from), in.place(to))
}

// widen takes in the base64 characters that hold bits of the key, and the padding.
func widen(text string, from, to int) (int, int) {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
	if from > 0 && strings.IndexByte(alphabet, text[from-1]) >= 0 {
		from--
	}
	if to < len(text) && strings.IndexByte(alphabet, text[to]) >= 0 {
		to++
	}
	for to < len(text) && text[to] == '=' {
		to++
	}
	return from, to
}

// secretNames are what secrets are called where servers echo them.
var secretNames = []string{"authorization", "bearer", "api_key", "apikey", "api-key", "token", "secret", "password"}

// findValues searches for what follows the names.
func findValues(in view, found *spans) {
	for at := 0; at < len(in.text); {
		name := nameAt(in.text[at:])
		if name == "" {
			at++
			continue
		}
		at += len(name)
		from := len(in.text) - len(strings.TrimLeft(in.text[at:], `\"': =`))
		between := in.text[at:from]
		// A word alone is no secret: "the token expired".
		assigned := strings.ContainsAny(between, ":=") || name == "bearer" && between != ""
		if !assigned || nameAt(in.text[from:]) != "" {
			continue
		}
		if at = from + upTo(in.text[from:], "\\\"' \t\r\n,;&<>}"); at > from {
			found.add(in.place(from), in.place(at))
		}
	}
}

func nameAt(text string) string {
	for _, name := range secretNames {
		// Most characters begin none of the names: this is asked for each.
		if len(text) >= len(name) && text[0]|0x20 == name[0] && strings.EqualFold(text[:len(name)], name) {
			return name
		}
	}
	return ""
}

// findUsers searches for users and passwords of URLs, as https://user:password@host.
func findUsers(in view, found *spans) {
	const opening = "://"
	for at := strings.Index(in.text, opening); at >= 0; {
		from := at + len(opening)
		to := from + upTo(in.text[from:], "/?#\"'<> \t\r\n")
		if end := strings.LastIndexByte(in.text[from:to], '@'); end > 0 {
			found.add(in.place(from), in.place(from+end))
		}
		if at = strings.Index(in.text[to:], opening); at >= 0 {
			at += to
		}
	}
}

// upTo is where the first of these characters stands, or the end.
func upTo(text, chars string) int {
	if at := strings.IndexAny(text, chars); at >= 0 {
		return at
	}
	return len(text)
}

// redactError hides an error whose text shows a secret. What it is can still
// be asked, but no longer unwrapped.
func (c *core) redactError(err error) error {
	if err == nil {
		return nil
	}
	text := c.redact(err.Error())
	if strings.Contains(text, "malformed ") {
		text = "the answer is not HTTP" // net/http quotes what it is instead
	}
	if text == err.Error() {
		return err
	}
	return &redactedError{text: text, is: func(target error) bool { return errors.Is(err, target) }}
}

type redactedError struct {
	text string
	is   func(error) bool
}

func (e *redactedError) Error() string        { return e.text }
func (e *redactedError) Is(target error) bool { return e.is(target) }
