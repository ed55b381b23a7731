// Package redact removes secrets from texts for people, such as errors and logs.
package redact

import (
	"cmp"
	"errors"
	"regexp"
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
	for _, m := range namedValue.FindAllStringSubmatchIndex(text, -1) {
		if !name.MatchString(text[m[2]:m[3]]) { // not in "needs Authorization: Bearer token"
			spans = append(spans, span{m[2], m[3]})
		}
	}
	for _, m := range urlUser.FindAllStringSubmatchIndex(text, -1) {
		spans = append(spans, span{m[2], m[3]})
	}
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

const names = `authorization|bearer|api[_-]?key|token|secret|password`

var (
	name = regexp.MustCompile(`(?i)^(?:` + names + `)$`)
	// namedValue matches a value that is assigned to a name, or to several as in
	// "Authorization: Bearer x". It does not match "the token expired".
	namedValue = regexp.MustCompile(`(?i)(?:(?:` + names + `)[\\"' ]*[:=][\\"':= ]*|bearer[\\"' ]+)+([^\\"': =\t\r\n,;&<>}][^\\"' \t\r\n,;&<>}]*)`)
	// urlUser matches the user and the password in https://user:password@host.
	urlUser = regexp.MustCompile(`://([^/?#"'<> \t\r\n]+)@`)
)
