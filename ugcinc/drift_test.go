package ugcinc_test

import (
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// A response of a later version of the API: each difference is reported once, and
// no record is lost.
func TestDrift(t *testing.T) {
	t.Parallel()
	body, err := os.ReadFile("../testdata/responses/later-version.json")
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, always(200, string(body)))
	var seen []ugcinc.Drift
	watched := s.client(t, ugcinc.WithDriftObserver(func(d ugcinc.Drift) { seen = append(seen, d) }))
	plain, err := s.client(t).Tasks.List(t.Context(), ugcinc.ListTasksParams{})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		got, err := both(t,
			func() ([]ugcinc.Task, error) { return watched.Tasks.List(t.Context(), ugcinc.ListTasksParams{}) },
			watched.Tasks.All(t.Context(), ugcinc.ListTasksParams{}))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(plain, got); diff != "" || len(got) != 2 {
			t.Errorf("the observer changes the result (-without +with):\n%s", diff)
		}
	}
	for _, d := range seen {
		if d.First.IsZero() {
			t.Errorf("%+v has no time", d)
		}
	}
	want := []ugcinc.Drift{
		{Path: "data[].type", Kind: ugcinc.DriftUnknownValue, Value: "comment_reply"},
		{Path: "data[].status", Kind: ugcinc.DriftUnknownValue, Value: "paused"},
		{Path: "data[].edit_profile_info.site", Kind: ugcinc.DriftUnknownField, Value: "a string"},
		{Path: "data[].attempts", Kind: ugcinc.DriftUnknownField, Value: "a number"},
		{Path: "data[].error", Kind: ugcinc.DriftUnknownField, Value: "an object"},
		{Path: "data[].account_id", Kind: ugcinc.DriftNull, Value: "null"},
		{Path: "data[].status", Kind: ugcinc.DriftUnknownValue, Value: "archived"},
		{Path: "data[].duration", Kind: ugcinc.DriftMissingField},
		{Path: "next_cursor", Kind: ugcinc.DriftUnknownField, Value: "null"},
	}
	for i := range want {
		want[i].Operation = "listTasks"
	}
	if diff := cmp.Diff(want, seen, cmpopts.IgnoreFields(ugcinc.Drift{}, "First")); diff != "" {
		t.Errorf("drift (-want +got):\n%s", diff)
	}
}

// A value is cut to 64 bytes, also if it has grown because the key was removed.
func TestDriftValueIsShort(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		strings.Repeat("x", 64):    strings.Repeat("x", 64),
		strings.Repeat("x", 65):    strings.Repeat("x", 61) + "…",
		strings.Repeat("é", 40):    strings.Repeat("é", 30) + "…",
		strings.Repeat("k3y ", 16): strings.Repeat("[redacted] ", 5) + "[redac…",
	} {
		s := serve(t, always(200, `{"ok":true,"code":200,"data":{"post_id":"p","status":"`+value+`"}}`))
		var seen []ugcinc.Drift
		c := s.client(t, ugcinc.WithAPIKey("k3y"), ugcinc.WithDriftObserver(func(d ugcinc.Drift) { seen = append(seen, d) }))
		if _, err := c.Posts.Status(t.Context(), ugcinc.PostStatusParams{PostID: "p"}); err != nil {
			t.Fatal(err)
		}
		if len(seen) != 1 || seen[0].Value != want {
			t.Errorf("%s is reported as %+v, want %s", value, seen, want)
		}
	}
}

// An observer that panics does not leak the connection.
func TestDriftObserverThatPanics(t *testing.T) {
	t.Parallel()
	// It panics before the rest of the response has arrived.
	s := serve(t, always(200, `{"ok":true,"code":200,"data":[{"id":"a","new":1}`+strings.Repeat(`,{"id":"b"}`, 3000)+`]}`))
	first := true
	c := s.client(t, ugcinc.WithDriftObserver(func(ugcinc.Drift) {
		if first {
			first = false
			panic("an observer's own mistake")
		}
	}))
	conns := map[string]bool{}
	s.onRemote(func(address string) { conns[address] = true })
	for range 2 {
		func() {
			defer func() { _ = recover() }()
			_, _ = c.Posts.List(t.Context(), ugcinc.ListPostsParams{})
		}()
	}
	if first || len(s.requests()) != 2 || len(conns) != 1 {
		t.Errorf("%d requests over %d connections, want 2 over 1", len(s.requests()), len(conns))
	}
}

func TestDriftOutsideTheEnvelope(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"a bare array": `[{"id":"t"}]`,
		"no code":      `{"data":[]}`,
		"no array":     `{"ok":true,"code":200,"data":{"items":[]}}`,
		"a page":       `<html>`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, always(200, body))
			var seen []ugcinc.Drift
			c := s.client(t, ugcinc.WithDriftObserver(func(d ugcinc.Drift) { seen = append(seen, d) }))
			_, _ = c.Tasks.List(t.Context(), ugcinc.ListTasksParams{})
			if len(seen) != 1 || seen[0].Kind != ugcinc.DriftEnvelope {
				t.Errorf("drift is %+v, want one of kind %q", seen, ugcinc.DriftEnvelope)
			}
		})
	}
}

// Callers on many goroutines share one observer; the number of reports is bounded.
func TestDriftConcurrently(t *testing.T) {
	t.Parallel()
	body, err := os.ReadFile("../testdata/responses/later-version.json")
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, always(200, string(body)))
	reports := 0
	c := s.client(t, ugcinc.WithDriftObserver(func(ugcinc.Drift) { reports++ }))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 5 {
				if _, err := c.Tasks.List(t.Context(), ugcinc.ListTasksParams{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if reports != 9 {
		t.Errorf("%d reports, want 9", reports)
	}
}
