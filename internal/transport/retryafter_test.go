package transport

import (
	"testing"
	"time"
)

func TestParseRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		want time.Duration
		ok   bool
	}{
		"":                               {0, false},
		"2":                              {2 * time.Second, true},
		" 2 ":                            {2 * time.Second, true},
		"0.25":                           {250 * time.Millisecond, true},
		"0.0000000001":                   {1, true},
		"999999999999999999999999":       {longestDelay, true},
		"1e300":                          {0, false},
		"0x1p4":                          {0, false},
		"Inf":                            {0, false},
		"NaN":                            {0, false},
		"-1":                             {0, false},
		"soon":                           {0, false},
		"Sun, 01 Mar 2026 12:01:00 GMT":  {time.Minute, true},
		"Sunday, 01-Mar-26 12:01:00 GMT": {time.Minute, true},
		"Sun Mar  1 12:01:00 2026":       {time.Minute, true},
		"Sun, 01 Mar 2026 11:59:00 GMT":  {0, true},
	}
	for value, tt := range tests {
		if got, ok := ParseRetryAfter(value, "").From(now); got != tt.want || ok != tt.ok {
			t.Errorf("%q: %s %v, want %s %v", value, got, ok, tt.want, tt.ok)
		}
	}
}

// A date counts from the date of the response: the client must not retry too early
// because its clock is wrong.
func TestRetryAfterBySkewedClocks(t *testing.T) {
	t.Parallel()
	r := ParseRetryAfter("Sun, 01 Mar 2026 12:01:00 GMT", "Sun, 01 Mar 2026 12:00:57 GMT")
	if got, ok := r.From(time.Date(2026, 3, 1, 12, 30, 0, 0, time.UTC)); got != 3*time.Second || !ok {
		t.Errorf("%s %v, want 3s", got, ok)
	}
}

func FuzzParseRetryAfter(f *testing.F) {
	for _, seed := range []string{"", "1", "1.5", "-0", "0x1p4", "1e400", "Sun, 01 Mar 2026 12:01:00 GMT", "999999999999999999999"} {
		f.Add(seed)
	}
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, value string) {
		d, ok := ParseRetryAfter(value, "").From(now)
		if d < 0 {
			t.Errorf("%q: %s lies in the past", value, d)
		}
		if !ok && d != 0 {
			t.Errorf("%q: %s without being asked for", value, d)
		}
	})
}
