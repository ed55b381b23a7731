package main

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// measured holds the values of each benchmark by their unit, one for each round.
type measured map[string]map[string][]float64

// add reads what a round has printed.
func (m measured) add(raw string) {
	for line := range strings.Lines(raw) {
		fields := strings.Fields(line)
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") {
			continue
		}
		name := strings.TrimPrefix(fields[0], "Benchmark")
		if at := strings.LastIndexByte(name, '-'); at > 0 {
			name = name[:at] // the number of cores
		}
		for i := 2; i+1 < len(fields); i += 2 {
			value, err := strconv.ParseFloat(fields[i], 64)
			if err != nil {
				continue
			}
			// Several clients may share a line: ugcinc:calls/s.
			if player, unit, several := strings.Cut(fields[i+1], ":"); several {
				m.set(name+"/"+player, unit, value)
			} else {
				m.set(name, fields[i+1], value)
			}
		}
	}
}

func (m measured) set(name, unit string, value float64) {
	if m[name] == nil {
		m[name] = map[string][]float64{}
	}
	m[name][unit] = append(m[name][unit], value)
}

// median is NaN if nothing was measured: Node may be missing.
func (m measured) median(name, unit string) float64 { return median(m[name][unit]) }

// ratio and difference combine two values of each round, during which the machine
// was as busy with one as with the other, and return the median.
func (m measured) ratio(a, b, unit string) float64 {
	return m.combine(a, b, unit, func(a, b float64) float64 { return a / b })
}

func (m measured) difference(a, b, unit string) float64 {
	return m.combine(a, b, unit, func(a, b float64) float64 { return a - b })
}

func (m measured) combine(a, b, unit string, combine func(a, b float64) float64) float64 {
	as, bs := m[a][unit], m[b][unit]
	var all []float64
	for i := range min(len(as), len(bs)) {
		all = append(all, combine(as[i], bs[i]))
	}
	return median(all)
}

func median(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}
