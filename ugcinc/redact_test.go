package ugcinc_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// oddKey has the characters that encodings change.
const oddKey = `sk/odd+key<&>"'\%=~9f3b1c`

// each writes every character of a key in one way.
func each(format string) func(string) string {
	return func(key string) string {
		var b strings.Builder
		for _, c := range []byte(key) {
			fmt.Fprintf(&b, format, c)
		}
		return b.String()
	}
}

// mixed writes each character of a key in another of these ways.
func mixed(ways ...func(string) string) func(string) string {
	return func(key string) string {
		var b strings.Builder
		for i := range len(key) {
			b.WriteString(ways[i%len(ways)](key[i : i+1]))
		}
		return b.String()
	}
}

func literal(key string) string { return key }

func quoted(key string) string {
	q := strconv.Quote(key)
	return q[1 : len(q)-1]
}

// echoes are the forms in which a server may echo the key.
var echoes = map[string]func(key string) string{
	"as it is":                   literal,
	"quoted":                     quoted,
	"quoted twice":               func(key string) string { return quoted(quoted(key)) },
	"with escaped slashes":       func(key string) string { return strings.ReplaceAll(quoted(key), "/", `\/`) },
	"JSON escapes":               each(`\u%04x`),
	"JSON escapes in capitals":   each(`\u%04X`),
	"JSON escapes, twice":        each(`\\u%04x`),
	"hexadecimal escapes":        each(`\x%02x`),
	"percent-encoding":           each(`%%%02x`),
	"percent-encoding, capitals": each(`%%%02X`),
	"percent-encoding, twice":    each(`%%25%02x`),
	"a query":                    url.QueryEscape,
	"a path":                     url.PathEscape,
	"HTML":                       html.EscapeString,
	"HTML in JSON": func(key string) string {
		return strings.NewReplacer("&", `\u0026`, ";", `\u003b`).Replace(html.EscapeString(key))
	},
	"HTML names": func(key string) string {
		return strings.NewReplacer("&", "&amp;", "_", "&lowbar;", "/", "&sol;", "+", "&plus;", `\`, "&bsol;", "%", "&percnt;", "=", "&equals;").Replace(key)
	},
	"HTML numbers":               each(`&#%d;`),
	"HTML numbers with zeros":    each(`&#%07d;`),
	"HTML hexadecimal":           each(`&#x%x;`),
	"HTML hexadecimal, capitals": each(`&#X00%X;`),
	"mixed":                      mixed(literal, each(`%%%02x`), each(`&#x%x;`), each(`\u%04x`), each(`&#%d;`), each(`\x%02x`)),
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
	"base64 in JSON":          func(key string) string { return each(`\u%04x`)(base64.StdEncoding.EncodeToString([]byte(key))) },
}

func TestRedactForms(t *testing.T) {
	t.Parallel()
	for name, encode := range echoes {
		for _, key := range []string{testKey, oddKey, "0123456789abcdef0123456789abcdef"} {
			for _, around := range []string{"%[1]s", "x%[1]sy", `{"echo":"%[1]s","n":1}`, "<p>%[1]s</p>", "q=%[1]s&n=1", "%[1]s %[1]s", "50%% of %[1]s, or &c. \\", "é%[1]sé", "İ\x00%[1]s\xff"} {
				text := fmt.Sprintf(around, encode(key))
				got := ugcinc.Redact(key, text)
				if strings.HasPrefix(name, "base64") {
					if !strings.Contains(got, "[redacted]") || base64Shows(got, key) {
						t.Errorf("%s: %q becomes %q", name, text, got)
					}
				} else if want := fmt.Sprintf(around, "[redacted]"); got != want {
					t.Errorf("%s: %q becomes %q, want %q", name, text, got, want)
				}
			}
		}
	}
}

// base64Shows says whether three bytes of the key can be decoded from a text.
func base64Shows(text, key string) bool {
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

// A text that was cut ends within the key, or within an escape of its next
// character.
func TestRedactCutKey(t *testing.T) {
	t.Parallel()
	for _, encode := range []func(string) string{
		literal, each(`\u%04x`), each(`\\u%04x`), each(`%%%02X`), each(`%%25%02x`), each(`&#%d;`), each(`&#x%04x;`), each(`&amp;#%d;`),
		mixed(each(`&#x%x;`), literal, each(`\u%04x`), each(`%%%02x`)),
	} {
		encoded := encode(testKey)
		for n := len(encode(testKey[:4])); n < len(encoded); n++ {
			for after, want := range map[string]string{"…": "…", "….name": "….name"} {
				text := "at " + encoded[:n]
				if got := ugcinc.Redact(testKey, text+after); got != "at [redacted]"+want {
					t.Errorf("%q becomes %q", text+after, got)
				}
			}
		}
	}
	encoded := base64.StdEncoding.EncodeToString([]byte("Bearer " + testKey))
	for n := range len(encoded) {
		if got := ugcinc.Redact(testKey, encoded[:n]+"…"); len(strings.TrimSuffix(got, "…")) > 20 {
			t.Errorf("%q becomes %q", encoded[:n], got)
		}
	}
}

// A text that was not cut may end as the key begins: an id often does.
func TestRedactKeepsWholeTexts(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"post_" + testKey[:4], testKey[:8], testKey[:len(testKey)-1], "100%", "a &", `\\`} {
		if got := ugcinc.Redact(testKey, text); got != text {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}

func TestRedactMixedForms(t *testing.T) {
	t.Parallel()
	ways := []func(string) string{literal, quoted, each(`\u%04x`), each(`\u%04X`), each(`\\u%04x`), each(`\x%02x`), each(`%%%02x`), each(`%%%02X`), each(`%%25%02X`), each(`&#%d;`), each(`&#%06d;`), each(`&#x%X;`), each(`&amp;#%d;`), html.EscapeString}
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.StringMatching(`[A-Za-z0-9_.~+/=-]{8,40}`).Draw(t, "key")
		var echo strings.Builder
		for i := range len(key) {
			echo.WriteString(rapid.SampledFrom(ways).Draw(t, "way")(key[i : i+1]))
		}
		before, after := rapid.StringMatching(`[ |é\n]{0,9}`).Draw(t, "before"), rapid.StringMatching(`[ |é\n]{0,9}`).Draw(t, "after")
		if got := ugcinc.Redact(key, before+echo.String()+after); got != before+"[redacted]"+after {
			t.Fatalf("%s becomes %q", echo.String(), got)
		}
	})
}

func TestRedactNames(t *testing.T) {
	t.Parallel()
	const user = "me:pass"
	for _, tt := range [][2]string{
		{"", ""},
		{"the token expired", "the token expired"},
		{"Post p is complete", "Post p is complete"},
		{"100%, &c. and C:\\new\\x", "100%, &c. and C:\\new\\x"},
		{"caf\u00e9 &eacute; %c3%a9", "caf\u00e9 &eacute; %c3%a9"},
		{`{"token": "abc", "n": 1}`, `{"token": "[redacted]", "n": 1}`},
		{`{\"token\":\"abc\"}`, `{\"token\":\"[redacted]\"}`},
		{`{\u0022Api_Key\u0022:\u0022abc\u0022}`, `{\u0022Api_Key\u0022:\u0022[redacted]\u0022}`},
		{"a=1&token=abc&b=2", "a=1&token=[redacted]&b=2"},
		{"token%3Dabc%26b%3D2", "token%3D[redacted]%26b%3D2"},
		{"&quot;password&quot;:&quot;abc&quot;", "&quot;password&quot;:&quot;[redacted]&quot;"},
		{"Authorization: Bearer abc", "Authorization: Bearer [redacted]"},
		{"bearer abc", "bearer [redacted]"},
		{`parse "http://` + user + `@host:bad": x`, `parse "http://[redacted]@host:bad": x`},
		{"https://me@host/a@b", "https://[redacted]@host/a@b"},
		{"https://host/a@b", "https://host/a@b"},
		{"http:\\/\\/" + user + "@x@host", "http:\\/\\/[redacted]@host"},
		{"see https://host: me@example.com", "see https://host: me@example.com"},
	} {
		if got := ugcinc.Redact(testKey, tt[0]); got != tt[1] {
			t.Errorf("%s becomes %s, want %s", tt[0], got, tt[1])
		}
	}
}

// The work grows with the text and no faster: if it grew with its square, this
// would run into the time limit of the tests.
func TestRedactIsLinear(t *testing.T) {
	t.Parallel()
	key := strings.Repeat("a", 200) + "b"
	for _, part := range []string{"a", "token", "token:", "token=x,", "bearer ", `\`, "%", "&", "&#0000000000", "…", "aaaa…", "://", "@", "%25", "&amp;", "=", "https://a@"} {
		if got := ugcinc.Redact(key, strings.Repeat(part, (1<<18)/len(part))); got == "" {
			t.Errorf("of %q nothing is left", part)
		}
	}
}

func FuzzRedact(f *testing.F) {
	for _, encode := range echoes {
		f.Add(testKey, "the key "+encode(testKey)+".")
		f.Add(oddKey, encode(oddKey))
	}
	f.Add(testKey, `token: "…%&#x;\u00`)
	f.Fuzz(func(t *testing.T, key, text string) {
		got, mark := ugcinc.Redact(key, text), "[redacted]"
		if len(key) >= 4 && !strings.Contains(mark, key) && printable(key) && strings.Contains(strings.ReplaceAll(got, mark, "\n"), key) {
			t.Errorf("%q becomes %q, which has %q", text, got, key)
		}
	})
}

// printable says whether New takes this key.
func printable(key string) bool {
	_, err := ugcinc.New(ugcinc.WithAPIKey(key))
	return err == nil
}

// What a server echoes in any of the forms shows in nothing that a call returns
// as its error, nor in what an observer is told.
func TestEncodedEchoesAreRedacted(t *testing.T) {
	t.Parallel()
	for name, encode := range echoes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			echo := encode(testKey)
			inJSON := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(echo)
			for _, answer := range []struct {
				status int
				body   string
			}{
				{401, `{"ok":false,"code":401,"message":"no such key: ` + inJSON + `"}`},
				{200, `{"ok":false,"code":400,"message":"` + inJSON + `"}`},
				{502, "<p>" + echo + "</p>"},
				{200, `{"ok":true,"data":{"post_id":"p","status":["` + inJSON + `"]}}`},
				{200, `{"ok":true,"data":{"` + inJSON + `":1,"status":2}}`},
				{200, `{"ok":true,"code":200,"data":{"post_id":"p","status":"` + inJSON + `","` + inJSON + `":1}}`},
			} {
				s := serve(t, always(answer.status, answer.body))
				c := s.client(t, ugcinc.WithDriftObserver(func(d ugcinc.Drift) {
					if strings.Contains(d.Path+d.Value, echo) || base64Shows(d.Path+d.Value, testKey) {
						t.Errorf("drift shows the key: %+v", d)
					}
				}))
				_, err := c.Posts.Status(t.Context(), ugcinc.PostStatusParams{PostID: "p"})
				if err == nil {
					continue // what is data stays as it is
				}
				failed, ok := errors.AsType[*ugcinc.Error](err)
				if !ok {
					t.Fatalf("error is %v", err)
				}
				texts := []string{failed.Excerpt()}
				for _, e := range everyError(err) {
					texts = append(texts, printed(e)...)
				}
				for _, text := range texts {
					if strings.Contains(text, echo) || strings.Contains(text, inJSON) || base64Shows(text, testKey) {
						t.Errorf("%d %s: shown by %s", answer.status, answer.body, text)
					}
				}
			}
		})
	}
}

// A text of the network's may hold a proxy with its password.
func TestProxyPasswordIsRedacted(t *testing.T) {
	t.Parallel()
	proxy := func(*http.Request) (*url.URL, error) {
		return url.Parse(fmt.Sprintf("http://me:%s@proxy:port", bodySecret))
	}
	for name, opts := range map[string][]ugcinc.Option{
		"alone":           nil,
		"with middleware": {ugcinc.WithMiddleware(func(next http.RoundTripper) http.RoundTripper { return next })},
	} {
		c := newClient(t, append(opts, ugcinc.WithHTTPClient(&http.Client{Transport: &http.Transport{Proxy: proxy}}))...)
		_, err := c.Accounts.List(t.Context(), ugcinc.ListAccountsParams{})
		if err == nil {
			t.Fatal("the call succeeded")
		}
		for _, e := range everyError(err) {
			search(t, "the error "+name, e)
		}
	}
}
