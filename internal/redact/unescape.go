package redact

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ugcinc/ugcinc-go/internal/show"
)

// escape matches an escape of JSON, Go, HTML or a URL, or what a cut has left of
// one.
var escape = regexp.MustCompile(`%[[:xdigit:]]{2}|\\u[[:xdigit:]]{4}|\\x[[:xdigit:]]{2}|\\[[:punct:]]|&#?[0-9A-Za-z]+;|[\\%&][#0-9A-Za-z]*` + show.CutMark)

// unescape resolves one level of escapes of ASCII characters and drops those
// that a cut has broken. It also returns where in the text each byte of the
// result comes from, and the text's length as the place of its end.
func unescape(text string) (inner string, at []int) {
	if !strings.ContainsAny(text, `\%&`) {
		return text, nil
	}
	resolved := make([]byte, 0, len(text))
	at = make([]int, 0, len(text)+1)
	keep := func(from, to int) {
		resolved = append(resolved, text[from:to]...)
		for i := from; i < to; i++ {
			at = append(at, i)
		}
	}
	done := 0
	for _, m := range escape.FindAllStringIndex(text, -1) {
		keep(done, m[0])
		found := text[m[0]:m[1]]
		done = m[1]
		if strings.HasSuffix(found, show.CutMark) {
			done -= len(show.CutMark)
		} else if c, ok := character(found); ok {
			resolved, at = append(resolved, c), append(at, m[0])
		} else {
			keep(m[0], m[1])
		}
	}
	keep(done, len(text))
	return string(resolved), append(at, len(text))
}

// character returns the ASCII character that an escape stands for.
func character(escape string) (c byte, ok bool) {
	if escape[0] == '&' {
		text := html.UnescapeString(escape)
		return text[0], len(text) == 1
	}
	if len(escape) == 2 { // a character that stands for itself
		return escape[1], true
	}
	value, err := strconv.ParseUint(strings.TrimLeft(escape, `\ux%`), 16, 16)
	if err != nil || value >= utf8.RuneSelf {
		return 0, false
	}
	return byte(value), true
}
