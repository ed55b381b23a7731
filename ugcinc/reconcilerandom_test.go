package ugcinc_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// laggingAPI behaves as badly as settle allows: it applies creates late, loses
// responses, rewrites what it stores, and its lists lag.
type laggingAPI struct {
	mu       sync.Mutex
	random   *rand.Rand
	rewrites bool
	posts    []laggingPost
	sends    map[string]int // by content
}

type laggingPost struct {
	visible time.Time
	content string
	fields  map[string]any
}

func (a *laggingAPI) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	var request map[string]any
	if err := json.Unmarshal(body, &request); err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if r.URL.Path == "/post" {
		return a.list(r)
	}
	return a.create(r, request)
}

// list shows the posts as they were up to a third of settle ago.
func (a *laggingAPI) list(r *http.Request) (*http.Response, error) {
	if a.random.IntN(6) == 0 {
		return nil, errors.New("the connection was cut")
	}
	at := time.Now().Add(-time.Duration(a.random.Int64N(int64(settle / 3))))
	shown := []map[string]any{}
	for _, p := range a.posts {
		if !p.visible.After(at) {
			shown = append(shown, p.fields)
		}
	}
	return newSuccess(r, shown)
}

// create applies half of the requests whose response it loses.
func (a *laggingAPI) create(r *http.Request, request map[string]any) (*http.Response, error) {
	content := fmt.Sprint(request["caption"])
	a.sends[content]++
	lost := a.random.IntN(2) == 0
	if lost && a.random.IntN(2) == 0 {
		return nil, errors.New("the connection was cut")
	}
	fields := map[string]any{
		"id": fmt.Sprintf("post_%d", len(a.posts)), "account_id": request["accountId"], "type": "video", "status": "pending",
		"caption": request["caption"], "media_urls": []any{request["videoUrl"]},
	}
	if a.rewrites && a.random.IntN(2) == 0 {
		fields["caption"] = content + " #ad"
	}
	late := time.Duration(0)
	if lost {
		late = time.Duration(a.random.Int64N(int64(settle / 2)))
	}
	a.posts = append(a.posts, laggingPost{visible: time.Now().Add(late), content: content, fields: fields})
	if lost {
		return nil, errors.New("the connection was cut")
	}
	return newSuccess(r, fields)
}

// If the API lags by less than settle, a create makes at most one post, exactly one if
// it reports success, and no post is returned twice.
func TestReconcileNeverDuplicates(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { neverDuplicates(t, seed) })
		})
	}
}

func neverDuplicates(t *testing.T, seed uint64) {
	t.Helper()
	api := &laggingAPI{random: rand.New(rand.NewPCG(seed, 1)), rewrites: seed%2 == 1, sends: map[string]int{}}
	var clients []*ugcinc.Client
	for range 2 {
		c, err := ugcinc.New(ugcinc.WithAPIKey("k"), ugcinc.WithBaseURL(fmt.Sprintf("https://api-%d.example", seed)),
			ugcinc.WithHTTPClient(&http.Client{Transport: api}), ugcinc.WithMaxRetries(8))
		if err != nil {
			t.Fatal(err)
		}
		clients = append(clients, c)
	}
	const contents, twins = 6, 2
	var mu sync.Mutex
	succeeded := map[string]int{}
	returned := map[string]bool{}
	starts := make([]time.Duration, contents*twins)
	for n := range starts {
		starts[n] = time.Duration(api.random.Int64N(int64(2 * settle)))
	}
	var group sync.WaitGroup
	for n := range starts {
		group.Go(func() {
			<-time.After(starts[n])
			content := fmt.Sprint(n % contents)
			post, err := clients[n%len(clients)].Posts.CreateVideo(t.Context(), video("a", content), ugcinc.WithReconcile(settle))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil && returned[post.ID]:
				t.Errorf("post %s was returned twice", post.ID)
			case err == nil:
				returned[post.ID] = true
				succeeded[content]++
			case !errors.Is(err, ugcinc.ErrOutcomeUnknown) && !strings.Contains(err.Error(), "could not be read before it"):
				t.Errorf("create %s: %v", content, err)
			}
		})
	}
	group.Wait()
	made := map[string]int{}
	for _, p := range api.posts {
		made[p.content]++
	}
	for content, n := range made {
		if n > twins {
			t.Errorf("%d posts of %d creates with content %s", n, twins, content)
		}
		if !api.rewrites && n < succeeded[content] {
			t.Errorf("%d posts, and %d creates of %s succeeded", n, succeeded[content], content)
		}
	}
}

// Lists that lag by less than settle do not make a create fail, although a list
// may lack posts that an earlier one has shown.
func TestReconcileSucceedsWithLaggingLists(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		api := &laggingAPI{random: rand.New(rand.NewPCG(1, 1)), sends: map[string]int{}}
		c, err := ugcinc.New(ugcinc.WithAPIKey("k"), ugcinc.WithBaseURL("https://lagging.example"),
			ugcinc.WithHTTPClient(&http.Client{Transport: api}), ugcinc.WithMaxRetries(30))
		if err != nil {
			t.Fatal(err)
		}
		const creates = 500
		var group sync.WaitGroup
		for n := range creates {
			group.Go(func() {
				<-time.After(time.Duration(n) * 10 * settle / creates)
				if _, err := c.Posts.CreateVideo(t.Context(), video("a", fmt.Sprint(n)), ugcinc.WithReconcile(settle)); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if len(api.posts) != creates {
			t.Errorf("%d posts, want %d", len(api.posts), creates)
		}
	})
}
