package document_test

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/ugcinc/ugcinc-go/api"
	"github.com/ugcinc/ugcinc-go/internal/document"
	"github.com/ugcinc/ugcinc-go/internal/facade"
)

func TestCheckPassesEveryKeptDocument(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"../../api/openapi.yaml", "../../testdata/openapi-1.0.7.yaml", "../../testdata/openapi-1.0.9.yaml"} {
		d, err := document.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, finding := range d.Check() {
			t.Error(finding)
		}
	}
}

// The damages are edits of a document that is kept, because today's changes.
func TestCheckReportsEachDamage(t *testing.T) {
	t.Parallel()
	kept, err := os.ReadFile("../../testdata/openapi-1.0.9.yaml")
	if err != nil {
		t.Fatal(err)
	}
	source := string(kept)
	for _, damage := range append(damages, moreDamages...) {
		t.Run(damage.name, func(t *testing.T) {
			t.Parallel()
			damaged := strings.Replace(source, damage.old, damage.new, 1)
			if damaged == source {
				t.Fatalf("the document has no %q", damage.old)
			}
			findings := check(t, damaged)
			lines := strings.Split(damaged, "\n")
			for _, f := range findings {
				if f.Rule == damage.rule && f.Line <= len(lines) && strings.Contains(lines[f.Line-1], damage.at) {
					if f.Remedy == "" || f.Problem == "" || f.File != "openapi.yaml" {
						t.Errorf("the finding says too little: %v", f)
					}
					return
				}
			}
			t.Errorf("no finding of the rule %s on a line with %q, but:\n%s", damage.rule, damage.at, list(findings))
		})
	}
}

// One mistake has one finding, although much else depends on it.
func TestCheckLeavesOutConsequences(t *testing.T) {
	t.Parallel()
	kept, err := os.ReadFile("../../testdata/openapi-1.0.9.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, damage := range consequences {
		damaged := strings.Replace(string(kept), damage.old, damage.new, 1)
		findings, lines := check(t, damaged), strings.Split(damaged, "\n")
		if len(findings) != 1 || findings[0].Rule != damage.rule || !strings.Contains(lines[findings[0].Line-1], damage.at) {
			t.Errorf("%s: want one finding of the rule %s on a line with %q, but:\n%s", damage.name, damage.rule, damage.at, list(findings))
		}
	}
}

// Validators, mock servers and generated code tell success from failure by the
// schemas alone, with or without the fields that responses leave out.
func TestSchemasAllowWhatTheAPISends(t *testing.T) {
	t.Parallel()
	doc, err := openapi3.NewLoader().LoadFromData(api.Document)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		schema, value string
		valid         bool
	}{
		{"UpdateAccountSocialEnvelope", `{"ok":true,"code":200,"message":"Success","data":{"message":"Queued"}}`, true},
		{"UpdateAccountSocialEnvelope", `{"code":200,"data":{"message":"Queued"}}`, true},
		{"UpdateAccountSocialEnvelope", `{"ok":false,"code":200,"data":{"message":"Queued"}}`, false},
		{"UpdateAccountSocialEnvelope", `{"ok":true,"code":500,"data":{"message":"Queued"}}`, false},
		{"UpdateAccountSocialEnvelope", `{"ok":true,"code":200}`, false},
		{"ErrorEnvelope", `{"ok":false,"code":404,"message":"Not found"}`, true},
		{"ErrorEnvelope", `{"code":404}`, true},
		{"ErrorEnvelope", `{"ok":true,"code":404}`, false},
		{"EditProfileInfo", `null`, true},
		{"RefreshStatsResult/post_stats_count", `0`, true},
		{"RefreshStatsResult/post_stats_count", `-1`, false},
		{"Task/duration", `-1`, false},
		{"AccountStat/followers", `-1`, false},
		{"PostStat/saves", `-1`, false},
	} {
		var value any
		if err := json.Unmarshal([]byte(test.value), &value); err != nil {
			t.Fatal(err)
		}
		name, property, isProperty := strings.Cut(test.schema, "/")
		schema := doc.Components.Schemas[name].Value
		if isProperty {
			schema = schema.Properties[property].Value
		}
		if err := schema.VisitJSON(value); (err == nil) != test.valid {
			t.Errorf("%s: %s: %v, want valid %v", test.schema, test.value, err, test.valid)
		}
	}
}

// A default makes the types that openapi-typescript generates require the field,
// so descriptions say what holds if a field is left out.
func TestDocumentHasNoDefaults(t *testing.T) {
	t.Parallel()
	for i, line := range strings.Split(string(api.Document), "\n") {
		if value, found := strings.CutPrefix(strings.TrimSpace(line), "default: "); found && !strings.HasPrefix(value, "{ $ref") {
			t.Errorf("line %d: move the default %s into the description", i+1, value)
		}
	}
}

// The rules do not panic, whichever line of the document is missing.
func TestCheckSurvivesAnyMissingLine(t *testing.T) {
	t.Parallel()
	lines := strings.SplitAfter(string(api.Document), "\n")
	for i := 0; i < len(lines); i += 83 {
		check(t, strings.Join(append(append([]string{}, lines[:i]...), lines[i+1:]...), ""))
	}
}

// declared returns the names that hand-written code declares.
var declared = sync.OnceValue(func() []string {
	names, err := facade.Declared("../..")
	if err != nil {
		panic(err)
	}
	return names
})

func check(t *testing.T, source string) []*document.Finding {
	t.Helper()
	d, err := document.Parse("openapi.yaml", []byte(source))
	var finding *document.Finding
	if errors.As(err, &finding) {
		return []*document.Finding{finding}
	}
	if err != nil {
		t.Fatal(err)
	}
	return d.Check(declared()...)
}

func list(findings []*document.Finding) string {
	var out strings.Builder
	for _, f := range findings {
		out.WriteString(f.Error() + "\n")
	}
	return out.String()
}
