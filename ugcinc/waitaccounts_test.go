package ugcinc_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

func edit(id string, status ugcinc.TaskStatus, info *ugcinc.EditProfileInfo) ugcinc.AccountTask {
	return ugcinc.AccountTask{ID: id, AccountID: "x", Type: "edit_profile", Status: status, EditProfileInfo: info}
}

func TestWaitIdleWaitsForTasksThatRunOrAreDue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		now := time.Now().UTC()
		later, soon := now.Add(24*time.Hour), now.Add(2*time.Second)
		tomorrow := accountTask("tomorrow", "x", "scheduled", &later)
		api := newScript(responses{pathAccountStatus: lists(
			[]ugcinc.AccountTask{tomorrow, accountTask("a", "x", "pending", nil), accountTask("b", "y", "scheduled", nil), accountTask("c", "y", "scheduled", &soon)},
			[]ugcinc.AccountTask{tomorrow, accountTask("old", "x", "complete", nil), accountTask("a", "x", "complete", nil), accountTask("b", "y", "pending", nil), accountTask("c", "y", "scheduled", &soon)},
			[]ugcinc.AccountTask{tomorrow, accountTask("b", "y", "complete", nil), accountTask("c", "y", "complete", &soon)},
		)})
		got, err := api.client(t).Accounts.WaitIdle(t.Context(), []string{"x", "y"}, ugcinc.WaitOptions{})
		want := []ugcinc.AccountTask{accountTask("a", "x", "complete", nil), accountTask("b", "y", "complete", nil), accountTask("c", "y", "complete", &soon)}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("error %v, tasks (-want +got):\n%s", err, diff)
		}
		asked := api.bodies(pathAccountStatus)
		wantAsked := []string{
			`{"accountIds":["x","y"],"includeCompleted":false}`,
			`{"accountIds":["x","y"],"includeCompleted":true}`,
			`{"accountIds":["x","y"],"includeCompleted":true}`,
		}
		if diff := cmp.Diff(wantAsked, asked); diff != "" {
			t.Errorf("list calls (-want +got):\n%s", diff)
		}
	})
}

func TestWaitIdleEnds(t *testing.T) {
	t.Parallel()
	later := time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	running := accountTask("a", "x", "pending", nil)
	for name, test := range map[string]struct {
		accounts []string
		lists    [][]ugcinc.AccountTask
		want     []ugcinc.AccountTask
		err      error
		polls    int
	}{
		"idle already":   {[]string{"x"}, [][]ugcinc.AccountTask{{accountTask("a", "x", "scheduled", &later)}}, nil, nil, 1},
		"no accounts":    {[]string{}, nil, nil, nil, 0},
		"all accounts":   {nil, [][]ugcinc.AccountTask{{running}, {accountTask("a", "x", "complete", nil)}}, []ugcinc.AccountTask{accountTask("a", "x", "complete", nil)}, nil, 2},
		"failed":         {[]string{"x"}, [][]ugcinc.AccountTask{{running}, {accountTask("a", "x", "failed", nil)}}, []ugcinc.AccountTask{accountTask("a", "x", "failed", nil)}, ugcinc.ErrWorkFailed, 2},
		"put off":        {[]string{"x"}, [][]ugcinc.AccountTask{{running}, {accountTask("a", "x", "scheduled", &later)}}, []ugcinc.AccountTask{accountTask("a", "x", "scheduled", &later)}, nil, 2},
		"forgotten once": {[]string{"x"}, [][]ugcinc.AccountTask{{running}, {}, {accountTask("a", "x", "complete", nil)}}, []ugcinc.AccountTask{accountTask("a", "x", "complete", nil)}, nil, 3},
		"forgotten":      {[]string{"x"}, [][]ugcinc.AccountTask{{running}, {}}, []ugcinc.AccountTask{running}, ugcinc.ErrNotFound, 3},
		"unknown status": {[]string{"x"}, [][]ugcinc.AccountTask{{accountTask("a", "x", "retrying", nil)}}, []ugcinc.AccountTask{accountTask("a", "x", "retrying", nil)}, ugcinc.ErrMaxWait, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				api := newScript(responses{pathAccountStatus: lists(test.lists...)})
				got, err := api.client(t).Accounts.WaitIdle(t.Context(), test.accounts, ugcinc.WaitOptions{})
				if !errors.Is(err, test.err) {
					t.Errorf("error %v, want %v", err, test.err)
				}
				if diff := cmp.Diff(append([]ugcinc.AccountTask{}, test.want...), got); diff != "" {
					t.Errorf("tasks (-want +got):\n%s", diff)
				}
				if n := len(api.requests(pathAccountStatus)); n != test.polls && !errors.Is(test.err, ugcinc.ErrMaxWait) {
					t.Errorf("%d polls, want %d", n, test.polls)
				}
			})
		})
	}
}

func TestUpdateSocialAndWaitFollowsItsOwnTask(t *testing.T) {
	t.Parallel()
	params := ugcinc.UpdateAccountSocialParams{AccountID: "x", NickName: new("New name"), AvatarURL: new("https://example.com/a.png")}
	own := func(status ugcinc.TaskStatus) ugcinc.AccountTask {
		return edit("own", status, &ugcinc.EditProfileInfo{NickName: new("New name"), AvatarURL: new("https://cdn.example.com/copy.png")})
	}
	others := []ugcinc.AccountTask{
		edit("before", "complete", &ugcinc.EditProfileInfo{NickName: new("New name"), AvatarURL: new("https://example.com/a.png")}),
		edit("another bio", "pending", &ugcinc.EditProfileInfo{Bio: new("Hello")}),
		edit("another name", "pending", &ugcinc.EditProfileInfo{NickName: new("Name"), AvatarURL: new("https://example.com/a.png")}),
		edit("name alone", "pending", &ugcinc.EditProfileInfo{NickName: new("New name")}),
		edit("tells nothing", "pending", nil),
		{ID: "no edit", AccountID: "x", Type: "warmup_scroll", Status: "pending"},
	}
	with := func(own ...ugcinc.AccountTask) []ugcinc.AccountTask {
		return append(others[:len(others):len(others)], own...)
	}
	queued := data(ugcinc.UpdateAccountSocialResult{Message: "queued"})
	for name, test := range map[string]struct {
		update reply
		lists  [][]ugcinc.AccountTask
		want   *ugcinc.AccountTask
		errs   []error
	}{
		"complete":              {queued, [][]ugcinc.AccountTask{with(own("pending")), with(own("complete"))}, new(own("complete")), nil},
		"failed":                {queued, [][]ugcinc.AccountTask{with(own("failed"))}, new(own("failed")), []error{ugcinc.ErrWorkFailed}},
		"shown late":            {queued, [][]ugcinc.AccountTask{with(), with(), with(own("complete"))}, new(own("complete")), nil},
		"never shown":           {queued, [][]ugcinc.AccountTask{with()}, nil, []error{ugcinc.ErrMaxWait}},
		"response lost, done":   {reply{}, [][]ugcinc.AccountTask{with(), with(own("pending")), with(own("complete"))}, new(own("complete")), nil},
		"response lost, failed": {reply{}, [][]ugcinc.AccountTask{with(own("failed"))}, new(own("failed")), []error{ugcinc.ErrWorkFailed}},
		"lost altogether":       {reply{status: http.StatusBadGateway}, [][]ugcinc.AccountTask{with()}, nil, []error{ugcinc.ErrMaxWait, ugcinc.ErrOutcomeUnknown}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				api := newScript(responses{
					pathUpdateSocial:  replies(test.update),
					pathAccountStatus: lists(append([][]ugcinc.AccountTask{others[:1]}, test.lists...)...),
				})
				got, err := api.client(t).Accounts.UpdateSocialAndWait(t.Context(), params, ugcinc.WaitOptions{})
				if (err != nil) != (test.errs != nil) {
					t.Errorf("error %v, want %v", err, test.errs)
				}
				for _, want := range test.errs {
					if !errors.Is(err, want) {
						t.Errorf("error %v, want it to match %v", err, want)
					}
				}
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("task (-want +got):\n%s", diff)
				}
				if n := len(api.requests(pathUpdateSocial)); n != 1 {
					t.Errorf("sent %d updates, want 1", n)
				}
			})
		})
	}
}

// If two tasks may be the edit, it is the first one, even if the list shows that
// one twice.
func TestUpdateSocialAndWaitFollowsTheFirstOfTwoTasks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		made := func(id string, status ugcinc.TaskStatus, after time.Duration) ugcinc.AccountTask {
			task := edit(id, status, &ugcinc.EditProfileInfo{Bio: new("Hello")})
			task.CreatedAt = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(after)
			return task
		}
		api := newScript(responses{
			pathUpdateSocial: replies(data(ugcinc.UpdateAccountSocialResult{Message: "queued"})),
			pathAccountStatus: lists(
				[]ugcinc.AccountTask{},
				[]ugcinc.AccountTask{made("second", "failed", time.Hour), made("first", "pending", 0), made("first", "complete", 0)},
			),
		})
		got, err := api.client(t).Accounts.UpdateSocialAndWait(t.Context(), ugcinc.UpdateAccountSocialParams{AccountID: "x", Bio: new("Hello")}, ugcinc.WaitOptions{})
		if diff := cmp.Diff(new(made("first", "complete", 0)), got); err != nil || diff != "" {
			t.Errorf("error %v, task (-want +got):\n%s", err, diff)
		}
		if n := len(api.requests(pathAccountStatus)); n != 2 {
			t.Errorf("%d reads, want one before the update and one poll", n)
		}
	})
}

func TestUpdateSocialAndWaitReturnsTheErrorOfAnUpdateThatWasNotQueued(t *testing.T) {
	t.Parallel()
	params := ugcinc.UpdateAccountSocialParams{AccountID: "x", Bio: new("Hello")}
	early := rejection(http.StatusBadRequest)
	early.body = `{"ok":false,"code":400,"message":"Bio can only be updated once every 24 hours. Last update was 2 hours ago. You can update again in 22 hour(s) on 2026-01-06"}`
	for name, test := range map[string]struct {
		status, update reply
		want           func(error) bool
		updates        int
	}{
		"cooldown":    {data([]ugcinc.AccountTask{}), early, func(err error) bool { return errors.As(err, new(*ugcinc.CooldownError)) }, 1},
		"redirect":    {data([]ugcinc.AccountTask{}), reply{status: http.StatusFound}, func(err error) bool { return errors.Is(err, ugcinc.ErrRedirect) }, 1},
		"no snapshot": {rejection(http.StatusUnauthorized), early, func(err error) bool { return errors.Is(err, ugcinc.ErrUnauthorized) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				api := newScript(responses{pathAccountStatus: replies(test.status), pathUpdateSocial: replies(test.update)})
				got, err := api.client(t).Accounts.UpdateSocialAndWait(t.Context(), params, ugcinc.WaitOptions{})
				if got != nil || !test.want(err) || errors.As(err, new(*ugcinc.WaitError)) {
					t.Errorf("%v, %v, want the call's own error", got, err)
				}
				if n := len(api.requests(pathUpdateSocial)); n != test.updates {
					t.Errorf("sent %d updates, want %d", n, test.updates)
				}
				if n := len(api.requests(pathAccountStatus)); n != 1 {
					t.Errorf("%d polls, want the first look alone", n)
				}
			})
		})
	}
}

func TestUpdateSocialAndWaitEndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		api := newScript(responses{
			pathAccountStatus: lists([]ugcinc.AccountTask{}),
			pathUpdateSocial:  replies(reply{hold: time.Minute}),
		})
		_, err := api.client(t).Accounts.UpdateSocialAndWait(ctx, ugcinc.UpdateAccountSocialParams{AccountID: "x", Bio: new("Hello")}, ugcinc.WaitOptions{})
		if !errors.Is(err, ugcinc.ErrWaitInterrupted) || !errors.Is(err, ugcinc.ErrOutcomeUnknown) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want the context's end and an unknown outcome", err)
		}
	})
}

// What a poll keeps of its list is bounded, although the list may be of any length.
func TestWaitIdleEndsForMoreTasksThanFitIntoMemory(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(responses{pathAccountStatus: replies(
			found("{}"+strings.Repeat(",{}", 1_000_000)),
			rejection(http.StatusUnauthorized),
		)})
		_, err := api.client(t, ugcinc.WithMaxResponseBytes(1<<20)).Accounts.WaitIdle(t.Context(), nil, ugcinc.WaitOptions{Interval: time.Nanosecond})
		if !errors.Is(err, ugcinc.ErrResponseTooLarge) {
			t.Errorf("error is %v, want %v", err, ugcinc.ErrResponseTooLarge)
		}
	})
}
