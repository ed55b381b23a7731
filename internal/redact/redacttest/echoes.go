// Package redacttest has the forms in which a server may echo a key.
package redacttest

import (
	"encoding/base64"
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"
)

// Each writes every character of a key in one way.
func Each(format string) func(string) string {
	return func(key string) string {
		var b strings.Builder
		for _, c := range []byte(key) {
			fmt.Fprintf(&b, format, c)
		}
		return b.String()
	}
}

// Mixed writes each character of a key in another of these ways.
func Mixed(ways ...func(string) string) func(string) string {
	return func(key string) string {
		var b strings.Builder
		for i := range len(key) {
			b.WriteString(ways[i%len(ways)](key[i : i+1]))
		}
		return b.String()
	}
}

// Literal does not change the key.
func Literal(key string) string { return key }

// Quoted writes a key as in a quoted Go string.
func Quoted(key string) string {
	q := strconv.Quote(key)
	return q[1 : len(q)-1]
}

// Echoes are the forms in which a server may echo the key.
var Echoes = map[string]func(key string) string{
	"as it is":                   Literal,
	"quoted":                     Quoted,
	"quoted twice":               func(key string) string { return Quoted(Quoted(key)) },
	"with escaped slashes":       func(key string) string { return strings.ReplaceAll(Quoted(key), "/", `\/`) },
	"JSON escapes":               Each(`\u%04x`),
	"JSON escapes in capitals":   Each(`\u%04X`),
	"JSON escapes, twice":        Each(`\\u%04x`),
	"hexadecimal escapes":        Each(`\x%02x`),
	"percent-encoding":           Each(`%%%02x`),
	"percent-encoding, capitals": Each(`%%%02X`),
	"percent-encoding, twice":    Each(`%%25%02x`),
	"a query":                    url.QueryEscape,
	"a path":                     url.PathEscape,
	"HTML":                       html.EscapeString,
	"HTML in JSON": func(key string) string {
		return strings.NewReplacer("&", `\u0026`, ";", `\u003b`).Replace(html.EscapeString(key))
	},
	"HTML names": func(key string) string {
		return strings.NewReplacer("&", "&amp;", "_", "&lowbar;", "/", "&sol;", "+", "&plus;", `\`, "&bsol;", "%", "&percnt;", "=", "&equals;").Replace(key)
	},
	"HTML numbers":               Each(`&#%d;`),
	"HTML numbers with zeros":    Each(`&#%07d;`),
	"HTML hexadecimal":           Each(`&#x%x;`),
	"HTML hexadecimal, capitals": Each(`&#X00%X;`),
	"mixed":                      Mixed(Literal, Each(`%%%02x`), Each(`&#x%x;`), Each(`\u%04x`), Each(`&#%d;`), Each(`\x%02x`)),
	"base64":                     func(key string) string { return base64.StdEncoding.EncodeToString([]byte(key)) },
	"base64 of the header's value": func(key string) string {
		return base64.StdEncoding.EncodeToString([]byte("Bearer " + key))
	},
	"base64 of the header": func(key string) string {
		return base64.RawURLEncoding.EncodeToString([]byte("Authorization: Bearer " + key + "\r\nAccept: */*\r\n"))
	},
	"base64 behind one byte":  func(key string) string { return base64.StdEncoding.EncodeToString([]byte(":" + key)) },
	"base64 behind two bytes": func(key string) string { return base64.RawStdEncoding.EncodeToString([]byte("a:" + key + "?")) },
	"base64 for URLs":         func(key string) string { return base64.URLEncoding.EncodeToString([]byte("??" + key)) },
	"base64, percent-encoded": func(key string) string { return url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(key))) },
	"base64 in JSON":          func(key string) string { return Each(`\u%04x`)(base64.StdEncoding.EncodeToString([]byte(key))) },
}

// Base64Shows reports whether three bytes of the key can be decoded from a text.
func Base64Shows(text, key string) bool {
	text, _ = url.QueryUnescape(strings.ReplaceAll(text, "\xff", ""))
	text = strings.NewReplacer("-", "+", "_", "/").Replace(text)
	for at := range len(text) {
		end := at
		for end < len(text) && strings.IndexByte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", text[end]) >= 0 {
			end++
		}
		decoded, _ := base64.RawStdEncoding.DecodeString(text[at : end-(end-at)%4])
		for i := range len(key) - 2 {
			if strings.Contains(string(decoded), key[i:i+3]) {
				return true
			}
		}
	}
	return false
}
