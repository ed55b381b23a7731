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

// redact removes the key in any form, values that follow a name such as token,
// and the users and passwords of URLs. It is for error texts and logs, not for
// data.
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

// redactCut redacts a text whose end may be cut off.
func (c *core) redactCut(text string) string {
	return strings.TrimSuffix(c.redact(text+show.CutMark), show.CutMark)
}

// maxEscaping is how many times a text may be escaped, such as JSON in HTML in
// JSON in a URL.
const maxEscaping = 5

// spans are parts of a text.
type spans []struct{ from, to int }

func (s *spans) add(from, to int) { *s = append(*s, struct{ from, to int }{from, to}) }

// cut replaces the parts, which may overlap.
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
	// least is the length of the shortest beginning that is found before a cut.
	least int
	// base64 means that the characters next to it hold bits of the key.
	base64 bool
}

// keyForms returns the key, the key with its escapes resolved if it has any, and
// its base64, without the characters that depend on what precedes and follows
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

// find adds each occurrence of the form, and of its beginning before a cut.
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

// widen includes the base64 characters that hold bits of the key, and the
// padding.
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

// secretNames are names that are followed by a secret.
var secretNames = []string{"authorization", "bearer", "api_key", "apikey", "api-key", "token", "secret", "password"}

// findValues adds the values that follow the names.
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
		// Not in a sentence such as "the token expired".
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
		// The first byte decides for most positions, and this runs for each.
		if len(text) >= len(name) && text[0]|0x20 == name[0] && strings.EqualFold(text[:len(name)], name) {
			return name
		}
	}
	return ""
}

// findUsers adds the users and passwords of URLs, as in https://user:password@host.
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

// upTo returns the index of the first of these characters, or the length.
func upTo(text, chars string) int {
	if at := strings.IndexAny(text, chars); at >= 0 {
		return at
	}
	return len(text)
}

// redactError replaces an error whose text contains a secret. The new one still
// matches with errors.Is, but cannot be unwrapped.
func (c *core) redactError(err error) error {
	if err == nil {
		return nil
	}
	text := c.redact(err.Error())
	if strings.Contains(text, "malformed HTTP ") || strings.Contains(text, "malformed MIME ") {
		text = "the response is not valid HTTP" // net/http quotes it
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
