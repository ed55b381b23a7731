package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"strings"
)

const (
	documentFile = "api/openapi.yaml"
	toolsModule  = "internal/tools/go.mod"
)

// stream runs the go command and shows what it prints.
func stream(ctx context.Context, args ...string) error {
	return streamIn(ctx, "", nil, args...)
}

// streamIn is stream in a folder, with variables added to the environment.
func streamIn(ctx context.Context, folder string, env []string, args ...string) error {
	cmd := exec.CommandContext(ctx, "go", args...) //nolint:gosec // a program of the Go distribution, or one of this repository
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}

// capture runs a program in a folder and returns what it prints.
func capture(ctx context.Context, folder, name string, args ...string) (stdout, stderr string, err error) {
	cmd := exec.CommandContext(ctx, name, args...) //nolint:gosec // a program of the Go distribution, or one of this repository
	cmd.Dir = folder
	var out, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaints
	err = cmd.Run()
	return strings.TrimSpace(out.String()), strings.TrimSpace(complaints.String()), err
}

// tool is the command line of a program that internal/tools pins.
func tool(name string, args ...string) []string {
	return append([]string{"tool", "-modfile=" + toolsModule, name}, args...)
}
