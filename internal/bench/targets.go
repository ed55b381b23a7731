package main

import (
	"fmt"
	"math"
)

// target is a value that the client must reach: at least low, and at most high.
type target struct {
	what, form string
	low, high  float64
	value      func(measured) float64
}

// want says in words what the value must be.
func (t target) want() string {
	switch {
	case math.IsInf(t.high, 1):
		return fmt.Sprintf("at least %g", t.low)
	case math.IsInf(t.low, -1):
		return fmt.Sprintf("at most %g", t.high)
	}
	return fmt.Sprintf("from %g to %g", t.low, t.high)
}

// listLength is how many records a long list has.
const listLength = 100_000

const (
	speed    = "ns/op"
	heap     = "peak-heap-B"
	live     = "peak-live-B"
	resident = "peak-resident-B"
	rate     = "calls/s"
	allocs   = "allocs/op"
)

func targets() []target {
	const (
		call   = "Call/callers=64/"
		memory = "CallInMemory/"
		growth = "Growth/records="
		ratio  = "%.2f"
		count  = "%.1f"
	)
	unlimited := math.Inf(1)
	beside := func(a, b, unit string) func(measured) float64 {
		return func(m measured) float64 { return m.ratio(a, b, unit) }
	}
	faster := func(a, b string) func(measured) float64 { return beside(b, a, speed) }
	above := func(a, b, unit string, scale float64) func(measured) float64 {
		return func(m measured) float64 { return m.difference(a, b, unit) / scale }
	}
	return []target{
		{"small calls, 64 callers: calls per second beside the floor", ratio, 0.95, unlimited, beside(call+"ugcinc", call+"floor", rate)},
		{"small calls, 64 callers: beside the stock client", ratio, 1.5, unlimited, beside(call+"ugcinc", call+"stock", rate)},
		{"small calls, 64 callers: beside Node's fetch", ratio, 8, unlimited, beside(call+"ugcinc", call+"node", rate)},
		{"allocations of a small call above the floor's, in memory", count, -unlimited, 5, above(memory+"ugcinc", memory+"floor", allocs, 1)},
		{"allocations of a small call above the floor's, over loopback", count, -unlimited, 5, above(call+"ugcinc", call+"floor", "allocs/call", 1)},
		{"`List` of 100,000: times as fast as the stock client", ratio, 2, unlimited, faster("List/ugcinc-List", "List/stock")},
		{"`List` of 100,000: peak heap beside the stock client's", ratio, -unlimited, 0.6, beside("Memory/ugcinc-List", "Memory/stock", heap)},
		{"`All` of 100,000: times as fast as the stock client", ratio, 3, unlimited, faster("List/ugcinc-All", "List/stock")},
		{"`All` of 100,000: peak heap beside the stock client's", ratio, -unlimited, 0.1, beside("Memory/ugcinc-All", "Memory/stock", heap)},
		{"`All` of 100,000: allocations for each record", ratio, -unlimited, 3, func(m measured) float64 { return m.median("ListInMemory/ugcinc-All", allocs) / listLength }},
		{"`All` of 100,000: throughput beside the token scan, over loopback", ratio, 0.5, unlimited, faster("List/ugcinc-All", "List/token-scan")},
		{"`All` of 100,000: throughput beside the token scan, in memory", ratio, 0.5, unlimited, faster("ListInMemory/ugcinc-All", "ListInMemory/token-scan")},
		{"`All`: peak live heap, 1 million records to 1 thousand", ratio, 0.95, 1.05, beside("MemoryGrowth/records=1000000", "MemoryGrowth/records=1000", live)},
		{"`All`: time for each record, 1 million to 10 thousand", ratio, 0.9, 1.1, func(m measured) float64 {
			// The time of an empty list is the time of the call.
			empty := m.median(growth+"0", speed)
			return (m.median(growth+"1000000", speed) - empty) / 100 / (m.median(growth+"10000", speed) - empty)
		}},
		{"a program with `ugcinc` above one with `net/http` and `encoding/json`, MB", ratio, -unlimited, 1.5, above("Program/ugcinc", "Program/floor", "bytes", 1e6)},
		{"its packages' work before main, microseconds", count, -unlimited, 100, func(m measured) float64 { return m.median("Program/ugcinc", "init-us") }},
	}
}
