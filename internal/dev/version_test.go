package main

import (
	"testing"

	"github.com/ugcinc/ugcinc-go/internal/changes"
)

func TestStep(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		last, next string
		want       changes.Level
	}{
		{"v1.2.3", "v1.2.3", changes.None},
		{"v1.2.3", "v1.1.9", changes.None},
		{"v1.2.3", "v1.2.4", changes.Patch},
		{"v1.2.3", "v1.3.0", changes.Minor},
		{"v1.2.3", "v2.0.0", changes.Major},
		{"v0.2.3", "v0.2.4", changes.Minor},
		{"v0.2.3", "v0.3.0", changes.Major},
	} {
		last, err := parseVersion(test.last)
		if err != nil {
			t.Fatal(err)
		}
		next, err := parseVersion(test.next)
		if err != nil {
			t.Fatal(err)
		}
		if got := next.step(last); got != test.want {
			t.Errorf("from %s to %s is %v, want %v", last, next, got, test.want)
		}
	}
}

func TestParseVersionRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "1.2.3", "v1.2", "v01.2.3", "v1.2.3-rc.1", "v1.2.3+build"} {
		if v, err := parseVersion(text); err == nil {
			t.Errorf("%q was read as %v", text, v)
		}
	}
}
