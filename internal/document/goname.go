package document

import (
	"strings"
	"unicode"
)

// initialisms are the words that Go writes in one case: those of the names in
// the document that the generator knows, and the plurals that api/*.yaml adds.
var initialisms = map[string]string{
	"api": "API", "html": "HTML", "http": "HTTP", "https": "HTTPS", "id": "ID", "ids": "IDs", "ip": "IP", "json": "JSON",
	"sla": "SLA", "sql": "SQL", "tls": "TLS", "ts": "TS", "ttl": "TTL", "ui": "UI", "uid": "UID", "uri": "URI",
	"url": "URL", "urls": "URLs", "uuid": "UUID", "xml": "XML", "db": "DB", "vm": "VM", "cpu": "CPU", "gid": "GID",
}

// GoName is the Go name that the generator makes of a name in the document.
func GoName(name string) string {
	var out strings.Builder
	for _, word := range words(name) {
		if known, ok := initialisms[strings.ToLower(word)]; ok {
			out.WriteString(known)
			continue
		}
		runes := []rune(word)
		runes[0] = unicode.ToUpper(runes[0])
		out.WriteString(string(runes))
	}
	return out.String()
}

// words cuts at everything that is no letter or digit, and before a capital
// that follows a small letter.
func words(name string) []string {
	var out []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			out = append(out, string(word))
		}
		word = nil
	}
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			end()
			continue
		case unicode.IsUpper(r) && len(word) > 0 && !unicode.IsUpper(word[len(word)-1]):
			end()
		}
		word = append(word, r)
	}
	end()
	return out
}
