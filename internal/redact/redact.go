// Package redact removes secrets from texts for people, such as errors and logs.
package redact

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/ugcinc/ugcinc-go/internal/show"
)

// Redactor removes an API key, however it is encoded, the values that follow a
// name such as token, and the users and passwords of URLs. It takes time linear
// in the length of a text.
type Redactor struct {
	forms func() []form // of the key; a func so that no verb of fmt can print it
}

// New returns the Redactor of a key.
func New(key string) Redactor {
	return Redactor{forms: sync.OnceValue(func() []form { return formsOf(key) })}
}

// Text replaces the secrets in a text. A text that ends with [show.CutMark], or
// contains it, may end with the beginning of a secret there.
func (r Redactor) Text(text string) string {
	spans := r.find(text, maxEscaping)
	if len(spans) == 0 {
		return text
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var b strings.Builder
	done := 0
	for i := 0; i < len(spans); {
		s := spans[i]
		for i++; i < len(spans) && spans[i].from <= s.to; i++ {
			s.to = max(s.to, spans[i].to) // they overlap, or touch
		}
		b.WriteString(text[done:s.from] + "[redacted]")
		done = s.to
	}
	return b.String() + text[done:]
}

// CutText is Text for a text that may have been cut without a mark.
func (r Redactor) CutText(text string) string {
	return strings.TrimSuffix(r.Text(text+show.CutMark), show.CutMark)
}

// Error replaces an error whose text contains a secret. The new one still matches
// with errors.Is, but cannot be unwrapped.
func (r Redactor) Error(err error) error {
	if err == nil {
		return nil
	}
	text := r.Text(err.Error())
	if strings.Contains(text, "malformed HTTP ") || strings.Contains(text, "malformed MIME ") {
		text = "the response is not valid HTTP" // net/http quotes the response
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

// span is a part of a text.
type span struct{ from, to int }

// maxEscaping is how many times a text may be escaped, such as JSON in HTML in
// JSON in a URL, plus one.
const maxEscaping = 5

// find returns the secrets of a text, and of the text with its escapes resolved.
func (r Redactor) find(text string, levels int) (spans []span) {
	for _, f := range r.forms() {
		spans = f.find(text, spans)
	}
	spans = findValues(text, spans)
	spans = findUsers(text, spans)
	if levels == 1 {
		return spans
	}
	if inner, at := unescape(text); len(inner) < len(text) {
		for _, s := range r.find(inner, levels-1) {
			spans = append(spans, span{at[s.from], at[s.to]})
		}
	}
	return spans
}

// names are names that are followed by a secret.
var names = []string{"authorization", "bearer", "api_key", "apikey", "api-key", "token", "secret", "password"}

// findValues appends the values that are assigned to the names.
func findValues(text string, spans []span) []span {
	for at := 0; at < len(text); {
		name := nameAt(text[at:])
		if name == "" {
			at++
			continue
		}
		at += len(name)
		from := len(text) - len(strings.TrimLeft(text[at:], `\"': =`))
		between := text[at:from]
		// Not in "the token expired".
		if !strings.ContainsAny(between, ":=") && (name != "bearer" || between == "") {
			continue
		}
		value := upTo(text[from:], "\\\"' \t\r\n,;&<>}")
		// In "Authorization: Bearer x" the value follows the second name.
		if len(nameAt(value)) < len(value) {
			at = from + len(value)
			spans = append(spans, span{from, at})
		}
	}
	return spans
}

func nameAt(text string) string {
	for _, name := range names {
		// The first byte decides for most positions, and this runs for each.
		if len(text) >= len(name) && text[0]|0x20 == name[0] && strings.EqualFold(text[:len(name)], name) {
			return name
		}
	}
	return ""
}

// findUsers appends the users and passwords of URLs, as in
// https://user:password@host.
func findUsers(text string, spans []span) []span {
	const opening = "://"
	for from := 0; ; {
		size := strings.Index(text[from:], opening)
		if size < 0 {
			return spans
		}
		from += size + len(opening)
		authority := upTo(text[from:], "/?#\"'<> \t\r\n")
		if end := strings.LastIndexByte(authority, '@'); end > 0 {
			spans = append(spans, span{from, from + end})
		}
	}
}

// upTo returns the text before the first of these characters.
func upTo(text, chars string) string {
	if at := strings.IndexAny(text, chars); at >= 0 {
		return text[:at]
	}
	return text
}
