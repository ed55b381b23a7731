package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"runtime"
	"runtime/metrics"
	"strconv"
	"strings"
	"testing"
	"time"
)

// peak is the maximum memory of a process while it read one list.
type peak struct {
	Heap     uint64 // live objects and those not yet swept
	Live     uint64 // live objects after a collection, for streams only
	Resident uint64 // the whole process, as the kernel counts it
}

// BenchmarkMemory reads 100,000 records in a process that does nothing else. It
// reports no time, because that would be mostly the start of the process.
func BenchmarkMemory(b *testing.B) {
	for _, peer := range readers {
		b.Run(peer.name, func(b *testing.B) { measure(b, peer.name, listLength) })
	}
	b.Run("node", nodeMemory)
}

// BenchmarkMemoryGrowth does the same for streams of several lengths.
func BenchmarkMemoryGrowth(b *testing.B) {
	for _, n := range []int{1000, 10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("records=%d", n), func(b *testing.B) { measure(b, "ugcinc-All", n) })
	}
}

func measure(b *testing.B, peer string, n int) {
	b.Helper()
	s := startServer(b)
	var highest peak
	for b.Loop() {
		out, err := role(b.Context(), "read", peer, s.base(n)).Output()
		if err != nil {
			b.Fatal(err)
		}
		var p peak
		if err := json.Unmarshal(out, &p); err != nil {
			b.Fatal(err)
		}
		highest = peak{max(highest.Heap, p.Heap), max(highest.Live, p.Live), max(highest.Resident, p.Resident)}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(highest.Heap), "peak-heap-B")
	b.ReportMetric(float64(highest.Resident), "peak-resident-B")
	if highest.Live > 0 {
		b.ReportMetric(float64(highest.Live), "peak-live-B")
	}
}

// readAndReport runs in a process of its own: it reads one list and writes the
// peak to standard output.
func readAndReport(name, base string) {
	var p peak
	ctx, cancel := context.WithCancel(context.Background())
	sampled := make(chan struct{})
	go func() {
		defer close(sampled)
		tick := time.NewTicker(100 * time.Microsecond)
		defer tick.Stop()
		for ctx.Err() == nil {
			p.Heap = max(p.Heap, heapMetric("/memory/classes/heap/objects:bytes"))
			<-tick.C
		}
	}()
	for _, peer := range readers {
		if peer.name != name {
			continue
		}
		if _, err := peer.dial(base, nil)(ctx, func() {}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	cancel()
	<-sampled
	p.Resident = residentPeak()
	if name == "ugcinc-All" {
		p.Live = peakLive(base)
	}
	_ = json.NewEncoder(os.Stdout).Encode(p)
}

// peakLive streams the list again, and collects garbage 32 times while it does.
func peakLive(base string) (most uint64) {
	n, _ := strconv.Atoi(path.Base(base))
	seen := 0
	// The second collection empties the pools.
	runtime.GC()
	runtime.GC()
	_, err := dialAll(base, nil)(context.Background(), func() {
		if seen++; seen%max(1, n/32) == 0 {
			runtime.GC()
			most = max(most, heapMetric("/gc/heap/live:bytes"))
		}
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return most
}

func heapMetric(name string) uint64 {
	sample := []metrics.Sample{{Name: name}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// residentPeak returns the maximum resident memory of the process, or zero if the
// kernel does not say. getrusage also counts the memory before exec.
func residentPeak() uint64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, peak, _ := strings.Cut(string(status), "VmHWM:")
	var kilobytes uint64
	_, _ = fmt.Sscan(peak, &kilobytes)
	return kilobytes << 10
}
