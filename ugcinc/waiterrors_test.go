package ugcinc_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// ends are the four ways in which a wait for two posts ends without success.
var ends = map[string]struct {
	responses func(int, string) reply
	timeout   time.Duration
	sentinel  error
	text      string
}{
	"context": {
		responses: lists([]ugcinc.Post{post("a", "x", "complete"), post("b", "x", "pending")}), timeout: time.Minute, sentinel: ugcinc.ErrWaitInterrupted,
		text: "ugcinc: waiting with listPosts: the context of the wait ended: context deadline exceeded; left: 1 (b); last seen: 1 complete, 1 pending",
	},
	"MaxWait": {
		responses: lists([]ugcinc.Post{post("a", "x", "complete"), post("b", "x", "pending")}), timeout: time.Hour, sentinel: ugcinc.ErrMaxWait,
		text: "ugcinc: waiting with listPosts: MaxWait has passed; left: 1 (b); last seen: 1 complete, 1 pending",
	},
	"polls": {
		responses: replies(reply{status: http.StatusServiceUnavailable, body: testKey}), timeout: time.Hour, sentinel: ugcinc.ErrPollsFailed,
		text: "ugcinc: waiting with listPosts: too many polls in a row failed: listPosts: failed: 503 Service Unavailable: the body is not a JSON envelope; a gateway may have sent it; left: 2 (a, b); last seen: 2 scheduled",
	},
	"work": {
		responses: lists([]ugcinc.Post{post("a", "x", "complete"), post("b", "x", "failed")}), timeout: time.Hour, sentinel: ugcinc.ErrWorkFailed,
		text: "ugcinc: posts failed: 1 (b); last seen: 1 complete, 1 failed",
	},
}

func TestWaitErrorsMatchOneSentinel(t *testing.T) {
	t.Parallel()
	for name, test := range ends {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), test.timeout)
				defer cancel()
				api := newScript(responses{pathPosts: test.responses})
				_, err := api.client(t).Posts.WaitAll(ctx, []ugcinc.Post{post("a", "x", "scheduled"), post("b", "x", "scheduled")}, ugcinc.WaitOptions{})
				for otherName, other := range ends {
					if errors.Is(err, other.sentinel) != (otherName == name) {
						t.Errorf("%v: matching %v is %v", err, other.sentinel, errors.Is(err, other.sentinel))
					}
				}
				if errors.Is(err, context.DeadlineExceeded) != (name == "context") {
					t.Errorf("%v: the context's end shows in the wrong error", err)
				}
				if err == nil || err.Error() != test.text {
					t.Errorf("text\n%v, want\n%s", err, test.text)
				}
			})
		})
	}
}

func TestWaitErrorsLogTheirFieldsAndNoKey(t *testing.T) {
	t.Parallel()
	for name, test := range ends {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), test.timeout)
				defer cancel()
				api := newScript(responses{pathPosts: test.responses})
				_, err := api.client(t).Posts.WaitAll(ctx, []ugcinc.Post{post("a", "x", "scheduled"), post("b", "x", "scheduled")}, ugcinc.WaitOptions{})
				var log bytes.Buffer
				slog.New(slog.NewTextHandler(&log, nil)).Info("ended", "error", err)
				if !strings.Contains(log.String(), "error.lastSeen=") {
					t.Errorf("the log does not show what was last seen: %s", &log)
				}
				for _, printed := range []string{log.String(), fmt.Sprintf("%v", err), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err)} {
					if strings.Contains(printed, testKey) {
						t.Errorf("the key is printed: %s", printed)
					}
				}
			})
		})
	}
}

func TestWaitErrorNamesTheFirstOfManyIDs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var posts []ugcinc.Post
		for i := range 1000 {
			posts = append(posts, post(fmt.Sprintf("post_%d", i), "x", "pending"))
		}
		api := newScript(responses{pathPosts: lists(posts)})
		_, err := api.client(t).Posts.WaitAll(t.Context(), posts, ugcinc.WaitOptions{})
		want := "ugcinc: waiting with listPosts: MaxWait has passed; left: 1000 (post_0, post_1, post_2, ...); last seen: 1000 pending"
		if err == nil || err.Error() != want {
			t.Errorf("text\n%v, want\n%s", err, want)
		}
		if end, ok := errors.AsType[*ugcinc.WaitError](err); !ok || len(end.Left) != 1000 {
			t.Error("Left does not hold all of them")
		}
	})
}

func TestWaitersReturnParamErrors(t *testing.T) {
	t.Parallel()
	client := newScript(nil).client(t)
	ctx := t.Context()
	wait := func(opts ugcinc.WaitOptions) error {
		_, err := client.Posts.Wait(ctx, "post_1", opts)
		return err
	}
	for field, call := range map[string]func() error{
		"WaitOptions.Interval":    func() error { return wait(ugcinc.WaitOptions{Interval: -1}) },
		"WaitOptions.MaxInterval": func() error { return wait(ugcinc.WaitOptions{Interval: time.Minute, MaxInterval: time.Second}) },
		"WaitOptions.MaxWait":     func() error { return wait(ugcinc.WaitOptions{MaxWait: -1}) },
		"postId": func() error {
			_, err := client.Posts.Wait(ctx, "", ugcinc.WaitOptions{})
			return err
		},
		"ctx": func() error {
			var none context.Context
			_, err := client.Accounts.WaitIdle(none, []string{"x"}, ugcinc.WaitOptions{})
			return err
		},
		"posts": func() error {
			_, err := client.Posts.WaitAll(ctx, []ugcinc.Post{{AccountID: "x"}}, ugcinc.WaitOptions{})
			return err
		},
		"tasks without accounts": func() error {
			_, err := client.Tasks.WaitAll(ctx, []ugcinc.Task{{ID: "a"}}, ugcinc.WaitOptions{})
			return err
		},
		"tasks": func() error {
			_, err := client.Tasks.WaitAll(ctx, []ugcinc.Task{{AccountID: "x"}}, ugcinc.WaitOptions{})
			return err
		},
		"ctx of tasks": func() error {
			var none context.Context
			_, err := client.Tasks.WaitAll(none, nil, ugcinc.WaitOptions{})
			return err
		},
		"opts of an update": func() error {
			_, err := client.Accounts.UpdateSocialAndWait(ctx, ugcinc.UpdateAccountSocialParams{AccountID: "x", Bio: new("x")}, ugcinc.WaitOptions{MaxWait: -1})
			return err
		},
		"accountId": func() error {
			_, err := client.Accounts.UpdateSocialAndWait(ctx, ugcinc.UpdateAccountSocialParams{Bio: new("x")}, ugcinc.WaitOptions{})
			return err
		},
		"opts of Watch": func() error {
			for _, err := range client.Posts.Watch(ctx, nil, ugcinc.WaitOptions{MaxWait: -1}) {
				return err
			}
			return nil
		},
	} {
		t.Run(field, func(t *testing.T) {
			t.Parallel()
			invalid, ok := errors.AsType[*ugcinc.ParamError](call())
			if !ok || invalid.Operation == "" {
				t.Fatalf("%v, want a ParamError of an operation", invalid)
			}
			if want, _, _ := strings.Cut(field, " without "); !strings.Contains(field, " of ") && invalid.Field != want {
				t.Errorf("field %s, want %s", invalid.Field, field)
			}
		})
	}
}

func TestWaitErrorShowsTheErrorOfTheLastPoll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(responses{pathStatus: replies(reply{status: http.StatusServiceUnavailable})})
		_, err := api.client(t).Posts.Wait(t.Context(), "post_1", ugcinc.WaitOptions{MaxWait: time.Second})
		want := "ugcinc: waiting with getPostStatus: MaxWait has passed; left: 1 (post_1); the last poll failed: getPostStatus: failed: 503 Service Unavailable: the body is empty"
		if err == nil || err.Error() != want {
			t.Errorf("text\n%v, want\n%s", err, want)
		}
		if errors.Is(err, ugcinc.ErrServer) {
			t.Error("MaxWait is the end, but it matches the poll's error")
		}
	})
}

func TestTaskFailedErrorNamesTheTasks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(responses{pathTasks: lists([]ugcinc.Task{task("a", "x", "failed")})})
		_, err := api.client(t).Tasks.WaitAll(t.Context(), []ugcinc.Task{task("a", "x", "pending")}, ugcinc.WaitOptions{})
		if want := "ugcinc: tasks failed: 1 (a); last seen: 1 failed"; err == nil || err.Error() != want {
			t.Errorf("text %v, want %s", err, want)
		}
		var log bytes.Buffer
		slog.New(slog.NewTextHandler(&log, nil)).Info("ended", "error", err)
		if want := `error.failed="1 (a)" error.lastSeen="1 failed"`; !strings.Contains(log.String(), want) {
			t.Errorf("log %s, want %s in it", &log, want)
		}
	})
}
