// Package consumer tests what a program that uses the client links.
package consumer

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// run runs the go command in the module of a user.
func run(t *testing.T, env []string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir = "../../testdata/consumer"
	cmd.Env = append(append(os.Environ(), "GOWORK=off", "GOFLAGS="), env...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go %s: %v\n%s%s", strings.Join(args, " "), err, out, stderr.String())
	}
	return string(out)
}

// A program that uses the client links one module besides ours.
func TestLinks(t *testing.T) {
	t.Parallel()
	modules := strings.Fields(run(t, nil, "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", "."))
	slices.Sort(modules)
	want := []string{"example.com/consumer", "github.com/go-json-experiment/json", "github.com/ugcinc/ugcinc-go"}
	if diff := cmp.Diff(want, slices.Compact(modules)); diff != "" {
		t.Errorf("linked modules (-want +got):\n%s", diff)
	}
}

// Its go.mod names that one module and ours, as go mod tidy leaves it.
func TestRequires(t *testing.T) {
	t.Parallel()
	if diff := run(t, nil, "mod", "tidy", "-diff"); diff != "" {
		t.Errorf("go mod tidy changes testdata/consumer:\n%s", diff)
	}
	source, err := os.ReadFile("../../testdata/consumer/go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(source), "\nrequire "); n != 2 || strings.Contains(string(source), "require (") {
		t.Errorf("go.mod has %d requirements, want ours and one more:\n%s", n, source)
	}
}

func TestBuilds(t *testing.T) {
	t.Parallel()
	for _, goos := range []string{"linux", "darwin", "windows"} {
		t.Run(goos, func(t *testing.T) {
			t.Parallel()
			if testing.Short() {
				t.Skip("builds the standard library if it is not cached")
			}
			env := []string{"GOOS=" + goos, "CGO_ENABLED=0"}
			run(t, env, "build", "-o", os.DevNull, ".")
			run(t, env, "vet", ".")
		})
	}
}
