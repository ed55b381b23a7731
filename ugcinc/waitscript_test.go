package ugcinc_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

const (
	pathStatus        = "/post/status"
	pathPosts         = "/post"
	pathDelete        = "/post/delete"
	pathTasks         = "/tasks"
	pathAccountStatus = "/accounts/status"
	pathUpdateSocial  = "/accounts/update-social"
)

// script is an API without a network. Its responses take no time, so that in a
// synctest bubble only the waits do.
type script struct {
	responses responses
	start     time.Time

	mu   sync.Mutex
	seen []asked
}

// responses returns the nth response to a path, for each path.
type responses map[string]func(n int, body string) reply

// asked is one request, with the time since the start of the script.
type asked struct {
	Path, Body string
	At         time.Duration
}

// reply is one response; a zero status is a connection that breaks.
type reply struct {
	status     int
	body       string
	retryAfter string
	hold       time.Duration // how long the response takes
}

func newScript(a responses) *script {
	return &script{responses: a, start: time.Now()}
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
	if response := s.responses[req.URL.Path]; response != nil {
		r = response(n, string(body))
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

// requests returns the requests to a path so far.
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

// bodies returns the bodies of the requests to a path.
func (s *script) bodies(path string) (bodies []string) {
	for _, a := range s.requests(path) {
		bodies = append(bodies, a.Body)
	}
	return bodies
}

// times returns the times of the requests to a path.
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

// data is a successful response with this data.
func data(v any) reply {
	encoded, err := json.Marshal(map[string]any{"ok": true, "code": 200, "data": v})
	if err != nil {
		panic(err)
	}
	return reply{status: http.StatusOK, body: string(encoded)}
}

// rejection is an error envelope with this status.
func rejection(status int) reply {
	encoded, err := json.Marshal(map[string]any{"ok": false, "code": status, "message": http.StatusText(status)})
	if err != nil {
		panic(err)
	}
	return reply{status: status, body: string(encoded)}
}

// statuses responds to the nth poll for a post with the nth status, and repeats
// the last one.
func statuses(names ...ugcinc.PostStatus) func(int, string) reply {
	return func(n int, _ string) reply {
		return data(ugcinc.PostStatusResult{PostID: "post_1", Status: names[min(n, len(names))-1]})
	}
}

// lists responds to the nth list call with the nth list, and repeats the last one.
func lists[T any](all ...[]T) func(int, string) reply {
	return func(n int, _ string) reply { return data(all[min(n, len(all))-1]) }
}

// found is a successful response with these records, each in JSON.
func found(records ...string) reply {
	return reply{status: http.StatusOK, body: `{"ok":true,"code":200,"data":[` + strings.Join(records, ",") + `]}`}
}

// replies responds to the nth call with the nth reply, and repeats the last one.
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

func task(id, account string, status ugcinc.TaskStatus) ugcinc.Task {
	return ugcinc.Task{ID: id, AccountID: account, Type: ugcinc.TaskTypeWarmupScroll, Status: status}
}

func accountTask(id, account string, status ugcinc.TaskStatus, at *time.Time) ugcinc.AccountTask {
	return ugcinc.AccountTask{ID: id, AccountID: account, Type: "warmup_scroll", Status: status, ScheduledTime: at}
}

// fleet is one scheduled post on each of n accounts.
func fleet(n int) (posts []ugcinc.Post) {
	for i := range n {
		posts = append(posts, post(fmt.Sprintf("post_%d", i), fmt.Sprintf("acc_%d", i), "scheduled"))
	}
	return posts
}

// listing responds to list calls by the accounts that they name.
func listing(response func(n int, accounts []string) reply) func(int, string) reply {
	return func(n int, body string) reply {
		var asked struct {
			AccountIDs []string `json:"accountIds"`
		}
		if err := json.Unmarshal([]byte(body), &asked); err != nil {
			return rejection(http.StatusBadRequest)
		}
		return response(n, asked.AccountIDs)
	}
}

// postsOf is a response with the posts of the fleet on these accounts.
func postsOf(accounts []string, status ugcinc.PostStatus) reply {
	posts := []ugcinc.Post{}
	for _, account := range accounts {
		posts = append(posts, post("post_"+strings.TrimPrefix(account, "acc_"), account, status))
	}
	return data(posts)
}

// perPost responds to /post/status by the id of the post.
func perPost(response func(id string) reply) func(int, string) reply {
	return func(_ int, body string) reply {
		var params struct {
			PostID string `json:"postId"`
		}
		if err := json.Unmarshal([]byte(body), &params); err != nil {
			return rejection(http.StatusBadRequest)
		}
		return response(params.PostID)
	}
}

// event is the part of a PostEvent that tests compare.
type event struct{ ID, Before, Now string }

// watched returns the events of a watch that ends without an error.
func watched(t *testing.T, watch iter.Seq2[ugcinc.PostEvent, error]) (events []event) {
	t.Helper()
	for e, err := range watch {
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, event{e.Post.ID, string(e.Before), string(e.Post.Status)})
	}
	return events
}

// waits are the waiters that take posts or tasks, each for "a" and "b" of account
// "x", or for "a" alone.
var waits = map[string]func(*testing.T, *ugcinc.Client, ugcinc.WaitOptions) error{
	"Posts.Wait": func(t *testing.T, c *ugcinc.Client, opts ugcinc.WaitOptions) error {
		got, err := c.Posts.Wait(t.Context(), "a", opts)
		if errors.Is(err, ugcinc.ErrNotFound) && got != nil {
			t.Errorf("result %+v of a post that was never shown", got)
		}
		return err
	},
	"Posts.WaitAll": func(t *testing.T, c *ugcinc.Client, opts ugcinc.WaitOptions) error {
		_, err := c.Posts.WaitAll(t.Context(), []ugcinc.Post{post("a", "x", "scheduled"), post("b", "x", "scheduled")}, opts)
		return err
	},
	"Posts.WaitAll by id": func(t *testing.T, c *ugcinc.Client, opts ugcinc.WaitOptions) error {
		_, err := c.Posts.WaitAll(t.Context(), []ugcinc.Post{{ID: "a"}, {ID: "b"}}, opts)
		return err
	},
	"Posts.Watch": func(t *testing.T, c *ugcinc.Client, opts ugcinc.WaitOptions) error {
		var last error
		for _, err := range c.Posts.Watch(t.Context(), []ugcinc.Post{post("a", "x", "scheduled"), {ID: "b"}}, opts) {
			last = err
		}
		return last
	},
	"Tasks.WaitAll": func(t *testing.T, c *ugcinc.Client, opts ugcinc.WaitOptions) error {
		_, err := c.Tasks.WaitAll(t.Context(), []ugcinc.Task{task("a", "x", "scheduled"), task("b", "x", "scheduled")}, opts)
		return err
	},
}

// pollers are the waiters that poll lists, each for the records "a" and "b" of
// account "x", and the path that they poll.
var pollers = map[string]struct {
	path string
	wait func(*testing.T, *ugcinc.Client, ugcinc.WaitOptions) (statuses []string, err error)
}{
	"Posts.WaitAll": {pathPosts, func(t *testing.T, c *ugcinc.Client, opts ugcinc.WaitOptions) (statuses []string, err error) {
		got, err := c.Posts.WaitAll(t.Context(), []ugcinc.Post{post("a", "x", "scheduled"), post("b", "x", "scheduled")}, opts)
		for _, p := range got {
			statuses = append(statuses, string(p.Status))
		}
		return statuses, err
	}},
	"Tasks.WaitAll": {pathTasks, func(t *testing.T, c *ugcinc.Client, opts ugcinc.WaitOptions) (statuses []string, err error) {
		got, err := c.Tasks.WaitAll(t.Context(), []ugcinc.Task{task("a", "x", "scheduled"), task("b", "x", "scheduled")}, opts)
		for _, task := range got {
			statuses = append(statuses, string(task.Status))
		}
		return statuses, err
	}},
	"Accounts.WaitIdle": {pathAccountStatus, func(t *testing.T, c *ugcinc.Client, opts ugcinc.WaitOptions) (statuses []string, err error) {
		got, err := c.Accounts.WaitIdle(t.Context(), []string{"x"}, opts)
		for _, task := range got {
			statuses = append(statuses, string(task.Status))
		}
		return statuses, err
	}},
}
