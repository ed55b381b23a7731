package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"

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

// redocly asks a second validator. It is skipped if Node is missing, or if npm
// cannot fetch it.
func redocly(ctx context.Context) error {
	if npx, _ := exec.LookPath("npx"); npx == "" {
		fmt.Println("SKIPPED: there is no npx, which comes with Node")
		return nil
	}
	if err := os.Setenv("REDOCLY_TELEMETRY", "off"); err != nil {
		return err
	}
	out, errs, err := capture(ctx, "", "npx", "--yes", "--fetch-retries=0", "@redocly/cli@2.77.0", "lint", "--extends", "recommended", documentFile)
	switch reason, _, _ := strings.Cut(errs, "\n"); {
	case err == nil:
		fmt.Println("Redocly finds the document valid")
	case strings.HasPrefix(reason, "npm error"):
		fmt.Println("SKIPPED: npm cannot fetch Redocly:", reason)
	default:
		return report([]string{out, errs}, "Correct the document, or check the finding against OpenAPI 3.0.3.")
	}
	return nil
}
