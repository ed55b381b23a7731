package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"sync"
	"testing"
)

// canned answers without a network, so that only the client's own work is
// left.
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

// BenchmarkCall is small calls over loopback, an iteration being a batch of
// them: 1 caller makes 2,000, and 64 callers make 40,000.
func BenchmarkCall(b *testing.B) {
	for _, size := range []struct{ callers, calls int }{{1, 2000}, {64, 40_000}} {
		for _, peer := range callers {
			b.Run(fmt.Sprintf("callers=%d/%s", size.callers, peer.name), func(b *testing.B) {
				s := startServer(b)
				call := peer.dial(s.base(0), nil)
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				batches := 0
				for b.Loop() {
					if err := batch(b.Context(), call, size.callers, size.calls); err != nil {
						b.Fatal(err)
					}
					batches++
				}
				runtime.ReadMemStats(&after)
				calls := float64(batches * size.calls)
				b.ReportMetric(calls/b.Elapsed().Seconds(), "calls/s")
				b.ReportMetric(float64(after.Mallocs-before.Mallocs)/calls, "allocs/call")
				b.ReportMetric(float64(s.connections(b)), "connections")
			})
		}
		b.Run(fmt.Sprintf("callers=%d/node", size.callers), func(b *testing.B) {
			nodeCalls(b, size.callers, size.calls)
		})
	}
}

// batch makes calls by several callers at once.
func batch(ctx context.Context, call func(context.Context) error, callers, calls int) error {
	failed := make(chan error, callers)
	var group sync.WaitGroup
	for range callers {
		group.Go(func() {
			for range calls / callers {
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
