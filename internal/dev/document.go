package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"

	"github.com/ugcinc/ugcinc-go/internal/document"
)

const documentFile = "api/openapi.yaml"

func validate(ctx context.Context, args []string) error {
	file := documentFile
	if err := parse(args, func(f *flag.FlagSet) {
		f.StringVar(&file, "document", file, "the API document")
	}); err != nil {
		return err
	}
	findings, err := findings(ctx, file)
	if err != nil {
		return err
	}
	lines := make([]string, 0, len(findings))
	for _, f := range findings {
		lines = append(lines, f.Error())
	}
	noun := "findings"
	if len(lines) == 1 {
		noun = "finding"
	}
	if err := report(lines, fmt.Sprintf("%s is invalid: %d %s", file, len(lines), noun)); err != nil {
		return err
	}
	fmt.Println(file, "is valid")
	return nil
}

// findings checks a document against the project's rules, and then with oasdiff.
func findings(ctx context.Context, file string) ([]*document.Finding, error) {
	doc, err := document.Read(file)
	if damage, ok := errors.AsType[*document.Finding](err); ok {
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

// oasdiffFindings returns what oasdiff validate finds.
func oasdiffFindings(ctx context.Context, file string) ([]*document.Finding, error) {
	out, errs, err := capture(ctx, "", "go", tool("oasdiff", "validate", file, "--fail-on", "WARN", "--format", "json", "--allow-external-refs=false")...)
	if err == nil {
		return nil, nil
	}
	var list []struct {
		ID, Text string
		Source   struct{ Line int }
	}
	if json.Unmarshal([]byte(out), &list) != nil || len(list) == 0 {
		return nil, fmt.Errorf("oasdiff validate: %w: %s", err, errs)
	}
	found := make([]*document.Finding, 0, len(list))
	for _, l := range list {
		found = append(found, &document.Finding{
			File: file, Line: max(1, l.Source.Line), Rule: "oasdiff " + l.ID, Problem: l.Text,
			Remedy: "correct it as OpenAPI 3.0.3 requires",
		})
	}
	return found, nil
}
