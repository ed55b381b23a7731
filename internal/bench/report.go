package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// report writes RESULTS.md.
func (m measured) report(ctx context.Context, rounds int) (string, error) {
	versions, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "- {{.Path}} {{.Version}}",
		"github.com/go-json-experiment/json", "github.com/go-resty/resty/v2", "github.com/hashicorp/go-retryablehttp").Output()
	if err != nil {
		return "", fmt.Errorf("go list: %w", err)
	}
	node, err := exec.CommandContext(ctx, "node", "--version").Output()
	if err != nil {
		node = []byte("is not installed: its rows are empty")
	}
	var b strings.Builder
	fmt.Fprintf(&b, `# Results

Written by `+"`make bench`"+`: the median of %d rounds. A round measures side by side what is compared.

- machine: %s/%s, %s, %d cores, shared with other work
- %s
%s- Node %s

The floor is one call written by hand with net/http and encoding/json: a transport that keeps 256 connections, and an
http.Client with a timeout of 30 s for each call. Stock is the client that oapi-codegen generates without templates from
the document of version 1.0.9, on the default transport. For the small calls over loopback each client has a process of
its own, and the clients take turns of 5,000 calls; Node makes a fifth of them. In memory, a transport in the process
answers.
`, rounds, runtime.GOOS, runtime.GOARCH, processor(), runtime.NumCPU(), runtime.Version(), versions, strings.TrimSpace(string(node)))

	table(&b, "Targets", "what", "measured", "wanted", "")
	for _, t := range targets() {
		value, verdict := t.value(m), "met"
		if value < t.low || value > t.high {
			verdict = "**missed**"
		}
		if math.IsNaN(value) {
			verdict = "not measured"
		}
		row(&b, t.what, number(t.form, value), t.want(), verdict)
	}
	table(&b, "Small calls", "client", "calls per second, 1 caller", "64 callers", "connections for 64", "allocations, in memory", "over loopback")
	for _, c := range []string{"floor", "ugcinc", "stock", "resty", "node"} {
		one, many := "Call/callers=1/"+c, "Call/callers=64/"+c
		row(&b, c, m.cell(one, rate, 1), m.cell(many, rate, 1), m.cell(many, "connections", 1), m.cell("CallInMemory/"+c, allocs, 1), m.cell(many, "allocs/call", 1))
	}
	table(&b, "A list of 100,000 records, 15 MB", "client", "ms over loopback", "MB/s in memory", "allocations for each record", "peak heap, MB", "peak of the process, MB")
	for _, r := range []string{"ugcinc-All", "ugcinc-List", "stock", "encoding-json", "token-scan", "node"} {
		row(&b, r, m.cell("List/"+r, speed, 1e6), m.cell("ListInMemory/"+r, "MB/s", 1),
			number("%.2f", m.median("ListInMemory/"+r, allocs)/listLength), m.cell("Memory/"+r, heap, 1e6), m.cell("Memory/"+r, resident, 1e6))
	}
	table(&b, "`All` as the list grows", "records", "ms", "microseconds for each record", "peak live heap, KB", "peak heap with garbage, KB")
	for _, n := range []float64{1e3, 1e4, 1e5, 1e6} {
		name := fmt.Sprintf("Growth/records=%.0f", n)
		time := m.median(name, speed)
		row(&b, number("%.0f", n), number("%.2f", time/1e6), number("%.2f", (time-m.median("Growth/records=0", speed))/n/1e3),
			m.cell("Memory"+name, live, 1e3), m.cell("Memory"+name, heap, 1e3))
	}
	b.WriteString(`
The live heap is what is left after a collection: the maximum of 32 collections while the list is read. The garbage above
it is what the collector allows before it runs, at least 4 MB; short lists end before that. The time for each record
excludes the time of an empty list.
`)
	return b.String(), nil
}

func table(b *strings.Builder, title string, columns ...string) {
	fmt.Fprintf(b, "\n## %s\n\n", title)
	row(b, columns...)
	b.WriteString("|" + strings.Repeat(" --- |", len(columns)) + "\n")
}

func row(b *strings.Builder, cells ...string) {
	fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | "))
}

func (m measured) cell(name, unit string, scale float64) string {
	return number("%.0f", m.median(name, unit)/scale)
}

func number(form string, value float64) string {
	if math.IsNaN(value) {
		return ""
	}
	return fmt.Sprintf(form, value)
}

// processor returns the kind of the processor, if the kernel says.
func processor() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "unknown processor"
	}
	_, rest, _ := strings.Cut(string(info), "model name")
	name, _, _ := strings.Cut(rest, "\n")
	return strings.Trim(name, " \t:")
}
