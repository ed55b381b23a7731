package ugcinc_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// script is an API without a network: it answers each path as the test has it,
// and takes no time, so a synctest bubble moves on with the waits alone.
type script struct {
	answers map[string]func(n int, body string) reply
	start   time.Time

	mu   sync.Mutex
	seen []asked
}

// asked is one request, with the time since the script began.
type asked struct {
	Path, Body string
	At         time.Duration
}

// reply is one answer; a zero status is a connection that breaks.
type reply struct {
	status     int
	body       string
	retryAfter string
	hold       time.Duration // how long the answer takes
}

func newScript(answers map[string]func(n int, body string) reply) *script {
	return &script{answers: answers, start: time.Now()}
}

func (s *script) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.seen = append(s.seen, asked{Path: req.URL.Path, Body: string(body), At: time.Since(s.start)})
	n := 0
	for _, a := range s.seen {
		if a.Path == req.URL.Path {
			n++
		}
	}
	s.mu.Unlock()
	r := reply{status: http.StatusNotFound, body: `{"ok":false,"code":404,"message":"no such path"}`}
	if answer := s.answers[req.URL.Path]; answer != nil {
		r = answer(n, string(body))
	}
	select {
	case <-time.After(r.hold):
	case <-req.Context().Done():
		return nil, req.Context().Err()
	}
	if r.status == 0 {
		return nil, io.ErrUnexpectedEOF
	}
	resp := &http.Response{StatusCode: r.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(r.body)), Request: req}
	if r.retryAfter != "" {
		resp.Header.Set("Retry-After", r.retryAfter)
	}
	return resp, nil
}

// requests returns what was asked so far on a path.
func (s *script) requests(path string) []asked {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []asked
	for _, a := range s.seen {
		if a.Path == path {
			found = append(found, a)
		}
	}
	return found
}

// times returns when a path was asked.
func (s *script) times(path string) []time.Duration {
	var times []time.Duration
	for _, a := range s.requests(path) {
		times = append(times, a.At)
	}
	return times
}

func (s *script) client(tb testing.TB, opts ...ugcinc.Option) *ugcinc.Client {
	tb.Helper()
	client, err := ugcinc.New(append([]ugcinc.Option{ugcinc.WithAPIKey(testKey), ugcinc.WithHTTPClient(&http.Client{Transport: s})}, opts...)...)
	if err != nil {
		tb.Fatal(err)
	}
	return client
}

// data is a success with this data.
func data(v any) reply {
	encoded, err := json.Marshal(map[string]any{"ok": true, "code": 200, "data": v})
	if err != nil {
		panic(err)
	}
	return reply{status: http.StatusOK, body: string(encoded)}
}

// refusal is an error envelope with this status.
func refusal(status int) reply {
	encoded, err := json.Marshal(map[string]any{"ok": false, "code": status, "message": http.StatusText(status)})
	if err != nil {
		panic(err)
	}
	return reply{status: status, body: string(encoded)}
}

// statuses answers the nth poll for a post with the nth status, and stays at
// the last one.
func statuses(names ...ugcinc.PostStatus) func(int, string) reply {
	return func(n int, _ string) reply {
		return data(ugcinc.PostStatusResult{PostID: "post_1", Status: names[min(n, len(names))-1]})
	}
}

// lists answers the nth list call with the nth list, and stays at the last one.
func lists[T any](all ...[]T) func(int, string) reply {
	return func(n int, _ string) reply { return data(all[min(n, len(all))-1]) }
}

// found is a success with these records, as they stand on the wire.
func found(records ...string) reply {
	return reply{status: http.StatusOK, body: `{"ok":true,"code":200,"data":[` + strings.Join(records, ",") + `]}`}
}

// replies answers the nth call with the nth reply, and stays at the last one.
func replies(all ...reply) func(int, string) reply {
	return func(n int, _ string) reply { return all[min(n, len(all))-1] }
}

func post(id, account string, status ugcinc.PostStatus) ugcinc.Post {
	p := ugcinc.Post{ID: id, AccountID: account, Type: ugcinc.PostTypeVideo, Status: status, MediaURLs: []string{"https://cdn.example.com/v.mp4"}}
	if status == ugcinc.PostStatusComplete {
		p.SocialID = new("social_" + id)
	}
	return p
}
