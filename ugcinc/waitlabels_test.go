package ugcinc_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// The server echoes the key and control characters in a status, an id or the name
// of a field.
func TestWaitersShowNoKeyThatIsEchoed(t *testing.T) {
	t.Parallel()
	const odd = `\u0007\u001b[31m\u202e`
	for name, test := range map[string]struct {
		wait func(*testing.T, *ugcinc.Client, ugcinc.WaitOptions) error
		body string // of a record; %s is the key
	}{
		"status of a post": {waits["Posts.WaitAll"], `{"id":"a","account_id":"x","status":"no: %s` + odd + `"}`},
		"status of a task": {waits["Tasks.WaitAll"], `{"id":"a","account_id":"x","status":"%s"}`},
		"status by id":     {waits["Posts.Wait"], ""},
		"id of a task": {func(t *testing.T, c *ugcinc.Client, opts ugcinc.WaitOptions) error {
			_, err := c.Accounts.WaitIdle(t.Context(), nil, opts)
			return err
		}, `{"id":"%s` + odd + `","status":"%s"}`},
		"id of a task that fails": {func(t *testing.T, c *ugcinc.Client, opts ugcinc.WaitOptions) error {
			_, err := c.Accounts.WaitIdle(t.Context(), nil, opts)
			return err
		}, `{"id":"%s","status":"failed"},{"id":"%s","status":"pending"}`},
		"field's name": {waits["Posts.WaitAll"], `{"id":"a","account_id":"x","media_urls":["%s",{"%s":1}],"status":"pending"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				record := strings.ReplaceAll(test.body, "%s", testKey)
				list := func(int, string) reply { return found(record) }
				api := newScript(responses{
					pathPosts: list, pathTasks: list, pathAccountStatus: list,
					pathStatus: perPost(func(id string) reply {
						return reply{status: http.StatusOK, body: `{"data":{"post_id":"` + id + `","status":"` + testKey + odd + `"}}`}
					}),
				})
				polls := 0
				err := test.wait(t, api.client(t), ugcinc.WaitOptions{OnProgress: func(p ugcinc.Progress) {
					polls++
					search(t, "progress", p)
					for status := range p.Counts {
						checkPrintable(t, status)
					}
				}})
				if err == nil || polls == 0 {
					t.Fatalf("error %v after %d polls, want one after some", err, polls)
				}
				for _, e := range everyError(err) {
					search(t, "error", e)
					checkPrintable(t, e.Error())
				}
			})
		})
	}
}

func checkPrintable(t *testing.T, text string) {
	t.Helper()
	if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
		t.Errorf("%q has characters that do not print", text)
	}
}

func TestWaitErrorsQuoteAndShortenIDs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		given := []ugcinc.Post{{ID: "line\nbreak"}, {ID: strings.Repeat("long", 1000)}, {ID: "\xff"}, {ID: "plain-1_ü"}}
		api := newScript(responses{pathStatus: statuses("pending")})
		_, err := api.client(t).Posts.WaitAll(t.Context(), given[:3], ugcinc.WaitOptions{Tolerate: -1})
		if err == nil {
			t.Fatal("no error")
		}
		checkPrintable(t, err.Error())
		if len(err.Error()) > 500 {
			t.Errorf("an error text of %d bytes", len(err.Error()))
		}
		_, err = api.client(t).Posts.WaitAll(t.Context(), []ugcinc.Post{given[0], given[3]}, ugcinc.WaitOptions{})
		want := `ugcinc: waiting with listPosts: MaxWait has passed; left: 2 (line\nbreak, plain-1_ü); last seen: 2 pending`
		if err == nil || err.Error() != want {
			t.Errorf("text\n%v, want\n%s", err, want)
		}
		if end, ok := errors.AsType[*ugcinc.WaitError](err); ok {
			if diff := cmp.Diff([]string{"line\nbreak", "plain-1_ü"}, end.Left); diff != "" {
				t.Errorf("left (-want +got):\n%s", diff)
			}
		}
	})
}

func TestWaitErrorsShowEmptyIDsAndStatuses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := newScript(responses{pathAccountStatus: replies(found(`{}`))})
		_, err := api.client(t).Accounts.WaitIdle(t.Context(), nil, ugcinc.WaitOptions{})
		want := `ugcinc: waiting with getAccountStatus: MaxWait has passed; left: 1 (""); last seen: 1 ""`
		end, ok := errors.AsType[*ugcinc.WaitError](err)
		if !ok || err.Error() != want {
			t.Fatalf("text\n%v, want\n%s", err, want)
		}
		if diff := cmp.Diff(map[string]int{"": 1}, end.Last.Counts); diff != "" {
			t.Errorf("counts (-want +got):\n%s", diff)
		}
	})
}

func TestWaitersKeepFewStatuses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const posts = 200
		var given []ugcinc.Post
		for i := range posts {
			given = append(given, post(fmt.Sprintf("post_%d", i), "x", "scheduled"))
		}
		api := newScript(responses{pathPosts: func(n int, _ string) reply {
			shown := []ugcinc.Post{post("post_0", "x", "pending"), post("post_1", "x", "complete"), post("post_2", "x", "failed"), post("post_3", "x", "scheduled")}
			for i := 4; i < posts; i++ {
				status := ugcinc.PostStatus(fmt.Sprintf("%d_%d_", n, i) + strings.Repeat("é", 1<<10))
				shown = append(shown, post(fmt.Sprintf("post_%d", i), "x", status))
			}
			return data(shown)
		}})
		unknown := map[string]int{}
		check := func(p *ugcinc.Progress) {
			sum := 0
			for status, n := range p.Counts {
				if sum += n; len(status) > 64 {
					t.Errorf("a status of %d bytes", len(status))
				}
			}
			if len(p.Counts) > 64 || sum != posts {
				t.Errorf("%d statuses of %d posts, want at most 64 of %d", len(p.Counts), sum, posts)
			}
			for _, status := range []string{"pending", "complete", "failed", "scheduled"} {
				if p.Counts[status] != 1 {
					t.Errorf("%d posts are %s, want 1", p.Counts[status], status)
				}
			}
		}
		got, err := api.client(t).Posts.WaitAll(t.Context(), given, ugcinc.WaitOptions{MaxWait: time.Minute, OnProgress: func(p ugcinc.Progress) {
			check(&p)
			for _, status := range p.Unknown {
				unknown[status]++
			}
		}})
		end, ok := errors.AsType[*ugcinc.WaitError](err)
		if !ok || !errors.Is(err, ugcinc.ErrMaxWait) {
			t.Fatalf("error %v, want ErrMaxWait", err)
		}
		check(&end.Last)
		if len(err.Error()) > 64*80 {
			t.Errorf("an error text of %d bytes", len(err.Error()))
		}
		if len(unknown) > 60 || unknown["other"] != 1 {
			t.Errorf("%d unknown statuses reported, %d times other", len(unknown), unknown["other"])
		}
		for status, n := range unknown {
			if n != 1 || len(status) > 64 {
				t.Errorf("status %q reported %d times", status, n)
			}
		}
		if n := len(got[4].Status); n < 2<<10 {
			t.Errorf("the post's own status has %d bytes, want all of it", n)
		}
	})
}
