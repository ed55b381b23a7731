package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ugcinc/ugcinc-go/internal/changes"
	"github.com/ugcinc/ugcinc-go/internal/generate"
)

// checks in the order of their cost, so that a mistake is found early.
var checks = []step{
	{"format", format},
	{"validate", func(ctx context.Context) error { return validate(ctx, nil) }},
	{"redocly", redocly},
	{"generated", checkGenerate},
	{"vet", vet},
	{"breaking", func(ctx context.Context) error { return breaking(ctx, nil) }},
	{"surface", surface},
	{"modules", modules},
	{"lint", lint},
	{"vulnerabilities", vulnerabilities},
	{"tests", test},
	{"tests of nested modules", testNested},
	{"coverage", goCommand("run", "./internal/cover")},
}

// check runs every check, even after one has failed.
func check(ctx context.Context, args []string) error {
	var without string
	if err := parse(args, func(f *flag.FlagSet) {
		f.StringVar(&without, "without", "", "the name of a check to leave out")
	}); err != nil {
		return err
	}
	chosen, err := checksWithout(without)
	if err == nil {
		_, err = runSteps(ctx, chosen, true)
	}
	if err == nil {
		fmt.Println("every check passed")
	}
	return err
}

// checksWithout returns the checks except one. An unknown name is an error,
// because the check that was meant would run.
func checksWithout(name string) ([]step, error) {
	left := slices.DeleteFunc(slices.Clone(checks), func(s step) bool { return s.name == name })
	if name != "" && len(left) == len(checks) {
		return nil, fmt.Errorf("there is no check %s", name)
	}
	return left, nil
}

func format(ctx context.Context) error {
	out, err := output(ctx, "", "gofmt", "-l", ".")
	if err != nil || out == "" {
		return err
	}
	return report([]string{out}, "Run gofmt -w on these files.")
}

// generateFiles writes what the document generates.
func generateFiles(context.Context) error { return generate.Run(".", documentFile, generate.Write) }

// checkGenerate compares the generated files with what the document generates.
func checkGenerate(context.Context) error { return generate.Run(".", documentFile, generate.Compare) }

// vet builds and vets every module with its tests for each system, because some
// files are for one system only.
func vet(ctx context.Context) error {
	return inModules(ctx, func(folder string) error {
		var failed error
		for _, system := range []string{"linux", "darwin", "windows"} {
			if err := stream(ctx, folder, []string{"GOOS=" + system}, "vet", "./..."); err != nil {
				failed = errors.Join(failed, fmt.Errorf("go vet for %s: %w", system, err))
			}
		}
		return failed
	})
}

// lint applies the same rules to every module. The linter has a module of its
// own, because it would change the versions of the other tools' dependencies.
func lint(ctx context.Context) error {
	tool, err := filepath.Abs("internal/tools/lint/go.mod")
	if err != nil {
		return err
	}
	return inModules(ctx, func(folder string) error {
		return stream(ctx, folder, nil, "tool", "-modfile="+tool, "golangci-lint", "run", "./...")
	})
}

// modules checks that every go.mod and go.sum is tidy and names what was
// published, and the licences of what a program links with the public packages.
func modules(ctx context.Context) error {
	folders, err := moduleFolders()
	if err != nil {
		return err
	}
	var wrong []string
	for _, folder := range folders {
		for _, args := range [][]string{{"mod", "tidy", "-diff"}, {"mod", "verify"}} {
			if out, errs, err := capture(ctx, folder, "go", args...); err != nil {
				wrong = append(wrong, fmt.Sprintf("%s: go %s: %s%s", folder, strings.Join(args, " "), out, errs))
			}
		}
	}
	if err := report(wrong, "Run go mod tidy in these modules."); err != nil {
		return err
	}
	fmt.Printf("%d modules are tidy and verified\n", len(folders))
	_, errs, err := capture(ctx, "", "go", tool("go-licenses", "check", "./ugcinc/...", "./gen/...", "./api/...",
		"--ignore", changes.ModulePath, "--allowed_licenses", "Apache-2.0,BSD-2-Clause,BSD-3-Clause,ISC,MIT,MPL-2.0")...)
	if err != nil {
		return report([]string{errs}, "Do without these modules, or allow their licences.")
	}
	fmt.Println("their licences are allowed")
	return nil
}

// vulnerabilities runs govulncheck on every module. If its database cannot be
// reached, the check is skipped.
func vulnerabilities(ctx context.Context) error {
	tools, err := filepath.Abs(toolsModule)
	if err != nil {
		return err
	}
	return inModules(ctx, func(folder string) error {
		out, errs, err := capture(ctx, folder, "go", "tool", "-modfile="+tools, "govulncheck", "./...")
		switch {
		case err == nil:
			fmt.Println(out)
		case strings.Contains(errs, "fetching vulnerabilities"), strings.Contains(errs, "vulnerability database"):
			fmt.Println("SKIPPED: the vulnerability database cannot be reached")
		default:
			fmt.Fprintln(os.Stderr, out)
			return errors.New(errs)
		}
		return nil
	})
}
