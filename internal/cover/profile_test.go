package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const profile = `mode: set
m/a/x.go:1.2,3.4 2 1
m/a/x.go:5.2,6.4 1 0
m/b/y.go:1.2,3.4 4 0
m/a/x.go:1.2,3.4 2 0
m/b/y.go:1.2,3.4 4 3
`

// A block counts as reached where one of several test binaries reached it.
func TestSummarise(t *testing.T) {
	t.Parallel()
	blocks, err := parse(profile)
	if err != nil {
		t.Fatal(err)
	}
	want := []tally{{"m/a", 2, 3}, {"m/b", 4, 4}}
	if diff := cmp.Diff(want, summarise(blocks), cmp.AllowUnexported(tally{})); diff != "" {
		t.Errorf("coverage (-want +got):\n%s", diff)
	}
}

func TestReportFails(t *testing.T) {
	t.Parallel()
	for least, fails := range map[float64]bool{60: false, 70: true} {
		blocks, err := parse(profile)
		if err != nil {
			t.Fatal(err)
		}
		if err := report(blocks, least); (err != nil) != fails {
			t.Errorf("at least %g %%: %v", least, err)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"x", "x y z", "a 1"} {
		if _, err := parse(text); err == nil {
			t.Errorf("%q was read as a profile", text)
		}
	}
}
