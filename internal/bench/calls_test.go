package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
)

// canned is a transport that returns the same response without a network.
type canned []byte

func (body canned) RoundTrip(req *http.Request) (*http.Response, error) {
	_, _ = io.Copy(io.Discard, req.Body)
	_ = req.Body.Close()
	return &http.Response{
		Status:        "200 OK",
		StatusCode:    http.StatusOK,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        http.Header{"Content-Type": {"application/json"}},
		Body:          io.NopCloser(bytes.NewReader(body)),
		ContentLength: int64(len(body)),
		Request:       req,
	}, nil
}

// BenchmarkCallInMemory is one small call without a network.
func BenchmarkCallInMemory(b *testing.B) {
	for _, peer := range callers {
		b.Run(peer.name, func(b *testing.B) {
			call := peer.dial("http://127.0.0.1/0", canned(status))
			b.ReportAllocs()
			for b.Loop() {
				if err := call(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkCall makes small calls over loopback. The clients take turns in random
// order, so that other work on the machine slows all of them. An iteration is
// 2,000 calls of each client by 1 caller, or 40,000 by 64.
func BenchmarkCall(b *testing.B) {
	const turns = 8
	random := rand.New(rand.NewPCG(1, 2))
	for _, size := range []struct{ callers, calls int }{{1, 2000}, {64, 40_000}} {
		b.Run(fmt.Sprintf("callers=%d", size.callers), func(b *testing.B) {
			var players []*player
			for _, peer := range callers {
				s := startServer(b)
				players = append(players, startPlayer(b, peer.name, s, role(b.Context(), "play", peer.name, s.base(0))))
			}
			s := startServer(b)
			if n := startNode(b, s, s.base(0)); n != nil {
				players = append(players, n)
			}
			for b.Loop() {
				for range turns {
					random.Shuffle(len(players), func(i, k int) { players[i], players[k] = players[k], players[i] })
					for _, p := range players {
						if err := p.turn(size.callers, size.calls/turns); err != nil {
							b.Fatal(err)
						}
					}
				}
			}
			b.ReportMetric(0, "ns/op")
			for _, p := range players {
				p.report(b)
			}
		})
	}
}

// batch makes calls by several callers at once.
func batch(ctx context.Context, call func(context.Context) error, callers, calls int) error {
	failed := make(chan error, callers)
	var group sync.WaitGroup
	for caller := range callers {
		group.Go(func() {
			for range (calls + caller) / callers {
				if err := call(ctx); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	group.Wait()
	close(failed)
	return <-failed
}
