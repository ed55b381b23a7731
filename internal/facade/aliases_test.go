package facade_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/internal/facade"
)

func TestAliases(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, text := range map[string]string{
		"a.go": "package ugcinc\n\ntype Post = gen.PostModel\n\ntype (\n\tTask = gen.Task\n\tDefined gen.Other\n\thidden = gen.Hidden\n\tTime = time.Time\n)\n",
		// Aliases in tests do not count.
		"a_test.go": "package ugcinc\n\ntype Fixture = gen.Fixture\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := facade.Aliases(folder)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]bool{"PostModel": true, "Task": true}, got); diff != "" {
		t.Error(diff)
	}
}
