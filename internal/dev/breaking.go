package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"

	"github.com/ugcinc/ugcinc-go/internal/changes"
	"github.com/ugcinc/ugcinc-go/internal/document"
)

const (
	releasedDocument = "testdata/released/openapi.yaml"
	acknowledgements = "testdata/released/acknowledged.txt"
)

func breaking(ctx context.Context, args []string) error {
	base, format := releasedDocument, "text"
	revision, meant := documentFile, acknowledgements
	if err := flags("breaking", args, func(f *flag.FlagSet) {
		f.StringVar(&base, "base", base, "the older document: a file, or a git ref that holds "+documentFile)
		f.StringVar(&revision, "document", revision, "the newer document")
		f.StringVar(&meant, "acknowledged", meant, "the file that says which changes are meant, and why")
		f.StringVar(&format, "format", format, "text or markdown")
	}); err != nil {
		return err
	}
	report, err := compare(ctx, base, revision, meant)
	if err != nil {
		return err
	}
	switch format {
	case "text":
		fmt.Print(report.Text())
	case "markdown":
		fmt.Print(report.Markdown())
	default:
		return fmt.Errorf("the format is text or markdown, not %s", format)
	}
	if left := report.Unacknowledged(); len(left) > 0 {
		fmt.Fprintf(os.Stderr, "\n%d breaking changes are not acknowledged. For each that is meant, add its line to %s, then \" because \" and why.\n", len(left), meant)
		return errFound
	}
	return nil
}

// compare reports what changed from a file or git ref to a file.
func compare(ctx context.Context, base, revision, meant string) (*changes.Report, error) {
	before, err := readBase(ctx, base)
	if err != nil {
		return nil, err
	}
	after, err := document.Read(revision)
	if err != nil {
		return nil, err
	}
	oasdiff, err := changes.Oasdiff(ctx, ".")
	if err != nil {
		return nil, err
	}
	report, err := changes.Between(ctx, oasdiff, before, after)
	if err != nil {
		return nil, err
	}
	return report, acknowledge(report, meant)
}

func readBase(ctx context.Context, base string) (*document.Document, error) {
	doc, err := document.Read(base)
	if !errors.Is(err, fs.ErrNotExist) {
		return doc, err
	}
	source, complaint, err := capture(ctx, "", "git", "show", base+":"+documentFile)
	if err != nil {
		return nil, fmt.Errorf("%s is no file and no git ref that holds %s: %w: %s", base, documentFile, err, complaint)
	}
	return document.Parse(base+":"+documentFile, []byte(source+"\n"))
}

func acknowledge(report *changes.Report, file string) error {
	lines, err := os.ReadFile(file) //nolint:gosec // a file of the checkout, or one that the developer names
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	stale, err := report.Acknowledge(lines)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	for _, line := range stale {
		fmt.Fprintf(os.Stderr, "%s: nothing to acknowledge: %s\n", file, line)
	}
	return nil
}
