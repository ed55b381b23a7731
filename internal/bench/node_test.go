package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"
)

// node is a running Node program that calls with fetch.
type node struct {
	in  io.Writer
	out *json.Decoder
}

func startNode(b *testing.B, base string) *node {
	b.Helper()
	path, err := exec.LookPath("node")
	if err != nil {
		b.Skip("Node is not installed")
	}
	cmd := exec.Command(path, "node/client.mjs", base, apiKey)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	return &node{in, json.NewDecoder(bufio.NewReader(out))}
}

// do has a command done, and returns how many records or calls it had and the
// most memory that the process has had so far.
func (n *node) do(command string, args ...any) (records int, resident uint64, err error) {
	for _, arg := range args {
		command += fmt.Sprint(" ", arg)
	}
	if _, err := fmt.Fprintln(n.in, command); err != nil {
		return 0, 0, err
	}
	var done struct {
		Records  int
		Resident uint64
	}
	err = n.out.Decode(&done)
	return done.Records, done.Resident, err
}

// nodeCalls makes a fifth of the calls that the others make: a call takes Node
// that much longer.
func nodeCalls(b *testing.B, callers, calls int) {
	s := startServer(b)
	n := startNode(b, s.base(0))
	calls /= 5
	batches := 0
	for b.Loop() {
		if _, _, err := n.do("calls", callers, calls, postID); err != nil {
			b.Fatal(err)
		}
		batches++
	}
	b.ReportMetric(float64(batches*calls)/b.Elapsed().Seconds(), "calls/s")
	b.ReportMetric(float64(s.connections(b)), "connections")
}

func nodeList(b *testing.B) {
	n := startNode(b, startServer(b).base(listLength))
	for b.Loop() {
		if records, _, err := n.do("list"); err != nil || records != listLength {
			b.Fatal(records, err)
		}
	}
}

func nodeMemory(b *testing.B) {
	base := startServer(b).base(listLength)
	var highest uint64
	for b.Loop() {
		_, resident, err := startNode(b, base).do("list")
		if err != nil {
			b.Fatal(err)
		}
		highest = max(highest, resident)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(highest), "peak-resident-B")
}
