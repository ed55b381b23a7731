package ugcinc_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// Limits on allocations, so that a regression fails a test. The limits leave room
// for the race detector, under which a sync.Pool drops items at random.

const smallAnswer = `{"ok":true,"code":200,"message":"Success","data":{"post_id":"post_1","status":"pending"}}`

func TestAllocationsOfASmallCall(t *testing.T) {
	for name, tt := range map[string]struct {
		transport http.RoundTripper
		most      float64
	}{
		"the caller's transport": {roundTripper(func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(smallAnswer)), Request: r}, nil
		}), 44},
		"net/http's own": {inMemory(t), 92},
	} {
		t.Run(name, func(t *testing.T) {
			client := &http.Client{Transport: tt.transport}
			floor := testing.AllocsPerRun(500, func() { byHand(t, client) })
			c := newClient(t, ugcinc.WithBaseURL("http://127.0.0.1"), ugcinc.WithHTTPClient(client))
			params := ugcinc.PostStatusParams{PostID: "post_1"}
			allocs := testing.AllocsPerRun(500, func() {
				if _, err := c.Posts.Status(t.Context(), params); err != nil {
					t.Fatal(err)
				}
			})
			t.Logf("%.0f allocations, %.0f by hand", allocs, floor)
			// What a call by hand takes differs from one Go to the next.
			if allocs > tt.most || allocs > floor+18 {
				t.Errorf("%.0f allocations, %.0f by hand: at most %.0f are allowed, and at most 18 more than by hand", allocs, floor, tt.most)
			}
		})
	}
}

// byHand makes the same call with net/http and encoding/json alone.
func byHand(t *testing.T, client *http.Client) {
	t.Helper()
	body, err := json.Marshal(struct {
		PostID string `json:"postId"`
	}{"post_1"})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://127.0.0.1/post/status", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+testKey)
	req.Header.Set("Content-Type", "application/json")
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var envelope struct {
		OK   bool `json:"ok"`
		Data struct {
			PostID string `json:"post_id"`
			Status string `json:"status"`
		} `json:"data"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&envelope); err != nil || !envelope.OK {
		t.Fatal(envelope, err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
}

// inMemory is net/http's own transport, to a server that allocates nothing.
func inMemory(t *testing.T) *http.Transport {
	t.Helper()
	response := fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(smallAnswer), smallAnswer)
	transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go func() {
			request := make([]byte, 4<<10)
			for {
				n, err := server.Read(request)
				if err != nil {
					return
				}
				if !bytes.HasSuffix(request[:n], []byte("}")) {
					continue // the body is still to come
				}
				if _, err := server.Write(response); err != nil {
					return
				}
			}
		}()
		return client, nil
	}}
	t.Cleanup(transport.CloseIdleConnections)
	return transport
}

func TestAllocationsOfAStreamedRecord(t *testing.T) {
	const records = 2000
	var body bytes.Buffer
	if err := writeStats(&body, records); err != nil {
		t.Fatal(err)
	}
	c := fixedResponse(t, 200, body.Bytes())
	allocs := testing.AllocsPerRun(20, func() {
		n := 0
		for _, err := range c.Stats.AllPosts(t.Context(), ugcinc.PostStatsParams{}) {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		if n != records {
			t.Fatalf("%d records, want %d", n, records)
		}
	})
	t.Logf("%.2f allocations a record", allocs/records)
	if allocs > 1.5*records {
		t.Errorf("%.2f allocations a record, at most 1.5 are allowed", allocs/records)
	}
}
