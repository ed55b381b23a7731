package main

import (
	"os/exec"
	"testing"
)

func TestRacesNot(t *testing.T) {
	t.Parallel()
	only := func(known string) func(string) (string, error) {
		return func(name string) (string, error) {
			if name != known {
				return "", exec.ErrNotFound
			}
			return "/bin/" + name, nil
		}
	}
	for name, test := range map[string]struct{ cgo, compiler, installed, want string }{
		"a compiler":           {"1", "gcc", "gcc", ""},
		"with arguments":       {"1", "zig cc -O1", "zig", ""},
		"quoted":               {"1", `"clang" -O1`, "clang", ""},
		"not installed":        {"1", "gcc", "clang", "the C compiler gcc is not found"},
		"cgo is off":           {"0", "gcc", "gcc", "cgo is off, as it is where there is no C compiler"},
		"go names no compiler": {"1", "", "gcc", "go env names no C compiler"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := racesNot(test.cgo, test.compiler, only(test.installed)); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
