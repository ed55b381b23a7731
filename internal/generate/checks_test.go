package generate

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/api"
	"github.com/ugcinc/ugcinc-go/internal/document"
)

// What the profile allows in a request, and in a response.
const requestFields = `
        word: { type: string, description: X., minLength: 3, maxLength: 5 }
        pages: { type: integer, format: int64, minimum: 1, maximum: 9, description: X. }
        ratio: { type: number, format: double, minimum: 0.5, maximum: 1, description: X. }
        flag: { type: boolean, default: true, description: X. }
        at: { type: string, format: date-time, description: X. }
        due: { type: string, format: date-time, description: X. }
        since:
          description: X.
          allOf: [{ $ref: "#/components/schemas/DateOrTime" }]
        until:
          description: X.
          deprecated: true
          allOf: [{ $ref: "#/components/schemas/DateOrTime" }]
        kind:
          description: X.
          allOf: [{ $ref: "#/components/schemas/PostType" }]
        state: { $ref: "#/components/schemas/PostStatus" }
        nothing: { type: string, nullable: true, description: X. }
        words: { type: array, items: { type: string, minLength: 2, maxLength: 3 }, minItems: 2, maxItems: 3, description: X. }
        numbers: { type: array, items: { type: integer, format: int64, minimum: 1, maximum: 9 }, description: X. }
        ratios: { type: array, items: { type: number, format: double, maximum: 1 }, description: X. }
        flags: { type: array, items: { type: boolean }, description: X. }
        times: { type: array, items: { type: string, format: date-time }, description: X. }
        kinds: { type: array, items: { $ref: "#/components/schemas/PostType" }, description: X. }
        anything: { type: array, items: {}, description: X. }
        entry: { $ref: "#/components/schemas/ScheduleEntry" }
        optionalEntry:
          description: X.
          allOf: [{ $ref: "#/components/schemas/ScheduleEntry" }]
        entries: { type: array, items: { $ref: "#/components/schemas/ScheduleEntry" }, description: X. }
`

const responseFields = `
        word: { type: string, nullable: true, deprecated: true, description: X. }
        count: { type: integer, format: int64, nullable: true, description: X. }
        ratio: { type: number, format: double, nullable: true, description: X. }
        ratio_2: { type: number, format: double, description: X. }
        flag: { type: boolean, nullable: true, description: X. }
        flag_2: { type: boolean, description: X. }
        at_2: { type: string, format: date-time, description: X. }
        since:
          description: X.
          allOf: [{ $ref: "#/components/schemas/DateOrTime" }]
        kind:
          description: X.
          allOf: [{ $ref: "#/components/schemas/PostType" }]
        words: { type: array, items: { type: string }, nullable: true, description: X. }
        anything: { type: array, items: {}, description: X. }
        entry: { $ref: "#/components/schemas/Account" }
        entries: { type: array, items: { $ref: "#/components/schemas/AccountTask" }, nullable: true, description: X. }
`

const probe = `package main

import (
	"fmt"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
)

func main() {
	now := time.Unix(1, 0)
	entry := gen.ScheduleEntry{AccountID: "a", PostTime: now}
	for _, change := range []func(p *gen.PostStatusParams){
		func(p *gen.PostStatusParams) {},
		func(p *gen.PostStatusParams) { p.Word = new("ab") },
		func(p *gen.PostStatusParams) { p.Word = new("éàèùâê") },
		func(p *gen.PostStatusParams) { p.Pages = 0 },
		func(p *gen.PostStatusParams) { p.Pages = 10 },
		func(p *gen.PostStatusParams) { p.Ratio = new(0.4) },
		func(p *gen.PostStatusParams) { p.At = time.Time{} },
		func(p *gen.PostStatusParams) { p.Since = time.Time{} },
		func(p *gen.PostStatusParams) { p.Until = new(now.Add(-1)) },
		func(p *gen.PostStatusParams) { p.Kind = "" },
		func(p *gen.PostStatusParams) { p.State = "" },
		func(p *gen.PostStatusParams) { p.Words = []string{} },
		func(p *gen.PostStatusParams) { p.Words = []string{"ab", "c"} },
		func(p *gen.PostStatusParams) { p.Words = []string{"ab", "abcd"} },
		func(p *gen.PostStatusParams) { p.Words = []string{"ab", "ab", "ab", "ab"} },
		func(p *gen.PostStatusParams) { p.Numbers = []int64{1, 0} },
		func(p *gen.PostStatusParams) { p.Numbers = []int64{1, 10} },
		func(p *gen.PostStatusParams) { p.Ratios = []float64{2} },
		func(p *gen.PostStatusParams) { p.Kinds = []gen.PostType{""} },
		func(p *gen.PostStatusParams) { p.Entry.AccountID = "" },
		func(p *gen.PostStatusParams) { p.OptionalEntry = &gen.ScheduleEntry{AccountID: "a"} },
		func(p *gen.PostStatusParams) { p.Entries = []gen.ScheduleEntry{entry, {PostTime: now}} },
	} {
		p := gen.PostStatusParams{PostID: "p", Pages: 1, At: now, Since: now, Kind: "video", State: "failed", Entry: entry}
		change(&p)
		field, reason := p.Check()
		fmt.Printf("%s: %s\n", field, reason)
	}
}
`

// Every keyword that the profile allows compiles, and limits a request.
func TestAllowedKeywords(t *testing.T) {
	t.Parallel()
	source := string(api.Document)
	for _, edit := range [][2]string{
		{"      required: [postId]\n      properties:\n        postId:\n          type: string\n          minLength: 1\n          description: The post's id.\n", "      required: [postId, pages, at, since, kind, state, nothing, entry]\n      x-ordered: [since, until]\n      properties:\n        postId: { type: string, minLength: 1, description: X. }" + requestFields},
		{"      required: [post_id, status]\n      properties:\n", "      required: [post_id, status, ratio_2, at_2, since, entry]\n      properties:" + responseFields},
		{"value: { postId: post_c41e }", `value: { postId: p, pages: 1, at: "2026-03-02T09:30:00Z", since: "2026-03-02", kind: video, state: failed, nothing: null, entry: { accountId: a, postTime: "2026-03-02" } }`},
	} {
		if !strings.Contains(source, edit[0]) {
			t.Fatalf("today's document has no %q", edit[0])
		}
		source = strings.Replace(source, edit[0], edit[1], 1)
	}
	doc, err := document.Parse("openapi.yaml", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range doc.Check() {
		if finding.Rule != "example" { // the response has new fields
			t.Error(finding)
		}
	}
	names := []string{"gen/models.gen.go", "gen/decoders.gen.go", "gen/checks.gen.go", "gen/client.gen.go"}
	files, err := Files("../..", []byte(source), false, names...)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.TrimLeft(`
: 
word: must not be shorter than 3 characters
word: must not be longer than 5 characters
pages: must not be less than 1
pages: must not be more than 9
ratio: must not be less than 0.5
at: must be set
since: must be set
until: must not be before since
kind: must not be empty
state: must not be empty
words: needs at least 2 items
words: must not hold an item shorter than 2 characters
words: must not hold an item longer than 3 characters
words: must not have more than 3 items
numbers: must not hold an item less than 1
numbers: must not hold an item more than 9
ratios: must not hold an item more than 1
kinds: must not hold an empty item
entry.accountId: must not be empty
optionalEntry.postTime: must be set
entries[1].accountId: must not be empty
`, "\n")
	if diff := cmp.Diff(want, run(t, files)); diff != "" {
		t.Error(diff)
	}
}

// run runs the probe, which reads generated files before the files of the checkout.
func run(t *testing.T, files map[string]string) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	files["internal/generate/probe/main.go"] = probe
	for name, content := range files {
		file := filepath.Join(folder, strings.ReplaceAll(name, "/", "_"))
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		overlay.Replace[filepath.Join(root, filepath.FromSlash(name))] = file
	}
	encoded, err := json.Marshal(overlay)
	if err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(folder, "overlay.json")
	if err := os.WriteFile(list, encoded, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "go", "run", "-overlay", list, "./internal/generate/probe")
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}
