package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/ugcinc/ugcinc-go/internal/changes"
	"github.com/ugcinc/ugcinc-go/internal/document"
	"github.com/ugcinc/ugcinc-go/internal/facade"
)

// regenerate takes a change of the document as far as no person is needed, and
// says what a person has to do then.
func regenerate(ctx context.Context, args []string) error {
	base := releasedDocument
	if err := flags("regenerate", args, func(f *flag.FlagSet) {
		f.StringVar(&base, "base", base, "the older document: a file, or a git ref that holds "+documentFile)
	}); err != nil {
		return err
	}
	var report *changes.Report
	steps := []struct {
		name string
		run  func() error
	}{
		{"validate", func() error { return validate(ctx, nil) }},
		{"compare with " + base, func() (err error) {
			report, err = compare(ctx, base, documentFile, acknowledgements)
			if err == nil {
				fmt.Print(report.Text())
			}
			return err
		}},
		{"generate", func() error { return stream(ctx, "run", "./internal/generate") }},
		{"build", func() error { return stream(ctx, "build", "./...") }},
		{"test", func() error { return stream(ctx, "test", "./...") }},
	}
	var failed string
	for _, step := range steps {
		fmt.Printf("== %s\n", step.name)
		start := time.Now()
		err := step.run()
		fmt.Printf("== %s took %.1f s\n\n", step.name, time.Since(start).Seconds())
		if err == nil {
			continue
		}
		failed = step.name
		fmt.Fprintf(os.Stderr, "%s failed: %v\n\n", step.name, err)
		break
	}
	if report != nil {
		if err := remaining(report, failed); err != nil {
			return err
		}
	}
	if failed != "" {
		return errFound
	}
	return nil
}

// remaining prints what is left for a person, after a failure too: it mostly
// says why the build or a test failed.
func remaining(report *changes.Report, failed string) error {
	doc, err := document.Read(documentFile)
	if err != nil {
		return err
	}
	methods, err := facade.Methods("ugcinc")
	if err != nil {
		return err
	}
	todo := facade.Gaps(doc.Operations(), methods)
	todo = append(todo, parameters(report, methods)...)
	for _, c := range report.Unacknowledged() {
		todo = append(todo, "acknowledge in "+acknowledgements+", or take back: "+c.Line())
	}
	if failed != "" {
		todo = append(todo, "mend what made "+failed+" fail, and run make regenerate again")
	}
	fmt.Println("== left to do")
	if len(todo) == 0 {
		fmt.Println("nothing but the review")
	}
	for _, line := range todo {
		fmt.Println("-", line)
	}
	fmt.Printf("\n== next version: %s\n", report.Level())
	if entry := report.Changelog(); entry != "" {
		fmt.Printf("\n== entry for CHANGELOG.md, under Unreleased\n\n%s", entry)
	}
	return nil
}

// parameters names the parameters that appeared: they reach users by themselves,
// but the doc comments of the methods that take them may have to speak of them.
func parameters(report *changes.Report, methods []facade.Method) []string {
	var todo []string
	for _, c := range report.Changes {
		if !c.Parameter {
			continue
		}
		params, _, _ := strings.Cut(c.Where, ".")
		var takers []string
		for _, m := range methods {
			if m.Params == params {
				takers = append(takers, m.Name)
			}
		}
		todo = append(todo, fmt.Sprintf("the parameter %s appeared: see whether the doc comment of %s must speak of it", c.Where, strings.Join(takers, " and ")))
	}
	return todo
}
