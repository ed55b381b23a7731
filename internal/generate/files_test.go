package generate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCompare(t *testing.T) {
	t.Parallel()
	files := map[string]string{"gen/models.gen.go": "a", "ugcinc/types.gen.go": "b"}
	for name, test := range map[string]struct {
		tree map[string]string
		want []string
	}{
		"the same": {
			tree: map[string]string{"gen/models.gen.go": "a", "ugcinc/types.gen.go": "b", "ugcinc/client.go": "by hand", "internal/bench/go.mod": "", "internal/bench/x.gen.go": "its own"},
		},
		"edited by hand": {
			tree: map[string]string{"gen/models.gen.go": "a // edited", "ugcinc/types.gen.go": "b"},
			want: []string{"gen/models.gen.go differs from what the document generates: change api/ instead of the file, and run make generate"},
		},
		"deleted": {
			tree: map[string]string{"gen/models.gen.go": "a"},
			want: []string{"ugcinc/types.gen.go is missing: run make generate"},
		},
		"stray": {
			tree: map[string]string{"gen/models.gen.go": "a", "ugcinc/types.gen.go": "b", "gen/extra.go": "", "internal/old.gen.go": ""},
			want: []string{"gen/extra.go is not generated from the document: remove it", "internal/old.gen.go is not generated from the document: remove it"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			if err := Compare(files, folder(t, test.tree)); err != nil {
				got = strings.Split(err.Error(), "\n")
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What write writes, compare accepts.
func TestWrite(t *testing.T) {
	t.Parallel()
	files := map[string]string{"gen/models.gen.go": "a", "internal/fakeapi/server.gen.go": "b"}
	root := t.TempDir()
	if err := Write(files, root); err != nil {
		t.Fatal(err)
	}
	if err := Compare(files, root); err != nil {
		t.Error(err)
	}
}

func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}
