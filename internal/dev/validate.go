package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/ugcinc/ugcinc-go/internal/document"
)

func validate(ctx context.Context, args []string) error {
	file := documentFile
	if err := flags("validate", args, func(f *flag.FlagSet) {
		f.StringVar(&file, "document", file, "the API document")
	}); err != nil {
		return err
	}
	findings, err := findings(ctx, file)
	if err != nil {
		return err
	}
	for _, f := range findings {
		fmt.Fprintln(os.Stderr, f)
	}
	if len(findings) > 0 {
		noun := "findings"
		if len(findings) == 1 {
			noun = "finding"
		}
		fmt.Fprintf(os.Stderr, "%s is invalid: %d %s\n", file, len(findings), noun)
		return errFound
	}
	fmt.Println(file, "is valid")
	return nil
}

// findings holds a document against the project's rules, kin-openapi among
// them, and then, for what they let through, against oasdiff.
func findings(ctx context.Context, file string) ([]*document.Finding, error) {
	doc, err := document.Read(file)
	var damage *document.Finding
	if errors.As(err, &damage) {
		return []*document.Finding{damage}, nil
	}
	if err != nil {
		return nil, err
	}
	if found := doc.Check(); len(found) > 0 {
		return found, nil
	}
	return oasdiffFindings(ctx, file)
}

// oasdiffFindings runs oasdiff validate --fail-on WARN. Its messages name the
// rule that was broken; what to do about it stands in the rule's description.
func oasdiffFindings(ctx context.Context, file string) ([]*document.Finding, error) {
	out, complaint, err := capture(ctx, "", "go", tool("oasdiff", "validate", file, "--fail-on", "WARN", "--format", "json", "--allow-external-refs=false")...)
	if err == nil {
		return nil, nil
	}
	var list []struct {
		ID, Text string
		Source   struct{ Line int }
	}
	if json.Unmarshal([]byte(out), &list) != nil || len(list) == 0 {
		return nil, fmt.Errorf("oasdiff validate: %w: %s", err, complaint)
	}
	found := make([]*document.Finding, 0, len(list))
	for _, l := range list {
		found = append(found, &document.Finding{
			File: file, Line: max(1, l.Source.Line), Rule: "oasdiff " + l.ID, Problem: l.Text,
			Remedy: "correct it as OpenAPI 3.0.3 asks",
		})
	}
	return found, nil
}
