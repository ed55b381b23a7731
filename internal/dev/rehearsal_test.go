package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/ugcinc/ugcinc-go/internal/document"
	"github.com/ugcinc/ugcinc-go/internal/facade"
	"github.com/ugcinc/ugcinc-go/internal/generate"
)

const root = "../.."

// In a copy of the module, go back to 1.0.7, forward to today's document, and then
// make an addition. This is make regenerate without its tests.
func TestRehearsal(t *testing.T) {
	t.Parallel()
	module := copyModule(t)

	module.generate(t, readFile(t, root, "testdata/openapi-1.0.7.yaml"), true)
	module.builds(t, "./gen")
	module.misses(t,
		"operation refreshAccountStats (POST /accounts/stats/refresh) has no method",
		"operation refreshPostStats (POST /post/stats/refresh) has no method",
		"serves operation listAccountStats of the tag Accounts: move it to AccountsService",
		"Stats.Refresh serves gen.RefreshStats, which the document no longer has",
		"operation refreshPostStats has no handler in the fake",
		"handles RefreshStats, which the document no longer has",
	)

	today := readFile(t, root, documentFile)
	if err := generate.Compare(module.generate(t, today, false), root); err != nil {
		t.Errorf("after going back and forward, the generated files differ: %v", err)
	}
	module.misses(t)

	module.generate(t, addition(t, today), false)
	module.builds(t, "./ugcinc")
	module.misses(t,
		"operation pausePost (POST /post/pause) has no method: write one on PostsService in ugcinc/posts.go",
		"operation pausePost has no handler in the fake",
		"the doc comment of Posts.CreateVideo and the document differ on whether it is deprecated",
	)
	for file, wants := range map[string][]string{
		"ugcinc/types.gen.go": {"PostStatusPaused", "type PausePostParams"},
		"gen/models.gen.go":   {"PausedAt *time.Time", "\t//\n\t// Deprecated: "},
		"gen/client.gen.go":   {"//\n// Deprecated: "},
	} {
		for _, want := range wants {
			if !strings.Contains(readFile(t, string(module), file), want) {
				t.Errorf("%s has no %q", file, want)
			}
		}
	}
}

// addition returns a document with a new operation, a new field, a new value, and
// an operation and a field that are deprecated.
func addition(t *testing.T, source string) string {
	t.Helper()
	var file, added yaml.Node
	for text, node := range map[string]*yaml.Node{source: &file, `
PausePostParams: { type: object, description: What to pause., required: [postId], properties: { postId: { type: string, minLength: 1, description: The post. } } }
PausePostEnvelope:
  description: A successful response of pausePost.
  allOf:
    - $ref: "#/components/schemas/SuccessEnvelope"
    - { type: object, required: [data], properties: { data: { $ref: "#/components/schemas/Post" } } }
`: &added} {
		if err := yaml.Unmarshal([]byte(text), node); err != nil {
			t.Fatal(err)
		}
	}
	doc := file.Content[0]
	schemas := document.At(doc, "components", "schemas")
	schemas.Content = append(schemas.Content, added.Content[0].Content...)
	for _, enum := range []string{"enum", "x-extensible-enum"} {
		values := document.At(schemas, "PostStatus", enum)
		values.Content = append(values.Content, scalar("paused"))
	}
	fields := document.At(schemas, "Post", "properties")
	pausedAt := &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{scalar("type"), scalar("string"), scalar("format"), scalar("date-time"), scalar("deprecated"), {Kind: yaml.ScalarNode, Value: "true"}, scalar("description"), scalar("When it was paused.")}}
	fields.Content = append(fields.Content, scalar("paused_at"), pausedAt)
	create := document.At(doc, "paths", "/post/video", "post")
	create.Content = append(create.Content, scalar("deprecated"), &yaml.Node{Kind: yaml.ScalarNode, Value: "true"})

	out, err := yaml.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	text := string(out)
	start := strings.Index(text, "    /post/video:\n")
	end := start + 1 + strings.Index(text[start+1:], "\n    /")
	pause := strings.NewReplacer("/post/video:", "/post/pause:", "createVideo", "pausePost", "CreateVideo", "PausePost", "deprecated: true", "deprecated: false").Replace(text[start : end+1])
	return text[:start] + pause + text[start:]
}

func scalar(value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value}
}

// module is the folder of a copy of the module.
type module string

func copyModule(t *testing.T) module {
	t.Helper()
	to := t.TempDir()
	for _, folder := range []string{"api", "gen", "ugcinc", "internal"} {
		if err := os.CopyFS(filepath.Join(to, folder), os.DirFS(filepath.Join(root, folder))); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"go.mod", "go.sum"} {
		writeFile(t, filepath.Join(to, file), readFile(t, root, file))
	}
	return module(to)
}

// generate replaces the document of the copy and generates.
func (m module) generate(t *testing.T, source string, older bool) map[string]string {
	t.Helper()
	writeFile(t, filepath.Join(string(m), documentFile), source)
	files, err := generate.Files(root, []byte(source), older)
	if err != nil {
		t.Fatal(err)
	}
	if err := generate.Write(files, string(m)); err != nil {
		t.Fatal(err)
	}
	return files
}

func (m module) builds(t *testing.T, packages string) {
	t.Helper()
	if _, complaint, err := capture(t.Context(), string(m), "go", "build", packages); err != nil {
		t.Errorf("%s does not build: %v\n%s", packages, err, complaint)
	}
}

// misses compares what is missing, or too much, with what must be named.
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
	handlers, err := facade.Handlers(filepath.Join(string(m), "ugcinc/ugcinctest"), doc.Operations())
	if err != nil {
		t.Fatal(err)
	}
	gaps := append(facade.Gaps(doc.Operations(), methods), handlers...)
	if want == nil && gaps != nil {
		t.Error(strings.Join(gaps, "\n"))
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
