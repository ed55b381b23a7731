package show

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line returns a text in one line that is safe to print on a terminal. It escapes
// control characters, line separators, characters that change the direction of
// writing, and bytes that are not UTF-8, as Go does.
func Line(text string) string {
	if utf8.ValidString(text) && !strings.ContainsFunc(text, control) {
		return text
	}
	var b strings.Builder
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		switch char := text[at : at+size]; {
		case r == utf8.RuneError && size == 1, control(r):
			quoted := strconv.QuoteToASCII(char)
			b.WriteString(quoted[1 : len(quoted)-1])
		default:
			b.WriteString(char)
		}
		at += size
	}
	return b.String()
}

// CutMark is the end of a text that [Cut] has shortened.
const CutMark = "…"

// Cut shortens a text to at most n bytes without splitting a character.
func Cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n -= len(CutMark); n > 0 && !utf8.RuneStart(text[n]); {
		n--
	}
	return text[:n] + CutMark
}

func control(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
}
