package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"

	"github.com/ugcinc/ugcinc-go/internal/changes"
	"github.com/ugcinc/ugcinc-go/internal/facade"
)

const (
	modulePath        = "github.com/ugcinc/ugcinc-go"
	releasedSurface   = "testdata/released/surface.export"
	acknowledgedNames = "testdata/released/acknowledged-names.txt"
)

// surface compares the exported names that the versions cover with those of the
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
	aliased, err := facade.Aliases("ugcinc", "ugcinc/ugcinctest")
	if err != nil {
		return nil, err
	}
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
		report.Changes = append(report.Changes, surfaceChanges(out, view.level, aliased, report.Changes)...)
	}
	return report, acknowledge(report, acknowledgedNames)
}

// surfaceChanges reads apidiff's lines, of which those that name a change start
// with a dash, and leaves out what is known already or no promise.
func surfaceChanges(out string, level changes.Level, aliased map[string]bool, known []changes.Change) []changes.Change {
	seen := map[string]bool{}
	for _, c := range known {
		seen[c.What] = true
	}
	var list []changes.Change
	for line := range strings.Lines(out) {
		what, ok := strings.CutPrefix(strings.TrimSpace(line), "- ")
		if ok && !seen[what] && promised(what, aliased) {
			list = append(list, changes.Change{Level: level, Where: "exported", What: what})
		}
	}
	return list
}

// inPackage reads the package and the first name of a change, as in
// "./gen.Post.Status: removed" and "./ugcinc.(*Client).Do: added".
var inPackage = regexp.MustCompile(`^\./([a-z/]+)\.\(?\*?(\w+)`)

// promised says whether the versions cover a change. apidiff has to compare the
// whole module: package by package it takes an aliased type of gen for unchanged
// whatever its fields.
func promised(what string, aliased map[string]bool) bool {
	if name, ok := strings.CutPrefix(what, "package "+modulePath+"/"); ok {
		name, _, _ = strings.Cut(name, ":")
		return name == "ugcinc" || name == "ugcinc/ugcinctest"
	}
	m := inPackage.FindStringSubmatch(what)
	if m == nil {
		return true // unknown to us: a person looks at it
	}
	switch m[1] {
	case "ugcinc", "ugcinc/ugcinctest":
		return true
	case "gen":
		return aliased[m[2]]
	}
	return false
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
