package main

import (
	"strings"
	"testing"
)

// Lines as go tool covdata percent prints them.
const percent = "\tm/a\t\tcoverage: 66.7% of statements\n\tm/b\t\tcoverage: 100.0% of statements\n"

func TestCheck(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		least map[string]float64
		want  string
	}{
		"enough":      {map[string]float64{"m/a": 66.7, "m/b": 95}, ""},
		"too little":  {map[string]float64{"m/a": 67, "m/b": 95}, "m/a has 66.7 % coverage, and needs 67 %"},
		"not printed": {map[string]float64{"m/c": 1}, "m/c has 0 % coverage, and needs 1 %"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := check(percent, test.least)
			if (err != nil) != (test.want != "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}
