package ugcinctest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

const video = `{"accountId":"acc_1","videoUrl":"https://cdn.example.com/v.mp4"}`

// onEachNetwork runs a test over a socket and in memory.
func onEachNetwork(t *testing.T, test func(t *testing.T, opts ...ugcinctest.Option)) {
	t.Run("socket", func(t *testing.T) {
		t.Parallel()
		test(t)
	})
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		test(t, ugcinctest.InMemory())
	})
}

func TestFaultsOnTheWire(t *testing.T) {
	t.Parallel()
	const lost = -1 // no complete response
	tests := map[string]struct {
		fault             ugcinctest.Fault
		status            int
		body              string
		received, applied int
	}{
		"none":                   {ugcinctest.Fault{}, 200, `"ok":true`, 1, 1},
		"refuse connection":      {ugcinctest.RefuseConnection(), lost, "", 0, 0},
		"cut before reading":     {ugcinctest.CutBeforeReading(), lost, "", 1, 0},
		"cut after applying":     {ugcinctest.CutAfterApplying(), lost, "", 1, 1},
		"delay":                  {ugcinctest.Delay(time.Microsecond), 200, `"ok":true`, 1, 1},
		"empty 500":              {ugcinctest.Empty500(), 500, "", 1, 0},
		"empty 500, applied":     {ugcinctest.Empty500().AfterApplying(), 500, "", 1, 1},
		"HTML 502":               {ugcinctest.HTML502(), 502, "<h1>502 Bad Gateway</h1>", 1, 0},
		"HTML 502, applied":      {ugcinctest.HTML502().AfterApplying(), 502, "<h1>502 Bad Gateway</h1>", 1, 1},
		"503":                    {ugcinctest.Unavailable503(), 503, "<h1>503 Service Unavailable</h1>", 1, 0},
		"429":                    {ugcinctest.TooManyRequests("7"), 429, `"code":429`, 1, 0},
		"429 is never applied":   {ugcinctest.TooManyRequests("").AfterApplying(), 429, `"ok":false`, 1, 0},
		"truncated body":         {ugcinctest.TruncatedBody(), lost, `{"ok":true,`, 1, 1},
		"garbage body":           {ugcinctest.GarbageBody(), 200, "garbage", 1, 1},
		"slow drip":              {ugcinctest.SlowDrip(time.Microsecond), 200, `"ok":true`, 1, 1},
		"redirect":               {ugcinctest.Redirect("/elsewhere"), 307, "", 1, 0},
		"cut, by its other name": {ugcinctest.CutBeforeReading().AfterApplying(), lost, "", 1, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			onEachNetwork(t, func(t *testing.T, opts ...ugcinctest.Option) {
				s := ugcinctest.NewServer(t, opts...)
				s.AddAccount(ugcinc.Account{ID: "acc_1"})
				s.FailNth("createVideo", 1, test.fault)
				client := s.HTTPClient()
				client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

				got, err := trySendWith(t.Context(), client, s, "/post/video", video)
				if err != nil != (test.status == lost) {
					t.Errorf("got %d %s with error %v", got.Status, got.Body, err)
				}
				if test.status != lost && got.Status != test.status {
					t.Errorf("status %d, want %d", got.Status, test.status)
				}
				if !strings.Contains(got.Body, test.body) {
					t.Errorf("body %q does not hold %q", got.Body, test.body)
				}
				if r, a := s.Received("createVideo"), s.Applied("createVideo"); r != test.received || a != test.applied || len(s.Posts()) != test.applied {
					t.Errorf("received %d, applied %d, %d posts; want %d, %d", r, a, len(s.Posts()), test.received, test.applied)
				}
				for _, r := range s.Requests() {
					if r.Fault != test.fault || r.Applied != (test.applied == 1) {
						t.Errorf("recorded fault %v, applied %v", r.Fault, r.Applied)
					}
				}
				if got, err := trySendWith(t.Context(), client, s, "/post/video", video); err != nil || got.Status != 200 {
					t.Errorf("the call after the fault: %d %v", got.Status, err)
				}
			})
		})
	}
}

// isErrno reports whether an error of the system has this number, or the number
// that Windows has for it, where package syscall's own constants do not occur.
func isErrno(err error, unix, windows syscall.Errno) bool {
	return errors.Is(err, unix) || errors.Is(err, windows)
}

func TestRefuseConnectionIsANetworkError(t *testing.T) {
	t.Parallel()
	onEachNetwork(t, func(t *testing.T, opts ...ugcinctest.Option) {
		s := ugcinctest.NewServer(t, opts...)
		s.AddAccount(ugcinc.Account{ID: "acc_1"})
		client := s.HTTPClient()
		// A kept connection must not save the call.
		if _, err := trySendWith(t.Context(), client, s, "/accounts", `{}`); err != nil {
			t.Fatal(err)
		}
		s.FailNth("createVideo", 1, ugcinctest.RefuseConnection())
		_, err := trySendWith(t.Context(), client, s, "/post/video", video)
		if !isErrno(err, syscall.ECONNREFUSED, 10061) {
			t.Errorf("got %v, want a refused connection", err)
		}
		if n := s.Connections(); n != 1 {
			t.Errorf("%d connections were accepted, want 1", n)
		}
		if n := s.Injected("createVideo"); n != 1 {
			t.Errorf("%d faults were injected, want 1", n)
		}
	})
}

func TestAnotherClientSeesRefuseConnectionAsACut(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	s.AddAccount(ugcinc.Account{ID: "acc_1"})
	s.FailNth("createVideo", 1, ugcinctest.RefuseConnection())
	foreign := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	if _, err := trySendWith(t.Context(), foreign, s, "/post/video", video); err == nil {
		t.Error("the call succeeded")
	}
	if n := len(s.Posts()); n != 0 {
		t.Errorf("%d posts, want 0", n)
	}
}

func TestResetIsSeenAsAReset(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	s.AddAccount(ugcinc.Account{ID: "acc_1"})
	s.FailNth("createVideo", 1, ugcinctest.CutAfterApplying())
	if _, err := trySend(t.Context(), s, "/post/video", video); !isErrno(err, syscall.ECONNRESET, 10054) {
		t.Errorf("got %v, want a reset", err)
	}
}

func TestHeadersOfFaults(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	client := s.HTTPClient()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for _, test := range []struct {
		fault         ugcinctest.Fault
		header, value string
	}{
		{ugcinctest.TooManyRequests("1.5"), "Retry-After", "1.5"},
		{ugcinctest.TooManyRequests(""), "Retry-After", ""},
		{ugcinctest.Redirect("https://elsewhere.example.com/"), "Location", "https://elsewhere.example.com/"},
		{ugcinctest.HTML502(), "Content-Type", "text/html"},
		{ugcinctest.GarbageBody(), "Content-Type", "application/json"},
		{ugcinctest.Empty500(), "Content-Length", "0"},
	} {
		s.FailNth("", 1, test.fault)
		got, err := trySendWith(t.Context(), client, s, "/accounts", `{}`)
		if err != nil {
			t.Fatal(err)
		}
		if value := got.Header.Get(test.header); value != test.value {
			t.Errorf("%v: %s is %q, want %q", test.fault, test.header, value, test.value)
		}
	}
}

func TestEndlessBodyEndsWithTheClient(t *testing.T) {
	t.Parallel()
	onEachNetwork(t, func(t *testing.T, opts ...ugcinctest.Option) {
		s := ugcinctest.NewServer(t, opts...)
		s.FailNth("listAccounts", 1, ugcinctest.EndlessBody())
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/accounts", strings.NewReader(`{}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+s.APIKey)
		req.Header.Set("Content-Type", "application/json")
		resp, err := s.HTTPClient().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = resp.Body.Close() }()
		const enough = 1 << 20
		if n, err := io.CopyN(io.Discard, resp.Body, enough); n != enough || err != nil {
			t.Errorf("the body ended after %d bytes: %v", n, err)
		}
	})
}

func TestCloseEndsWhatFaultsDelay(t *testing.T) {
	t.Parallel()
	onEachNetwork(t, func(t *testing.T, opts ...ugcinctest.Option) {
		s, err := ugcinctest.Start(opts...)
		if err != nil {
			t.Fatal(err)
		}
		s.FailNth("listAccounts", 1, ugcinctest.ApplyLate(time.Hour))
		s.FailNth("listAccounts", 2, ugcinctest.Delay(time.Hour))
		if _, err := trySend(t.Context(), s, "/accounts", `{}`); err == nil {
			t.Error("the first call succeeded")
		}
		ctx, cancel := context.WithCancel(t.Context())
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/accounts", strings.NewReader(`{}`))
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() {
			resp, err := s.HTTPClient().Do(req)
			if err == nil {
				_ = resp.Body.Close()
			}
			done <- err
		}()
		for s.Received("listAccounts") < 2 {
			// Only the server knows when the second call has arrived.
			runtime.Gosched()
		}
		s.Close()
		s.Close()
		if err := <-done; err == nil {
			t.Error("the delayed call succeeded though the server closed")
		}
		cancel()
		if n := s.Applied("listAccounts"); n != 0 {
			t.Errorf("%d calls were applied, want 0", n)
		}
	})
}

func TestApplyLateInABubble(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := ugcinctest.NewServer(t, ugcinctest.InBubble())
		s.AddAccount(ugcinc.Account{ID: "acc_1"})
		s.FailNth("createVideo", 1, ugcinctest.ApplyLate(30*time.Second))
		if _, err := trySend(t.Context(), s, "/post/video", video); err == nil {
			t.Error("the call succeeded")
		}
		if n := len(s.Posts()); n != 0 {
			t.Errorf("%d posts at once, want 0", n)
		}
		time.Sleep(29 * time.Second)
		if n := len(s.Posts()); n != 0 {
			t.Errorf("%d posts after 29 seconds, want 0", n)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if n, r := len(s.Posts()), s.Requests()[0]; n != 1 || !r.Applied {
			t.Errorf("%d posts after 30 seconds, applied %v; want 1", n, r.Applied)
		}
	})
}

func TestDelayIsAppliedThoughTheClientHasGone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := ugcinctest.NewServer(t, ugcinctest.InBubble())
		s.AddAccount(ugcinc.Account{ID: "acc_1"})
		s.FailNth("createVideo", 1, ugcinctest.Delay(time.Minute))
		_, err := s.Client().Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{
			AccountID: "acc_1", VideoURL: "https://cdn.example.com/v.mp4",
		}, ugcinc.WithAttemptTimeout(time.Second))
		if !errors.Is(err, ugcinc.ErrOutcomeUnknown) {
			t.Errorf("got %v, want an unknown outcome", err)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if n := s.Applied("createVideo"); n != 1 {
			t.Errorf("applied %d times, want 1", n)
		}
	})
}

func TestFaultNames(t *testing.T) {
	t.Parallel()
	for want, fault := range map[string]ugcinctest.Fault{
		"none":                              {},
		"cut after applying":                ugcinctest.CutBeforeReading().AfterApplying(),
		"apply late (2s)":                   ugcinctest.ApplyLate(2 * time.Second),
		"429 (7)":                           ugcinctest.TooManyRequests("7"),
		"HTML 502 after applying":           ugcinctest.HTML502().AfterApplying(),
		"redirect (https://x.example.com/)": ugcinctest.Redirect("https://x.example.com/"),
	} {
		if got := fault.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
