package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
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
	if calls < 1 || creates < 1 {
		return errors.New("-calls and -creates must be at least 1")
	}
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
	failed := false
	for _, step := range steps {
		if err := step.run(ctx); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", step.title, err)
			failed = true
		}
	}
	fmt.Printf("\nIt took %s.\n", time.Since(start).Round(time.Second))
	if failed {
		return errFound
	}
	return nil
}

// faultStep is a test that writes its result to a file. Without -v, the go
// command prints the tests that fail and no others.
type faultStep struct {
	title, folder string
	test          []string
}

func (s faultStep) run(ctx context.Context) error {
	fmt.Printf("\n== %s\n", s.title)
	report, err := os.CreateTemp("", "faults")
	if err != nil {
		return err
	}
	defer func() {
		_ = report.Close()
		_ = os.Remove(report.Name())
	}()
	args := append([]string{"test"}, s.test...)
	// A busy machine may take many times as long as an idle one.
	args = append(args, "-count=1", "-timeout", "0", "-faults.report="+report.Name())
	out, complaint, err := capture(ctx, s.folder, "go", args...)
	_, copyErr := io.Copy(os.Stdout, report)
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s\n%s\n", out, complaint)
	}
	return errors.Join(err, copyErr)
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
