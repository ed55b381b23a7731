package main

import "context"

// lint runs the linter from a module of its own: it would drag hundreds of
// versions into the choice of the other tools'.
func lint(ctx context.Context, args []string) error {
	return stream(ctx, append([]string{"tool", "-modfile=internal/tools/lint/go.mod", "golangci-lint", "run", "./..."}, args...)...)
}
