package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
)

// releaseCheck holds a version against what changed and what the repository says
// of it, runs every gate, moves the released document and surface, and says what
// to tag.
func releaseCheck(ctx context.Context, args []string) error {
	var text string
	if err := flags("release-check", args, func(f *flag.FlagSet) {
		f.StringVar(&text, "version", "", "the version to release, as in v1.2.3")
	}); err != nil {
		return err
	}
	if text == "" {
		return errors.New("which version? For instance: make release-check VERSION=v1.2.3")
	}
	next, err := parseVersion(text)
	if err != nil {
		return err
	}
	folders, err := moduleFolders()
	if err != nil {
		return err
	}
	untagged, nestedErr := nestedModules(folders)
	if err := errors.Join(
		majorFits(next),
		untouched(ctx, ".", next),
		lastTag(ctx, "."),
		sourceSays(versionFile, next),
		announced(changelogFile, next),
		nestedErr,
		fits(ctx, next),
	); err != nil {
		return fmt.Errorf("%s cannot be released:\n%w", next, err)
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
  then set Version in %[2]s to the next version with -dev
`, next, versionFile)
	fmt.Println("The tag is that of the root module. No tag gets")
	for _, why := range untagged {
		fmt.Println(" ", why)
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
		if err := os.WriteFile(f.name, []byte(f.content), 0o644); err != nil { //nolint:gosec // for everybody to read
			return err
		}
	}
	return nil
}

const acknowledgementsHead = `# Breaking changes of the %s since the last release that are meant.
# Each line repeats a change as make %s prints it, and goes on with
# " because " and the reason. make release-check empties this file.
`
