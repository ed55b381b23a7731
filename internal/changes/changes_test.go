package changes_test

import (
	"context"
	"flag"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/api"
	"github.com/ugcinc/ugcinc-go/internal/changes"
	"github.com/ugcinc/ugcinc-go/internal/document"
)

var update = flag.Bool("update", false, "write the golden reports")

const root = "../.."

var programs = sync.OnceValues(func() (*changes.Programs, error) { return changes.Build(context.Background(), root) })

// The change that the vendor shipped as a patch release, in both formats.
func TestReportOfARealChange(t *testing.T) {
	t.Parallel()
	old, err := document.Read(root + "/testdata/openapi-1.0.7.yaml")
	if err != nil {
		t.Fatal(err)
	}
	report := between(t, string(old.Source()), string(api.Document))
	golden(t, "testdata/1.0.7-1.0.9.txt", report.Text())
	golden(t, "testdata/1.0.7-1.0.9.md", report.Markdown())
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

// For each edit of today's document, the report has the level and, at that level,
// the line.
func TestLevels(t *testing.T) {
	t.Parallel()
	checkLevels(t, string(api.Document), edits)
}

// Today's document has no default, so these edits change one that has.
func TestLevelsOfDefaults(t *testing.T) {
	t.Parallel()
	base := strings.Replace(string(api.Document), includeCompleted, includeCompleted+"          default: false\n", 1)
	checkLevels(t, base, defaultEdits)
}

func checkLevels(t *testing.T, base string, edits []edit) {
	t.Helper()
	for _, edit := range edits {
		t.Run(edit.name, func(t *testing.T) {
			t.Parallel()
			revision := base
			for _, replace := range edit.replace {
				changed := strings.Replace(revision, replace[0], replace[1], 1)
				if changed == revision {
					t.Fatalf("the document has no %q", replace[0])
				}
				revision = changed
			}
			report := between(t, base, revision)
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
	released, err := document.Read(root + "/testdata/released/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	between(t, string(released.Source()), string(api.Document)) // ends the test if it cannot compare them
}

func TestNoChange(t *testing.T) {
	t.Parallel()
	if report := between(t, string(api.Document), string(api.Document)); report.Level() != changes.None {
		t.Errorf("a document differs from itself:\n%s", report.Text())
	}
}

func TestAcknowledge(t *testing.T) {
	t.Parallel()
	report := between(t, string(api.Document), strings.Replace(string(api.Document), "x-retry: never", "x-retry: safe", 1))
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
