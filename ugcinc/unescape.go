package ugcinc

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ugcinc/ugcinc-go/internal/show"
)

// view is a text with its escapes resolved, and where each of its bytes comes
// from.
type view struct {
	text string
	at   []int // where each byte begins in the original; nil for the original itself
}

// place returns where the byte i begins in the original text.
func (v view) place(i int) int {
	if v.at == nil {
		return i
	}
	return v.at[i]
}

// unescape resolves one level of escapes of ASCII characters, in JSON, Go, HTML
// and URLs, and reports whether there were any. It drops an escape that a cut
// has broken.
func (v view) unescape() (view, bool) {
	const openings = `\%&`
	first := strings.IndexAny(v.text, openings)
	if first < 0 {
		return v, false
	}
	text := []byte(v.text[:first])
	at := make([]int, 0, len(v.text)+1)
	for i := range first {
		at = append(at, v.place(i))
	}
	for i := first; i < len(v.text); {
		c, n := v.text[i], 0
		if strings.IndexByte(openings, c) >= 0 {
			c, n = unescapeOne(v.text[i:])
			if broken := brokenEscape(v.text[i:]); n == 0 && broken > 0 {
				i += broken
				continue
			}
		}
		if n == 0 {
			c, n = v.text[i], 1
		}
		text, at = append(text, c), append(at, v.place(i))
		i += n
	}
	at = append(at, v.place(len(v.text)))
	return view{string(text), at}, len(text) < len(v.text)
}

// unescapeOne resolves the escape at the beginning of a text and returns its
// length; zero if there is no escape of an ASCII character.
func unescapeOne(s string) (c byte, n int) {
	switch {
	case s[0] == '%':
		return hexadecimal(s, 1, 3)
	case s[0] == '&':
		n = 1 + wordLen(s[1:])
		if n == len(s) || s[n] != ';' {
			return 0, 0
		}
		if text := html.UnescapeString(s[:n+1]); len(text) == 1 && text[0] < utf8.RuneSelf {
			return text[0], n + 1
		}
		return 0, 0
	case len(s) < 2:
		return 0, 0
	case s[1] == 'u':
		return hexadecimal(s, 2, 6)
	case s[1] == 'x':
		return hexadecimal(s, 2, 4)
	case s[1] > ' ' && s[1] < utf8.RuneSelf && wordLen(s[1:]) == 0:
		return s[1], 2 // a character that stands for itself
	}
	return 0, 0
}

func hexadecimal(s string, from, to int) (c byte, n int) {
	if len(s) < to {
		return 0, 0
	}
	value, err := strconv.ParseUint(s[from:to], 16, 32)
	if err != nil || value >= utf8.RuneSelf {
		return 0, 0
	}
	return byte(value), to
}

// brokenEscape returns the length of what may be an escape that a cut has broken;
// zero if there is no cut.
func brokenEscape(s string) int {
	n := 1 + wordLen(s[1:])
	if strings.HasPrefix(s[n:], show.CutMark) {
		return n
	}
	return 0
}

// wordLen returns the length of the name or number of an escape.
func wordLen(s string) int {
	const longest = 40
	for i := range min(len(s), longest) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '#':
		default:
			return i
		}
	}
	return min(len(s), longest)
}
