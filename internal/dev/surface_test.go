package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/internal/changes"
)

// Lines as apidiff -m prints them.
func TestSurfaceChanges(t *testing.T) {
	t.Parallel()
	const out = `Ignoring internal package x
Incompatible changes:
- ./ugcinc.(*Client).Do: removed
- ./gen.Account.Tag: removed
- ./gen.(*Client).ListPosts: changed from func() to func(int)
- ./gen.Extra: removed
- ./api.Document: removed
- package github.com/ugcinc/ugcinc-go/api: removed
- package github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest: removed
- example.com/else.T: removed
Compatible changes:
- ./ugcinc.(*Client).Send: added
- ./ugcinc/ugcinctest.WithSeed: added
`
	aliased := map[string]bool{"Account": true}
	known := []changes.Change{{What: "./ugcinc.(*Client).Do: removed"}}
	want := []string{
		"./gen.Account.Tag: removed",
		"package github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest: removed",
		"example.com/else.T: removed",
		"./ugcinc.(*Client).Send: added",
		"./ugcinc/ugcinctest.WithSeed: added",
	}
	var got []string
	for _, c := range surfaceChanges(out, changes.Minor, aliased, known) {
		got = append(got, c.What)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
