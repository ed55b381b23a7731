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

// faults prints the fault matrix, then the results of creates under mixed
// faults, by this client and by others.
func faults(ctx context.Context, args []string) error {
	var calls, creates int
	var cell string
	if err := parse(args, func(f *flag.FlagSet) {
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
	steps := []step{
		{"fault matrix", reportingTest(".", "./ugcinc", "-run", "^TestFaults$", "-parallel", "256", "-faults.calls="+strconv.Itoa(calls), "-faults.cell="+cell)},
		{"creates under mixed faults, with WithReconcile", reportingTest(".", "./ugcinc", "-run", "^TestEffectivelyOnce$", created)},
		{"creates by other clients", reportingTest("internal/bench", "./faults", "-run", "^TestPeers$", created)},
	}
	if cell != "" {
		steps = steps[:1]
	}
	estimate := 30*time.Second + time.Duration(calls)*1250*time.Millisecond + time.Duration(creates)*4*time.Millisecond
	fmt.Printf("This takes about %s on two idle cores, and longer beside other work.\n", estimate.Round(time.Minute/2))
	_, err := runSteps(ctx, steps, true)
	return err
}

// reportingTest runs a test that writes its result to a file, and prints that.
func reportingTest(folder string, test ...string) func(context.Context) error {
	return func(ctx context.Context) error {
		result, err := os.CreateTemp("", "faults")
		if err != nil {
			return err
		}
		defer func() {
			_ = result.Close()
			_ = os.Remove(result.Name())
		}()
		// A busy machine may take many times as long as an idle one.
		args := append(append([]string{"test"}, test...), "-count=1", "-timeout", "0", "-faults.report="+result.Name())
		out, errs, err := capture(ctx, folder, "go", args...)
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s\n%s\n", out, errs)
		}
		_, copyErr := io.Copy(os.Stdout, result)
		return errors.Join(err, copyErr)
	}
}
