package ugcinc_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// No body makes the decoder panic, and List and All agree on each.
func FuzzResponse(f *testing.F) {
	files, err := filepath.Glob("../testdata/responses/*")
	if err != nil || len(files) == 0 {
		f.Fatalf("no recorded responses: %v", err)
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(200, body)
	}
	f.Add(404, []byte(`{"ok":false,"code":404,"message":"Not found"}`))
	f.Add(502, []byte(`<html>`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		if status < 200 || status > 599 {
			return
		}
		c := fixedResponse(t, status, body)
		listed, listErr := c.Tasks.List(t.Context(), ugcinc.ListTasksParams{})
		var streamed []ugcinc.Task
		var streamErr error
		for task, err := range c.Tasks.All(t.Context(), ugcinc.ListTasksParams{}) {
			if streamErr = err; err == nil {
				streamed = append(streamed, task)
			}
		}
		if listErr == nil && streamErr == nil {
			if len(listed)+len(streamed) > 0 {
				if diff := cmp.Diff(listed, streamed, cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })); diff != "" {
					t.Errorf("List and All differ:\n%s", diff)
				}
			}
		} else if listErr == nil || streamErr == nil {
			t.Errorf("List ends with %v, All with %v", listErr, streamErr)
		} else if l, s := kind(listErr), kind(streamErr); l != s {
			t.Errorf("List ends with %s (%v), All with %s (%v)", l, listErr, s, streamErr)
		}
		if listErr == nil && listed == nil {
			t.Error("a list without an error is nil")
		}
		post, err := c.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{AccountID: "a", VideoURL: "v"})
		if (post == nil) == (err == nil) {
			t.Errorf("CreateVideo gives %v and %v", post, err)
		}
		if err != nil && strings.Contains(err.Error(), testKey) {
			t.Errorf("the error shows the key: %v", err)
		}
	})
}

func kind(err error) string {
	for _, sentinel := range []error{ugcinc.ErrResponseTooLarge, ugcinc.ErrInvalidResponse, ugcinc.ErrRedirect, ugcinc.ErrBadRequest, ugcinc.ErrUnauthorized, ugcinc.ErrNotFound, ugcinc.ErrRateLimited, ugcinc.ErrServer} {
		if errors.Is(err, sentinel) {
			return sentinel.Error()
		}
	}
	return "another error"
}

// A 400 is a cooldown with a window and a day, or an ordinary error.
func FuzzCooldown(f *testing.F) {
	for _, seed := range []string{
		"Nickname can only be updated once every 7 days. Last update was 2 days ago. You can update again in 5 day(s) on 2026-03-07",
		"Avatar can only be updated once every 24 hours. Last update was 3 hours ago. You can update again in 21 hour(s) on 2026-03-07",
		"Bio can only be updated once every 24 hours. Last update was 3 hours ago. You can update again in 21 hour(s) on 2026-03-07.",
		"Bio can only be updated once every 24 hours. Last update was  on ", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, message string) {
		body, err := jsonText(message)
		if err != nil {
			return
		}
		c := fixedResponse(t, 400, body)
		_, err = c.Accounts.UpdateSocial(t.Context(), ugcinc.UpdateAccountSocialParams{AccountID: "a", Bio: new("b")})
		if !errors.Is(err, ugcinc.ErrBadRequest) {
			t.Fatalf("error is %v", err)
		}
		var cooldown *ugcinc.CooldownError
		if errors.As(err, &cooldown) && (cooldown.Field == "" || cooldown.Window <= 0 || cooldown.Next.IsZero() || cooldown.Next.Location() != time.UTC) {
			t.Errorf("%q gives %+v", message, cooldown)
		}
	})
}

// A timestamp is decoded to the same moment, or the error names the field.
func FuzzTimestamp(f *testing.F) {
	for _, seed := range []string{"2026-03-02T09:30:00Z", "2026-03-02 09:30:00+00", "2026-03-02", "2026-03-02T09:30", "2026-03-02t09:30:00.5-0830", "0000-00-00", "", " ", "T", "2026-03-02T09:30:00+"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		quoted, err := jsonText(text)
		if err != nil {
			return
		}
		quoted = quoted[len(`{"ok":false,"code":400,"message":`) : len(quoted)-1]
		c := fixedResponse(t, 200, []byte(`{"data":[{"created_at":`+string(quoted)+`}]}`))
		tasks, err := c.Tasks.List(t.Context(), ugcinc.ListTasksParams{})
		if err != nil {
			if !strings.Contains(err.Error(), "data[0].created_at") {
				t.Errorf("%q: error does not name the place: %v", text, err)
			}
			return
		}
		want, err := time.Parse(time.RFC3339, text)
		if err == nil && !tasks[0].CreatedAt.Equal(want) {
			t.Errorf("%q is read as %s", text, tasks[0].CreatedAt)
		}
		if day := tasks[0].CreatedAt.Format(time.DateOnly); !strings.Contains(text, day) {
			t.Errorf("%q is read as the day %s", text, day)
		}
	})
}

// jsonText returns an error envelope with this message, or an error if it is not
// UTF-8.
func jsonText(message string) ([]byte, error) {
	return json.Marshal(struct {
		OK      bool   `json:"ok"`
		Code    int    `json:"code"`
		Message string `json:"message"`
	}{Code: 400, Message: message})
}
