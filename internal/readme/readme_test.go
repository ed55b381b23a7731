// Package readme tests README.md: its programs compile, its test passes, its
// commands run, and its table of errors matches the client.
package readme

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

func source(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// blocks returns the fenced blocks of a language.
func blocks(text, language string) []string {
	var found []string
	for _, m := range regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```$").FindAllStringSubmatch(text, -1) {
		found = append(found, m[1])
	}
	return found
}

// packages are those that a fragment may use. It imports the ones that it names.
var packages = map[string]string{
	"context":    "context",
	"errors":     "errors",
	"fmt":        "fmt",
	"testing":    "testing",
	"time":       "time",
	"ugcinc":     "github.com/ugcinc/ugcinc-go/ugcinc",
	"ugcinctest": "github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest",
}

// program makes a file of a block: it adds a package and imports to
// declarations, and a function to statements.
func program(block string) (name, text string) {
	if strings.HasPrefix(block, "package ") {
		return "main.go", block
	}
	name, body := "fragment_test.go", block
	if !strings.HasPrefix(block, "func ") {
		name = "fragment.go"
		body = "func fragment(ctx context.Context, client *ugcinc.Client, created []ugcinc.Post) error {\n" + block + "return nil\n}\n"
	}
	var imports []string
	for ident, path := range packages {
		if regexp.MustCompile(`\b` + ident + `\.`).MatchString(body) {
			imports = append(imports, fmt.Sprintf("import %q\n", path))
		}
	}
	slices.Sort(imports)
	return name, "package fragment\n\n" + strings.Join(imports, "") + body
}

// userModule makes a module that depends on this checkout. It requires what the
// root does, so that nothing is downloaded.
func userModule(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	checkout, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	const module = "github.com/ugcinc/ugcinc-go"
	mod := strings.Replace(source(t, "go.mod"), "module "+module+"\n", "module example.com/user\n", 1) +
		fmt.Sprintf("\nrequire %s v0.0.0\n\nreplace %s => %q\n", module, module, filepath.ToSlash(checkout))
	write(t, filepath.Join(dir, "go.mod"), mod)
	write(t, filepath.Join(dir, "go.sum"), source(t, "go.sum"))
	return dir
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestGoBlocks(t *testing.T) {
	t.Parallel()
	found := blocks(source(t, "README.md"), "go")
	if len(found) < 5 {
		t.Fatalf("%d Go blocks in README.md", len(found))
	}
	dir := userModule(t)
	for i, block := range found {
		name, text := program(block)
		write(t, filepath.Join(dir, fmt.Sprintf("block%d", i+1), name), text)
	}
	// go test builds and vets each block, and runs the one that is a test.
	cmd := exec.CommandContext(t.Context(), "go", "test", "-mod=mod", "-vet=all", "./...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("the Go blocks of README.md, in order: %v\n%s", err, out)
	}
}

// Each command works. Those that .ci/run does not run are run here, without make.
func TestCommands(t *testing.T) {
	t.Parallel()
	makefile := strings.ReplaceAll(source(t, "Makefile"), "$(BASE)", "testdata/released/openapi.yaml")
	ci := source(t, ".ci/run") + "make check\nmake cover\n" // it runs the checks without make
	for _, block := range blocks(source(t, "README.md"), "sh") {
		for line := range strings.Lines(block) {
			command := strings.TrimSpace(line)
			target, isMake := strings.CutPrefix(command, "make ")
			recipe := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(target) + `:.*## .*\n\tgo (.*)$`).FindStringSubmatch(makefile)
			switch {
			case strings.HasPrefix(command, "go get "): // TestInstall runs it
			case strings.Contains(ci, command+"\n"):
			case !isMake || recipe == nil:
				t.Errorf("README.md has the command %q, which is no target of the Makefile", command)
			default:
				t.Run(target, func(t *testing.T) {
					t.Parallel()
					cmd := exec.CommandContext(t.Context(), "go", strings.Fields(recipe[1])...)
					cmd.Dir = root
					if out, err := cmd.CombinedOutput(); err != nil {
						t.Errorf("go %s: %v\n%s", recipe[1], err, out)
					}
				})
			}
		}
	}
}

// Each target is one go command, so that make is optional. The exception is make
// help, which must not compile anything.
func TestTargetsAreOneGoCommand(t *testing.T) {
	t.Parallel()
	targets := regexp.MustCompile(`(?m)^([a-z-]+):.*\n((?:\t.*\n?)*)`).FindAllStringSubmatch(source(t, "Makefile"), -1)
	if len(targets) == 0 {
		t.Fatal("the Makefile has no target")
	}
	for _, target := range targets {
		recipe := target[2]
		if target[1] == "help" {
			continue
		}
		if !strings.HasPrefix(recipe, "\tgo ") || strings.Count(recipe, "\t") != 1 {
			t.Errorf("make %s runs %q: put one Go program behind it", target[1], recipe)
		}
	}
}
