package ugcinc_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

type posts = []map[string]any

// rewriteLists passes the posts of the nth list through rewrite, from 1 on.
func rewriteLists(rewrite func(n int, list posts) posts) ugcinc.Option {
	var mu sync.Mutex
	n := 0
	return withMiddleware(func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
		resp, err := next.RoundTrip(r)
		if err != nil || r.URL.Path != "/post" || resp.StatusCode != http.StatusOK {
			return resp, err
		}
		defer func() { _ = resp.Body.Close() }()
		var envelope struct {
			OK   bool  `json:"ok"`
			Code int   `json:"code"`
			Data posts `json:"data"`
		}
		if err := json.NewDecoder(resp.Body).Decode(&envelope); err != nil {
			return nil, err
		}
		mu.Lock()
		n++
		envelope.Data = rewrite(n, envelope.Data)
		mu.Unlock()
		body, err := json.Marshal(envelope)
		resp.Body = io.NopCloser(bytes.NewReader(body))
		resp.ContentLength = int64(len(body))
		return resp, err
	})
}

// everyPost changes every post of every list.
func everyPost(change func(post map[string]any)) func(int, posts) posts {
	return func(_ int, list posts) posts {
		for _, post := range list {
			change(post)
		}
		return list
	}
}

// The API may store a post in another form than it was sent. A new post that no
// create has claimed stops the retry, and the error names it.
func TestReconcileOfAPostInAnotherForm(t *testing.T) {
	t.Parallel()
	const caption = "cafe\u0301 \u2764\ufe0f a&b\u200b #one"
	for name, rewrite := range map[string]func(int, posts) posts{
		"caption in NFC":         everyPost(func(p map[string]any) { p["caption"] = "caf\u00e9 \u2764\ufe0f a&b\u200b #one" }),
		"no variation selector":  everyPost(func(p map[string]any) { p["caption"] = strings.ReplaceAll(caption, "\ufe0f", "") }),
		"no zero-width space":    everyPost(func(p map[string]any) { p["caption"] = strings.ReplaceAll(caption, "\u200b", "") }),
		"an HTML entity":         everyPost(func(p map[string]any) { p["caption"] = strings.ReplaceAll(caption, "&", "&amp;") }),
		"caption cut":            everyPost(func(p map[string]any) { p["caption"] = "cafe\u0301" }),
		"a hashtag more":         everyPost(func(p map[string]any) { p["caption"] = caption + " #ad" }),
		"caption null":           everyPost(func(p map[string]any) { p["caption"] = nil }),
		"caption left out":       everyPost(func(p map[string]any) { delete(p, "caption") }),
		"another address":        everyPost(func(p map[string]any) { p["media_urls"] = []string{"https://cdn.example/copy.mp4"} }),
		"no media":               everyPost(func(p map[string]any) { p["media_urls"] = nil }),
		"type in capitals":       everyPost(func(p map[string]any) { p["type"] = "VIDEO" }),
		"type of another name":   everyPost(func(p map[string]any) { p["type"] = "reel" }),
		"account id in capitals": everyPost(func(p map[string]any) { p["account_id"] = strings.ToUpper(fmt.Sprint(p["account_id"])) }),
		"no account id":          everyPost(func(p map[string]any) { delete(p, "account_id") }),
		"shown once only": func(n int, list posts) posts {
			return onlyOn(n, 2, list, everyPost(func(p map[string]any) { p["caption"] = nil }))
		},
		"a record of other shape": everyPost(func(p map[string]any) { p["media_urls"] = map[string]any{"0": "x"} }),
		"another shape before id": everyPost(func(p map[string]any) { p["account_id"] = []string{"x"} }),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
				account := s.AddAccount(ugcinc.Account{}).ID
				s.FailNth("createVideo", 1, ugcinctest.CutAfterApplying())
				c := s.Client(rewriteLists(rewrite))
				post, err := c.Posts.CreateVideo(t.Context(), video(account, caption), ugcinc.WithReconcile(settle))
				if !errors.Is(err, ugcinc.ErrOutcomeUnknown) || !strings.Contains(err.Error(), s.Posts()[0].ID) {
					t.Errorf("%v, %v; want an unknown outcome that names %s", post, err, s.Posts()[0].ID)
				}
				if n := s.Received("createVideo"); n != 1 || len(s.Posts()) != 1 {
					t.Errorf("%d sends and %d posts, want 1 of each", n, len(s.Posts()))
				}
			})
		})
	}
}

// onlyOn shows new posts only on one list, as a lagging replica may.
func onlyOn(n, shown int, list posts, change func(int, posts) posts) posts {
	if n != shown {
		return posts{}
	}
	return change(n, list)
}

// A post whose caption appears later is claimed then.
func TestReconcileOfACaptionThatAppearsLater(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		s.FailNth("createVideo", 1, ugcinctest.CutAfterApplying())
		c := s.Client(rewriteLists(func(n int, list posts) posts {
			if n < 4 {
				everyPost(func(p map[string]any) { p["caption"] = nil })(n, list)
			}
			return list
		}))
		post, err := c.Posts.CreateVideo(t.Context(), video(account, "c"), ugcinc.WithReconcile(settle))
		if err != nil || post.ID != s.Posts()[0].ID || s.Received("createVideo") != 1 {
			t.Errorf("%v, %v after %d sends", post, err, s.Received("createVideo"))
		}
	})
}

// A list that lacks known posts proves nothing.
func TestReconcileNeedsACompleteList(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		rewrite func(n int, list posts) posts
		created int // by this client, before the create whose response is lost
	}{
		"suddenly empty":      {func(n int, list posts) posts { return list[:len(list)/n] }, 0},
		"without the oldest":  {func(n int, list posts) posts { return list[min(n, 2)-1:] }, 0},
		"never with the last": {func(_ int, list posts) posts { return list[:3] }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
				account := s.AddAccount(ugcinc.Account{}).ID
				for n := range 3 {
					s.AddPost(ugcinc.Post{AccountID: account, Caption: new(strconv.Itoa(n))})
				}
				c := s.Client(ugcinc.WithReconcile(settle), rewriteLists(tt.rewrite))
				for n := range tt.created {
					if _, err := c.Posts.CreateVideo(t.Context(), video(account, strconv.Itoa(n))); err != nil {
						t.Fatal(err)
					}
					<-time.After(2 * settle)
				}
				s.FailNth("createVideo", 1, ugcinctest.CutBeforeReading())
				_, err := c.Posts.CreateVideo(t.Context(), video(account, "c"))
				if !errors.Is(err, ugcinc.ErrOutcomeUnknown) || !strings.Contains(err.Error(), "does not prove") {
					t.Errorf("error is %v", err)
				}
				if n := s.Received("createVideo"); n != tt.created+1 {
					t.Errorf("%d sends, want %d", n, tt.created+1)
				}
			})
		})
	}
}

// A list that lags is read again until it is complete.
func TestReconcileWaitsForACompleteList(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		s.AddPost(ugcinc.Post{AccountID: account})
		start := time.Now()
		c := s.Client(ugcinc.WithReconcile(settle), rewriteLists(func(n int, list posts) posts {
			if n > 1 && time.Since(start) < settle+settle/2 {
				return posts{}
			}
			return list
		}))
		s.FailNth("createVideo", 1, ugcinctest.CutBeforeReading())
		post, err := c.Posts.CreateVideo(t.Context(), video(account, "c"))
		if err != nil || len(s.Posts()) != 2 || s.Received("createVideo") != 2 {
			t.Errorf("%v, %v; %d posts", post, err, len(s.Posts()))
		}
	})
}

// Another post that appears stops the retry, a post that was there before does
// not, even if it cannot be decoded.
func TestReconcileWithOtherNewPosts(t *testing.T) {
	t.Parallel()
	broken := everyPost(func(p map[string]any) {
		if p["caption"] == "broken" {
			p["media_urls"] = 1.5e300
			delete(p, "type")
			p["status"] = []string{}
		}
	})
	for name, tt := range map[string]struct {
		before, beside string
		sends          int
		fails          bool
	}{
		"another post":          {before: "old", beside: "other", sends: 1, fails: true},
		"a broken record":       {before: "old", beside: "broken", sends: 1, fails: true},
		"a broken old record":   {before: "broken", sends: 2},
		"an old post like this": {before: "c", sends: 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
				account := s.AddAccount(ugcinc.Account{}).ID
				old := ugcinc.Post{AccountID: account, Type: ugcinc.PostTypeVideo, MediaURLs: []string{video("", "").VideoURL}, Caption: &tt.before}
				s.AddPost(old)
				s.FailNth("createVideo", 1, ugcinctest.CutBeforeReading())
				c := s.Client(rewriteLists(broken), withMiddleware(func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
					if r.URL.Path == "/post/video" && tt.beside != "" {
						s.AddPost(ugcinc.Post{AccountID: account, Caption: &tt.beside})
					}
					return next.RoundTrip(r)
				}))
				_, err := c.Posts.CreateVideo(t.Context(), video(account, "c"), ugcinc.WithReconcile(settle))
				if tt.fails != errors.Is(err, ugcinc.ErrOutcomeUnknown) || tt.fails == (err == nil) {
					t.Errorf("error is %v", err)
				}
				if tt.fails && !strings.Contains(err.Error(), s.Posts()[1].ID) {
					t.Errorf("error is %v, want one that names %s", err, s.Posts()[1].ID)
				}
				if n := s.Received("createVideo"); n != tt.sends {
					t.Errorf("%d sends, want %d", n, tt.sends)
				}
			})
		})
	}
}

// Creates with different content at the same time do not block each other: first
// each claims its own post.
func TestReconcileOfManyCreatesAtOnce(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		s.FailRandomly(5, 0.6, []string{"createVideo"}, ugcinctest.CutBeforeReading(), ugcinctest.CutAfterApplying(), ugcinctest.ApplyLate(time.Second), ugcinctest.Delay(35*time.Second))
		// Two clients share one ledger.
		clients := []*ugcinc.Client{s.Client(ugcinc.WithMaxRetries(40)), s.Client(ugcinc.WithMaxRetries(40))}
		const creates = 60
		var group sync.WaitGroup
		for n := range creates {
			group.Go(func() {
				caption := strconv.Itoa(n / 3 * 3)
				post, err := clients[n%2].Posts.CreateVideo(t.Context(), video(account, caption), ugcinc.WithReconcile(settle))
				if err != nil || *post.Caption != caption {
					t.Errorf("%v, %v; want a post with caption %s", post, err, caption)
				}
			})
		}
		group.Wait()
		s.Settle()
		if n := len(s.Posts()); n != creates {
			t.Errorf("%d posts, want %d", n, creates)
		}
	})
}

// A post that was there before a create is not its candidate, even if it is one of
// an earlier create.
func TestEachCreateHasItsOwnMark(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		c := s.Client(ugcinc.WithReconcile(settle), ugcinc.WithMaxRetries(0))
		s.FailNth("createVideo", 1, ugcinctest.CutBeforeReading())
		s.FailNth("createVideo", 2, ugcinctest.CutBeforeReading())
		var group sync.WaitGroup
		group.Go(func() {
			_, err := c.Posts.CreateVideo(t.Context(), video(account, "a"))
			if !errors.Is(err, ugcinc.ErrOutcomeUnknown) {
				t.Error(err)
			}
		})
		synctest.Wait()
		other := s.AddPost(ugcinc.Post{AccountID: account, Type: ugcinc.PostTypeVideo, MediaURLs: []string{video("", "").VideoURL}, Caption: new("b")})
		<-time.After(settle / 2)
		post, err := c.Posts.CreateVideo(t.Context(), video(account, "b"))
		if !errors.Is(err, ugcinc.ErrOutcomeUnknown) {
			t.Errorf("%v, %v; %s was there before", post, err, other.ID)
		}
		group.Wait()
	})
}

// A post that another create under way may have made does not make the outcome
// unknown: an exact match belongs to that create, and for any other post its
// response is waited for.
func TestReconcileDuringASlowCreate(t *testing.T) {
	t.Parallel()
	for name, rewrite := range map[string]func(int, posts) posts{
		"a match":      everyPost(func(map[string]any) {}),
		"another form": everyPost(func(p map[string]any) { p["caption"] = nil }),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
				account := s.AddAccount(ugcinc.Account{}).ID
				slow := withMiddleware(func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
					resp, err := next.RoundTrip(r)
					<-time.After(settle + settle/2)
					return resp, err
				})
				c := s.Client(ugcinc.WithReconcile(settle), rewriteLists(rewrite))
				if _, err := c.Posts.CreateVideo(t.Context(), video(account, "first")); err != nil {
					t.Fatal(err)
				}
				s.FailNth("createVideo", 2, ugcinctest.CutBeforeReading())
				var group sync.WaitGroup
				group.Go(func() {
					if _, err := s.Client(slow).Posts.CreateVideo(t.Context(), video(account, "slow")); err != nil {
						t.Error(err)
					}
				})
				synctest.Wait()
				start := time.Now()
				post, err := c.Posts.CreateVideo(t.Context(), video(account, "c"))
				if err != nil || len(s.Posts()) != 3 || *post.Caption != "c" {
					t.Errorf("%v, %v; %d posts", post, err, len(s.Posts()))
				}
				if took := time.Since(start); name == "a match" && took != settle {
					t.Errorf("it took %s, want settle", took)
				}
				group.Wait()
			})
		})
	}
}

// An earlier create whose outcome is unknown does not explain a candidate, which
// may be the post of this create in another form.
func TestEndedCreateDoesNotExplainACandidate(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		s.FailNth("createVideo", 1, ugcinctest.ApplyLate(time.Second))
		s.FailNth("createVideo", 2, ugcinctest.CutBeforeReading())
		c := s.Client()
		if _, err := c.Posts.CreateVideo(t.Context(), video(account, "first")); !errors.Is(err, ugcinc.ErrOutcomeUnknown) {
			t.Fatal(err)
		}
		_, err := c.Posts.CreateVideo(t.Context(), video(account, "second"), ugcinc.WithReconcile(settle))
		if !errors.Is(err, ugcinc.ErrOutcomeUnknown) || s.Received("createVideo") != 2 {
			t.Errorf("%v after %d sends", err, s.Received("createVideo"))
		}
	})
}

// A post that appears while a retry waits stops it.
func TestRefreshBeforeEachRetry(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		s.FailNth("createVideo", 1, ugcinctest.ApplyLate(settle+30*time.Second))
		s.FailNth("createVideo", 2, ugcinctest.TooManyRequests("50"))
		post, err := s.Client().Posts.CreateVideo(t.Context(), video(account, "c"), ugcinc.WithReconcile(settle))
		if err != nil || post.ID != s.Posts()[0].ID || len(s.Posts()) != 1 || s.Received("createVideo") != 2 {
			t.Errorf("%v, %v; %d posts after %d sends", post, err, len(s.Posts()), s.Received("createVideo"))
		}
	})
}
