package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const code = `package a

var v = func() int { return 1 }()

func plain() {
}

func (t *T[K]) method() {
}
`

func checkout(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "a.go"), []byte(code), 0o600); err != nil {
		t.Fatal(err)
	}
	return root
}

func TestLeft(t *testing.T) {
	t.Parallel()
	root := checkout(t)
	missed := func(line string) []block {
		return []block{{modulePath + "/a.go:" + line + ".1,99.1", 1, false}}
	}
	all := map[string]string{"a.go variables": "x", "a.go plain": "x", "a.go T.method": "x"}
	for name, test := range map[string]struct {
		blocks []block
		why    map[string]string
		want   string
	}{
		"all is reached":      {[]block{{modulePath + "/a.go:5.1,6.1", 1, true}}, nil, ""},
		"a variable":          {missed("3"), all, ""},
		"a function":          {missed("5"), all, ""},
		"a method":            {missed("8"), all, ""},
		"of no function":      {nil, map[string]string{"a.go gone": "x"}, "a.go has no gone"},
		"of no file":          {nil, map[string]string{"b.go plain": "x"}, "b.go"},
		"of what is reached":  {nil, all, ""},
		"a file that is gone": {[]block{{modulePath + "/b.go:1.1,2.1", 1, false}}, nil, "b.go"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := left(io.Discard, test.blocks, root, test.why)
			if (err != nil) != (test.want != "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestLeftIsSaid(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	blocks := []block{{modulePath + "/a.go:5.1,6.1", 2, false}, {modulePath + "/a.go:8.1,9.1", 1, false}}
	if err := left(&out, blocks, checkout(t), map[string]string{"a.go plain": "it is so"}); err != nil {
		t.Fatal(err)
	}
	want := "  not reached: 1 of a.go T.method: NOT EXPLAINED: test it, or say in internal/cover/left.txt why no test does\n" +
		"  not reached: 2 of a.go plain: it is so\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestReasons(t *testing.T) {
	t.Parallel()
	why, err := reasons("# a comment\n\na.go T.method because it is so\n")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"a.go T.method": "it is so"}, why); diff != "" {
		t.Error(diff)
	}
	for _, text := range []string{"a.go plain", "a.go because it is so", "a.go plain because "} {
		if why, err := reasons(text); err == nil {
			t.Errorf("%q was read as %v", text, why)
		}
	}
}

// The list that the command holds can be read, and names functions that exist.
func TestExplained(t *testing.T) {
	t.Parallel()
	why, err := reasons(explained)
	if err != nil {
		t.Fatal(err)
	}
	if err := gone("../..", why); err != nil {
		t.Error(err)
	}
}
