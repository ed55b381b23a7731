package transport

import (
	"net/http"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestShouldRetry(t *testing.T) {
	t.Parallel()
	tests := []struct {
		outcome     Outcome
		code        int
		safe, never bool
	}{
		{NotSent, 0, true, true},
		{Rejected, 429, true, true},
		{Rejected, 400, false, false},
		{Rejected, 401, false, false},
		{Rejected, 404, false, false},
		{Rejected, 408, false, false},
		{Unknown, 0, true, false},
		{Unknown, 200, true, false},
		{Unknown, 500, true, false},
		{Unknown, 501, false, false},
		{Unknown, 502, true, false},
		{Unknown, 503, true, false},
		{Done, 200, false, false},
	}
	for _, tt := range tests {
		if got := shouldRetry(true, tt.outcome, tt.code, 1, 3); got != tt.safe {
			t.Errorf("safe, %s %d: %v", tt.outcome, tt.code, got)
		}
		if got := shouldRetry(false, tt.outcome, tt.code, 1, 3); got != tt.never {
			t.Errorf("never, %s %d: %v", tt.outcome, tt.code, got)
		}
		if shouldRetry(true, tt.outcome, tt.code, 4, 3) || shouldRetry(true, tt.outcome, tt.code, 1, 0) {
			t.Errorf("%s %d: retried beyond the limit", tt.outcome, tt.code)
		}
	}
}

// For any sequence of outcomes, a call that is not safe is retried only after
// NotSent or a 429.
func TestNoRetryAfterUnknown(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		maxRetries := rapid.IntRange(0, 6).Draw(t, "maxRetries")
		for attempt := 1; ; attempt++ {
			outcome := rapid.SampledFrom([]Outcome{NotSent, Rejected, Unknown}).Draw(t, "outcome")
			code := 0
			switch outcome {
			case Rejected:
				code = rapid.IntRange(400, 499).Draw(t, "code")
			case Unknown:
				code = rapid.SampledFrom([]int{0, 200, 307, 500, 501, 502, 503, 504, 429}).Draw(t, "code")
			case Done, NotSent:
			}
			more := shouldRetry(false, outcome, code, attempt, maxRetries)
			allowed := outcome == NotSent || outcome == Rejected && code == http.StatusTooManyRequests
			if more && !allowed {
				t.Fatalf("retried after %s %d", outcome, code)
			}
			if !more {
				if allowed && attempt <= maxRetries {
					t.Fatalf("gave up after %s %d with %d of %d retries left", outcome, code, maxRetries-attempt+1, maxRetries)
				}
				return
			}
		}
	})
}

func TestBackoff(t *testing.T) {
	t.Parallel()
	for attempt, want := range map[int]time.Duration{
		1: 500 * time.Millisecond, 2: time.Second, 3: 2 * time.Second, 4: 4 * time.Second,
		5: 8 * time.Second, 6: 8 * time.Second, 1000: 8 * time.Second,
	} {
		var ceiling int64
		if got := backoff(attempt, func(n int64) int64 { ceiling = n - 1; return 0 }); got != 0 {
			t.Errorf("attempt %d: the jitter does not reach down to zero: %s", attempt, got)
		}
		if time.Duration(ceiling) != want {
			t.Errorf("attempt %d: at most %s, want %s", attempt, time.Duration(ceiling), want)
		}
	}
}

func TestRetryDelay(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		retryAfter string
		deadline   time.Time
		want       time.Duration
		ok         bool
	}{
		"seconds":             {"3", time.Time{}, 3 * time.Second, true},
		"none at all":         {"0", time.Time{}, 0, true},
		"as long as may be":   {"60", time.Time{}, time.Minute, true},
		"longer":              {"60.001", time.Time{}, 0, false},
		"hours":               {"86400", time.Time{}, 0, false},
		"a date":              {"Sun, 01 Mar 2026 12:00:05 GMT", time.Time{}, 5 * time.Second, true},
		"a date gone by":      {"Sun, 01 Mar 2026 11:00:00 GMT", time.Time{}, 0, true},
		"up to the deadline":  {"5", now.Add(5 * time.Second), 5 * time.Second, true},
		"beyond the deadline": {"5", now.Add(4 * time.Second), 0, false},
	}
	for name, tt := range tests {
		got, ok := retryDelay(ParseRetryAfter(tt.retryAfter, ""), 1, now, tt.deadline)
		if got != tt.want || ok != tt.ok {
			t.Errorf("%s: %s %v, want %s %v", name, got, ok, tt.want, tt.ok)
		}
	}
}

func TestBudget(t *testing.T) {
	t.Parallel()
	b := newBudget()
	taken := 0
	for b.take() {
		taken++
	}
	if taken != 100 {
		t.Errorf("a full budget paid for %d retries, want 100", taken)
	}
	b.success(0)
	if b.take() {
		t.Error("one success paid for a whole retry")
	}
	b.success(1)
	if !b.take() {
		t.Error("a call that succeeded did not give back its retry")
	}
	for range 2000 {
		b.success(3)
	}
	if b.tokens != budgetSize {
		t.Errorf("%d tokens, want at most %d", b.tokens, budgetSize)
	}
}
