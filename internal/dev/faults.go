package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// faults prints the fault matrix, then creates under mixed faults, by this
// client and by others.
func faults(ctx context.Context, args []string) error {
	var calls, creates int
	var cell string
	if err := flags("faults", args, func(f *flag.FlagSet) {
		f.IntVar(&calls, "calls", 1000, "calls for each cell of the matrix")
		f.IntVar(&creates, "creates", 10_000, "creates by each client")
		f.StringVar(&cell, "cell", "", "run only this cell of the matrix, as operation/fault")
	}); err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "faults")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	created := "-faults.creates=" + strconv.Itoa(creates)
	steps := []faultStep{
		{"fault matrix", ".", []string{"./ugcinc", "-run", "^TestFaults$", "-parallel", "64", "-faults.calls=" + strconv.Itoa(calls), "-faults.cell=" + cell}},
		{"creates under mixed faults, with WithReconcile", ".", []string{"./ugcinc", "-run", "^TestEffectivelyOnce$", created}},
		{"creates by other clients", "internal/bench", []string{"./faults", "-run", "^TestPeers$", created}},
	}
	if cell != "" {
		steps = steps[:1]
	}
	start := time.Now()
	fmt.Printf("This takes about %s on two idle cores, and longer beside other work.\n", faultEstimate(calls, creates, len(steps)))
	var failed error
	for _, step := range steps {
		failed = errors.Join(failed, step.run(ctx, filepath.Join(folder, "report")))
	}
	fmt.Printf("\nIt took %s.\n", time.Since(start).Round(time.Second))
	if failed != nil {
		return errFound // each step has printed why
	}
	return nil
}

// faultStep is a test that writes its result to a file. Without -v, the go
// command prints the tests that fail and no others.
type faultStep struct {
	title, folder string
	test          []string
}

func (s faultStep) run(ctx context.Context, report string) error {
	fmt.Printf("\n== %s\n", s.title)
	args := append([]string{"test"}, s.test...)
	args = append(args, "-count=1", "-timeout", "60m", "-faults.report="+report)
	out, complaint, err := capture(ctx, s.folder, "go", args...)
	if result, readErr := os.ReadFile(report); readErr == nil {
		fmt.Printf("%s", result)
		_ = os.Remove(report)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s\n%s\n", out, complaint)
	}
	return err
}

// faultEstimate says how long the steps take, to the minute.
func faultEstimate(calls, creates, steps int) string {
	const build, perCall, perCreate = 30 * time.Second, 300 * time.Millisecond, 4 * time.Millisecond
	estimate := build + time.Duration(calls)*perCall
	if steps > 1 {
		estimate += time.Duration(creates) * perCreate
	}
	if minutes := estimate.Round(time.Minute).Minutes(); minutes > 1 {
		return fmt.Sprintf("%.0f minutes", minutes)
	}
	return "a minute"
}
