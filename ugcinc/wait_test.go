package ugcinc_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

func TestWaitPollsUntilThePostEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(responses{
			pathStatus: statuses("scheduled", "pending", "pending", "complete"),
		})
		got, err := api.client(t).Posts.Wait(t.Context(), "post_1", ugcinc.WaitOptions{})
		if err != nil {
			t.Fatal(err)
		}
		want := &ugcinc.PostStatusResult{PostID: "post_1", Status: ugcinc.PostStatusComplete}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("result (-want +got):\n%s", diff)
		}
		if n := len(api.requests(pathStatus)); n != 4 {
			t.Errorf("%d polls, want 4", n)
		}
	})
}

func TestWaitReturnsAFailedPostWithItsError(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(responses{pathStatus: statuses("pending", "failed")})
		got, err := api.client(t).Posts.Wait(t.Context(), "post_1", ugcinc.WaitOptions{})
		failed, ok := errors.AsType[*ugcinc.PostFailedError](err)
		if !ok || !errors.Is(err, ugcinc.ErrWorkFailed) {
			t.Fatalf("error %v, want a PostFailedError", err)
		}
		if diff := cmp.Diff([]string{"post_1"}, failed.Failed); diff != "" {
			t.Errorf("failed (-want +got):\n%s", diff)
		}
		if got == nil || got.Status != ugcinc.PostStatusFailed {
			t.Errorf("result %+v, want the failed status", got)
		}
	})
}

func TestWaitTimesItsPolls(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const interval, longest = 3 * time.Second, 20 * time.Second
		api := newScript(responses{pathStatus: statuses("pending")})
		notBefore := time.Now().Add(time.Hour)
		start := time.Now()
		_, err := api.client(t).Posts.Wait(t.Context(), "post_1", ugcinc.WaitOptions{
			Interval: interval, MaxInterval: longest, NotBefore: notBefore, MaxWait: 30 * time.Minute,
		})
		if !errors.Is(err, ugcinc.ErrMaxWait) {
			t.Fatalf("error %v, want ErrMaxWait", err)
		}
		if d := time.Since(start); d != 90*time.Minute {
			t.Errorf("ended after %v, want MaxWait after NotBefore", d)
		}
		times := api.times(pathStatus)
		if times[0] != time.Hour {
			t.Errorf("first poll after %v, want it at NotBefore", times[0])
		}
		for i := 1; i < len(times); i++ {
			age, pause := times[i-1]-time.Hour, times[i]-times[i-1]
			usual := min(longest, interval+age/10)
			if pause < max(interval, usual-usual/4) || pause > usual {
				t.Errorf("poll %d came %v after the one before, at the age of %v", i+1, pause, age)
			}
		}
	})
}

func TestWaitCountsMaxWaitFromTheCallIfNotBeforeHasPassed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(responses{pathStatus: statuses("pending")})
		start := time.Now()
		_, err := api.client(t).Posts.Wait(t.Context(), "post_1", ugcinc.WaitOptions{NotBefore: start.Add(-time.Hour)})
		if !errors.Is(err, ugcinc.ErrMaxWait) || time.Since(start) != 15*time.Minute {
			t.Errorf("%v after %v, want ErrMaxWait after the default", err, time.Since(start))
		}
	})
}

func TestWaitObeysRetryAfter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		busy := rejection(http.StatusTooManyRequests)
		busy.retryAfter = "73"
		api := newScript(responses{
			pathStatus: replies(busy, data(ugcinc.PostStatusResult{PostID: "post_1", Status: "complete"})),
		})
		if _, err := api.client(t).Posts.Wait(t.Context(), "post_1", ugcinc.WaitOptions{}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]time.Duration{0, 73 * time.Second}, api.times(pathStatus)); diff != "" {
			t.Errorf("polls (-want +got):\n%s", diff)
		}
	})
}

func TestWaitSurvivesAnOutageOfFiveMinutes(t *testing.T) {
	t.Parallel()
	for name, down := range map[string]reply{
		"broken connections": {},
		"gateway page":       {status: http.StatusBadGateway, body: "<html>"},
		"empty 500":          {status: http.StatusInternalServerError},
		"garbage":            {status: http.StatusOK, body: "\x00{]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var api *script
				api = newScript(responses{pathStatus: func(n int, body string) reply {
					if time.Since(api.start) < 5*time.Minute {
						return down
					}
					return statuses("complete")(n, body)
				}})
				got, err := api.client(t).Posts.Wait(t.Context(), "post_1", ugcinc.WaitOptions{})
				if err != nil || got.Status != ugcinc.PostStatusComplete {
					t.Errorf("%+v, %v, want the complete post", got, err)
				}
				if n := len(api.requests(pathStatus)); n != 6 {
					t.Errorf("%d polls, want five that fail and one more", n)
				}
			})
		})
	}
}

func TestWaitCountsFailedPollsInARow(t *testing.T) {
	t.Parallel()
	down := reply{status: http.StatusServiceUnavailable}
	pending := data(ugcinc.PostStatusResult{PostID: "post_1", Status: "pending"})
	complete := data(ugcinc.PostStatusResult{PostID: "post_1", Status: "complete"})
	for name, test := range map[string]struct {
		tolerate int
		script   []reply
		polls    int
		want     error
	}{
		"one too many":              {tolerate: 2, script: []reply{pending, down, down, down, complete}, polls: 4, want: ugcinc.ErrPollsFailed},
		"just as many":              {tolerate: 2, script: []reply{pending, down, down, complete}, polls: 4},
		"not in a row":              {tolerate: 1, script: []reply{down, pending, down, pending, down, complete}, polls: 6},
		"none by a negative number": {tolerate: -1, script: []reply{pending, down, complete}, polls: 2, want: ugcinc.ErrPollsFailed},
		"five by default":           {script: []reply{down, down, down, down, down, down, complete}, polls: 6, want: ugcinc.ErrPollsFailed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				api := newScript(responses{pathStatus: replies(test.script...)})
				_, err := api.client(t).Posts.Wait(t.Context(), "post_1", ugcinc.WaitOptions{Tolerate: test.tolerate})
				if !errors.Is(err, test.want) {
					t.Errorf("error %v, want %v", err, test.want)
				}
				if test.want != nil && !errors.Is(err, ugcinc.ErrServer) {
					t.Errorf("%v does not match what the last poll failed with", err)
				}
				if n := len(api.requests(pathStatus)); n != test.polls {
					t.Errorf("%d polls, want %d", n, test.polls)
				}
			})
		})
	}
}

func TestWaitEndsAtOnceForErrorsThatAreNotTransient(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		reply reply
		want  error
	}{
		"wrong key":       {rejection(http.StatusUnauthorized), ugcinc.ErrUnauthorized},
		"bad request":     {rejection(http.StatusBadRequest), ugcinc.ErrBadRequest},
		"redirect":        {reply{status: http.StatusTemporaryRedirect}, ugcinc.ErrRedirect},
		"not implemented": {reply{status: http.StatusNotImplemented}, ugcinc.ErrServer},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				api := newScript(responses{pathStatus: replies(test.reply)})
				got, err := api.client(t).Posts.Wait(t.Context(), "post_1", ugcinc.WaitOptions{})
				if got != nil {
					t.Errorf("result %+v of a post that was never seen", got)
				}
				end, ok := errors.AsType[*ugcinc.WaitError](err)
				if !ok || !errors.Is(err, test.want) {
					t.Fatalf("error %v, want a WaitError that matches %v", err, test.want)
				}
				if diff := cmp.Diff([]string{"post_1"}, end.Left); diff != "" {
					t.Errorf("left (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff([]time.Duration{0}, api.times(pathStatus)); diff != "" {
					t.Errorf("polls (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestWaitGoesOnForStatusesOfAnyOrderAndName(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(responses{
			pathStatus: statuses("pending", "paused", "scheduled", "paused", "in review", "pending", "complete"),
		})
		var unknown []string
		got, err := api.client(t).Posts.Wait(t.Context(), "post_1", ugcinc.WaitOptions{OnProgress: func(p ugcinc.Progress) {
			unknown = append(unknown, p.Unknown...)
		}})
		if err != nil || got.Status != ugcinc.PostStatusComplete {
			t.Errorf("%+v, %v, want the complete post", got, err)
		}
		if diff := cmp.Diff([]string{"paused", "in review"}, unknown); diff != "" {
			t.Errorf("unknown statuses reported (-want +got):\n%s", diff)
		}
	})
}

func TestWaitReportsProgress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		down := reply{status: http.StatusServiceUnavailable}
		api := newScript(responses{
			pathPosts: replies(
				data([]ugcinc.Post{post("a", "x", "pending"), post("b", "x", "scheduled")}),
				down,
				data([]ugcinc.Post{post("a", "x", "complete"), post("b", "x", "complete")}),
			),
		})
		var got []ugcinc.Progress
		var failures []error
		_, err := api.client(t).Posts.WaitAll(t.Context(),
			[]ugcinc.Post{post("a", "x", "scheduled"), post("b", "x", "scheduled")},
			ugcinc.WaitOptions{MaxInterval: 2 * time.Second, OnProgress: func(p ugcinc.Progress) {
				failures = append(failures, p.Err)
				p.Err = nil
				got = append(got, p)
			}})
		if err != nil {
			t.Fatal(err)
		}
		want := []ugcinc.Progress{
			{Counts: map[string]int{"pending": 1, "scheduled": 1}, Left: 2, Polls: 1, LastChange: start, Next: 2 * time.Second},
			{Counts: map[string]int{"pending": 1, "scheduled": 1}, Left: 2, Polls: 2, LastChange: start, Next: 2 * time.Second},
			{Counts: map[string]int{"complete": 2}, Polls: 3, LastChange: start.Add(4 * time.Second)},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("progress (-want +got):\n%s", diff)
		}
		if failures[0] != nil || !errors.Is(failures[1], ugcinc.ErrServer) || failures[2] != nil {
			t.Errorf("errors %v, want one of the second poll", failures)
		}
	})
}

func TestWaitNeverReturnsNilWhenItsContextEnds(t *testing.T) {
	t.Parallel()
	stopped := errors.New("stopped by the test")
	for name, test := range map[string]struct {
		context func(context.Context) (context.Context, context.CancelFunc)
		hold    time.Duration // how long a response takes
		want    error
	}{
		"ended before": {func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			cancel()
			return ctx, cancel
		}, 0, context.Canceled},
		"while it sleeps": {func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, 3*time.Second)
		}, 0, context.DeadlineExceeded},
		"while it polls": {func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeoutCause(ctx, 5*time.Second, stopped)
		}, time.Second, context.DeadlineExceeded},
		"for a cause": {func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeoutCause(ctx, 3*time.Second, stopped)
		}, 0, stopped},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := test.context(t.Context())
				defer cancel()
				pending := data([]ugcinc.Post{post("a", "x", "pending")})
				pending.hold = test.hold
				api := newScript(responses{pathPosts: replies(pending)})
				posts := []ugcinc.Post{post("a", "x", "scheduled")}
				got, err := api.client(t).Posts.WaitAll(ctx, posts, ugcinc.WaitOptions{})
				if !errors.Is(err, ugcinc.ErrWaitInterrupted) || !errors.Is(err, test.want) || errors.Is(err, ugcinc.ErrMaxWait) {
					t.Errorf("error %v, want ErrWaitInterrupted by %v", err, test.want)
				}
				if len(got) != 1 {
					t.Errorf("%d posts came back, want the one", len(got))
				}
			})
		})
	}
}

func TestWaitReturnsAnErrorIfContextAndWorkEndTogether(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		api := newScript(responses{pathStatus: statuses("complete")})
		got, err := api.client(t).Posts.Wait(ctx, "post_1", ugcinc.WaitOptions{OnProgress: func(ugcinc.Progress) { cancel() }})
		if !errors.Is(err, ugcinc.ErrWaitInterrupted) || !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want ErrWaitInterrupted", err)
		}
		if got == nil || got.Status != ugcinc.PostStatusComplete {
			t.Errorf("result %+v, want what was seen all the same", got)
		}
	})
}

func TestWaitCutsAPollAtMaxWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(responses{pathStatus: replies(reply{hold: 20 * time.Second})})
		start := time.Now()
		_, err := api.client(t).Posts.Wait(t.Context(), "post_1", ugcinc.WaitOptions{MaxWait: 10 * time.Second})
		if !errors.Is(err, ugcinc.ErrMaxWait) || errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want ErrMaxWait and no end of a context", err)
		}
		if d := time.Since(start); d != 10*time.Second {
			t.Errorf("ended after %v, want MaxWait", d)
		}
	})
}

func TestWaitReportsNoPollAfterMaxWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(responses{pathStatus: statuses("pending")})
		var next []time.Duration
		_, err := api.client(t).Posts.Wait(t.Context(), "post_1", ugcinc.WaitOptions{
			MaxInterval: 2 * time.Second, MaxWait: 5 * time.Second,
			OnProgress: func(p ugcinc.Progress) { next = append(next, p.Next) },
		})
		if !errors.Is(err, ugcinc.ErrMaxWait) {
			t.Errorf("error %v, want ErrMaxWait", err)
		}
		if diff := cmp.Diff([]time.Duration{2 * time.Second, 2 * time.Second, 0}, next); diff != "" {
			t.Errorf("times to the next poll (-want +got):\n%s", diff)
		}
	})
}
