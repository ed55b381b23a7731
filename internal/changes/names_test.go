package changes_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/internal/changes"
)

// Lines as apidiff -m prints them.
const moduleChanges = `Ignoring internal package x
Incompatible changes:
- ./ugcinc.(*Client).Do: removed
- ./gen.Account.Tag: removed
- ./gen.(*Client).ListPosts: changed from func() to func(int)
- ./gen.Extra: removed
- ./gen.TaskTypeExtra: removed
- ./ugcinc.TaskTypeExtra: removed
- ./api.Document: removed
- package github.com/ugcinc/ugcinc-go/api: removed
- package github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest: removed
- example.com/else.T: removed
Compatible changes:
- ./ugcinc.(*Client).Send: added
- ./ugcinc/ugcinctest.WithSeed: added
`

func TestSurface(t *testing.T) {
	t.Parallel()
	report := changes.Surface(moduleChanges, map[string]bool{"Account": true})
	for level, want := range map[changes.Level][]string{
		changes.Major: {
			"(*Client).Do: removed",
			"Account.Tag: removed",
			"TaskTypeExtra: removed",
			"package github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest: removed",
			"example.com/else.T: removed",
		},
		changes.Minor: {
			"(*Client).Send: added",
			"./ugcinc/ugcinctest.WithSeed: added",
		},
	} {
		var got []string
		for _, c := range report.At(level) {
			got = append(got, c.Line())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%v: %s", level, diff)
		}
	}
}

// One line acknowledges a break of a Go name for make breaking and make surface.
func TestAcknowledgeOnce(t *testing.T) {
	t.Parallel()
	names, err := changes.Names([]byte("package gen\n\ntype Account struct{ Tag *string }\n"), []byte("package gen\n\ntype Account struct{}\n"))
	if err != nil {
		t.Fatal(err)
	}
	document := &changes.Report{}
	document.Add(names)
	for _, report := range []*changes.Report{document, changes.Surface("Incompatible changes:\n- ./gen.Account.Tag: removed\n", map[string]bool{"Account": true})} {
		if len(report.Unacknowledged()) != 1 {
			t.Fatalf("one break is %v", report.Unacknowledged())
		}
		stale, err := report.Acknowledge([]byte("Account.Tag: removed because the API no longer has tags\n"))
		if err != nil || stale != nil || len(report.Unacknowledged()) != 0 {
			t.Errorf("not acknowledged: %v %v %v", report.Unacknowledged(), stale, err)
		}
	}
}
