package transport

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// The key shows in nothing that holds it, however it is printed.
func TestKeyIsNeverShown(t *testing.T) {
	t.Parallel()
	const secret = "sk_planted_4c1e"
	key, err := NewKey(secret)
	if err != nil || key.Reveal() != secret || key.IsZero() {
		t.Fatalf("NewKey gives %v, %v", key, err)
	}
	if !(Key{}).IsZero() || (Key{}).Reveal() != "" {
		t.Error("no key is one")
	}
	type holder struct {
		Key     Key
		private Key
		any     any
	}
	var out bytes.Buffer
	for _, v := range []any{key, &key, holder{key, key, key}, &holder{key, key, &key}, []Key{key}, map[string]Key{"k": key}, signer{key: key}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			_, _ = fmt.Fprintf(&out, verb, v)
		}
		slog.New(slog.NewTextHandler(&out, nil)).Info("text", "v", v)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("json", "v", v)
		if text, err := json.Marshal(v); err == nil {
			out.Write(text)
		}
	}
	text, err := json.Marshal(map[string]any{"key": key})
	if err != nil || string(text) != `{"key":"[redacted]"}` {
		t.Errorf("JSON is %s, %v", text, err)
	}
	marshaled, err := key.MarshalText()
	if err != nil {
		t.Error(err)
	}
	out.Write(marshaled)
	out.WriteString(key.String() + key.GoString())
	for _, shown := range []string{secret, fmt.Sprintf("%x", secret), fmt.Sprintf("%q", secret)} {
		if strings.Contains(out.String(), shown) {
			t.Errorf("%s shows in %s", shown, out.String())
		}
	}
	for _, bad := range []string{"", "zq zq", "zq\n", "\x00", "é", "zq\x7f"} {
		if _, err := NewKey(bad); err == nil || bad != "" && strings.Contains(err.Error(), bad) {
			t.Errorf("key %q: %v", bad, err)
		}
	}
}
