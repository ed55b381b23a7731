// Command bench compares this client with others: the same server, the same
// payloads, one run. It writes RESULTS.md, with ratios above all, because ratios
// are stable on a busy machine and times are not.
//
// It runs the benchmarks of this folder. go test -bench runs them as well, for
// benchstat.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

func main() {
	rounds := flag.Int("rounds", 5, "how often to measure everything")
	out := flag.String("out", "RESULTS.md", "the file to write the results to")
	flag.Parse()
	if err := run(context.Background(), *rounds, *out); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// groups are the benchmarks, how long each runs, and how often in a round, which
// takes about a minute. Small differences need more repetitions.
var groups = []struct {
	benchmarks, benchtime string
	count                 int
}{
	{"^BenchmarkCallInMemory$", "300ms", 1},
	{"^BenchmarkCall$", "1x", 4},
	{"^BenchmarkList(InMemory)?$", "5x", 2},
	{"^BenchmarkMemory(Growth)?$", "1x", 1},
	{"^BenchmarkGrowth$", "300ms", 1},
}

func run(ctx context.Context, rounds int, out string) error {
	scratch, err := os.MkdirTemp("", "ugcinc-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	binary := filepath.Join(scratch, "bench.test")
	if output, err := exec.CommandContext(ctx, "go", "test", "-c", "-o", binary, ".").CombinedOutput(); err != nil {
		return fmt.Errorf("go test: %w\n%s", err, output)
	}
	m := measured{}
	for round := range rounds {
		fmt.Printf("round %d of %d\n", round+1, rounds)
		for _, g := range groups {
			for range g.count { // -test.count would not alternate between benchmarks
				var raw bytes.Buffer
				cmd := exec.CommandContext(ctx, binary, "-test.run", "^$", "-test.bench", g.benchmarks, "-test.benchtime", g.benchtime, "-test.timeout", "10m")
				cmd.Stdout, cmd.Stderr = io.MultiWriter(os.Stdout, &raw), os.Stderr
				if err := cmd.Run(); err != nil {
					return fmt.Errorf("%s: %w", g.benchmarks, err)
				}
				m.add(raw.String())
			}
		}
	}
	if err := m.addPrograms(ctx, scratch); err != nil {
		return err
	}
	report, err := m.report(ctx, rounds)
	if err != nil {
		return err
	}
	fmt.Print("\n", report)
	return os.WriteFile(out, []byte(report), 0o644)
}
