package redact_test

import (
	"encoding/base64"
	"fmt"
	"html"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/ugcinc/ugcinc-go/internal/redact"
	"github.com/ugcinc/ugcinc-go/internal/redact/redacttest"
	"github.com/ugcinc/ugcinc-go/internal/transport"
)

const testKey = "sk_planted_9f3b1c"

// oddKey has the characters that encodings change.
const oddKey = `sk/odd+key<&>"'\%=~9f3b1c`

func TestRedactForms(t *testing.T) {
	t.Parallel()
	for name, encode := range redacttest.Echoes {
		for _, key := range []string{testKey, oddKey, "0123456789abcdef0123456789abcdef"} {
			for _, around := range []string{"%[1]s", "x%[1]sy", `{"echo":"%[1]s","n":1}`, "<p>%[1]s</p>", "q=%[1]s&n=1", "%[1]s %[1]s", "50%% of %[1]s, or &c. \\", "é%[1]sé", "İ\x00%[1]s\xff"} {
				text := fmt.Sprintf(around, encode(key))
				got := redact.New(key).Text(text)
				if strings.HasPrefix(name, "base64") {
					if !strings.Contains(got, "[redacted]") || redacttest.Base64Shows(got, key) {
						t.Errorf("%s: %q becomes %q", name, text, got)
					}
				} else if want := fmt.Sprintf(around, "[redacted]"); got != want {
					t.Errorf("%s: %q becomes %q, want %q", name, text, got, want)
				}
			}
		}
	}
}

// A text that was cut ends within the key, or within an escape of its next
// character.
func TestRedactCutKey(t *testing.T) {
	t.Parallel()
	for _, encode := range []func(string) string{
		redacttest.Literal, redacttest.Each(`\u%04x`), redacttest.Each(`\\u%04x`), redacttest.Each(`%%%02X`), redacttest.Each(`%%25%02x`), redacttest.Each(`&#%d;`), redacttest.Each(`&#x%04x;`), redacttest.Each(`&amp;#%d;`),
		redacttest.Mixed(redacttest.Each(`&#x%x;`), redacttest.Literal, redacttest.Each(`\u%04x`), redacttest.Each(`%%%02x`)),
	} {
		encoded := encode(testKey)
		for n := len(encode(testKey[:4])); n < len(encoded); n++ {
			for after, want := range map[string]string{"…": "…", "….name": "….name"} {
				text := "at " + encoded[:n]
				if got := redact.New(testKey).Text(text + after); got != "at [redacted]"+want {
					t.Errorf("%q becomes %q", text+after, got)
				}
			}
		}
	}
	encoded := base64.StdEncoding.EncodeToString([]byte("Bearer " + testKey))
	for n := range len(encoded) {
		if got := redact.New(testKey).Text(encoded[:n] + "…"); len(strings.TrimSuffix(got, "…")) > 20 {
			t.Errorf("%q becomes %q", encoded[:n], got)
		}
	}
}

// A text that was not cut may end as the key begins: an id often does.
func TestRedactKeepsWholeTexts(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"post_" + testKey[:4], testKey[:8], testKey[:len(testKey)-1], "100%", "a &", `\\`} {
		if got := redact.New(testKey).Text(text); got != text {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}

func TestRedactMixedForms(t *testing.T) {
	t.Parallel()
	ways := []func(string) string{redacttest.Literal, redacttest.Quoted, redacttest.Each(`\u%04x`), redacttest.Each(`\u%04X`), redacttest.Each(`\\u%04x`), redacttest.Each(`\x%02x`), redacttest.Each(`%%%02x`), redacttest.Each(`%%%02X`), redacttest.Each(`%%25%02X`), redacttest.Each(`&#%d;`), redacttest.Each(`&#%06d;`), redacttest.Each(`&#x%X;`), redacttest.Each(`&amp;#%d;`), html.EscapeString}
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.StringMatching(`[A-Za-z0-9_.~+/=-]{8,40}`).Draw(t, "key")
		var echo strings.Builder
		for i := range len(key) {
			echo.WriteString(rapid.SampledFrom(ways).Draw(t, "way")(key[i : i+1]))
		}
		before, after := rapid.StringMatching(`[ |é\n]{0,9}`).Draw(t, "before"), rapid.StringMatching(`[ |é\n]{0,9}`).Draw(t, "after")
		if got := redact.New(key).Text(before + echo.String() + after); got != before+"[redacted]"+after {
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
		{"token=secretive", "token=[redacted]"},
		{"missing Authorization: Bearer token", "missing Authorization: Bearer token"},
		{`parse "http://` + user + `@host:bad": x`, `parse "http://[redacted]@host:bad": x`},
		{"https://me@host/a@b", "https://[redacted]@host/a@b"},
		{"https://host/a@b", "https://host/a@b"},
		{"http:\\/\\/" + user + "@x@host", "http:\\/\\/[redacted]@host"},
		{"see https://host: me@example.com", "see https://host: me@example.com"},
	} {
		if got := redact.New(testKey).Text(tt[0]); got != tt[1] {
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
		if got := redact.New(key).Text(strings.Repeat(part, (1<<18)/len(part))); got == "" {
			t.Errorf("of %q nothing is left", part)
		}
	}
}

func FuzzRedact(f *testing.F) {
	for _, encode := range redacttest.Echoes {
		f.Add(testKey, "the key "+encode(testKey)+".")
		f.Add(oddKey, encode(oddKey))
	}
	f.Add(testKey, `token: "…%&#x;\u00`)
	f.Fuzz(func(t *testing.T, key, text string) {
		got, mark := redact.New(key).Text(text), "[redacted]"
		if len(key) >= 4 && !strings.Contains(mark, key) && isKey(key) && strings.Contains(strings.ReplaceAll(got, mark, "\n"), key) {
			t.Errorf("%q becomes %q, which has %q", text, got, key)
		}
	})
}

// isKey says whether a client takes this key.
func isKey(key string) bool {
	_, err := transport.NewKey(key)
	return err == nil
}
