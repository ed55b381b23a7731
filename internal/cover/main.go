// Command cover runs the tests of the client, prints how many of its statements
// they cover, and fails if a package has less coverage than it must have. It
// writes coverage.out, which go tool cover reads.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"regexp"
	"strconv"
)

const module = "github.com/ugcinc/ugcinc-go/"

// least is the percentage of statements that the tests must cover, for each
// package.
var least = map[string]float64{
	module + "ugcinc":             95,
	module + "internal/ledger":    95,
	module + "internal/redact":    95,
	module + "internal/transport": 95,
	module + "internal/wire":      85,
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "cover:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	folder, err := os.MkdirTemp("", "ugcinc-cover-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	// The tests of the fake and the demo count too: they use the client as users do.
	if err := golang(ctx, "test", "-timeout", "20m", "-coverpkg=./ugcinc,./internal/ledger,./internal/redact,./internal/transport,./internal/wire",
		"./ugcinc/...", "./internal/ledger", "./internal/redact", "./internal/transport", "./internal/wire", "./internal/demo", "-args", "-test.gocoverdir="+folder); err != nil {
		return err
	}
	if err := golang(ctx, "tool", "covdata", "textfmt", "-i="+folder, "-o=coverage.out"); err != nil {
		return err
	}
	out, err := exec.CommandContext(ctx, "go", "tool", "covdata", "percent", "-i="+folder).Output()
	if err != nil {
		return err
	}
	fmt.Printf("%s", out)
	return check(string(out), least)
}

func golang(ctx context.Context, args ...string) error {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}

var line = regexp.MustCompile(`(?m)^\s*(\S+)\s+coverage: (\S+)% of statements`)

// check compares the output of go tool covdata percent with the percentage that
// each package must have.
func check(out string, least map[string]float64) error {
	covered := map[string]float64{}
	for _, m := range line.FindAllStringSubmatch(out, -1) {
		covered[m[1]], _ = strconv.ParseFloat(m[2], 64)
	}
	var low []error
	for name, want := range least {
		if covered[name] < want {
			low = append(low, fmt.Errorf("%s has %g %% coverage, and needs %g %%", name, covered[name], want))
		}
	}
	return errors.Join(low...)
}
