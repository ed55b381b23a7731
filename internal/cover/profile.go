package main

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

// block is a run of statements, as a coverage profile names it.
type block struct {
	place      string // file:line.column,line.column
	statements int
	reached    bool
}

// parse reads a profile. A block stands in it once for each test binary, and
// counts as reached where one of them reached it.
func parse(profile string) ([]block, error) {
	var blocks []block
	index := map[string]int{}
	for line := range strings.Lines(profile) {
		if strings.HasPrefix(line, "mode:") {
			continue
		}
		fields := strings.Fields(line)
		if len(fields) != 3 {
			return nil, fmt.Errorf("%q is no line of a coverage profile", line)
		}
		statements, err := strconv.Atoi(fields[1])
		if err != nil {
			return nil, err
		}
		i, seen := index[fields[0]]
		if !seen {
			i = len(blocks)
			index[fields[0]] = i
			blocks = append(blocks, block{place: fields[0], statements: statements})
		}
		blocks[i].reached = blocks[i].reached || fields[2] != "0"
	}
	return blocks, nil
}

// tally is the coverage of one package.
type tally struct {
	name                string
	reached, statements int
}

func (t tally) percent() float64 { return 100 * float64(t.reached) / float64(t.statements) }

// summarise adds up the blocks of each package, in the order of their names.
func summarise(blocks []block) []tally {
	var tallies []tally
	index := map[string]int{}
	for _, b := range blocks {
		file, _, _ := strings.Cut(b.place, ":")
		name := path.Dir(file)
		i, seen := index[name]
		if !seen {
			i = len(tallies)
			index[name] = i
			tallies = append(tallies, tally{name: name})
		}
		tallies[i].statements += b.statements
		if b.reached {
			tallies[i].reached += b.statements
		}
	}
	slices.SortFunc(tallies, func(a, b tally) int { return strings.Compare(a.name, b.name) })
	return tallies
}
