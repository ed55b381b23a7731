package ugcinc_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

func TestWaitersApplyTheResponseLimitToEachRecord(t *testing.T) {
	t.Parallel()
	for name, poller := range pollers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				history := make([]string, 2000)
				for i := range history {
					history[i] = fmt.Sprintf(`{"id":"old_%d","account_id":"x","status":"complete"}`, i)
				}
				response := func(status string) reply {
					return found(append(history, `{"id":"a","account_id":"x","status":"`+status+`"}`, `{"id":"b","account_id":"x","status":"complete"}`)...)
				}
				api := newScript(responses{poller.path: replies(response("pending"), response("complete"))})
				got, err := poller.wait(t, api.client(t, ugcinc.WithMaxResponseBytes(8<<10)), ugcinc.WaitOptions{Tolerate: -1})
				if err != nil || len(got) == 0 || got[0] != "complete" {
					t.Errorf("%v, %v, want complete", got, err)
				}
				if n := len(api.requests(poller.path)); n != 2 {
					t.Errorf("%d list calls, want one per poll", n)
				}
			})
		})
	}
}

func TestWaitAllHalvesCallsThatAreTooLarge(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var sizes []int
		var api *script
		api = newScript(responses{pathPosts: listing(func(_ int, accounts []string) reply {
			sizes = append(sizes, len(accounts))
			if len(accounts) > 300 {
				return rejection(http.StatusRequestEntityTooLarge)
			}
			if time.Since(api.start) < time.Second {
				return postsOf(accounts, "pending")
			}
			return postsOf(accounts, "complete")
		})})
		if _, err := api.client(t).Posts.WaitAll(t.Context(), fleet(1000), ugcinc.WaitOptions{Tolerate: -1}); err != nil {
			t.Fatal(err)
		}
		// The second poll starts with the limit that the first one found.
		want := []int{1000, 500, 250, 250, 250, 250, 250, 250, 250, 250}
		if diff := cmp.Diff(want, sizes); diff != "" {
			t.Errorf("accounts per call (-want +got):\n%s", diff)
		}
	})
}

// A record that is too long cannot be skipped. In the end a call names only its
// account.
func TestWaitAllEndsForARecordThatIsTooLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var last []string
		api := newScript(responses{pathPosts: listing(func(_ int, accounts []string) reply {
			last = accounts
			for _, account := range accounts {
				if account == "acc_777" {
					return found(`{"id":"huge","caption":"` + strings.Repeat("x", 64<<10) + `"}`)
				}
			}
			return postsOf(accounts, "complete")
		})})
		got, err := api.client(t, ugcinc.WithMaxResponseBytes(16<<10)).Posts.WaitAll(t.Context(), fleet(1000), ugcinc.WaitOptions{})
		if !errors.Is(err, ugcinc.ErrResponseTooLarge) || errors.Is(err, ugcinc.ErrPollsFailed) {
			t.Errorf("error %v, want ErrResponseTooLarge alone", err)
		}
		if diff := cmp.Diff([]string{"acc_777"}, last); diff != "" {
			t.Errorf("accounts of the last call (-want +got):\n%s", diff)
		}
		if n := len(api.requests(pathPosts)); n > 30 {
			t.Errorf("%d list calls, want a few", n)
		}
		// The responses of the other calls count.
		if got[0].Status != "complete" || got[777].Status != "scheduled" {
			t.Errorf("statuses %s and %s, want what was read before", got[0].Status, got[777].Status)
		}
	})
}

func TestWaitAllHalvesCallsThatTakeTooLong(t *testing.T) {
	t.Parallel()
	for name, slow := range map[string]reply{
		"time-out":         {hold: time.Minute},
		"gateway time-out": {status: http.StatusGatewayTimeout},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var sizes []int
				api := newScript(responses{pathPosts: listing(func(n int, accounts []string) reply {
					sizes = append(sizes, len(accounts))
					switch {
					case len(accounts) > 300:
						return slow
					case n < 30:
						return postsOf(accounts, "pending")
					}
					return postsOf(accounts, "complete")
				})})
				failed := 0
				_, err := api.client(t).Posts.WaitAll(t.Context(), fleet(1000), ugcinc.WaitOptions{Tolerate: 2, OnProgress: func(p ugcinc.Progress) {
					if p.Err != nil {
						failed++
					}
				}})
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff([]int{1000, 500, 250, 250, 250, 250}, sizes[:6]); diff != "" {
					t.Errorf("accounts per call (-want +got):\n%s", diff)
				}
				if failed < 3 || failed > 5 {
					t.Errorf("%d polls failed, want two, and few more while the calls grow again", failed)
				}
			})
		})
	}
}

func TestWaitAllAsksForAllAccountsAgainAfterAnOutage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var sizes []int
		api := newScript(responses{pathPosts: listing(func(n int, accounts []string) reply {
			sizes = append(sizes, len(accounts))
			if n <= 3 {
				return reply{hold: time.Minute}
			}
			return postsOf(accounts, "pending")
		})})
		_, err := api.client(t).Posts.WaitAll(t.Context(), fleet(80), ugcinc.WaitOptions{MaxWait: 40 * time.Minute})
		if !errors.Is(err, ugcinc.ErrMaxWait) {
			t.Fatalf("error %v, want ErrMaxWait", err)
		}
		if diff := cmp.Diff([]int{80, 40, 20, 10}, sizes[:4]); diff != "" {
			t.Errorf("accounts per call (-want +got):\n%s", diff)
		}
		if last := sizes[len(sizes)-1]; last != 80 {
			t.Errorf("the last call is for %d accounts, want all", last)
		}
	})
}

func TestWaitAllKeepsWhatAPollHasReadBeforeItFailed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(responses{pathPosts: listing(func(_ int, accounts []string) reply {
			if accounts[0] != "acc_0" {
				return reply{status: http.StatusServiceUnavailable}
			}
			return postsOf(accounts, "complete")
		})})
		var events int
		var last error
		for _, err := range api.client(t).Posts.Watch(t.Context(), fleet(1001), ugcinc.WaitOptions{Tolerate: -1}) {
			if last = err; err == nil {
				events++
			}
		}
		end, ok := errors.AsType[*ugcinc.WaitError](last)
		if !ok || !errors.Is(last, ugcinc.ErrPollsFailed) || len(end.Left) != 1 || events != 1000 {
			t.Errorf("%d events and error %v, want those of the first call", events, last)
		}
	})
}

// The wait continues if an account could not be read: it may have tasks that run.
func TestWaitIdleEndsWithAWholePollOnly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var accounts []string
		for i := range 1001 {
			accounts = append(accounts, fmt.Sprintf("acc_%d", i))
		}
		running, done := accountTask("a", "acc_0", "pending", nil), accountTask("a", "acc_0", "complete", nil)
		late := accountTask("b", "acc_1000", "complete", nil)
		api := newScript(responses{pathAccountStatus: replies(
			data([]ugcinc.AccountTask{running}), data([]ugcinc.AccountTask{}),
			data([]ugcinc.AccountTask{done}), reply{status: http.StatusServiceUnavailable},
			data([]ugcinc.AccountTask{done}), data([]ugcinc.AccountTask{accountTask("b", "acc_1000", "pending", nil)}),
			data([]ugcinc.AccountTask{done}), data([]ugcinc.AccountTask{late}),
		)})
		got, err := api.client(t).Accounts.WaitIdle(t.Context(), accounts, ugcinc.WaitOptions{})
		if diff := cmp.Diff([]ugcinc.AccountTask{done, late}, got); err != nil || diff != "" {
			t.Errorf("error %v, tasks (-want +got):\n%s", err, diff)
		}
	})
}

func TestWaitersSkipRecordsThatCannotBeDecoded(t *testing.T) {
	t.Parallel()
	records := []string{
		`null`, `7`, `{"status":{},"id":"other"}`, `{"id":[],"status":"pending"}`, `{"id":"z","scheduled_time":[],"media_urls":{},"created_at":"soon"}`,
	}
	for name, poller := range pollers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				response := func(status string) reply {
					return found(append([]string{`{"id":"a","account_id":"x","status":"` + status + `"}`},
						append(records, `{"id":"b","account_id":"x","status":"`+status+`"}`)...)...)
				}
				api := newScript(responses{poller.path: replies(response("pending"), response("complete"))})
				got, err := poller.wait(t, api.client(t), ugcinc.WaitOptions{Tolerate: -1})
				if diff := cmp.Diff([]string{"complete", "complete"}, got); err != nil || diff != "" {
					t.Errorf("error %v, statuses (-want +got):\n%s", err, diff)
				}
			})
		})
	}
}

func TestWaitersFailForOwnRecordsThatCannotBeDecoded(t *testing.T) {
	t.Parallel()
	const open = `{"id":"a","account_id":"x","status":"pending"}`
	const done, odd = `{"id":"a","account_id":"x","status":"complete"}`, `{"status":[],"account_id":"x","id":"b"}`
	for name, poller := range pollers {
		for _, test := range []struct {
			name  string
			polls []reply
			want  error
		}{
			{"for two polls", []reply{found(open, `{"id":"b","status":"pending"}`), found(odd, done), found(odd, done), found(done, `{"id":"b","status":"complete"}`)}, nil},
			{"for good", []reply{found(open, `{"id":"b","status":"pending"}`), found(done, odd)}, ugcinc.ErrPollsFailed},
		} {
			t.Run(name+" "+test.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					api := newScript(responses{poller.path: replies(test.polls...)})
					var failures []error
					got, err := poller.wait(t, api.client(t), ugcinc.WaitOptions{Tolerate: 2, OnProgress: func(p ugcinc.Progress) {
						if p.Err != nil {
							failures = append(failures, p.Err)
						}
					}})
					if !errors.Is(err, test.want) {
						t.Fatalf("error %v, want %v", err, test.want)
					}
					if len(failures) != 2 {
						t.Errorf("%d polls failed and were tolerated, want 2", len(failures))
					}
					if err != nil {
						failures = append(failures, err)
					}
					for _, err := range failures {
						if !errors.Is(err, ugcinc.ErrInvalidResponse) || !strings.Contains(err.Error(), ": b: data[") || !strings.Contains(err.Error(), "].status: ") {
							t.Errorf("%v, want an invalid response that names record and field", err)
						}
					}
					if got[0] != "complete" {
						t.Errorf("status %s of the other record, want what the list shows", got[0])
					}
				})
			})
		}
	}
}

func TestWaitersAcceptOptionsAndHeadersOfAnySize(t *testing.T) {
	t.Parallel()
	const most = time.Duration(math.MaxInt64)
	busy := rejection(http.StatusTooManyRequests)
	busy.retryAfter = "99999999999999999999"
	date := rejection(http.StatusTooManyRequests)
	date.retryAfter = "Fri, 31 Dec 9999 23:59:59 GMT"
	down := reply{status: http.StatusServiceUnavailable}
	pending := statuses("pending")(1, "")
	for name, test := range map[string]struct {
		opts  ugcinc.WaitOptions
		reply reply
		polls int // within an hour
	}{
		"Interval":              {ugcinc.WaitOptions{Interval: most}, pending, 1},
		"Interval after errors": {ugcinc.WaitOptions{Interval: most}, down, 1},
		"MaxInterval":           {ugcinc.WaitOptions{MaxInterval: most, Interval: 40 * time.Minute}, pending, 2},
		"MaxInterval, failing":  {ugcinc.WaitOptions{MaxInterval: most}, down, 2},
		"MaxWait":               {ugcinc.WaitOptions{MaxWait: most, Interval: 40 * time.Minute}, pending, 2},
		"Tolerate":              {ugcinc.WaitOptions{Tolerate: math.MaxInt, MaxWait: most, Interval: 7 * time.Minute}, down, 4},
		"NotBefore":             {ugcinc.WaitOptions{NotBefore: time.Unix(math.MaxInt64-62135596801, 999999999)}, pending, 0},
		"NotBefore in year 1":   {ugcinc.WaitOptions{NotBefore: time.Time{}.Add(1), MaxWait: most, Interval: 40 * time.Minute}, pending, 2},
		"all":                   {ugcinc.WaitOptions{Interval: most, MaxInterval: most, MaxWait: most, Tolerate: math.MaxInt}, down, 1},
		"Retry-After":           {ugcinc.WaitOptions{MaxWait: most}, busy, 1},
		"Retry-After date":      {ugcinc.WaitOptions{MaxWait: most}, date, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				defer cancel()
				test.reply.hold = time.Second // so that the wait has an age
				api := newScript(responses{pathStatus: replies(test.reply)})
				test.opts.OnProgress = func(p ugcinc.Progress) {
					if p.Next < 0 {
						t.Errorf("next poll in %v", p.Next)
					}
				}
				if test.opts.MaxWait == 0 {
					test.opts.MaxWait = 2 * time.Hour
				}
				_, err := api.client(t).Posts.Wait(ctx, "post_1", test.opts)
				if !errors.Is(err, ugcinc.ErrWaitInterrupted) {
					t.Errorf("error %v, want the end of the context", err)
				}
				if n := len(api.requests(pathStatus)); n != test.polls {
					t.Errorf("%d polls at %v, want %d", n, api.times(pathStatus), test.polls)
				}
			})
		})
	}
}

func TestWaitAllSplitsOnlyVeryLongRequests(t *testing.T) {
	t.Parallel()
	for accounts, want := range map[int][]int{1000: {1000}, 1001: {1000, 1}, 2500: {1000, 1000, 500}} {
		t.Run(fmt.Sprint(accounts), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var sizes []int
				api := newScript(responses{pathPosts: listing(func(_ int, accounts []string) reply {
					sizes = append(sizes, len(accounts))
					return postsOf(accounts, "complete")
				})})
				if _, err := api.client(t).Posts.WaitAll(t.Context(), fleet(accounts), ugcinc.WaitOptions{}); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, sizes); diff != "" {
					t.Errorf("accounts in each call (-want +got):\n%s", diff)
				}
			})
		})
	}
}
