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

func (m measured) report(ctx context.Context, rounds int) (string, error) {
	versions, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Path}} {{.Version}}",
		"github.com/go-json-experiment/json", "github.com/go-resty/resty/v2", "github.com/hashicorp/go-retryablehttp").Output()
	if err != nil {
		return "", fmt.Errorf("go list: %w", err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# Results\n\nWritten by `make bench`: the median of %d rounds, each of which measures side by side what it compares.\n\n", rounds)
	fmt.Fprintf(&b, "- machine: %s/%s, %s, %d cores, shared with other work\n- %s\n", runtime.GOOS, runtime.GOARCH, processor(), runtime.NumCPU(), runtime.Version())
	for version := range strings.Lines(string(versions)) {
		fmt.Fprintf(&b, "- %s\n", strings.TrimSpace(version))
	}
	fmt.Fprintf(&b, "- Node %s\n", nodeVersion(ctx))
	b.WriteString(`
The floor is net/http and encoding/json written by hand for this one call, on a transport that keeps 256 connections
and with no timeout; floor-timeout is the same with one, which no program for production does without. Stock is what
oapi-codegen generates from the same document without a template, on the default transport. For the small calls over
loopback each client has a process of its own, and they take turns of 5,000 calls; Node makes a fifth of them. In
memory, a transport of the caller's answers: this client then takes a longer way than to net/http's own transport.
`)

	heading(&b, "Targets", "what", "measured", "wanted", "")
	for _, t := range targets() {
		value, verdict := t.value(m), "met"
		switch {
		case math.IsNaN(value):
			cells(&b, t.what, "not measured", t.want, "")
			continue
		case !t.met(value):
			verdict = "**missed**"
		}
		cells(&b, t.what, fmt.Sprintf(t.form, value), t.want, verdict)
	}
	m.calls(&b)
	m.lists(&b)
	m.growth(&b)
	return b.String(), nil
}

func (m measured) calls(b *strings.Builder) {
	heading(b, "Small calls", "client", "calls per second, 1 caller", "64 callers", "connections for 64", "allocations, in memory", "over loopback")
	for _, name := range []string{"floor", "floor-timeout", "ugcinc", "stock", "resty", "node"} {
		cells(b, name,
			number(m.median("Call/callers=1/"+name, "calls/s"), 1),
			number(m.median("Call/callers=64/"+name, "calls/s"), 1),
			number(m.median("Call/callers=64/"+name, "connections"), 1),
			number(m.median("CallInMemory/"+name, "allocs/op"), 1),
			number(m.median("Call/callers=64/"+name, "allocs/call"), 1))
	}
}

func (m measured) lists(b *strings.Builder) {
	heading(b, "A list of 100,000 records, 15 MB", "client", "ms over loopback", "MB/s in memory", "allocations for each record", "peak heap, MB", "peak of the process, MB")
	for _, name := range []string{"ugcinc-All", "ugcinc-List", "stock", "encoding-json", "token-scan", "node"} {
		cells(b, name,
			number(m.median("List/"+name, speed), 1e6),
			number(m.median("ListInMemory/"+name, "MB/s"), 1),
			fmt2(m.median("ListInMemory/"+name, "allocs/op")/listLength),
			number(m.median("Memory/"+name, heap), 1e6),
			number(m.median("Memory/"+name, "peak-resident-B"), 1e6))
	}
}

func (m measured) growth(b *strings.Builder) {
	heading(b, "`All` as the list grows", "records", "ms", "microseconds for each record", "peak live heap, KB", "peak heap with garbage, KB")
	empty := m.median("Growth/records=0", speed)
	for _, n := range []float64{1e3, 1e4, 1e5, 1e6} {
		time := m.median(fmt.Sprintf("Growth/records=%.0f", n), speed)
		memory := fmt.Sprintf("MemoryGrowth/records=%.0f", n)
		cells(b, number(n, 1), fmt2(time/1e6), fmt2((time-empty)/n/1e3), number(m.median(memory, live), 1e3), number(m.median(memory, heap), 1e3))
	}
	b.WriteString(`
The live heap is what is left after a collection, the most of 32 on the way. The garbage above it is what the
collector allows before it runs, 4 MB at least: short lists end before that. So it is the live heap that is held
equal. The time for each record is that above an empty list; for 1,000 records it is mostly the call's.
`)
}

func heading(b *strings.Builder, title string, columns ...string) {
	fmt.Fprintf(b, "\n## %s\n\n", title)
	cells(b, columns...)
	b.WriteString("|" + strings.Repeat(" --- |", len(columns)) + "\n")
}

func cells(b *strings.Builder, values ...string) {
	fmt.Fprintf(b, "| %s |\n", strings.Join(values, " | "))
}

func number(value, unit float64) string {
	if math.IsNaN(value) {
		return ""
	}
	return fmt.Sprintf("%.0f", value/unit)
}

func fmt2(value float64) string {
	if math.IsNaN(value) {
		return ""
	}
	return fmt.Sprintf("%.2f", value)
}

// processor is the kind of the processor, where the kernel says.
func processor() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "unknown processor"
	}
	_, rest, _ := strings.Cut(string(info), "model name")
	name, _, _ := strings.Cut(rest, "\n")
	return strings.Trim(name, " \t:")
}

func nodeVersion(ctx context.Context) string {
	version, err := exec.CommandContext(ctx, "node", "--version").Output()
	if err != nil {
		return "is not installed: its rows are empty"
	}
	return strings.TrimSpace(string(version))
}
