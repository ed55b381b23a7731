package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

// testTimeout is enough for two cores, the race detector and an empty cache.
const testTimeout = "20m"

// test runs the tests of the root module: those of the packages that programs
// link, and of the demo, with the race detector; those of the tools, which start
// no goroutines, without it.
func test(ctx context.Context) error {
	race, err := raceFlag(ctx)
	if err != nil {
		return err
	}
	linked, err := packages(ctx, "-deps", "./ugcinc/...", "./internal/demo")
	if err != nil {
		return err
	}
	all, err := packages(ctx, "./...")
	if err != nil {
		return err
	}
	tools := slices.DeleteFunc(all, func(p string) bool { return slices.Contains(linked, p) })
	return errors.Join(
		stream(ctx, "", nil, slices.Concat([]string{"test", "-timeout", testTimeout}, race, linked)...),
		stream(ctx, "", nil, slices.Concat([]string{"test", "-timeout", testTimeout}, tools)...))
}

// packages lists packages of the root module.
func packages(ctx context.Context, args ...string) ([]string, error) {
	const own = "{{with .Module}}{{if .Main}}{{$.ImportPath}}{{end}}{{end}}"
	list, err := output(ctx, "", "go", append([]string{"list", "-f", own}, args...)...)
	return strings.Fields(list), err
}

// testNested runs the tests of the other modules, and builds those that only
// have benchmarks.
func testNested(ctx context.Context) error {
	race, err := raceFlag(ctx)
	if err != nil {
		return err
	}
	return inModules(ctx, func(folder string) error {
		if folder == "." {
			return nil
		}
		return stream(ctx, folder, nil, append([]string{"test", "-timeout", testTimeout, "./..."}, race...)...)
	})
}

// raceFlag returns the flag of the race detector if there is a C compiler:
// without one, cgo is off.
func raceFlag(ctx context.Context) ([]string, error) {
	cgo, err := output(ctx, "", "go", "env", "CGO_ENABLED")
	if err != nil || cgo == "1" {
		return []string{"-race"}, err
	}
	fmt.Fprintln(os.Stderr, "without the race detector, because cgo is off: there may be no C compiler")
	return nil, nil
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
