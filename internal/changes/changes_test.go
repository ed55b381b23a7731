package changes_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/internal/changes"
	"github.com/ugcinc/ugcinc-go/internal/document"
)

var update = flag.Bool("update", false, "write the golden reports")

const root = "../.."

var programs = sync.OnceValues(func() (*changes.Programs, error) { return changes.Build(context.Background(), root) })

// kept returns a document that is kept, because today's changes.
func kept(t *testing.T, file string) string {
	t.Helper()
	source, err := os.ReadFile(root + "/testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// The change that the vendor shipped as a patch release, in every format.
func TestReportOfARealChange(t *testing.T) {
	t.Parallel()
	report := between(t, kept(t, "openapi-1.0.7.yaml"), kept(t, "openapi-1.0.9.yaml"))
	golden(t, "testdata/1.0.7-1.0.9.txt", report.Text())
	golden(t, "testdata/1.0.7-1.0.9.md", report.Markdown())
	golden(t, "testdata/1.0.7-1.0.9.changelog.md", report.Changelog(map[string]string{"refreshStats": "Stats.Refresh"}))
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s\nIf the new report is right, run the test with -update.", file, diff)
	}
}

// For each edit of the document, the report has the level and, at that level, the
// line.
func TestLevels(t *testing.T) {
	t.Parallel()
	checkLevels(t, kept(t, "openapi-1.0.9.yaml"), edits)
}

// The document has no default, so these edits change one that has.
func TestLevelsOfDefaults(t *testing.T) {
	t.Parallel()
	base := strings.Replace(kept(t, "openapi-1.0.9.yaml"), includeCompleted, includeCompleted+"          default: false\n", 1)
	checkLevels(t, base, defaultEdits)
}

func checkLevels(t *testing.T, base string, edits []edit) {
	t.Helper()
	for _, edit := range edits {
		t.Run(edit.name, func(t *testing.T) {
			t.Parallel()
			report := between(t, base, edit.apply(t, base))
			if report.Level() != edit.level {
				t.Errorf("the level is %v, want %v", report.Level(), edit.level)
			}
			for _, c := range report.At(edit.level) {
				if strings.Contains(c.Line(), edit.line) {
					return
				}
			}
			t.Errorf("no %v change with %q in:\n%s", edit.level, edit.line, report.Text())
		})
	}
}

// The changelog has one line for a change that the report shows on the wire and
// in Go, and no line for what users of Go do not notice.
func TestChangelog(t *testing.T) {
	t.Parallel()
	methods := map[string]string{"createVideo": "Posts.CreateVideo", "createSlideshow": "Posts.CreateSlideshow"}
	for name, want := range map[string]string{
		"an example":                     "### Changed\n\n- The doc comments follow API 1.0.9.\n\n",
		"operation is new":               "### Added\n\n- `pausePost` is new.\n\n",
		"operationId renamed":            "### Changed\n\n- **Breaking:** `Posts.CreateVideo` is now `publishVideo`.\n\n",
		"operation deprecated":           "### Deprecated\n\n- `Posts.CreateVideo`: the operation is deprecated.\n\n",
		"retry forbidden":                "### Changed\n\n- **Breaking:** `listAccounts` is no longer retried after a lost response.\n\n",
		"timeout longer":                 "### Changed\n\n- An attempt of `refreshStats` may take 180 s instead of 120 s.\n\n",
		"limit lowered":                  "### Changed\n\n- **Breaking:** `Posts.CreateSlideshow`: the `caption` parameter's maxLength was decreased to `400`.\n\n",
		"optional parameter is new":      "### Added\n\n- `PostStatusParams.Region` is new.\n\n",
		"response's field is a new list": "### Added\n\n- `PostStatusResult.Reasons` is new.\n\n",
		"response may be null":           "### Changed\n\n- **Breaking:** `PostStatusResult.PostID` changed from `string` to `*string`.\n\n",
		"enum value is new":              "### Added\n\n- `TaskStatusRetrying` is new.\n\n",
		"enum renamed":                   "### Changed\n\n- **Breaking:** `Account.Type` changed from `AccountType` to `Platform`.\n\n",
		"response's field is no URI":     "### Changed\n\n- The doc comments follow API 1.0.9.\n\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := slices.IndexFunc(edits, func(e edit) bool { return e.name == name })
			if i < 0 {
				t.Fatal("there is no such edit")
			}
			base := kept(t, "openapi-1.0.9.yaml")
			if diff := cmp.Diff(want, between(t, base, edits[i].apply(t, base)).Changelog(methods)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The client's own timeout counts for an operation that has none.
func TestClientTimeout(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile(root + "/ugcinc/calloptions.go")
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("defaultAttemptTimeout = %d * time.Second", changes.ClientTimeout); !strings.Contains(string(source), want) {
		t.Errorf("ugcinc/calloptions.go has no %q", want)
	}
}

func (e edit) apply(t *testing.T, source string) string {
	t.Helper()
	for _, replace := range e.replace {
		changed := strings.Replace(source, replace[0], replace[1], 1)
		if changed == source {
			t.Fatalf("the document has no %q", replace[0])
		}
		source = changed
	}
	return source
}

func between(t *testing.T, base, revision string) *changes.Report {
	t.Helper()
	built, err := programs()
	if err != nil {
		t.Fatal(err)
	}
	report, err := built.Between(t.Context(), parse(t, base), parse(t, revision))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func parse(t *testing.T, source string) *document.Document {
	t.Helper()
	d, err := document.Parse("openapi.yaml", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The last released document can be compared, although today's templates and
// overlay were not written for it.
func TestReleasedDocument(t *testing.T) {
	t.Parallel()
	between(t, kept(t, "released/openapi.yaml"), kept(t, "openapi-1.0.9.yaml")) // ends the test if it cannot compare them
}

func TestNoChange(t *testing.T) {
	t.Parallel()
	if report := between(t, kept(t, "openapi-1.0.9.yaml"), kept(t, "openapi-1.0.9.yaml")); report.Level() != changes.None {
		t.Errorf("a document differs from itself:\n%s", report.Text())
	}
}

func TestAcknowledge(t *testing.T) {
	t.Parallel()
	report := between(t, kept(t, "openapi-1.0.9.yaml"), strings.Replace(kept(t, "openapi-1.0.9.yaml"), "x-retry: never", "x-retry: safe", 1))
	breaking := report.Unacknowledged()
	if len(breaking) != 1 {
		t.Fatalf("%d breaking changes, want 1", len(breaking))
	}
	stale, err := report.Acknowledge([]byte("# A comment.\n\n" + breaking[0].Line() + " because the vendor says so\nX: gone because of Y\n"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"X: gone"}, stale); diff != "" {
		t.Error(diff)
	}
	if left := report.Unacknowledged(); len(left) != 0 {
		t.Errorf("%v is not acknowledged", left)
	}
	if report.Level() != changes.Major {
		t.Errorf("acknowledged, the level is %v: it stays major", report.Level())
	}
	if !strings.Contains(report.Text(), "(acknowledged: the vendor says so)") {
		t.Errorf("the report does not say why:\n%s", report.Text())
	}
	if _, err := report.Acknowledge([]byte(breaking[0].Line())); err == nil {
		t.Error("a line without a reason is accepted")
	}
}
