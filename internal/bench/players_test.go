package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"testing"
	"time"
)

// player is a client in a process of its own, so that each has its own heap. It
// reads commands from standard input, and writes a line of JSON for each.
type player struct {
	name   string
	server *server
	in     io.Writer
	out    *json.Decoder

	calls   int
	elapsed time.Duration
	allocs  uint64
}

// done is what a player writes after a command.
type done struct {
	Records  int    // the records of a list, or the number of calls
	Allocs   uint64 // allocations, if they can be counted
	Resident uint64 // the maximum memory of the process so far
}

func startPlayer(b *testing.B, name string, s *server, cmd *exec.Cmd) *player {
	b.Helper()
	in, out := start(b, cmd)
	return &player{name: name, server: s, in: in, out: json.NewDecoder(out)}
}

func (p *player) do(command string, args ...any) (done, error) {
	for _, arg := range args {
		command += fmt.Sprint(" ", arg)
	}
	var d done
	if _, err := fmt.Fprintln(p.in, command); err != nil {
		return d, fmt.Errorf("%s: %w", p.name, err)
	}
	if err := p.out.Decode(&d); err != nil {
		return d, fmt.Errorf("%s: %w", p.name, err)
	}
	return d, nil
}

// turn makes calls and adds them up.
func (p *player) turn(callers, calls int) error {
	if p.name == "node" {
		calls /= 5 // Node is slower
	}
	start := time.Now()
	d, err := p.do("calls", callers, calls, postID)
	p.elapsed += time.Since(start)
	p.calls += d.Records
	p.allocs += d.Allocs
	return err
}

// report reports metrics with units such as ugcinc:calls/s, for main to read.
func (p *player) report(b *testing.B) {
	b.Helper()
	b.ReportMetric(float64(p.calls)/p.elapsed.Seconds(), p.name+":calls/s")
	b.ReportMetric(float64(p.server.connections(b)), p.name+":connections")
	if p.allocs > 0 {
		b.ReportMetric(float64(p.allocs)/float64(p.calls), p.name+":allocs/call")
	}
}

// play is the main function of a player in Go.
func play(name, base string) error {
	for _, peer := range callers {
		if peer.name != name {
			continue
		}
		call := peer.dial(base, nil)
		lines := bufio.NewScanner(os.Stdin)
		for lines.Scan() {
			var callers, calls int
			if _, err := fmt.Sscanf(lines.Text(), "calls %d %d", &callers, &calls); err != nil {
				return err
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			if err := batch(context.Background(), call, callers, calls); err != nil {
				return err
			}
			runtime.ReadMemStats(&after)
			if err := json.NewEncoder(os.Stdout).Encode(done{Records: calls, Allocs: after.Mallocs - before.Mallocs}); err != nil {
				return err
			}
		}
		return lines.Err()
	}
	return errors.New("there is no client " + name)
}
