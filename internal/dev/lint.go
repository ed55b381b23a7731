package main

import (
	"context"
	"fmt"
	"path/filepath"
)

// lint judges every module by the same rules. The linter runs from a module of
// its own: it would drag hundreds of versions into the choice of the other
// tools'.
func lint(ctx context.Context, args []string) error {
	tool, err := filepath.Abs("internal/tools/lint/go.mod")
	if err != nil {
		return err
	}
	rules, err := filepath.Abs(".golangci.yml")
	if err != nil {
		return err
	}
	run := append([]string{"tool", "-modfile=" + tool, "golangci-lint", "run", "--config", rules, "./..."}, args...)
	return inModules(ctx, func(folder string) error {
		fmt.Println("module", folder)
		return streamIn(ctx, folder, nil, run...)
	})
}
