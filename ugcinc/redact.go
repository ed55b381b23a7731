package ugcinc

import (
	"errors"
	"strings"
)

const redacted = "[redacted]"

// secretNames are what secrets are called where servers echo them.
var secretNames = []string{"authorization", "bearer", "api_key", "apikey", "api-key", "token", "secret", "password"}

// redact removes the key wherever it stands, and what follows a name that
// secrets have.
func (c *core) redact(text string) string {
	text = strings.ReplaceAll(text, c.key.Reveal(), redacted)
	lower := strings.ToLower(text)
	if len(lower) != len(text) {
		return text // a letter whose lower case is longer: offsets would be off
	}
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

func nameAt(lower string) string {
	for _, name := range secretNames {
		if strings.HasPrefix(lower, name) {
			return name
		}
	}
	return ""
}

// redactError hides an error whose text shows the key. What it is can still be
// asked, but no longer unwrapped.
func (c *core) redactError(err error) error {
	if err == nil || !strings.Contains(err.Error(), c.key.Reveal()) {
		return err
	}
	return &redactedError{text: c.redact(err.Error()), is: func(target error) bool { return errors.Is(err, target) }}
}

type redactedError struct {
	text string
	is   func(error) bool
}

func (e *redactedError) Error() string        { return e.text }
func (e *redactedError) Is(target error) bool { return e.is(target) }
