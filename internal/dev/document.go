package main

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"github.com/ugcinc/ugcinc-go/internal/document"
	"github.com/ugcinc/ugcinc-go/internal/facade"
)

const documentFile = "api/openapi.yaml"

func validate(_ context.Context, args []string) error {
	file := documentFile
	if err := parse(args, func(f *flag.FlagSet) {
		f.StringVar(&file, "document", file, "the API document")
	}); err != nil {
		return err
	}
	findings, err := findings(file)
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

// findings returns what is wrong with a document.
func findings(file string) ([]*document.Finding, error) {
	doc, err := document.Read(file)
	if damage, ok := errors.AsType[*document.Finding](err); ok {
		return []*document.Finding{damage}, nil
	}
	if err != nil {
		return nil, err
	}
	declared, err := facade.Declared(".")
	return doc.Check(declared...), err
}
