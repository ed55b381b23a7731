package main

import (
	"fmt"
	"math"
)

// target is one row of what the client is held to.
type target struct {
	what  string
	value func(measured) float64
	form  string
	want  string
	met   func(float64) bool
}

func atLeast(bound float64) (string, func(float64) bool) {
	return fmt.Sprintf("at least %g", bound), func(v float64) bool { return v >= bound }
}

func atMost(bound float64) (string, func(float64) bool) {
	return fmt.Sprintf("at most %g", bound), func(v float64) bool { return v <= bound }
}

func within(part float64) (string, func(float64) bool) {
	return fmt.Sprintf("1, within %g %%", part*100), func(v float64) bool { return math.Abs(v-1) <= part }
}

// listLength is how many records a long list has.
const listLength = 100_000

const (
	speed  = "ns/op"
	heap   = "peak-heap-B"
	live   = "peak-live-B"
	client = "Call/callers=64/ugcinc"
)

// faster is how many times as fast a is as b.
func (m measured) faster(a, b string) float64 { return m.ratio(b, a, speed) }

// perRecord is how much longer each record of one stream takes than each of
// another, the time of an empty call left out.
func (m measured) perRecord(a string, of float64, b string, to float64) float64 {
	empty := m.median("Growth/records=0", speed)
	return (m.median(a, speed) - empty) / of / ((m.median(b, speed) - empty) / to)
}

func targets() []target {
	var all []target
	add := func(what, form string, value func(measured) float64, want string, met func(float64) bool) {
		all = append(all, target{what, value, form, want, met})
	}
	row := func(what string, value func(measured) float64) func(string, func(float64) bool) {
		return func(want string, met func(float64) bool) { add(what, "%.2f", value, want, met) }
	}
	count := func(what string, value func(measured) float64) func(string, func(float64) bool) {
		return func(want string, met func(float64) bool) { add(what, "%.1f", value, want, met) }
	}
	row("small calls, 64 callers: calls per second beside the floor", func(m measured) float64 {
		return m.ratio(client, "Call/callers=64/floor", "calls/s")
	})(atLeast(0.95))
	row("small calls, 64 callers: beside the stock client", func(m measured) float64 {
		return m.ratio(client, "Call/callers=64/stock", "calls/s")
	})(atLeast(1.5))
	row("small calls, 64 callers: beside Node's fetch", func(m measured) float64 {
		return m.ratio(client, "Call/callers=64/node", "calls/s")
	})(atLeast(8))
	count("connections for 64 callers and 40,000 calls, the most of all rounds", func(m measured) float64 {
		return m.most(client, "connections")
	})(atMost(64))
	count("allocations of a small call above the floor's, in memory", func(m measured) float64 {
		return m.difference("CallInMemory/ugcinc", "CallInMemory/floor", "allocs/op")
	})(atMost(15))
	count("allocations of a small call above the floor's, over loopback", func(m measured) float64 {
		return m.difference(client, "Call/callers=64/floor", "allocs/call")
	})(atMost(15))
	row("`List` of 100,000: times as fast as the stock client", func(m measured) float64 {
		return m.faster("List/ugcinc-List", "List/stock")
	})(atLeast(2))
	row("`List` of 100,000: peak heap beside the stock client's", func(m measured) float64 {
		return m.ratio("Memory/ugcinc-List", "Memory/stock", heap)
	})(atMost(0.6))
	row("`All` of 100,000: times as fast as the stock client", func(m measured) float64 {
		return m.faster("List/ugcinc-All", "List/stock")
	})(atLeast(3))
	row("`All` of 100,000: peak heap beside the stock client's", func(m measured) float64 {
		return m.ratio("Memory/ugcinc-All", "Memory/stock", heap)
	})(atMost(0.1))
	row("`All` of 100,000: allocations for each record", func(m measured) float64 {
		return m.median("ListInMemory/ugcinc-All", "allocs/op") / listLength
	})(atMost(3))
	row("`All` of 100,000: throughput beside the token scan, over loopback", func(m measured) float64 {
		return m.faster("List/ugcinc-All", "List/token-scan")
	})(atLeast(0.5))
	row("`All` of 100,000: throughput beside the token scan, in memory", func(m measured) float64 {
		return m.faster("ListInMemory/ugcinc-All", "ListInMemory/token-scan")
	})(atLeast(0.5))
	row("`All`: peak live heap, 1 million records to 1 thousand", func(m measured) float64 {
		return m.ratio("MemoryGrowth/records=1000000", "MemoryGrowth/records=1000", live)
	})(within(0.05))
	row("`All`: time for each record, 1 million to 10 thousand", func(m measured) float64 {
		return m.perRecord("Growth/records=1000000", 1e6, "Growth/records=10000", 1e4)
	})(within(0.1))
	row("a program with `ugcinc` above one with `net/http` and `encoding/json`, MB", func(m measured) float64 {
		return m.difference("Program/ugcinc", "Program/floor", "bytes") / 1e6
	})(atMost(1.5))
	count("its packages' work before main, microseconds", func(m measured) float64 {
		return m.median("Program/ugcinc", "init-us")
	})(atMost(100))
	return all
}
