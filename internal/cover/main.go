// Command cover runs the tests of the client, prints how many of its statements
// they reach and which they do not, and fails where that is too few.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
)

// measured are the packages whose coverage counts. Tests of any package that
// runs them count for it: the fake and the demo use the client as users do.
var (
	measured = []string{"./ugcinc", "./internal/transport"}
	tests    = []string{"./ugcinc/...", "./internal/transport", "./internal/demo"}
)

// out can be read with go tool cover as well.
const out = "coverage.out"

func main() {
	least := flag.Float64("least", 95, "the percentage of statements that each package must reach")
	shown := flag.Int("show", 10, "how many of the largest blocks that are not reached to print")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *least, *shown)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "cover:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, least float64, shown int) error {
	args := append([]string{"test", "-coverpkg=" + strings.Join(measured, ","), "-coverprofile=" + out}, tests...)
	cmd := exec.CommandContext(ctx, "go", args...)
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
	return report(blocks, least, shown)
}

// report prints the coverage, and is an error where it is below least.
func report(blocks []block, least float64, shown int) error {
	var low []string
	for _, p := range summarise(blocks) {
		fmt.Printf("%5.1f %%  %s (%d of %d statements)\n", p.percent(), p.name, p.reached, p.statements)
		if p.percent() < least {
			low = append(low, p.name)
		}
	}
	missed := slices.DeleteFunc(blocks, func(b block) bool { return b.reached })
	slices.SortFunc(missed, func(a, b block) int {
		return cmp.Or(cmp.Compare(b.statements, a.statements), cmp.Compare(a.place, b.place))
	})
	for _, b := range missed[:min(len(missed), shown)] {
		fmt.Printf("  not reached: %s (%d statements)\n", b.place, b.statements)
	}
	if len(low) > 0 {
		return fmt.Errorf("less than %g %% of %s is tested", least, strings.Join(low, " and "))
	}
	return nil
}
