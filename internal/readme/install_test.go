package readme

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

// In a new module, the install command adds this module and one more, and the
// first program of README.md builds.
func TestInstall(t *testing.T) {
	t.Parallel()
	text := source(t, "README.md")
	install, ok := strings.CutPrefix(strings.TrimSpace(blocks(text, "sh")[0]), "go get ")
	if !ok || strings.Contains(install, "\n") {
		t.Fatalf("README.md begins with %q", blocks(text, "sh")[0])
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "go.mod"), "module example.com/user\n\ngo 1.26.0\n")
	write(t, filepath.Join(dir, "main.go"), blocks(text, "go")[0])
	env := published(t)
	for _, args := range [][]string{{"get", install + "@v0.0.1"}, {"build", "-o", os.DevNull, "."}} {
		cmd := exec.CommandContext(t.Context(), "go", args...)
		cmd.Dir, cmd.Env = dir, env
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(mod), " v"); n != 2 {
		t.Errorf("go get makes %d requirements, want this module and one more:\n%s", n, mod)
	}
}

// published returns an environment in which this checkout is published as v0.0.1.
// All other modules come from the module cache.
func published(t *testing.T) []string {
	t.Helper()
	const path, version = "github.com/ugcinc/ugcinc-go", "v0.0.1"
	proxy := t.TempDir()
	folder := filepath.Join(proxy, filepath.FromSlash(path), "@v")
	write(t, filepath.Join(folder, "list"), version+"\n")
	write(t, filepath.Join(folder, version+".info"), `{"Version":"`+version+`"}`)
	write(t, filepath.Join(folder, version+".mod"), source(t, "go.mod"))
	archive, err := os.Create(filepath.Join(folder, version+".zip"))
	if err != nil {
		t.Fatal(err)
	}
	if err := zip.CreateFromDir(archive, module.Version{Path: path, Version: version}, root); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	downloaded, err := exec.CommandContext(t.Context(), "go", "env", "GOMODCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	return append(os.Environ(),
		"GOPROXY="+fileURL(proxy)+","+fileURL(filepath.Join(strings.TrimSpace(string(downloaded)), "cache", "download")),
		"GOMODCACHE="+t.TempDir(),
		"GOFLAGS=-modcacherw", "GOWORK=off", "GOSUMDB=off", "GONOPROXY=none", "GOPRIVATE=")
}

func fileURL(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/...
	}
	return "file://" + path
}
