package ugcinc_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

func TestStreamIsCutAfterSomeRecords(t *testing.T) {
	t.Parallel()
	s := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, `{"ok":true,"data":[`+statJSON+","+statJSON+`,{"id":"third`, 1, 1, 1, 2, 2, 2)
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	})
	n := 0
	var last error
	for _, err := range s.client(t, ugcinc.WithMaxRetries(3)).Stats.AllPosts(t.Context(), ugcinc.PostStatsParams{}) {
		if last = err; err == nil {
			n++
		}
	}
	var failed *ugcinc.Error
	if n != 2 || !errors.As(last, &failed) || failed.Records != 2 || failed.Outcome != ugcinc.OutcomeUnknown {
		t.Errorf("%d records and %v, want 2 and an error that counts them", n, last)
	}
	if !strings.Contains(fmt.Sprint(last), "after 2 records") {
		t.Errorf("the error does not say where it broke: %v", last)
	}
	if sent := len(s.requests()); sent != 1 {
		t.Errorf("%d requests: a stream must not be retried after its first record", sent)
	}
}

func TestStreamIsRetriedBeforeTheFirstRecord(t *testing.T) {
	t.Parallel()
	s := serve(t, func(n int, w http.ResponseWriter, _ *http.Request) {
		switch n {
		case 1:
			w.WriteHeader(http.StatusBadGateway)
		case 2:
			_, _ = io.WriteString(w, `{"ok":true,"data":[{"id":"cut`)
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		default:
			_ = writeStats(w, 3)
		}
	})
	n := 0
	c := s.client(t, ugcinc.WithMaxRetries(2), ugcinc.WithInstantBackoff())
	for _, err := range c.Stats.AllPosts(t.Context(), ugcinc.PostStatsParams{}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 3 || len(s.requests()) != 3 {
		t.Errorf("%d records from %d requests, want 3 from 3", n, len(s.requests()))
	}
}

func TestStreamReportsFailureAfterData(t *testing.T) {
	t.Parallel()
	s := serve(t, always(200, `{"data":[`+fmt.Sprintf(statJSON, 1, 1, 1)+`],"ok":false,"code":500,"message":"the database went away"}`))
	c := s.client(t)
	n := 0
	var last error
	for _, err := range c.Stats.AllPosts(t.Context(), ugcinc.PostStatsParams{}) {
		if last = err; err == nil {
			n++
		}
	}
	var failed *ugcinc.Error
	if n != 1 || !errors.As(last, &failed) || failed.Message != "the database went away" || !errors.Is(last, ugcinc.ErrServer) || failed.Records != 1 {
		t.Errorf("%d records and %v, want 1 and then the API's error", n, last)
	}
	if posts, err := c.Stats.Posts(t.Context(), ugcinc.PostStatsParams{}); posts != nil || !errors.Is(err, ugcinc.ErrServer) {
		t.Errorf("List gives %v, %v", posts, err)
	}
}

// A stream that breaks is logged, and returns RetryAfter, as a list does.
func TestBrokenStreamIsLoggedLikeAList(t *testing.T) {
	t.Parallel()
	s := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "7")
		_, _ = fmt.Fprintf(w, `{"data":[`+statJSON+`],"ok":false,"code":429,"message":"slow down"}`, 1, 1, 1)
	})
	var log bytes.Buffer
	c := s.client(t, ugcinc.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	var last error
	for _, err := range c.Stats.AllPosts(t.Context(), ugcinc.PostStatsParams{}) {
		last = err
	}
	failed, ok := errors.AsType[*ugcinc.Error](last)
	if !ok || !errors.Is(last, ugcinc.ErrRateLimited) || failed.RetryAfter != 7*time.Second || failed.Records != 1 {
		t.Errorf("the stream ends with %v", last)
	}
	if n := strings.Count(log.String(), "level=WARN"); n != 1 || !strings.Contains(log.String(), "outcome=rejected") {
		t.Errorf("the log is %s", log.String())
	}
}

// A first record that cannot be decoded is not yielded.
func TestStreamWhoseFirstRecordIsBroken(t *testing.T) {
	t.Parallel()
	s := serve(t, always(200, `{"ok":true,"code":200,"data":[{"id":{}}]}`))
	n := 0
	var last error
	for _, err := range s.client(t, ugcinc.WithMaxRetries(1), ugcinc.WithInstantBackoff()).Posts.All(t.Context(), ugcinc.ListPostsParams{}) {
		n, last = n+1, err
	}
	if failed, ok := errors.AsType[*ugcinc.Error](last); n != 1 || !ok || failed.Records != 0 || failed.Attempts != 2 || !errors.Is(last, ugcinc.ErrInvalidResponse) {
		t.Errorf("%d yields, the last is %v", n, last)
	}
}

func TestStreamIsCompressed(t *testing.T) {
	t.Parallel()
	s := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_ = writeStats(z, 5000)
		_ = z.Close()
	})
	n := 0
	for stat, err := range s.client(t).Stats.AllPosts(t.Context(), ugcinc.PostStatsParams{}) {
		if err != nil {
			t.Fatal(err)
		}
		if *stat.Views != int64(n) || stat.ID != fmt.Sprintf("pstat_%07d", n) || stat.Shares != nil {
			t.Fatalf("record %d is %+v", n, stat)
		}
		n++
	}
	if n != 5000 {
		t.Errorf("%d records, want 5000", n)
	}
}

// A small response that grows without end when it is decompressed.
func TestGzipBomb(t *testing.T) {
	t.Parallel()
	s := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, err := io.WriteString(z, `{"ok":true,"data":[{"id":"`)
		blob := make([]byte, 1<<16)
		for i := range blob {
			blob[i] = 'x'
		}
		for range 1000 {
			if err != nil {
				return
			}
			_, err = z.Write(blob)
		}
	})
	c := s.client(t, ugcinc.WithMaxResponseBytes(1<<20))
	_, err := both(t,
		func() ([]ugcinc.PostStat, error) { return c.Stats.Posts(t.Context(), ugcinc.PostStatsParams{}) },
		c.Stats.AllPosts(t.Context(), ugcinc.PostStatsParams{}))
	if !errors.Is(err, ugcinc.ErrResponseTooLarge) {
		t.Errorf("error is %v, want ErrResponseTooLarge", err)
	}
}

// In a stream the limit applies to each record, in a list to the whole.
func TestStreamIsBoundedPerRecord(t *testing.T) {
	t.Parallel()
	s := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { _ = writeStats(w, 2000) })
	c := s.client(t, ugcinc.WithMaxResponseBytes(64<<10))
	n := 0
	for _, err := range c.Stats.AllPosts(t.Context(), ugcinc.PostStatsParams{}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 2000 {
		t.Errorf("%d records, want 2000", n)
	}
	if _, err := c.Stats.Posts(t.Context(), ugcinc.PostStatsParams{}); !errors.Is(err, ugcinc.ErrResponseTooLarge) {
		t.Errorf("error of the list is %v, want ErrResponseTooLarge", err)
	}
}

// Breaking out of the loop ends the response; a short rest is read so that the
// connection can be reused.
func TestStreamLoopBreaks(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ records, connections int }{
		"with little to come": {20, 1},
		"with much to come":   {200_000, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ended := make(chan struct{}, 2)
			s := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
				_ = writeStats(w, tt.records)
				ended <- struct{}{}
			})
			connections := map[string]bool{}
			s.onRemote(func(remote string) { connections[remote] = true })
			c := s.client(t)
			for range 2 {
				for _, err := range c.Stats.AllPosts(t.Context(), ugcinc.PostStatsParams{}) {
					if err != nil {
						t.Fatal(err)
					}
					break
				}
				<-ended
			}
			if len(connections) != tt.connections {
				t.Errorf("%d connections, want %d", len(connections), tt.connections)
			}
		})
	}
}

func TestStreamContextEndsBetweenRecords(t *testing.T) {
	t.Parallel()
	s := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { _ = writeStats(w, 100) })
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	var last error
	for _, err := range s.client(t).Stats.AllPosts(ctx, ugcinc.PostStatsParams{}) {
		if last = err; err == nil {
			n++
			cancel()
		}
	}
	var failed *ugcinc.Error
	if n != 1 || !errors.Is(last, context.Canceled) || !errors.As(last, &failed) || failed.Records != 1 {
		t.Errorf("%d records and %v, want 1 and the context's end", n, last)
	}
}

// What the loop body does to a record does not affect another one.
func TestStreamedRecordsAreTheCallers(t *testing.T) {
	t.Parallel()
	s := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) { _ = writeStats(w, 50) })
	var kept []ugcinc.PostStat
	for stat, err := range s.client(t).Stats.AllPosts(t.Context(), ugcinc.PostStatsParams{}) {
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, stat)
	}
	for i := range kept {
		if *kept[i].Views != int64(i) {
			t.Fatalf("record %d now has %d views", i, *kept[i].Views)
		}
		*kept[i].Likes = -1
		if i+1 < len(kept) && *kept[i+1].Likes != 2 {
			t.Fatalf("record %d shares a count with record %d", i, i+1)
		}
	}
}

func TestEachRangeIsACall(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t, ugcinctest.WithFleet(3))
	all := s.Client().Accounts.All(t.Context(), ugcinc.ListAccountsParams{})
	for range 2 {
		n := 0
		for _, err := range all {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		if n != 3 {
			t.Errorf("%d accounts, want 3", n)
		}
	}
	if n := s.Received("listAccounts"); n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
}

// Breaking out of a stream on which nothing arrives waits a moment for its end, to
// keep the connection; over HTTP/2 it keeps it anyway.
func TestStreamLoopBreaksOnAnIdleConnection(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		protocols func(*http.Protocols)
		most      time.Duration
	}{
		"HTTP/1": {func(p *http.Protocols) { p.SetHTTP1(true) }, 100 * time.Millisecond},
		"HTTP/2": {func(p *http.Protocols) { p.SetUnencryptedHTTP2(true) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				protocols := new(http.Protocols)
				tt.protocols(protocols)
				transport, end := servePipe(protocols, func(w http.ResponseWriter, r *http.Request) {
					_, _ = fmt.Fprintf(w, `{"ok":true,"code":200,"data":[`+statJSON+`,`, 1, 1, 1)
					_ = http.NewResponseController(w).Flush()
					<-r.Context().Done()
				})
				defer end()
				c := newClient(t, ugcinc.WithBaseURL("http://127.0.0.1"), ugcinc.WithHTTPClient(&http.Client{Transport: transport}))
				start, n := time.Now(), 0
				for _, err := range c.Stats.AllPosts(t.Context(), ugcinc.PostStatsParams{}) {
					if err != nil {
						t.Error(err)
					}
					n++
					break
				}
				if took := time.Since(start); n != 1 || took > tt.most {
					t.Errorf("%d records, and leaving took %s, want up to %s", n, took, tt.most)
				}
			})
		})
	}
}
