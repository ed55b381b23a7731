package main

import (
	"os/exec"
	"testing"
)

// startNode runs a Node program that calls with fetch. It returns nil if Node is
// not installed.
func startNode(b *testing.B, s *server, base string) *player {
	b.Helper()
	path, err := exec.LookPath("node")
	if err != nil {
		return nil
	}
	return startPlayer(b, "node", s, exec.CommandContext(b.Context(), path, "node/client.mjs", base, apiKey))
}

func nodeList(b *testing.B) {
	s := startServer(b)
	n := startNode(b, s, s.base(listLength))
	if n == nil {
		b.Skip("Node is not installed")
	}
	for b.Loop() {
		if d, err := n.do("list"); err != nil || d.Records != listLength {
			b.Fatal(d, err)
		}
	}
}

func nodeMemory(b *testing.B) {
	s := startServer(b)
	var highest uint64
	for b.Loop() {
		n := startNode(b, s, s.base(listLength))
		if n == nil {
			b.Skip("Node is not installed")
		}
		d, err := n.do("list")
		if err != nil {
			b.Fatal(err)
		}
		highest = max(highest, d.Resident)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(highest), "peak-resident-B")
}
