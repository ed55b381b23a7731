// Command dev is what the targets of the Makefile run, so that a contributor
// needs nothing but Go. Run it from the root of the module; without an argument
// it lists its commands.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

// commands in the order in which a change of the API meets them.
var commands = []struct {
	name, what string
	run        func(ctx context.Context, args []string) error
}{
	{"help", "list the targets of the Makefile", help},
	{"validate", "hold the API document against OpenAPI and the project's rules", validate},
	{"check-generate", "fail when the generated files are not what the document gives", checkGenerate},
	{"breaking", "report what changed in the document since the last release", breaking},
	{"regenerate", "take a change of the document all the way, and say what is left to do", regenerate},
	{"surface", "compare the exported Go names with the last release", surface},
	{"vet", "vet every module for the systems that users have", vet},
	{"test", "test the module, with the race detector where it can run", test},
	{"test-nested", "test the modules below the root", testNested},
	{"test-next-go", "test the client on the next minor version of Go, where it can be had", testNextGo},
	{"faults", "print the fault matrix, and what becomes of creates under faults", faults},
	{"lint", "run golangci-lint", lint},
	{"modules", "check that every module is tidy and verified, and its licences allowed", modules},
	{"vulnerabilities", "look for known vulnerabilities, where the database can be reached", vulnerabilities},
	{"check", "run every gate", check},
	{"release-check", "run every gate for a version, keep it as released, and say what to tag", releaseCheck},
	{"sbom", "list what a program links with the client, as SPDX", sbom},
	{"release-notes", "print what the changelog says of a version", releaseNotes},
}

// errFound ends a command that has printed what it found.
var errFound = errors.New("")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
	case errors.Is(err, errFound):
		os.Exit(1)
	default:
		fmt.Fprintln(os.Stderr, "dev:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) > 0 {
		for _, c := range commands {
			if c.name == args[0] {
				return c.run(ctx, args[1:])
			}
		}
		return fmt.Errorf("there is no command %s; go run ./internal/dev lists them", args[0])
	}
	for _, c := range commands {
		fmt.Printf("  %-16s %s\n", c.name, c.what)
	}
	return nil
}

// flags parses the arguments of a command; a command without flags declares
// nothing.
func flags(name string, args []string, declare func(*flag.FlagSet)) error {
	set := flag.NewFlagSet(name, flag.ContinueOnError)
	if declare != nil {
		declare(set)
	}
	if err := set.Parse(args); err != nil {
		return err
	}
	if set.NArg() > 0 {
		return fmt.Errorf("%s takes no %q", name, set.Arg(0))
	}
	return nil
}
