package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const toolsModule = "internal/tools/go.mod"

// stream runs the go command in a folder, with variables added to the environment,
// and shows its output.
func stream(ctx context.Context, folder string, env []string, args ...string) error {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}

// goCommand makes a step of a go command.
func goCommand(args ...string) func(context.Context) error {
	return func(ctx context.Context) error { return stream(ctx, "", nil, args...) }
}

// capture runs a program in a folder and returns its output.
func capture(ctx context.Context, folder, name string, args ...string) (stdout, stderr string, err error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = folder
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err = cmd.Run()
	return strings.TrimSpace(out.String()), strings.TrimSpace(errs.String()), err
}

// output is capture for output that only matters if the program succeeds.
func output(ctx context.Context, folder, name string, args ...string) (string, error) {
	out, errs, err := capture(ctx, folder, name, args...)
	if err != nil {
		return "", fmt.Errorf("%s %s: %w: %s", name, args[0], err, errs)
	}
	return out, nil
}

// tool returns the arguments of the go command that run a program of
// internal/tools.
func tool(name string, args ...string) []string {
	return append([]string{"tool", "-modfile=" + toolsModule, name}, args...)
}

// moduleFolders returns the folder of every module of the repository.
func moduleFolders() ([]string, error) {
	var folders []string
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && path != "." && strings.HasPrefix(entry.Name(), ".") {
			return filepath.SkipDir
		}
		if entry.Name() == "go.mod" {
			folders = append(folders, filepath.Dir(path))
		}
		return nil
	})
	return folders, err
}

// inModules runs a function for each module that has packages, even after an error.
// internal/tools has none.
func inModules(ctx context.Context, run func(folder string) error) error {
	folders, err := moduleFolders()
	if err != nil {
		return err
	}
	var failed []error
	for _, folder := range folders {
		packages, err := output(ctx, folder, "go", "list", "./...")
		if err == nil && packages != "" {
			fmt.Println("module", folder)
			err = run(folder)
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", folder, err))
		}
	}
	return errors.Join(failed...)
}
