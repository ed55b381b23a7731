package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/ugcinc/ugcinc-go/internal/changes"
)

const releasedVersion = "testdata/released/VERSION"

// releaseCheck holds a version against what changed, runs every gate, moves the
// released document and surface, and says what to tag.
func releaseCheck(ctx context.Context, args []string) error {
	var text string
	if err := flags("release-check", args, func(f *flag.FlagSet) {
		f.StringVar(&text, "version", "", "the version to release, as in v1.2.3")
	}); err != nil {
		return err
	}
	next, err := parseVersion(text)
	if err != nil {
		return err
	}
	if err := fits(ctx, next); err != nil {
		return err
	}
	if err := announced(next); err != nil {
		return err
	}
	if err := check(ctx, nil); err != nil {
		return err
	}
	if err := keep(ctx, next); err != nil {
		return err
	}
	fmt.Printf(`
The released document and surface are moved. What is left:
  git add testdata/released && git commit -m "Release %[1]s"
  git tag -a %[1]s -m %[1]s
  git push --follow-tags
The modules below internal/ serve work on this repository and get no tag.
`, next)
	return nil
}

// fits holds the step from the last release to this one against what changed.
func fits(ctx context.Context, next version) error {
	text, err := os.ReadFile(releasedVersion)
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Println("the first release: any version fits")
		return nil
	}
	if err != nil {
		return err
	}
	last, err := parseVersion(strings.TrimSpace(string(text)))
	if err != nil {
		return fmt.Errorf("%s: %w", releasedVersion, err)
	}
	report, err := compare(ctx, releasedDocument, documentFile, acknowledgements)
	if err != nil {
		return err
	}
	names, err := compareSurface(ctx)
	if err != nil {
		return err
	}
	needed := max(report.Level(), names.Level())
	switch step := next.step(last); {
	case step == changes.None:
		return fmt.Errorf("%s is not after %s, which is released", next, last)
	case step < needed:
		return fmt.Errorf("what changed since %s is %s, and %s is only a %s step: see make breaking and make surface", last, needed, next, step)
	}
	return nil
}

// announced checks that the changelog speaks of the version.
func announced(next version) error {
	text, err := os.ReadFile("CHANGELOG.md")
	if err != nil {
		return err
	}
	if heading := "## [" + next.String()[1:] + "]"; !strings.Contains(string(text), heading) {
		return fmt.Errorf("CHANGELOG.md has no %s: move there what stands under Unreleased", heading)
	}
	return nil
}

// keep moves what the next change is compared with. The acknowledgements have
// done their work.
func keep(ctx context.Context, next version) error {
	doc, err := os.ReadFile(documentFile)
	if err != nil {
		return err
	}
	if err := keepSurface(ctx); err != nil {
		return err
	}
	for _, f := range []struct{ name, content string }{
		{releasedDocument, string(doc)},
		{releasedVersion, next.String() + "\n"},
		{acknowledgements, fmt.Sprintf(acknowledgementsHead, "API document", "breaking")},
		{acknowledgedNames, fmt.Sprintf(acknowledgementsHead, "exported Go names", "surface")},
	} {
		if err := os.WriteFile(f.name, []byte(f.content), 0o644); err != nil {
			return err
		}
	}
	return nil
}

const acknowledgementsHead = `# Breaking changes of the %s since the last release that are meant.
# Each line repeats a change as make %s prints it, and goes on with
# " because " and the reason. make release-check empties this file.
`
