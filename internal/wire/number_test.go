package wire

import (
	"math/big"
	"strconv"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// A JSON number is read as exactly what it is, or not at all.
func FuzzParseInt(f *testing.F) {
	for _, seed := range []string{"0", "-0.0", "12.0", "12.5", "1e3", "1.5e1", "15e-1", "9007199254740993.0", "-9223372036854775808.0", "9223372036854775808", "1e400", "1e-400", "0e999", "0.00012e5"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		value := jsontext.Value(text)
		if !value.IsValid() || value.Kind() != jsontext.KindNumber {
			return
		}
		text = strings.TrimSpace(text)
		_, exponent, _ := strings.Cut(strings.ToLower(text), "e")
		// No exponent is zero, and a long one is the limit of its range.
		if n, _ := strconv.ParseInt(exponent, 10, 64); n < -5000 || n > 5000 || len(text) > 4096 {
			return // too long for one of the two
		}
		want, _ := new(big.Rat).SetString(text)
		valid := want.IsInt() && want.Num().IsInt64()
		if got, ok := parseInt([]byte(text)); ok != valid || ok && got != want.Num().Int64() {
			t.Fatalf("%s is read as %d, %t, want %s", text, got, ok, want.RatString())
		}
	})
}
