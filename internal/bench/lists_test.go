package main

import (
	"bytes"
	"context"
	"fmt"
	"testing"
)

// BenchmarkList reads 100,000 records, 15 MB, over loopback.
func BenchmarkList(b *testing.B) {
	for _, peer := range readers {
		b.Run(peer.name, func(b *testing.B) { read(b, peer, listLength) })
	}
	b.Run("node", nodeList)
}

// BenchmarkListInMemory reads the same bytes without a network.
func BenchmarkListInMemory(b *testing.B) {
	var body bytes.Buffer
	writeStats(&body, makeBlock(), listLength)
	for _, peer := range readers {
		b.Run(peer.name, func(b *testing.B) {
			b.SetBytes(int64(body.Len()))
			iterate(b, peer.dial("http://127.0.0.1", canned(body.Bytes())), listLength)
		})
	}
}

// BenchmarkGrowth reads lists of growing length as streams. The time of an empty
// list is the time of the call.
func BenchmarkGrowth(b *testing.B) {
	for _, n := range []int{0, 1000, 10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("records=%d", n), func(b *testing.B) { read(b, reader{"ugcinc-All", dialAll}, n) })
	}
}

func read(b *testing.B, peer reader, n int) {
	b.Helper()
	iterate(b, peer.dial(startServer(b).base(n), nil), n)
}

func iterate(b *testing.B, list func(context.Context, func()) (int, error), n int) {
	b.Helper()
	// The first call opens the connection and grows the heap, so it does not count.
	if _, err := list(b.Context(), func() {}); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		got, err := list(b.Context(), func() {})
		if err != nil {
			b.Fatal(err)
		}
		if got != n {
			b.Fatalf("%d records, want %d", got, n)
		}
	}
}
