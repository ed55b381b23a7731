package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// testTimeout leaves room for a machine of two cores with the race detector and
// nothing cached.
const testTimeout = "20m"

// test runs the tests of the root module.
func test(ctx context.Context, args []string) error {
	if err := flags("test", args, nil); err != nil {
		return err
	}
	run, err := testCommand(ctx)
	if err != nil {
		return err
	}
	if err := stream(ctx, run...); err != nil {
		return errFound // go test has said what
	}
	return nil
}

// testNested runs the tests of the other modules, and builds those that have
// benchmarks only.
func testNested(ctx context.Context, args []string) error {
	if err := flags("test-nested", args, nil); err != nil {
		return err
	}
	run, err := testCommand(ctx)
	if err != nil {
		return err
	}
	return inModules(ctx, func(folder string) error {
		if folder == "." {
			return nil
		}
		fmt.Println("module", folder)
		return streamIn(ctx, folder, nil, run...)
	})
}

// inModules goes through the modules that hold packages, the later ones too when
// one fails. The tools' modules hold none.
func inModules(ctx context.Context, run func(folder string) error) error {
	folders, err := moduleFolders()
	if err != nil {
		return err
	}
	var failed []error
	for _, folder := range folders {
		packages, complaint, err := capture(ctx, folder, "go", "list", "./...")
		switch {
		case err != nil:
			failed = append(failed, fmt.Errorf("%s: go list: %w: %s", folder, err, complaint))
		case packages != "":
			if err := run(folder); err != nil {
				failed = append(failed, fmt.Errorf("%s: %w", folder, err))
			}
		}
	}
	return errors.Join(failed...)
}

// testCommand is the go command's line that tests a module. The line says
// whether the race detector runs, and why where it does not.
func testCommand(ctx context.Context) ([]string, error) {
	out, complaint, err := capture(ctx, "", "go", "env", "CGO_ENABLED", "CC")
	if err != nil {
		return nil, fmt.Errorf("go env: %w: %s", err, complaint)
	}
	cgo, compiler, _ := strings.Cut(out, "\n")
	run := []string{"test", "-timeout", testTimeout}
	if missing := racesNot(strings.TrimSpace(cgo), strings.TrimSpace(compiler), exec.LookPath); missing != "" {
		fmt.Fprintln(os.Stderr, "without the race detector:", missing)
	} else {
		run = append(run, "-race")
	}
	return append(run, "./..."), nil
}

// racesNot says why the race detector cannot run, nothing where it can: it is
// linked by cgo. The compiler may come with arguments, as in "zig cc".
func racesNot(cgo, compiler string, look func(string) (string, error)) string {
	if cgo != "1" {
		return "cgo is off, as it is where there is no C compiler"
	}
	words := strings.Fields(compiler)
	if len(words) == 0 {
		return "go env names no C compiler"
	}
	if _, err := look(strings.Trim(words[0], `"'`)); err != nil {
		return "the C compiler " + words[0] + " is not found"
	}
	return ""
}
