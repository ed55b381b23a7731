package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCompareTrees(t *testing.T) {
	t.Parallel()
	fresh := map[string]string{"gen/models.gen.go": "a", "ugcinc/types.gen.go": "b"}
	for name, test := range map[string]struct {
		tree map[string]string
		want []string
	}{
		"the same": {
			tree: map[string]string{"gen/models.gen.go": "a", "ugcinc/types.gen.go": "b", "ugcinc/client.go": "by hand", "internal/bench/go.mod": "", "internal/bench/x.gen.go": "its own"},
		},
		"edited by hand": {
			tree: map[string]string{"gen/models.gen.go": "a // edited", "ugcinc/types.gen.go": "b"},
			want: []string{"gen/models.gen.go differs from what the document gives: run make generate"},
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
			got, err := compareTrees(folder(t, fresh), folder(t, test.tree))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
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
