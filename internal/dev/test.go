package main

import (
	"context"
	"fmt"
	"os"
)

// testTimeout is enough for two cores, the race detector and an empty cache.
const testTimeout = "20m"

// test runs the tests of the root module.
func test(ctx context.Context) error {
	run, err := testArgs(ctx)
	if err != nil {
		return err
	}
	return stream(ctx, "", nil, run...)
}

// testNested runs the tests of the other modules, and builds those that only
// have benchmarks.
func testNested(ctx context.Context) error {
	run, err := testArgs(ctx)
	if err != nil {
		return err
	}
	return inModules(ctx, func(folder string) error {
		if folder == "." {
			return nil
		}
		return stream(ctx, folder, nil, run...)
	})
}

// testArgs returns the arguments of the go command that test a module, with the
// race detector if there is a C compiler: without one, cgo is off.
func testArgs(ctx context.Context) ([]string, error) {
	cgo, err := output(ctx, "", "go", "env", "CGO_ENABLED")
	if err != nil {
		return nil, err
	}
	run := []string{"test", "-timeout", testTimeout, "./..."}
	if cgo == "1" {
		return append(run, "-race"), nil
	}
	fmt.Fprintln(os.Stderr, "without the race detector, because cgo is off: there may be no C compiler")
	return run, nil
}

// nextGo is the minor version after the one in go.mod.
const nextGo = "go1.27.0"

// testNextGo is skipped if that version is neither installed nor available.
func testNextGo(ctx context.Context) error {
	toolchain := []string{"GOTOOLCHAIN=" + nextGo}
	if available := stream(ctx, "", toolchain, "version") == nil; !available {
		fmt.Println("SKIPPED:", nextGo, "is not available")
		return nil
	}
	return stream(ctx, "", toolchain, "test", "-timeout", testTimeout, "./ugcinc/...", "./internal/transport", "./internal/wire")
}
