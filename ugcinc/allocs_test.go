package ugcinc_test

import (
	"bytes"
	"testing"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// Ceilings on allocations, so that a regression fails here and not in a
// benchmark that nobody runs. Under the race detector a sync.Pool forgets at
// random, which the ceilings leave room for.

//nolint:paralleltest // allocations are counted for the whole process
func TestAllocationsOfASmallCall(t *testing.T) {
	c := answering(t, 200, []byte(`{"ok":true,"code":200,"message":"Success","data":{"post_id":"post_1","status":"pending"}}`))
	params := ugcinc.PostStatusParams{PostID: "post_1"}
	allocs := testing.AllocsPerRun(500, func() {
		if _, err := c.Posts.Status(t.Context(), params); err != nil {
			t.Fatal(err)
		}
	})
	t.Logf("%.0f allocations", allocs)
	if allocs > 50 {
		t.Errorf("%.0f allocations, at most 50 are allowed", allocs)
	}
}

//nolint:paralleltest // allocations are counted for the whole process
func TestAllocationsOfAStreamedRecord(t *testing.T) {
	const records = 2000
	var body bytes.Buffer
	if err := writeStats(&body, records); err != nil {
		t.Fatal(err)
	}
	c := answering(t, 200, body.Bytes())
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
	if allocs > 2*records {
		t.Errorf("%.2f allocations a record, at most 2 are allowed", allocs/records)
	}
}
