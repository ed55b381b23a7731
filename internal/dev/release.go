package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"

	"golang.org/x/mod/semver"

	"github.com/ugcinc/ugcinc-go/internal/changes"
)

const (
	changelogFile = "CHANGELOG.md"
	versionFile   = "ugcinc/version.go"
)

const acknowledgementsHeader = `# Intended breaking changes since the last release, one a line: the change as make
# breaking or make surface prints it, " because ", and the reason. make
# release-check empties this file.
`

// releaseCheck checks that the repository is ready for a version, runs every
// check, stores the document and the exported names as released, and prints what
// to tag.
func releaseCheck(ctx context.Context, args []string) error {
	var version string
	if err := parse(args, func(f *flag.FlagSet) {
		f.StringVar(&version, "version", "", "the version, as in v1.2.3")
	}); err != nil {
		return err
	}
	if version == "" || semver.Canonical(version) != version || semver.Prerelease(version) != "" {
		return fmt.Errorf("a version is written v1.2.3, not %q: make release-check VERSION=v1.2.3", version)
	}
	// The tag names a commit.
	uncommitted, err := output(ctx, "", "git", "status", "--porcelain")
	if err != nil {
		return err
	}
	source, err := os.ReadFile(versionFile)
	if err != nil {
		return err
	}
	changelog, err := os.ReadFile(changelogFile)
	if err != nil {
		return err
	}
	if err := report(notReady(version, uncommitted, string(source), string(changelog)), version+" cannot be released"); err != nil {
		return err
	}
	if err := check(ctx, nil); err != nil {
		return err
	}
	if err := storeRelease(ctx, version); err != nil {
		return err
	}
	fmt.Printf(`
The document and the exported names are stored as released. What is left:
  git add testdata/released && git commit -m "Release %[1]s"
  git tag -a %[1]s -m %[1]s
  git push --follow-tags
  then set Version in %[2]s to the next version with -dev
`, version, versionFile)
	return nil
}

var versionConstant = regexp.MustCompile(`(?m)^const Version = "(.*)"$`)

// notReady lists what keeps the repository from the release of a version.
func notReady(version, uncommitted, source, changelog string) []string {
	var problems []string
	problem := func(wrong bool, format string, args ...any) {
		if wrong {
			problems = append(problems, fmt.Sprintf(format, args...))
		}
	}
	number := strings.TrimPrefix(version, "v")
	problem(uncommitted != "", "the tree has uncommitted changes: commit or remove them:\n%s", uncommitted)
	m := versionConstant.FindStringSubmatch(source)
	problem(m == nil || m[1] != number, "set Version in %s to %q and commit", versionFile, number)
	heading, entries := section(changelog, number)
	_, err := time.Parse(" - "+time.DateOnly, heading)
	problem(err != nil, "%s needs the heading ## [%s] - YYYY-MM-DD with the date of the release", changelogFile, number)
	problem(err == nil && entries == "", "%s has no entries for %s", changelogFile, number)
	_, unreleased := section(changelog, "Unreleased")
	problem(unreleased != "", "%s still has entries under Unreleased: move them under ## [%s]", changelogFile, number)
	return problems
}

// section returns what follows the version in its heading, and the text below.
func section(changelog, version string) (heading, text string) {
	_, rest, _ := strings.Cut(changelog, "## ["+version+"]")
	heading, text, _ = strings.Cut(rest, "\n")
	for _, end := range []string{"\n## ", "\n["} { // the next version, or the links at the end
		text, _, _ = strings.Cut("\n"+text, end)
	}
	return heading, strings.TrimSpace(text)
}

// storeRelease writes what the next change is compared with, and empties the
// acknowledgements.
func storeRelease(ctx context.Context, version string) error {
	doc, err := os.ReadFile(documentFile)
	if err != nil {
		return err
	}
	for name, content := range map[string]string{
		releasedDocument:            string(doc),
		"testdata/released/VERSION": version + "\n",
		acknowledgements:            acknowledgementsHeader,
	} {
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			return err
		}
	}
	_, err = output(ctx, "", "go", tool("apidiff", "-m", "-w", releasedSurface, changes.ModulePath)...)
	return err
}
