// Command cover runs the tests of the client, prints how many of its statements
// they reach and why not the others, and fails where that is too few or a reason
// is that of no function.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
)

// measured are the packages whose coverage counts. Tests of any package that
// runs them count for it: the fake and the demo use the client as users do.
var (
	measured = []string{"./ugcinc", "./internal/transport"}
	tests    = []string{"./ugcinc/...", "./internal/transport", "./internal/demo"}
)

const modulePath = "github.com/ugcinc/ugcinc-go"

// out can be read with go tool cover as well.
const out = "coverage.out"

func main() {
	least := flag.Float64("least", 95, "the percentage of statements that each package must reach")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *least)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "cover:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, least float64) error {
	args := append([]string{"test", "-coverpkg=" + strings.Join(measured, ","), "-coverprofile=" + out}, tests...)
	cmd := exec.CommandContext(ctx, "go", args...) //nolint:gosec // a program of the Go distribution, or one of this repository
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return err
	}
	text, err := os.ReadFile(out)
	if err != nil {
		return err
	}
	blocks, err := parse(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", out, err)
	}
	why, err := reasons(explained)
	if err != nil {
		return fmt.Errorf("internal/cover/left.txt: %w", err)
	}
	return errors.Join(report(blocks, least), left(os.Stdout, blocks, ".", why))
}

// report prints the coverage, and is an error where it is below least.
func report(blocks []block, least float64) error {
	var low []string
	for _, p := range summarise(blocks) {
		fmt.Printf("%5.1f %%  %s (%d of %d statements)\n", p.percent(), p.name, p.reached, p.statements)
		if p.percent() < least {
			low = append(low, p.name)
		}
	}
	if len(low) > 0 {
		return fmt.Errorf("less than %g %% of %s is tested", least, strings.Join(low, " and "))
	}
	return nil
}
