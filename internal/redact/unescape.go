package redact

import (
	"cmp"
	"html"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ugcinc/ugcinc-go/internal/show"
)

// maxEscape is the length of the longest escape that is found.
const maxEscape = 48

// unescape resolves one level of escapes of ASCII characters and drops those
// that a cut has broken. It also returns where in the text each byte of the
// result comes from, and the text's length as the place of its end.
func unescape(text string) (inner string, at []int) {
	if !strings.ContainsAny(text, `\%&`) {
		return text, nil
	}
	resolved := make([]byte, 0, len(text))
	at = make([]int, 0, len(text)+1)
	for i := 0; i < len(text); {
		found := text[i : i+1]
		if c := text[i]; c == '\\' || c == '%' || c == '&' {
			found = cmp.Or(escapeOf(text[i:min(i+maxEscape, len(text))]), found)
		}
		if broken, ok := strings.CutSuffix(found, show.CutMark); ok {
			i += len(broken)
			continue
		}
		c, ok := character(found)
		if !ok {
			c, found = text[i], text[i:i+1]
		}
		resolved, at = append(resolved, c), append(at, i)
		i += len(found)
	}
	return string(resolved), append(at, len(text))
}

// escapeOf returns the escape of JSON, Go, HTML or a URL with which a text begins,
// or what a cut has left of one; empty if there is none.
func escapeOf(text string) string {
	word := 1 + len(text[1:]) - len(strings.TrimLeft(text[1:], "#"+alphanumeric))
	switch opening, rest := text[0], text[1:]; {
	case opening == '%' && isHex(rest, 2):
		return text[:3]
	case opening == '\\' && strings.HasPrefix(rest, "u") && isHex(rest[1:], 4):
		return text[:6]
	case opening == '\\' && strings.HasPrefix(rest, "x") && isHex(rest[1:], 2):
		return text[:4]
	case opening == '\\' && rest != "" && strings.IndexByte(punctuation, rest[0]) >= 0:
		return text[:2]
	case opening == '&' && strings.HasPrefix(text[word:], ";"):
		return text[:word+1]
	case strings.HasPrefix(text[word:], show.CutMark):
		return text[:word+len(show.CutMark)]
	}
	return ""
}

const (
	hexadecimal  = "0123456789abcdefABCDEF"
	alphanumeric = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	punctuation  = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
)

// isHex reports whether a text begins with n hexadecimal digits.
func isHex(text string, n int) bool {
	return len(text) >= n && strings.Trim(text[:n], hexadecimal) == ""
}

// character returns the ASCII character that an escape, or a byte, stands for.
func character(found string) (c byte, ok bool) {
	switch {
	case len(found) == 1:
		return found[0], true
	case found[0] == '&':
		text := html.UnescapeString(found)
		return text[0], len(text) == 1
	case len(found) == 2: // a backslash and a character that stands for itself
		return found[1], true
	}
	value, err := strconv.ParseUint(strings.TrimLeft(found, `\ux%`), 16, 16)
	if err != nil || value >= utf8.RuneSelf {
		return 0, false
	}
	return byte(value), true
}
