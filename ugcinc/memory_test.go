package ugcinc_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// The tests of this file measure the heap of the process, so none of them is
// parallel.

// alone makes a pool return what was put into it last.
func alone(t *testing.T) {
	t.Helper()
	procs := runtime.GOMAXPROCS(1)
	t.Cleanup(func() { runtime.GOMAXPROCS(procs) })
}

// live is the size of the heap after a collection, including the pools.
func live() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// allocated is how many bytes f allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// Reporting many differences costs no more than reading the record once more, and
// a skipped value is not read whole for it.
func TestDriftCost(t *testing.T) {
	var fields strings.Builder
	for i := range 1000 {
		_, _ = fmt.Fprintf(&fields, `"new%d":[%d],`, i, i)
	}
	for name, body := range map[string]string{
		"many unknown fields":            `{"ok":true,"code":200,"data":[{` + fields.String() + `"id":"a"}]}`,
		"a huge member of the envelope":  `{"ok":true,"code":200,"data":[],"new":[` + strings.Repeat("12345,", 1<<18) + `0]}`,
		"a huge member, data comes last": `{"ok":true,"code":200,"new":[` + strings.Repeat("12345,", 1<<18) + `0],"data":[]}`,
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, always(200, body))
			drifts := 0
			plain, watched := s.client(t), s.client(t, ugcinc.WithDriftObserver(func(ugcinc.Drift) { drifts++ }))
			read := func(c *ugcinc.Client) uint64 {
				return allocated(func() {
					if _, err := c.Posts.List(t.Context(), ugcinc.ListPostsParams{}); err != nil {
						t.Error(err)
					}
				})
			}
			read(plain)
			without, with := read(plain), read(watched)
			if with > without+1<<20 {
				t.Errorf("%d bytes with an observer, %d without", with, without)
			}
			if drifts == 0 {
				t.Error("nothing was reported")
			}
		})
	}
}

// The memory of one huge value, in any place, is free for the calls that follow.
func TestHugeValuesAreFreed(t *testing.T) {
	alone(t)
	const size = 2 << 20
	for name, parts := range map[string][2]string{
		"an unknown member":      {`{"ok":true,"new":"`, `","data":[]}`},
		"a message":              {`{"ok":true,"message":"`, `","data":[]}`},
		"white space":            {`{"ok":true,`, `"data":[]}`},
		"white space at the end": {`{"ok":true,"data":[`, `]}`},
		"data of a failure":      {`{"ok":false,"code":400,"data":"`, `"}`},
		"a value that breaks":    {`{"ok":true,"message":"`, ``},
	} {
		t.Run(name, func(t *testing.T) {
			huge := true
			s := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
				if !huge {
					_, _ = io.WriteString(w, `{"ok":true,"data":[]}`)
					return
				}
				filler := strings.Repeat(" ", 64<<10)
				_, _ = io.WriteString(w, parts[0])
				for range size / len(filler) {
					_, _ = io.WriteString(w, filler)
				}
				_, _ = io.WriteString(w, parts[1])
			})
			c := s.client(t, ugcinc.WithMaxRetries(0))
			call := func() { _, _ = c.Posts.List(t.Context(), ugcinc.ListPostsParams{}) }
			after := func() (left uint64) {
				for range 4 { // a pool drops what is not used
					call()
					left = live()
				}
				return left
			}
			huge = false
			before := after()
			huge = true
			for range 8 { // a pool loses some
				call()
			}
			huge = false
			if after := after(); after > before+size {
				t.Errorf("%d bytes are kept, %d before", after, before)
			}
		})
	}
}

// A program that keeps one field of each record does not keep the records.
func TestKeptFieldsDoNotKeepRecords(t *testing.T) {
	const records = 5000
	s := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"ok":true,"code":200,"data":[`)
		for i := range records {
			if i > 0 {
				_, _ = io.WriteString(w, ",")
			}
			_, _ = fmt.Fprintf(w, `{"id":"post_%05d","account_id":"acc_1","type":"video","status":"complete","social_id":"%019d","caption":"%s"}`, i, i, strings.Repeat("long ", 90))
		}
		_, _ = io.WriteString(w, `]}`)
	})
	c := s.client(t)
	before := live()
	n := 0
	var kept []*string
	for post, err := range c.Posts.All(t.Context(), ugcinc.ListPostsParams{}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n%5 == 0 {
			kept = append(kept, post.SocialID)
		}
	}
	after := live()
	if n := uint64(len(kept)); after > before && (after-before)/n > 1024 {
		t.Errorf("each of %d fields keeps %d bytes", n, (after-before)/n)
	}
	runtime.KeepAlive(kept)
}

// Empty records and empty strings, which take many times more memory than JSON, are
// bounded by the memory that they take. Usual records count as their JSON.
func TestEmptyRecordsAreBounded(t *testing.T) {
	const limit = 1 << 20
	list := func(record string) string {
		n := limit * 9 / 10 / (len(record) + 1)
		return `{"ok":true,"code":200,"data":[` + strings.Repeat(record+",", n) + record + `]}`
	}
	inside := func(before, element, after string) string {
		n := limit * 9 / 10 / (len(element) + 1)
		return `{"ok":true,"code":200,"data":` + before + strings.Repeat(element+",", n) + element + after + `}`
	}
	posts := func(c *ugcinc.Client) error {
		_, err := c.Posts.List(t.Context(), ugcinc.ListPostsParams{})
		return err
	}
	refresh := func(c *ugcinc.Client) error {
		_, err := c.Stats.Refresh(t.Context(), ugcinc.RefreshStatsParams{AccountID: "a"})
		return err
	}
	create := func(c *ugcinc.Client) error {
		_, err := c.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{AccountID: "a", VideoURL: "v"})
		return err
	}
	stream := func(c *ugcinc.Client) (last error) {
		for _, err := range c.Posts.All(t.Context(), ugcinc.ListPostsParams{}) {
			last = err
		}
		return last
	}
	stats := func(c *ugcinc.Client) error {
		_, err := c.Stats.Posts(t.Context(), ugcinc.PostStatsParams{})
		return err
	}
	for name, tt := range map[string]struct {
		body     string
		call     func(*ugcinc.Client) error
		tooLarge bool
	}{
		"empty records":               {list(`{}`), posts, true},
		"records with an id":          {list(`{"id":"p"}`), posts, true},
		"records with empty lists":    {list(`{"media_urls":[""]}`), posts, true},
		"empty strings in a record":   {inside(`[{"media_urls":[`, `""`, `]}]`), posts, true},
		"nulls in a record":           {inside(`[{"media_urls":[`, `null`, `]}]`), posts, true},
		"numbers in a record":         {inside(`[{"media_urls":[`, `1`, `]}]`), posts, true},
		"empty strings in a stream":   {inside(`[{"media_urls":[`, `""`, `]}]`), stream, true},
		"empty strings of a create":   {inside(`{"id":"p","media_urls":[`, `""`, `]}`), create, true},
		"empty records in a record":   {inside(`{"account_stats":{"id":"a"},"post_stats":[`, `{}`, `]}`), refresh, true},
		"empty records of a stream":   {list(`{}`), stream, false},
		"usual statistics":            {list(fmt.Sprintf(statJSON, 1, 1, 1)), stats, false},
		"usual statistics in one":     {inside(`{"account_stats":{"id":"a"},"post_stats":[`, fmt.Sprintf(statJSON, 1, 1, 1), `]}`), refresh, false},
		"usual URLs of one record":    {inside(`[{"media_urls":[`, `"https://cdn.example.com/1.jpg"`, `]}]`), posts, false},
		"many long URLs, few records": {list(`{"id":"p","account_id":"a","type":"slideshow","status":"pending","social_id":null,"caption":null,"media_urls":["https://cdn.example.com/1.jpg","https://cdn.example.com/2.jpg"],"music_post_id":null}`), posts, false},
	} {
		t.Run(name, func(t *testing.T) {
			body := []byte(tt.body)
			c := fixedResponse(t, 200, body)
			_ = tt.call(c) // what is kept for later calls is not counted
			var err error
			used := allocated(func() { err = tt.call(c) })
			if tt.tooLarge != errors.Is(err, ugcinc.ErrResponseTooLarge) || !tt.tooLarge && err != nil {
				t.Errorf("error is %v", err)
			}
			// The buffer of a record and an array of records each double as they
			// grow, and what they have outgrown is counted here too.
			if tt.tooLarge && used > 12*limit {
				t.Errorf("%d bytes were allocated for a response of %d", used, len(body))
			}
			t.Logf("%d bytes allocated for %d", used, len(body))
		})
	}
}

// The client does not keep the names that it has reported.
func TestDriftKeepsNoNames(t *testing.T) {
	const records, size = 500, 32 << 10
	filler := strings.Repeat("n", size)
	s := serve(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"ok":true,"code":200,"data":[{"id":"a"}`)
		for i := range records {
			_, _ = fmt.Fprintf(w, `,{"id":"a","%d%s":1,"type":"%d%s"}`, i, filler, i, filler)
		}
		_, _ = io.WriteString(w, `]}`)
	})
	drifts := 0
	c := s.client(t, ugcinc.WithDriftObserver(func(ugcinc.Drift) { drifts++ }))
	var before, after uint64
	n := 0
	for _, err := range c.Posts.All(t.Context(), ugcinc.ListPostsParams{}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 20 {
			before = live()
		} else if n == records {
			after = live()
		}
	}
	if after > before+records*size/8 {
		t.Errorf("the heap grows from %d to %d bytes with %d names of %d bytes", before, after, drifts, size)
	}
	if drifts < 2*records {
		t.Errorf("%d reports, want 2 a record", drifts)
	}
}

// The memory of a stream does not grow with its length.
func TestStreamMemoryIsConstant(t *testing.T) {
	// The server runs in the same process, so its allocations would count too.
	var short, long bytes.Buffer
	_, _ = writeStats(&short, 1000), writeStats(&long, 30_000)
	s := serve(t, func(n int, w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(map[int][]byte{1: short.Bytes(), 2: long.Bytes()}[n])
	})
	c := s.client(t)
	peak := func() uint64 {
		var top uint64
		n := 0
		for _, err := range c.Stats.AllPosts(t.Context(), ugcinc.PostStatsParams{}) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n%3000 == 999 {
				top = max(top, live())
			}
		}
		return top
	}
	small, large := peak(), peak()
	if large > small+1<<20 {
		t.Errorf("30 times the records take %d bytes instead of %d", large, small)
	}
}
