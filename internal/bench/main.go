// Command bench measures this client beside its peers: the same server, the
// same payloads, one run. It prints ratios, which hold on a noisy machine where
// times do not, and writes them to RESULTS.md with the machine and the versions.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"text/tabwriter"
)

func main() {
	benchtime := flag.String("benchtime", "1s", "how long each benchmark runs")
	out := flag.String("out", "RESULTS.md", "the file that the results are written to")
	flag.Parse()
	if err := run(context.Background(), *benchtime, *out); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, benchtime, out string) error {
	var raw bytes.Buffer
	cmd := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", ".", "-benchmem", "-benchtime", benchtime, "-timeout", "20m")
	cmd.Stdout, cmd.Stderr = io.MultiWriter(os.Stdout, &raw), os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("go test: %w", err)
	}
	versions, err := exec.CommandContext(ctx, "go", "list", "-m", "github.com/go-json-experiment/json", "github.com/go-resty/resty/v2").Output()
	if err != nil {
		return fmt.Errorf("go list: %w", err)
	}
	table := ratios(parse(raw.String()))
	fmt.Print("\n", table)
	text := fmt.Sprintf("# Results\n\nWritten by `make bench` on %s/%s with %d cores and %s. The stock client is what oapi-codegen generates\nfrom the same document. Beside it:\n\n```\n%s```\n\nRatios of one run; above 1 is more than the one it is held against.\n\n```\n%s```\n\nThe run itself, for benchstat:\n\n```\n%s```\n",
		runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), versions, table, raw.String())
	return os.WriteFile(out, []byte(text), 0o600)
}

// measured holds the values of one benchmark by their unit.
type measured map[string]string

func parse(raw string) map[string]measured {
	all := map[string]measured{}
	for line := range strings.Lines(raw) {
		fields := strings.Fields(line)
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") {
			continue
		}
		name := fields[0][len("Benchmark"):]
		if at := strings.LastIndexByte(name, '-'); at > 0 {
			name = name[:at]
		}
		m := measured{}
		for i := 2; i+1 < len(fields); i += 2 {
			m[fields[i+1]] = fields[i]
		}
		all[name] = m
	}
	return all
}

// targets are the ratios that the client is held to.
var targets = []struct {
	what, of, to, unit, want string
}{
	{"small call in memory, allocations beside the floor", "CallInMemory/ugcinc", "CallInMemory/floor", "allocs/op", "the floor's plus 15"},
	{"List of 100,000, speed beside the stock client", "ListInMemory/ugcinc-List", "ListInMemory/stock", "MB/s", "at least 2"},
	{"All of 100,000, speed beside the stock client", "ListInMemory/ugcinc-All", "ListInMemory/stock", "MB/s", "at least 3"},
	{"All of 100,000, speed beside the token scan", "ListInMemory/ugcinc-All", "ListInMemory/token-scan", "MB/s", "at least 0.5"},
	{"List of 100,000, peak heap beside the stock client", "Memory/ugcinc-List", "Memory/stock", "peak-heap-B", "at most 0.6"},
	{"All of 100,000, peak heap beside the stock client", "Memory/ugcinc-All", "Memory/stock", "peak-heap-B", "at most 0.1"},
	{"64 callers, calls per second beside the floor", "Call/callers=64/ugcinc", "Call/callers=64/floor", "calls/s", "at least 0.95"},
	{"64 callers, calls per second beside the stock client", "Call/callers=64/ugcinc", "Call/callers=64/stock", "calls/s", "at least 1.5"},
}

func ratios(all map[string]measured) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "what\tthis client\tthe other\tratio\ttarget")
	for _, t := range targets {
		of, to := all[t.of][t.unit], all[t.to][t.unit]
		var x, y float64
		if _, err := fmt.Sscan(of+" "+to, &x, &y); err != nil || y == 0 {
			_, _ = fmt.Fprintf(w, "%s\tnot measured\t\t\t%s\n", t.what, t.want)
			continue
		}
		_, _ = fmt.Fprintf(w, "%s\t%s %s\t%s %s\t%.2f\t%s\n", t.what, of, t.unit, to, t.unit, x/y, t.want)
	}
	_ = w.Flush() // into memory
	return b.String()
}
