package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/ugcinc/ugcinc-go/internal/changes"
)

const (
	modulePath        = "github.com/ugcinc/ugcinc-go"
	releasedSurface   = "testdata/released/surface.export"
	acknowledgedNames = "testdata/released/acknowledged-names.txt"
)

// surface compares the exported names of every public package with those of the
// last release. Until there is one it only says so.
func surface(ctx context.Context, args []string) error {
	if err := flags("surface", args, nil); err != nil {
		return err
	}
	if _, err := os.Stat(releasedSurface); errors.Is(err, fs.ErrNotExist) {
		fmt.Println("no release yet, so every exported name may still change")
		return nil
	}
	report, err := compareSurface(ctx)
	if err != nil {
		return err
	}
	fmt.Print(report.Text())
	if left := report.Unacknowledged(); len(left) > 0 {
		fmt.Fprintf(os.Stderr, "\nPrograms that use the %d names no longer build. Keep them, or add each line to %s, then \" because \" and why: the next version is a major one.\n", len(left), acknowledgedNames)
		return errFound
	}
	return nil
}

// compareSurface reports what changed in the exported names since the last
// release.
func compareSurface(ctx context.Context) (*changes.Report, error) {
	report := &changes.Report{Subject: "Go names", From: "the last release", To: "today"}
	for _, view := range []struct {
		level changes.Level
		args  []string
	}{
		{changes.Major, []string{"-m", "-incompatible"}},
		{changes.Minor, []string{"-m"}},
	} {
		out, err := apidiff(ctx, append(view.args, releasedSurface, modulePath)...)
		if err != nil {
			return nil, err
		}
		report.Changes = append(report.Changes, surfaceChanges(out, view.level, report.Changes)...)
	}
	return report, acknowledge(report, acknowledgedNames)
}

// surfaceChanges reads apidiff's lines, of which those that name a change start
// with a dash, and leaves out what is known already.
func surfaceChanges(out string, level changes.Level, known []changes.Change) []changes.Change {
	seen := map[string]bool{}
	for _, c := range known {
		seen[c.What] = true
	}
	var list []changes.Change
	for line := range strings.Lines(out) {
		what, ok := strings.CutPrefix(strings.TrimSpace(line), "- ")
		if ok && !seen[what] {
			list = append(list, changes.Change{Level: level, Where: "exported", What: what})
		}
	}
	return list
}

// keepSurface writes the exported names of today as those of the last release.
func keepSurface(ctx context.Context) error {
	_, err := apidiff(ctx, "-m", "-w", releasedSurface, modulePath)
	return err
}

func apidiff(ctx context.Context, args ...string) (string, error) {
	out, complaint, err := capture(ctx, "", "go", tool("apidiff", args...)...)
	if err != nil {
		return "", fmt.Errorf("apidiff: %w: %s", err, complaint)
	}
	return out, nil
}
