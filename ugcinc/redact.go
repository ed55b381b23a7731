package ugcinc

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

const redacted = "[redacted]"

// secretNames are what secrets are called where servers echo them.
var secretNames = []string{"authorization", "bearer", "api_key", "apikey", "api-key", "token", "secret", "password"}

// redact removes the key wherever it stands, and what follows a name that
// secrets have.
func (c *core) redact(text string) string {
	for _, form := range keyForms(c.key.Reveal()) {
		text = strings.ReplaceAll(text, form, redacted)
		text = cutPrefix(text, form)
	}
	lower := lowerASCII(text)
	var b strings.Builder
	done := 0
	for at := 0; at < len(text); {
		name := nameAt(lower[at:])
		if name == "" {
			at++
			continue
		}
		at += len(name)
		between := lower[at : len(lower)-len(strings.TrimLeft(lower[at:], `\"': =`))]
		from := at + len(between)
		to := from + strings.IndexAny(lower[from:]+" ", "\\\"' \t\r\n,;&<>}")
		// A word alone is no secret: "the token expired".
		assigned := strings.ContainsAny(between, ":=") || name == "bearer" && between != ""
		if !assigned || to == from || nameAt(lower[from:]) != "" {
			continue
		}
		b.WriteString(text[done:from] + redacted)
		at, done = to, to
	}
	return b.String() + text[done:]
}

// keyForms are the forms in which a server may echo the key: as it is, and
// escaped for JSON, for HTML inside of JSON, for a URL's query and its path.
func keyForms(key string) []string {
	quoted := strconv.Quote(key)
	quoted = quoted[1 : len(quoted)-1]
	forms := []string{
		key, quoted,
		strings.ReplaceAll(quoted, "/", `\/`),
		strings.NewReplacer("<", `\u003c`, ">", `\u003e`, "&", `\u0026`).Replace(quoted),
		url.QueryEscape(key), url.PathEscape(key),
	}
	return slices.Compact(forms)
}

// cutPrefix removes the beginning of the key from the end of a text that was
// cut to its length in the midst of it.
func cutPrefix(text, key string) string {
	end := strings.TrimSuffix(text, "…")
	for n := min(len(key)-1, len(end)); n >= 4; n-- {
		if strings.HasSuffix(end, key[:n]) {
			return end[:len(end)-n] + redacted
		}
	}
	return text
}

func nameAt(lower string) string {
	for _, name := range secretNames {
		if strings.HasPrefix(lower, name) {
			return name
		}
	}
	return ""
}

// lowerASCII keeps each byte where it is, which strings.ToLower does not.
func lowerASCII(text string) string {
	lower := []byte(text)
	for i, c := range lower {
		if 'A' <= c && c <= 'Z' {
			lower[i] = c + 'a' - 'A'
		}
	}
	return string(lower)
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
