package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

type gate struct {
	name string
	run  func(context.Context, []string) error
}

// gates in the order of their cost, so that a mistake is met early.
var gates = []gate{
	{"format", format},
	{"validate", validate},
	{"generated", checkGenerate},
	{"vet", vet},
	{"breaking", breaking},
	{"surface", surface},
	{"modules", modules},
	{"lint", lint},
	{"vulnerabilities", vulnerabilities},
	{"tests", test},
	{"tests of nested modules", testNested},
	{"coverage", coverage},
}

// check runs every gate, the later ones too when one fails.
func check(ctx context.Context, args []string) error {
	var without string
	if err := flags("check", args, func(f *flag.FlagSet) {
		f.StringVar(&without, "without", "", "a gate to leave out, since it runs elsewhere")
	}); err != nil {
		return err
	}
	chosen, err := gatesWithout(without)
	if err != nil {
		return err
	}
	var failed []string
	for _, g := range chosen {
		fmt.Printf("== %s\n", g.name)
		start := time.Now()
		if err := g.run(ctx, nil); err != nil {
			fmt.Fprintln(os.Stderr, err)
			failed = append(failed, g.name)
		}
		fmt.Printf("== %s took %.1f s\n\n", g.name, time.Since(start).Seconds())
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	if failed != nil {
		fmt.Fprintf(os.Stderr, "failed: %s\n", strings.Join(failed, ", "))
		return errFound
	}
	fmt.Println("every gate passed")
	return nil
}

// gatesWithout are the gates but one. A name that no gate has is a mistake: the
// gate that was meant would run.
func gatesWithout(name string) ([]gate, error) {
	left := slices.DeleteFunc(slices.Clone(gates), func(g gate) bool { return g.name == name })
	if name != "" && len(left) == len(gates) {
		return nil, fmt.Errorf("there is no gate %s", name)
	}
	return left, nil
}

func format(ctx context.Context, _ []string) error {
	out, complaint, err := capture(ctx, "", "gofmt", "-l", ".")
	if err != nil {
		return fmt.Errorf("gofmt: %w: %s", err, complaint)
	}
	if out != "" {
		fmt.Fprintf(os.Stderr, "%s\nRun gofmt -w on these files.\n", out)
		return errFound
	}
	return nil
}

func coverage(ctx context.Context, _ []string) error {
	return stream(ctx, "run", "./internal/cover")
}
