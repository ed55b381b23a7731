package show_test

import (
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/ugcinc/ugcinc-go/internal/show"
)

// Kinds of fields that today's models do not have, but later ones may.
func TestStruct(t *testing.T) {
	t.Parallel()
	type inner struct{ N int }
	type model struct {
		Raw   jsontext.Value
		Raws  []jsontext.Value
		Any   any
		None  any
		Inner []*inner
		Float *float64
	}
	got := show.Struct(model{
		Raw:   jsontext.Value(`{"a":1}`),
		Raws:  []jsontext.Value{jsontext.Value("2")},
		Any:   new("text"),
		Inner: []*inner{{N: 3}, nil},
		Float: new(0.5),
	})
	if want := `model{Raw: "{\"a\":1}", Raws: ["2"], Any: "text", None: nil, Inner: [inner{N: 3}, nil], Float: 0.5}`; got != want {
		t.Errorf("prints %s\nwant   %s", got, want)
	}
}
