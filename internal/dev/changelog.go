package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"
)

const changelogFile = "CHANGELOG.md"

// releaseNotes prints what the changelog says of a version.
func releaseNotes(_ context.Context, args []string) error {
	var text string
	if err := flags("release-notes", args, func(f *flag.FlagSet) {
		f.StringVar(&text, "version", "", "the version, as in v1.2.3")
	}); err != nil {
		return err
	}
	next, err := parseVersion(text)
	if err != nil {
		return err
	}
	changelog, err := os.ReadFile(changelogFile)
	if err != nil {
		return err
	}
	_, body, ok := section(string(changelog), next.String()[1:])
	if !ok {
		return fmt.Errorf("%s has no section of %s", changelogFile, next)
	}
	fmt.Println(body)
	return nil
}

// announced checks that the changelog speaks of the version, with its date, and
// that nothing is left which no version has.
func announced(name string, next version) error {
	text, err := os.ReadFile(name) //nolint:gosec // a file of the checkout, or one that the developer names
	if err != nil {
		return err
	}
	number := next.String()[1:]
	var refusals []error
	heading, body, ok := section(string(text), number)
	day, dated := strings.CutPrefix(heading, "## ["+number+"] - ")
	_, err = time.Parse(time.DateOnly, day)
	switch {
	case !ok:
		refusals = append(refusals, fmt.Errorf("%s has no ## [%s] - YYYY-MM-DD: move there what stands under Unreleased", name, number))
	case !dated, err != nil:
		refusals = append(refusals, fmt.Errorf("%s says %q: write the day of the release, as in ## [%s] - YYYY-MM-DD", name, heading, number))
	case body == "":
		refusals = append(refusals, fmt.Errorf("%s says nothing of %s", name, number))
	}
	if _, body, _ := section(string(text), "Unreleased"); body != "" {
		refusals = append(refusals, fmt.Errorf("%s still has entries under Unreleased: move them under ## [%s]", name, number))
	}
	return errors.Join(refusals...)
}

// section is a heading of the changelog and what stands below it, without the
// targets of links that end the file.
func section(changelog, name string) (heading, body string, ok bool) {
	var lines []string
	for line := range strings.Lines(changelog) {
		line = strings.TrimRight(line, "\r\n ")
		switch {
		case strings.HasPrefix(line, "## "):
			if ok {
				return heading, strings.TrimSpace(strings.Join(lines, "\n")), true
			}
			heading, ok = line, strings.HasPrefix(line, "## ["+name+"]")
		case ok && !isLinkTarget(line):
			lines = append(lines, line)
		}
	}
	return heading, strings.TrimSpace(strings.Join(lines, "\n")), ok
}

// isLinkTarget is a line as in "[1.2.3]: https://example.com".
func isLinkTarget(line string) bool {
	return strings.HasPrefix(line, "[") && strings.Contains(line, "]: ")
}
