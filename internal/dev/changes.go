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
	"github.com/ugcinc/ugcinc-go/internal/document"
	"github.com/ugcinc/ugcinc-go/internal/facade"
	"github.com/ugcinc/ugcinc-go/internal/todo"
)

const (
	releasedDocument = "testdata/released/openapi.yaml"
	releasedSurface  = "testdata/released/surface.export"
	acknowledgements = "testdata/released/acknowledged.txt"
)

func breaking(ctx context.Context, args []string) error {
	base, format := releasedDocument, "text"
	revision, acknowledged := documentFile, acknowledgements
	if err := parse(args, func(f *flag.FlagSet) {
		f.StringVar(&base, "base", base, "the older document: a file, or a git ref that has "+documentFile)
		f.StringVar(&revision, "document", revision, "the newer document")
		f.StringVar(&acknowledged, "acknowledged", acknowledged, "the file of intended breaking changes")
		f.StringVar(&format, "format", format, "text or markdown")
	}); err != nil {
		return err
	}
	c, err := compare(ctx, base, revision, acknowledged)
	if err != nil {
		return err
	}
	text, ok := map[string]func() string{"text": c.report.Text, "markdown": c.report.Markdown}[format]
	if !ok {
		return fmt.Errorf("the format is text or markdown, not %s", format)
	}
	fmt.Print(text())
	return unacknowledged(c.report, acknowledged)
}

// comparison is two documents and what changed between them.
type comparison struct {
	before, after *document.Document
	report        *changes.Report
}

// compare compares a file or git ref with a file.
func compare(ctx context.Context, base, revision, acknowledged string) (*comparison, error) {
	before, err := readBase(ctx, base)
	if err != nil {
		return nil, err
	}
	after, err := document.Read(revision)
	if err != nil {
		return nil, err
	}
	programs, err := changes.Build(ctx, ".")
	if err != nil {
		return nil, err
	}
	report, err := programs.Between(ctx, before, after)
	if err != nil {
		return nil, err
	}
	stale, err := acknowledge(report, acknowledged)
	for _, line := range stale {
		fmt.Fprintf(os.Stderr, "%s: no change of the document is %q: remove the line, unless make surface prints it\n", acknowledged, line)
	}
	return &comparison{before, after, report}, err
}

func readBase(ctx context.Context, base string) (*document.Document, error) {
	doc, err := document.Read(base)
	if !errors.Is(err, fs.ErrNotExist) {
		return doc, err
	}
	source, err := output(ctx, "", "git", "show", base+":"+documentFile)
	if err != nil {
		return nil, fmt.Errorf("%s is neither a file nor a git ref that has %s: %w", base, documentFile, err)
	}
	return document.Parse(base+":"+documentFile, []byte(source+"\n"))
}

// acknowledge marks the changes that a file says are intended, and returns the
// lines of the file that match no change.
func acknowledge(report *changes.Report, file string) (stale []string, err error) {
	lines, err := os.ReadFile(file)
	if err == nil {
		stale, err = report.Acknowledge(lines)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return stale, nil
}

// unacknowledged is an error if a breaking change is not acknowledged.
func unacknowledged(report *changes.Report, file string) error {
	left := report.Unacknowledged()
	if len(left) == 0 {
		return nil
	}
	fmt.Fprintf(os.Stderr, "\n%d breaking changes are not acknowledged. For each that is intended, add its line to %s, followed by \" because \" and the reason.\n", len(left), file)
	return errFailed
}

// surface compares the last release with today's exported names, as far as
// semantic versions cover them.
func surface(ctx context.Context) error {
	if _, err := os.Stat(releasedSurface); errors.Is(err, fs.ErrNotExist) {
		fmt.Println("There is no release yet, so every exported name may still change.")
		return nil
	}
	out, err := output(ctx, "", "go", tool("apidiff", "-m", releasedSurface, changes.ModulePath)...)
	if err != nil {
		return err
	}
	aliased, err := facade.Aliases("ugcinc", "ugcinc/ugcinctest")
	if err != nil {
		return err
	}
	report := changes.Surface(out, aliased)
	if _, err := acknowledge(report, acknowledgements); err != nil {
		return err
	}
	fmt.Print(report.Text())
	return unacknowledged(report, acknowledgements)
}

// regenerate does every step of a change of the document that needs no human,
// and prints what is left to do. It builds and tests what depends on the document;
// make check tests everything.
func regenerate(ctx context.Context, args []string) error {
	base := releasedDocument
	if err := parse(args, func(f *flag.FlagSet) {
		f.StringVar(&base, "base", base, "the older document: a file, or a git ref that has "+documentFile)
	}); err != nil {
		return err
	}
	var c *comparison
	failed, stepErr := runSteps(ctx, []step{
		{"validate", func(ctx context.Context) error { return validate(ctx, nil) }},
		{"compare with " + base, func(ctx context.Context) (err error) {
			if c, err = compare(ctx, base, documentFile, acknowledgements); err == nil {
				fmt.Print(c.report.Text())
			}
			return err
		}},
		{"generate", generateFiles},
		{"build", goCommand("build", "./ugcinc/...")},
		{"test", goCommand("test", "./ugcinc/...", "./internal/document", "./internal/facade", "./internal/demo")},
	}, false)
	if c == nil {
		return stepErr
	}
	return errors.Join(c.remaining(failed), stepErr)
}

// remaining prints what is left to do, the next version and the changelog's entry.
func (c *comparison) remaining(failed []string) error {
	methods, err := facade.Methods("ugcinc")
	if err != nil {
		return err
	}
	left, err := todo.List(".", c.before, c.after, c.report, methods)
	if err != nil {
		return err
	}
	for _, change := range c.report.Unacknowledged() {
		left = append(left, "acknowledge in "+acknowledgements+", or undo: "+change.Line())
	}
	for _, step := range failed {
		left = append(left, "fix what made "+step+" fail, and run make regenerate again")
	}
	if left == nil {
		left = []string{"nothing but the review"}
	}
	fmt.Printf("== left to do\n- %s\n\n== next version: %s\n", strings.Join(left, "\n- "), c.report.Level())
	if entry := c.report.Changelog(facade.Names(methods)); entry != "" {
		fmt.Printf("\n== entry for CHANGELOG.md, under Unreleased\n\n%s", entry)
	}
	return nil
}
