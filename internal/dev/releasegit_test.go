package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// repository is a git repository with one commit of files, and tags on it.
func repository(t *testing.T, files map[string]string, tags ...string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("a release needs git, and whoever has Go alone makes none")
	}
	dir := folder(t, files)
	commands := [][]string{
		{"init", "--quiet"},
		{"add", "."},
		{"-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false", "commit", "--quiet", "--message", "test"},
	}
	for _, tag := range tags {
		commands = append(commands, []string{"-c", "tag.gpgsign=false", "tag", tag})
	}
	for _, args := range commands {
		if _, complaint, err := capture(t.Context(), dir, "git", args...); err != nil {
			t.Fatalf("git %v: %v: %s", args, err, complaint)
		}
	}
	return dir
}

func TestUntouched(t *testing.T) {
	t.Parallel()
	dir := repository(t, map[string]string{"a": "a"}, "v1.2.3")
	refuses(t, untouched(t.Context(), dir, version{1, 2, 4}), "")
	refuses(t, untouched(t.Context(), dir, version{1, 2, 3}), "the tag v1.2.3 exists")
	if err := os.WriteFile(filepath.Join(dir, "b"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	refuses(t, untouched(t.Context(), dir, version{1, 2, 4}), "the tree has changes that no commit holds")
}

func TestLastTag(t *testing.T) {
	t.Parallel()
	kept := func(text string) map[string]string { return map[string]string{releasedVersion: text + "\n"} }
	none := map[string]string{"a": "a"}
	for name, test := range map[string]struct {
		files map[string]string
		tags  []string
		want  string
	}{
		"the first release":    {none, nil, ""},
		"no tags in the clone": {kept("v1.2.3"), nil, ""},
		"the same":             {kept("v1.10.0"), []string{"v1.9.0", "v1.10.0", "vendor"}, ""},
		"other tags only":      {none, []string{"vendor", "v1.2.3-rc.1"}, ""},
		"another":              {kept("v1.9.0"), []string{"v1.9.0", "v1.10.0"}, "VERSION says v1.9.0, and the last tag is v1.10.0"},
		"not kept":             {none, []string{"v1.0.0"}, "v1.0.0 is tagged, and testdata/released/VERSION is missing"},
		"damaged":              {kept("1.0"), []string{"v1.0.0"}, `not "1.0"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			refuses(t, lastTag(t.Context(), repository(t, test.files, test.tags...)), test.want)
		})
	}
}
