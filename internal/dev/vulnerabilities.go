package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// vulnerabilities runs govulncheck on every module. Its database is the one
// thing that a gate asks of the network beside Go modules, so where it cannot be
// reached the gate says so and passes.
func vulnerabilities(ctx context.Context, args []string) error {
	if err := flags("vulnerabilities", args, nil); err != nil {
		return err
	}
	tools, err := filepath.Abs(toolsModule)
	if err != nil {
		return err
	}
	return inModules(ctx, func(folder string) error {
		fmt.Println("module", folder)
		out, complaint, err := capture(ctx, folder, "go", "tool", "-modfile="+tools, "govulncheck", "./...")
		switch {
		case err == nil:
			fmt.Println(out)
		case strings.Contains(complaint, "fetching vulnerabilities"), strings.Contains(complaint, "vulnerability database"):
			fmt.Println("SKIPPED: the vulnerability database cannot be reached")
		default:
			fmt.Fprintln(os.Stderr, out)
			fmt.Fprintln(os.Stderr, complaint)
			return errFound
		}
		return nil
	})
}
