package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/internal/document"
	"github.com/ugcinc/ugcinc-go/internal/facade"
)

const root = "../.."

// In a copy of the module, go back from 1.0.9 to 1.0.7, forward again, and then
// make an addition. This is make regenerate without its tests.
func TestRehearsal(t *testing.T) {
	t.Parallel()
	module := copyModule(t)

	old := readFile(t, root, "testdata/openapi-1.0.7.yaml")
	module.generate(t, old)
	module.builds(t, "./gen")
	if complaint := module.build(t, "./ugcinc"); !strings.Contains(complaint, "undefined: gen.RefreshStats") {
		t.Errorf("at 1.0.7 the facade does not miss the operation that came later:\n%s", complaint)
	}
	module.misses(t,
		"operation refreshAccountStats (POST /accounts/stats/refresh) has no method",
		"operation refreshPostStats (POST /post/stats/refresh) has no method",
		"serves operation listAccountStats of the tag Accounts: move it to AccountsService",
		"Stats.Refresh serves gen.RefreshStats, which the document no longer has",
	)

	today := readFile(t, root, documentFile)
	module.generate(t, today)
	if out, complaint, err := capture(t.Context(), string(module), "go", "run", "./internal/generate", "-check", "-out", checkout(t)); err != nil {
		t.Errorf("after going back and forward, the generated files differ: %v\n%s\n%s", err, out, complaint)
	}
	module.builds(t, "./ugcinc/...")
	module.misses(t)

	module.generate(t, addition(t, today))
	module.builds(t, "./ugcinc")
	module.misses(t, "operation pausePost (POST /post/pause) has no method: write one on PostsService in ugcinc/posts.go")
	for _, name := range []string{"PostStatusPaused", "PausePostParams"} {
		if !strings.Contains(readFile(t, string(module), "ugcinc/types.gen.go"), name) {
			t.Errorf("%s does not reach package ugcinc", name)
		}
	}
	if !strings.Contains(readFile(t, string(module), "gen/models.gen.go"), "PausedAt *time.Time") {
		t.Error("the new field does not reach the model")
	}
}

// addition returns a document with a new operation, a new field and a new value.
func addition(t *testing.T, source string) string {
	t.Helper()
	start, end := strings.Index(source, "  /post/status:\n"), strings.Index(source, "  /stats/accounts:\n")
	rename := strings.NewReplacer("/post/status:", "/post/pause:", "getPostStatus", "pausePost", "PostStatusParams", "PausePostParams", "GetPostStatusEnvelope", "PausePostEnvelope")
	source = source[:end] + rename.Replace(source[start:end]) + source[end:]
	start = strings.Index(source, "    GetPostStatusEnvelope:\n")
	end = start + strings.Index(source[start:], "\n\n") + 2
	source = source[:end] + rename.Replace(source[start:end]) + source[end:]
	const params = "    PostStatusParams:\n"
	start = strings.Index(source, params)
	end = strings.Index(source, "    PostStatusResult:\n")
	source = source[:start] + "    PausePostParams:\n" + source[start+len(params):end] + source[start:]
	source = strings.Replace(source, "        social_id:\n", "        paused_at:\n          type: string\n          format: date-time\n          nullable: true\n          description: When it was paused.\n        social_id:\n", 1)
	start = strings.Index(source, "    PostStatus:\n")
	source = source[:start] + strings.Replace(source[start:], "complete, failed]", "complete, failed, paused]", 2)

	doc, err := document.Parse(documentFile, []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range doc.Check() {
		t.Error(finding)
	}
	return source
}

func checkout(t *testing.T) string {
	t.Helper()
	folder, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// module is the folder of a copy of the module.
type module string

func copyModule(t *testing.T) module {
	t.Helper()
	to := t.TempDir()
	for _, folder := range []string{"api", "gen", "ugcinc", "internal/generate", "internal/document", "internal/show", "internal/wire", "internal/transport", "internal/fakeapi"} {
		if err := os.CopyFS(filepath.Join(to, folder), os.DirFS(filepath.Join(root, folder))); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"go.mod", "go.sum", "tools.go"} {
		writeFile(t, filepath.Join(to, file), readFile(t, root, file))
	}
	return module(to)
}

// generate replaces the document of the copy and generates.
func (m module) generate(t *testing.T, source string) {
	t.Helper()
	writeFile(t, filepath.Join(string(m), documentFile), source)
	if out, complaint, err := capture(t.Context(), string(m), "go", "run", "./internal/generate"); err != nil {
		t.Fatalf("generate: %v\n%s\n%s", err, out, complaint)
	}
}

// build returns the errors of the compiler.
func (m module) build(t *testing.T, packages string) string {
	t.Helper()
	_, complaint, err := capture(t.Context(), string(m), "go", "build", packages)
	if err == nil {
		return ""
	}
	return err.Error() + "\n" + complaint
}

func (m module) builds(t *testing.T, packages string) {
	t.Helper()
	if complaint := m.build(t, packages); complaint != "" {
		t.Errorf("%s does not build:\n%s", packages, complaint)
	}
}

// misses compares the gaps between facade and document with what they must say.
func (m module) misses(t *testing.T, want ...string) {
	t.Helper()
	doc, err := document.Read(filepath.Join(string(m), documentFile))
	if err != nil {
		t.Fatal(err)
	}
	methods, err := facade.Methods(filepath.Join(string(m), "ugcinc"))
	if err != nil {
		t.Fatal(err)
	}
	gaps := facade.Gaps(doc.Operations(), methods)
	if want == nil {
		if diff := cmp.Diff([]string(nil), gaps); diff != "" {
			t.Error(diff)
		}
	}
	for _, part := range want {
		if !slices.ContainsFunc(gaps, func(gap string) bool { return strings.Contains(gap, part) }) {
			t.Errorf("no gap says %q:\n%s", part, strings.Join(gaps, "\n"))
		}
	}
}

func readFile(t *testing.T, folder, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func writeFile(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
