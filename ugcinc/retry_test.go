package ugcinc_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

func TestRetryAfterIsObeyedExactly(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]time.Duration{"7": 7 * time.Second, "1.5": 1500 * time.Millisecond, "60": time.Minute, "0": 0} {
		t.Run(value, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
				s.FailNth("", 1, ugcinctest.TooManyRequests(value))
				if _, err := s.Client().Accounts.List(t.Context(), anyAccount); err != nil {
					t.Fatal(err)
				}
				requests := s.Requests()
				if got := requests[1].Time.Sub(requests[0].Time); got != want {
					t.Errorf("came back after %s, want %s", got, want)
				}
			})
		})
	}
}

func TestRetryAfterTooLong(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		value   string
		timeout time.Duration
		want    time.Duration
	}{
		"hours":                   {"7200", time.Hour * 24, 2 * time.Hour},
		"beyond the deadline":     {"30", 20 * time.Second, 30 * time.Second},
		"just beyond the longest": {"60.5", time.Hour, 60*time.Second + 500*time.Millisecond},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
				s.FailNth("", 1, ugcinctest.TooManyRequests(tt.value))
				ctx, cancel := context.WithTimeout(t.Context(), tt.timeout)
				defer cancel()
				start := time.Now()
				_, err := s.Client().Accounts.List(ctx, anyAccount)
				var failed *ugcinc.Error
				if !errors.As(err, &failed) || !errors.Is(err, ugcinc.ErrRateLimited) || failed.RetryAfter != tt.want {
					t.Errorf("error is %v, want ErrRateLimited with RetryAfter %s", err, tt.want)
				}
				if waited := time.Since(start); waited != 0 {
					t.Errorf("it took %s", waited)
				}
			})
		})
	}
}

func TestRetries(t *testing.T) {
	t.Parallel()
	unavailable, refused := ugcinctest.Unavailable503(), ugcinctest.RefuseConnection()
	tests := map[string]struct {
		fault   ugcinctest.Fault
		times   int
		opts    []ugcinc.CallOption
		write   bool
		sends   int
		success bool
	}{
		"a read, three times":      {unavailable, 3, nil, false, 4, true},
		"a read, too often":        {unavailable, 4, nil, false, 4, false},
		"a read, turned off":       {unavailable, 1, []ugcinc.CallOption{ugcinc.WithMaxRetries(0)}, false, 1, false},
		"a read, more of them":     {unavailable, 6, []ugcinc.CallOption{ugcinc.WithMaxRetries(6)}, false, 7, true},
		"a write, 503":             {unavailable, 1, nil, true, 1, false},
		"a write, cut":             {ugcinctest.CutBeforeReading(), 1, nil, true, 1, false},
		"a write, refused":         {refused, 3, nil, true, 1, true},
		"a write, refused for all": {refused, 4, nil, true, 0, false},
		"a write, 429":             {ugcinctest.TooManyRequests(""), 3, nil, true, 4, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
				account := s.AddAccount(ugcinc.Account{})
				for n := range tt.times {
					s.FailNth("", n+1, tt.fault)
				}
				c := s.Client()
				var err error
				if tt.write {
					_, err = c.Stats.Refresh(t.Context(), ugcinc.RefreshStatsParams{AccountID: account.ID}, tt.opts...)
				} else {
					_, err = c.Accounts.List(t.Context(), anyAccount, tt.opts...)
				}
				if (err == nil) != tt.success {
					t.Errorf("it ended with %v", err)
				}
				if n := len(s.Requests()); n != tt.sends {
					t.Errorf("%d requests, want %d", n, tt.sends)
				}
				for _, r := range s.Requests() {
					if diff := cmp.Diff(s.Requests()[0].Body, r.Body); diff != "" && r.Body != nil {
						t.Errorf("a later attempt has another body:\n%s", diff)
					}
				}
			})
		})
	}
}

// The attempt timeout ends the attempt; the wait before a retry does not count.
func TestAttemptTimeout(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		s.FailNth("", 1, ugcinctest.Delay(time.Hour))
		s.FailNth("", 2, ugcinctest.Delay(time.Hour))
		start := time.Now()
		if _, err := s.Client().Accounts.List(t.Context(), anyAccount, ugcinc.WithAttemptTimeout(10*time.Second)); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took < 20*time.Second || took > 20*time.Second+1500*time.Millisecond {
			t.Errorf("two attempts of 10 s and their backoff took %s", took)
		}
	})
}

func TestDefaultAttemptTimeouts(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]time.Duration{"a read": 30 * time.Second, "refresh": 2 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
				account := s.AddAccount(ugcinc.Account{})
				s.FailNth("", 1, ugcinctest.Delay(time.Hour))
				start := time.Now()
				var err error
				if name == "refresh" {
					_, err = s.Client().Stats.Refresh(t.Context(), ugcinc.RefreshStatsParams{AccountID: account.ID})
				} else {
					_, err = s.Client().Accounts.List(t.Context(), anyAccount, ugcinc.WithMaxRetries(0))
				}
				var late interface{ Timeout() bool }
				if !errors.As(err, &late) || !late.Timeout() || errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("error is %v, want a timeout of the attempt alone", err)
				}
				if took := time.Since(start); took != want {
					t.Errorf("it took %s, want %s", took, want)
				}
			})
		})
	}
}

// A list that keeps sending is not cut, however long it takes.
func TestListThatKeepsSendingDoesNotTimeOut(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		for range 3 {
			s.AddAccount(ugcinc.Account{})
		}
		s.FailNth("", 1, ugcinctest.SlowDrip(time.Second))
		start := time.Now()
		accounts, err := s.Client().Accounts.List(t.Context(), anyAccount, ugcinc.WithAttemptTimeout(2*time.Second))
		if err != nil || len(accounts) != 3 {
			t.Fatalf("%d accounts, %v", len(accounts), err)
		}
		if took := time.Since(start); took < time.Minute {
			t.Errorf("the drip took only %s", took)
		}
	})
}

// The time that a consumer takes does not count as a stall of the server.
func TestSlowConsumer(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		for range 200 {
			s.AddAccount(ugcinc.Account{NickName: new("somebody with a name of some length"), PfpURL: new("https://cdn.example.com/a/picture/of/somebody.jpg")})
		}
		n := 0
		for _, err := range s.Client().Accounts.All(t.Context(), anyAccount) {
			if err != nil {
				t.Fatalf("after %d accounts: %v", n, err)
			}
			n++
			<-time.After(time.Minute)
		}
		if n != 200 {
			t.Errorf("%d accounts, want 200", n)
		}
	})
}

func TestContextEnds(t *testing.T) {
	t.Parallel()
	errWhy := errors.New("enough")
	tests := map[string]struct {
		faults []ugcinctest.Fault
		opts   []ugcinc.Option
		want   ugcinc.Outcome
	}{
		"in the backoff":         {[]ugcinctest.Fault{ugcinctest.TooManyRequests("50")}, nil, ugcinc.OutcomeRejected},
		"waiting for a response": {[]ugcinctest.Fault{ugcinctest.Delay(time.Hour)}, nil, ugcinc.OutcomeUnknown},
		"in the body":            {[]ugcinctest.Fault{ugcinctest.SlowDrip(time.Second)}, nil, ugcinc.OutcomeUnknown},
		"in the limiter": {nil, []ugcinc.Option{ugcinc.WithLimiter(limiter(func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		}))}, ugcinc.OutcomeNotSent},
		"in the dial": {nil, []ugcinc.Option{ugcinc.WithBaseURL("https://api.example.com"), ugcinc.WithHTTPClient(&http.Client{Transport: &http.Transport{
			DialContext: stuckDial,
		}})}, ugcinc.OutcomeNotSent},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
				account := s.AddAccount(ugcinc.Account{})
				for n, f := range tt.faults {
					s.FailNth("", n+1, f)
				}
				ctx, cancel := context.WithCancelCause(t.Context())
				timer := time.AfterFunc(5*time.Second, func() { cancel(errWhy) })
				defer timer.Stop()
				start := time.Now()
				_, err := s.Client(tt.opts...).Stats.Refresh(ctx, ugcinc.RefreshStatsParams{AccountID: account.ID})
				if took := time.Since(start); took != 5*time.Second {
					t.Errorf("it ended after %s, the context after 5s", took)
				}
				var failed *ugcinc.Error
				if !errors.As(err, &failed) || failed.Outcome != tt.want {
					t.Fatalf("error is %v, want outcome %q", err, tt.want)
				}
				if !errors.Is(err, context.Canceled) && !errors.Is(err, errWhy) {
					t.Errorf("error %v does not say that the context ended", err)
				}
				<-time.After(2 * time.Hour) // net/http leaves the stuck dial to itself
			})
		})
	}
}

// If nearly every call fails, the client stops retrying.
func TestRetryBudget(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		s.FailRandomly(1, 1, nil, ugcinctest.Unavailable503())
		c := s.Client()
		const calls = 100
		var last error
		for range calls {
			_, last = c.Accounts.List(t.Context(), anyAccount)
		}
		if n := len(s.Requests()); n != calls+100 {
			t.Errorf("%d requests for %d calls, want 100 retries in all", n, calls)
		}
		s.ClearFaults()
		if _, err := c.Accounts.List(t.Context(), anyAccount); err != nil {
			t.Errorf("after %v: %v", last, err)
		}
	})
}

// stuckDial does not connect within an hour.
func stuckDial(ctx context.Context, _, _ string) (net.Conn, error) {
	select {
	case <-ctx.Done():
	case <-time.After(time.Hour):
	}
	return nil, errors.New("no response")
}

// The same for a single record, in a field that the second one lacks.
func TestRecordOfTwoAttempts(t *testing.T) {
	t.Parallel()
	s := serve(t, func(n int, w http.ResponseWriter, _ *http.Request) {
		if n == 1 {
			_, _ = io.WriteString(w, `{"ok":true,"code":200,"data":{"post_id":"A","status":"complete"}`)
			return
		}
		_, _ = io.WriteString(w, `{"ok":true,"code":200,"data":{"post_id":"B"}}`)
	})
	got, err := s.client(t, ugcinc.WithMaxRetries(1), ugcinc.WithInstantBackoff()).Posts.Status(t.Context(), ugcinc.PostStatusParams{PostID: "B"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&ugcinc.PostStatusResult{PostID: "B"}, got); diff != "" {
		t.Errorf("result (-want +got):\n%s", diff)
	}
}

// What an earlier attempt has read does not appear in the records of the next.
func TestRecordsOfTwoAttemptsDoNotMix(t *testing.T) {
	t.Parallel()
	s := serve(t, func(n int, w http.ResponseWriter, _ *http.Request) {
		if n == 1 {
			_, _ = io.WriteString(w, `{"ok":true,"code":200,"data":[{"id":"A","type":"tiktok","tag":"vip","username":"alice"},{"id":"cut`)
			return
		}
		_, _ = io.WriteString(w, `{"ok":true,"code":200,"data":[{"id":"B","type":"instagram"}]}`)
	})
	got, err := s.client(t, ugcinc.WithMaxRetries(1), ugcinc.WithInstantBackoff()).Accounts.List(t.Context(), anyAccount)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]ugcinc.Account{{ID: "B", Type: "instagram"}}, got); diff != "" {
		t.Errorf("accounts (-want +got):\n%s", diff)
	}
}
