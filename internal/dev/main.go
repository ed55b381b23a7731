// Command dev runs the tasks behind the targets of the Makefile, so that a
// contributor needs only Go. Run it from the root of the module; without an
// argument it lists its commands.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"
)

// commands are in the order in which a change of the API needs them.
var commands = []struct {
	name, help string
	run        func(ctx context.Context, args []string) error
}{
	{"validate", "check the API document against OpenAPI and the project's rules", validate},
	{"generate", "generate Go from the API document", plain(generateFiles)},
	{"check-generate", "fail if a generated file differs from what the document generates", plain(checkGenerate)},
	{"breaking", "report what changed in the document since the last release", breaking},
	{"regenerate", "validate, compare, generate, build and test, and print what is left to do", regenerate},
	{"surface", "compare the exported Go names with the last release", plain(surface)},
	{"vet", "vet every module on Linux, macOS and Windows", plain(vet)},
	{"test", "test the module, with the race detector if there is a C compiler", plain(test)},
	{"test-nested", "test the nested modules", plain(testNested)},
	{"test-next-go", "test the client on the next minor version of Go, if it is available", plain(testNextGo)},
	{"faults", "print the fault matrix, and the results of creates under faults", faults},
	{"lint", "run golangci-lint on every module", plain(lint)},
	{"modules", "check that modules are tidy and verified, and licences allowed", plain(modules)},
	{"vulnerabilities", "run govulncheck, if its database can be reached", plain(vulnerabilities)},
	{"check", "run every check", check},
	{"release-check", "run every check for a version, store it as released, and print what to tag", releaseCheck},
}

// errFailed ends a command that has already printed what is wrong.
var errFailed = errors.New("see above")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return
	case !errors.Is(err, errFailed):
		fmt.Fprintln(os.Stderr, "dev:", err)
	}
	os.Exit(1)
}

func run(ctx context.Context, args []string) error {
	list := len(args) == 0 || slices.Contains([]string{"help", "-h", "-help", "--help"}, args[0])
	for _, c := range commands {
		if list {
			fmt.Printf("  %-16s %s\n", c.name, c.help)
		} else if c.name == args[0] {
			return c.run(ctx, args[1:])
		}
	}
	if list {
		return nil
	}
	return fmt.Errorf("unknown command %s: go run ./internal/dev lists the commands", args[0])
}

// plain makes a command of a function without flags.
func plain(run func(context.Context) error) func(context.Context, []string) error {
	return func(ctx context.Context, args []string) error {
		if err := parse(args, nil); err != nil {
			return err
		}
		return run(ctx)
	}
}

// parse parses the flags that define declares.
func parse(args []string, define func(*flag.FlagSet)) error {
	set := flag.NewFlagSet("", flag.ContinueOnError)
	if define != nil {
		define(set)
	}
	if err := set.Parse(args); err != nil {
		return err
	}
	if set.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", set.Arg(0))
	}
	return nil
}

// step is one part of a longer command.
type step struct {
	name string
	run  func(context.Context) error
}

// runSteps runs steps one after the other and prints how long each took. It
// returns those that failed; if keepGoing is false, it stops at the first.
func runSteps(ctx context.Context, steps []step, keepGoing bool) (failed []string, err error) {
	for _, s := range steps {
		fmt.Printf("== %s\n", s.name)
		start := time.Now()
		err := s.run(ctx)
		fmt.Printf("== %s took %.1f s\n\n", s.name, time.Since(start).Seconds())
		if err == nil {
			continue
		}
		fmt.Fprintf(os.Stderr, "%s failed: %v\n\n", s.name, err)
		failed = append(failed, s.name)
		if !keepGoing || ctx.Err() != nil {
			break
		}
	}
	if failed != nil {
		err = fmt.Errorf("failed: %s", strings.Join(failed, ", "))
	}
	return failed, err
}

// report prints lines to standard error, followed by a remedy, and returns
// errFailed if there is a line.
func report(lines []string, remedy string) error {
	if len(lines) == 0 {
		return nil
	}
	fmt.Fprintf(os.Stderr, "%s\n%s\n", strings.Join(lines, "\n"), remedy)
	return errFailed
}
