package ugcinc_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// bomb panics once, after this many calls.
type bomb struct {
	after int
	at    atomic.Int64
}

func (b *bomb) tick() {
	if b.at.Add(1) == int64(b.after)+1 {
		panic(b)
	}
}

type tickingHandler struct {
	slog.Handler

	b *bomb
}

func (h tickingHandler) Handle(context.Context, slog.Record) error {
	h.b.tick()
	return nil
}

type tickingBody struct {
	io.ReadCloser

	b *bomb
}

func (t tickingBody) Read(p []byte) (int, error) {
	t.b.tick()
	return t.ReadCloser.Read(p)
}

// tickingMiddleware ticks before or after it sends, or both.
func tickingMiddleware(b *bomb, before, after bool) ugcinc.Option {
	return withMiddleware(func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
		if before {
			b.tick()
		}
		resp, err := next.RoundTrip(r)
		if after {
			b.tick()
		}
		return resp, err
	})
}

// A function of the caller that panics within a call leaks neither a connection
// nor a goroutine, even if the server never ends its response.
func TestPanicsFreeTheConnection(t *testing.T) {
	t.Parallel()
	for name, option := range map[string]func(*bomb) ugcinc.Option{
		"the logger": func(b *bomb) ugcinc.Option {
			return ugcinc.WithLogger(slog.New(tickingHandler{slog.NewTextHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelDebug}), b}))
		},
		"the limiter": func(b *bomb) ugcinc.Option {
			return ugcinc.WithLimiter(limiter(func(context.Context) error {
				b.tick()
				return nil
			}))
		},
		"the observer":           func(b *bomb) ugcinc.Option { return ugcinc.WithDriftObserver(func(ugcinc.Drift) { b.tick() }) },
		"middleware, before":     func(b *bomb) ugcinc.Option { return tickingMiddleware(b, true, false) },
		"middleware, after":      func(b *bomb) ugcinc.Option { return tickingMiddleware(b, false, true) },
		"a body from middleware": func(b *bomb) ugcinc.Option { return ugcinc.WithMiddleware(tickingBodies(b)) },
		"the loop over a stream": func(*bomb) ugcinc.Option { return ugcinc.WithMaxRetries(0) },
		"the logger of a failure": func(b *bomb) ugcinc.Option {
			return ugcinc.WithLogger(slog.New(tickingHandler{slog.NewTextHandler(io.Discard, nil), b}))
		},
	} {
		for _, stalls := range []bool{true, false} {
			for after := range 3 {
				t.Run(fmt.Sprintf("%s, after %d, stalling %t", name, after, stalls), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) {
						b := &bomb{after: after}
						c, underWay := stalling(t, stalls, option(b))
						stream := func() {
							for _, err := range c.Stats.AllPosts(t.Context(), ugcinc.PostStatsParams{}) {
								if err == nil && name == "the loop over a stream" {
									b.tick()
								}
							}
						}
						list := func() { _, _ = c.Stats.Posts(t.Context(), ugcinc.PostStatsParams{}) }
						for _, call := range []func(){stream, stream, list, list} {
							if panics(b, call) {
								synctest.Wait()
								if n := underWay.Load(); n != 0 {
									t.Errorf("%d responses are still under way", n)
								}
								return
							}
						}
						t.Error("nothing panicked")
					})
				})
			}
		}
	}
}

// A wait whose OnProgress panics leaks nothing, and the next one works.
func TestOnProgressThatPanics(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
		account := s.AddAccount(ugcinc.Account{}).ID
		b := &bomb{}
		c := s.Client()
		post, err := c.Posts.CreateVideo(t.Context(), video(account, "c"))
		if err != nil {
			t.Fatal(err)
		}
		opts := ugcinc.WaitOptions{OnProgress: func(ugcinc.Progress) { b.tick() }}
		if !panics(b, func() { _, _ = c.Posts.Wait(t.Context(), post.ID, opts) }) {
			t.Error("nothing panicked")
		}
		if got, err := c.Posts.Wait(t.Context(), post.ID, opts); err != nil || got.Status != ugcinc.PostStatusComplete {
			t.Errorf("the next wait gives %v, %v", got, err)
		}
	})
}

func tickingBodies(b *bomb) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(r *http.Request) (*http.Response, error) {
			resp, err := next.RoundTrip(r)
			if err == nil {
				resp.Body = tickingBody{resp.Body, b}
			}
			return resp, err
		})
	}
}

// panics reports whether f ends with the panic of the bomb.
func panics(b *bomb, f func()) (blasted bool) {
	defer func() {
		v := recover()
		if blasted = v == any(b); v != nil && !blasted {
			panic(v)
		}
	}()
	f()
	return false
}

// stalling returns a client of a server that sends the beginning of a list and
// then nothing, or ends the connection there, and the number of its responses
// under way. The client ends an attempt only after a time that no test waits for.
func stalling(t *testing.T, stalls bool, opts ...ugcinc.Option) (c *ugcinc.Client, underWay *atomic.Int64) {
	t.Helper()
	underWay = new(atomic.Int64)
	transport, end := servePipe(nil, func(w http.ResponseWriter, r *http.Request) {
		underWay.Add(1)
		defer underWay.Add(-1)
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = fmt.Fprintf(w, `{"ok":true,"code":200,"data":[`+statJSON+`,{"new":1,"id":"b"},{"newer":1,"id":"c"},{`, 1, 1, 1)
		_ = http.NewResponseController(w).Flush()
		if !stalls {
			panic(http.ErrAbortHandler)
		}
		<-r.Context().Done()
	})
	t.Cleanup(end)
	return newClient(t, append([]ugcinc.Option{
		ugcinc.WithBaseURL("http://127.0.0.1"),
		ugcinc.WithHTTPClient(&http.Client{Transport: transport}),
		ugcinc.WithAttemptTimeout(time.Hour),
	}, opts...)...), underWay
}
