package ugcinc_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// These tests run in bubbles, so that the wait for the end of a body does not
// depend on the machine.

var listAnswer = `{"ok":true,"code":200,"data":[` + fmt.Sprintf(statJSON, 1, 1, 1) + `]}`

func compressed(parts ...string) []byte {
	var b bytes.Buffer
	for _, part := range parts {
		z := gzip.NewWriter(&b)
		_, _ = io.WriteString(z, part)
		_ = z.Close()
	}
	return b.Bytes()
}

// withLength is a response with these header fields and this body.
func withLength(length int, body []byte, fields ...string) []byte {
	fields = append(fields, fmt.Sprintf("Content-Length: %d", length), "", "")
	return append([]byte("HTTP/1.1 200 OK\r\n"+strings.Join(fields, "\r\n")), body...)
}

func gzipped(body []byte) []byte {
	return withLength(len(body), body, "Content-Encoding: gzip")
}

func chunked(end string, chunks ...string) []byte {
	var b strings.Builder
	b.WriteString("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
	for _, chunk := range chunks {
		_, _ = fmt.Fprintf(&b, "%x\r\n%s\r\n", len(chunk), chunk)
	}
	return []byte(b.String() + end)
}

// flipped changes the nth byte from the end.
func flipped(body []byte, n int) []byte {
	body = slices.Clone(body)
	body[len(body)-n] ^= 0xff
	return body
}

// exchange returns a client of a server that sends these bytes to each request and
// closes the connection. Call it and end in the same bubble.
func exchange(response []byte) (client *http.Client, requests *atomic.Int64, end func()) {
	requests = new(atomic.Int64)
	var serving sync.WaitGroup
	// A connection that is kept would be used again while the server closes it.
	transport := &http.Transport{DisableKeepAlives: true, DialContext: func(context.Context, string, string) (net.Conn, error) {
		near, far := net.Pipe()
		serving.Go(func() {
			defer func() { _ = far.Close() }()
			r, err := http.ReadRequest(bufio.NewReader(far))
			if err != nil {
				return
			}
			if _, err := io.Copy(io.Discard, r.Body); err != nil {
				return
			}
			requests.Add(1)
			_, _ = far.Write(response)
		})
		return near, nil
	}}
	return &http.Client{Transport: transport}, requests, func() {
		transport.CloseIdleConnections()
		serving.Wait()
	}
}

// A response is a success only if its body ends properly after the envelope.
func TestResponseIsReadToItsEnd(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		response func(envelope string) []byte
		invalid  bool
	}{
		"its length":              {func(s string) []byte { return withLength(len(s), []byte(s)) }, false},
		"white space":             {func(s string) []byte { return withLength(len(s)+5, []byte(s+" \t\r\n ")) }, false},
		"much white space":        {func(s string) []byte { s += strings.Repeat("\n", 40<<10); return withLength(len(s), []byte(s)) }, false},
		"until the server closes": {func(s string) []byte { return []byte("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + s) }, false},
		"chunks":                  {func(s string) []byte { return chunked("0\r\n\r\n", s[:20], s[20:], "\n") }, false},
		"gzip":                    {func(s string) []byte { return gzipped(compressed(s)) }, false},
		"gzip in two parts":       {func(s string) []byte { return gzipped(compressed(s[:20], s[20:])) }, false},

		"a second envelope": {func(s string) []byte { s += `{"ok":false,"code":500}`; return withLength(len(s), []byte(s)) }, true},
		"a second envelope, much later": {func(s string) []byte {
			s += strings.Repeat(" ", 40<<10) + `{"ok":false}`
			return withLength(len(s), []byte(s))
		}, true},
		"a page":                    {func(s string) []byte { s += "\n<html>Bad Gateway</html>"; return withLength(len(s), []byte(s)) }, true},
		"another brace":             {func(s string) []byte { s += "}"; return withLength(len(s), []byte(s)) }, true},
		"a zero byte":               {func(s string) []byte { s += "\x00"; return withLength(len(s), []byte(s)) }, true},
		"less than its length":      {func(s string) []byte { return withLength(len(s)+1, []byte(s)) }, true},
		"no last chunk":             {func(s string) []byte { return chunked("", s) }, true},
		"a broken chunk":            {func(s string) []byte { return chunked("zz\r\n", s) }, true},
		"a chunk of something else": {func(s string) []byte { return chunked("0\r\n\r\n", s, "\n", "<!-- edge -->") }, true},
		"a wrong checksum":          {func(s string) []byte { return gzipped(flipped(compressed(s), 8)) }, true},
		"a wrong length in gzip":    {func(s string) []byte { return gzipped(flipped(compressed(s), 1)) }, true},
		"gzip without its end":      {func(s string) []byte { z := compressed(s); return gzipped(z[:len(z)-8]) }, true},
		"gzip and something else":   {func(s string) []byte { return gzipped(append(compressed(s), "edge"...)) }, true},
		"a second envelope in gzip": {func(s string) []byte { return gzipped(compressed(s, `{"ok":false}`)) }, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				check := func(envelope string, sent int64, records int, call func(*ugcinc.Client) error) {
					t.Helper()
					client, requests, end := exchange(tt.response(envelope))
					defer end()
					c := newClient(t, ugcinc.WithBaseURL("http://127.0.0.1"), ugcinc.WithHTTPClient(client), ugcinc.WithMaxRetries(1), ugcinc.WithInstantBackoff())
					err := call(c)
					if !tt.invalid {
						if err != nil || requests.Load() != 1 {
							t.Errorf("%d requests and %v, want 1 and a success", requests.Load(), err)
						}
						return
					}
					failed, ok := errors.AsType[*ugcinc.Error](err)
					if !ok || !errors.Is(err, ugcinc.ErrInvalidResponse) || failed.Outcome != ugcinc.OutcomeUnknown || failed.Records != records {
						t.Errorf("error is %v, want ErrInvalidResponse with an unknown outcome after %d records", err, records)
					}
					if n := requests.Load(); n != sent {
						t.Errorf("%d requests, want %d", n, sent)
					}
				}
				check(postAnswer, 1, 0, func(c *ugcinc.Client) error {
					post, err := c.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{AccountID: t.Name(), VideoURL: "v"})
					if (post == nil) != tt.invalid {
						t.Errorf("CreateVideo gives %v", post)
					}
					return err
				})
				check(listAnswer, 2, 0, func(c *ugcinc.Client) error {
					_, err := c.Stats.Posts(t.Context(), ugcinc.PostStatsParams{})
					return err
				})
				check(listAnswer, 1, 1, func(c *ugcinc.Client) (last error) {
					n := 0
					for _, err := range c.Stats.AllPosts(t.Context(), ugcinc.PostStatsParams{}) {
						if last = err; err == nil {
							n++
						}
					}
					if n != 1 {
						t.Errorf("%d records, want 1", n)
					}
					return last
				})
				check(`{"ok":true,"code":200,"data":[]}`, 2, 0, func(c *ugcinc.Client) (last error) {
					for _, err := range c.Stats.AllPosts(t.Context(), ugcinc.PostStatsParams{}) {
						last = err
					}
					return last
				})
			})
		})
	}
}

// An envelope that reports a failure is not valid either if more follows it.
func TestFailureIsReadToItsEnd(t *testing.T) {
	t.Parallel()
	c := fixedResponse(t, 200, []byte(`{"ok":false,"code":429,"message":"slow down"}`+postAnswer))
	_, err := c.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{AccountID: t.Name(), VideoURL: "v"}, ugcinc.WithMaxRetries(1))
	if failed, ok := errors.AsType[*ugcinc.Error](err); !ok || failed.Outcome != ugcinc.OutcomeUnknown || failed.Attempts != 1 {
		t.Errorf("error is %v, want an unknown outcome after 1 attempt", err)
	}
}

// slowBody returns its text, and then what rest returns.
type slowBody struct {
	io.Reader
	rest   func(p []byte) (int, error)
	closed chan struct{}
}

func (b *slowBody) Read(p []byte) (int, error) {
	if n, err := b.Reader.Read(p); n > 0 || !errors.Is(err, io.EOF) {
		return n, err
	}
	return b.rest(p)
}

func (b *slowBody) Close() error { close(b.closed); return nil }

// The client waits for the end of a body for 25 ms and 64 KiB. A complete envelope
// whose body has not ended by then is a success.
func TestEndOfResponseIsReadWithinLimits(t *testing.T) {
	t.Parallel()
	for name, rest := range map[string]func(ctx context.Context, read int, p []byte) (int, error){
		"nothing comes": func(ctx context.Context, _ int, _ []byte) (int, error) {
			<-ctx.Done()
			return 0, context.Cause(ctx)
		},
		"white space without end": func(_ context.Context, _ int, p []byte) (int, error) {
			return copy(p, strings.Repeat(" ", len(p))), nil
		},
		"something else after too much white space": func(_ context.Context, read int, p []byte) (int, error) {
			if read < 200<<10 {
				return copy(p, strings.Repeat(" ", len(p))), nil
			}
			return copy(p, "<html>"), nil
		},
		"reads that bring nothing": func(context.Context, int, []byte) (int, error) { return 0, nil },
		"something else, too late": func(ctx context.Context, _ int, p []byte) (int, error) {
			<-ctx.Done()
			return copy(p, "<html>"), nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var body *slowBody
				c := newClient(t, ugcinc.WithBaseURL("http://127.0.0.1"), withTransport(func(r *http.Request) (*http.Response, error) {
					read := 0
					body = &slowBody{Reader: strings.NewReader(postAnswer), closed: make(chan struct{}), rest: func(p []byte) (int, error) {
						n, err := rest(r.Context(), read, p)
						read += n
						return n, err
					}}
					return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: body, Request: r}, nil
				}))
				start := time.Now()
				post, err := c.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{AccountID: t.Name(), VideoURL: "v"})
				if err != nil || post.ID != "p" {
					t.Errorf("%v and %v, want the post", post, err)
				}
				if took := time.Since(start); took > 25*time.Millisecond {
					t.Errorf("the end was waited for during %s", took)
				}
				<-body.closed
			})
		})
	}
}

// Over HTTP/2 a stream that is reset after the envelope did not end properly.
func TestHTTP2ResponseIsReadToItsEnd(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		after   func(w http.ResponseWriter, r *http.Request)
		invalid bool
	}{
		"it ends":             {func(http.ResponseWriter, *http.Request) {}, false},
		"it ends in an empty": {func(w http.ResponseWriter, _ *http.Request) { _ = http.NewResponseController(w).Flush() }, false},
		"its end never comes": {func(w http.ResponseWriter, r *http.Request) {
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}, false},
		"it is reset": {func(w http.ResponseWriter, _ *http.Request) {
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		}, true},
		"more follows": {func(w http.ResponseWriter, _ *http.Request) {
			_ = http.NewResponseController(w).Flush()
			_, _ = io.WriteString(w, `{"ok":false}`)
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				protocols := new(http.Protocols)
				protocols.SetUnencryptedHTTP2(true)
				transport, end := servePipe(protocols, func(w http.ResponseWriter, r *http.Request) {
					_, _ = io.WriteString(w, postAnswer)
					tt.after(w, r)
				})
				defer end()
				c := newClient(t, ugcinc.WithBaseURL("http://127.0.0.1"), ugcinc.WithHTTPClient(&http.Client{Transport: transport}))
				_, err := c.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{AccountID: t.Name(), VideoURL: "v"})
				if !tt.invalid && err != nil || tt.invalid && !errors.Is(err, ugcinc.ErrInvalidResponse) {
					t.Errorf("error is %v", err)
				}
			})
		})
	}
}

// Waiting for the end of a response does not cost the connection.
func TestConnectionIsKeptAfterTheEnd(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"its length":       postAnswer,
		"an invalid end":   postAnswer + "<html>" + strings.Repeat(" ", 20<<10),
		"much white space": postAnswer + strings.Repeat(" ", 20<<10),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				transport, end := servePipe(nil, func(w http.ResponseWriter, _ *http.Request) {
					_, _ = io.WriteString(w, body)
				})
				defer end()
				dials, dial := 0, transport.DialContext
				transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
					dials++
					return dial(ctx, network, address)
				}
				c := newClient(t, ugcinc.WithBaseURL("http://127.0.0.1"), ugcinc.WithHTTPClient(&http.Client{Transport: transport}))
				for range 3 {
					_, _ = c.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{AccountID: t.Name(), VideoURL: "v"})
					synctest.Wait() // the connection is idle again
				}
				if dials != 1 {
					t.Errorf("%d connections, want 1", dials)
				}
			})
		})
	}
}

// A complete envelope that arrives as its time limit ends is a success; one that
// arrives with an error of its body is not.
func TestResponseEndsWithAnError(t *testing.T) {
	t.Parallel()
	errBroken := errors.New("broken on purpose")
	for name, tt := range map[string]struct {
		err     func(ctx context.Context) error
		invalid bool
	}{
		"the time limit": {func(ctx context.Context) error { <-ctx.Done(); return context.Cause(ctx) }, false},
		"another error":  {func(context.Context) error { return errBroken }, true},
		"a cut body":     {func(context.Context) error { return fmt.Errorf("broken: %w", io.ErrUnexpectedEOF) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := newClient(t, ugcinc.WithBaseURL("http://127.0.0.1"), withTransport(func(r *http.Request) (*http.Response, error) {
					body := io.NopCloser(readerFunc(func(p []byte) (int, error) {
						err := tt.err(r.Context())
						return copy(p, postAnswer), err
					}))
					return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: body, Request: r}, nil
				}))
				post, err := c.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{AccountID: t.Name(), VideoURL: "v"})
				if !tt.invalid && (err != nil || post.ID != "p") || tt.invalid && (!errors.Is(err, ugcinc.ErrInvalidResponse) || !errors.Is(err, ugcinc.ErrOutcomeUnknown)) {
					t.Errorf("%v and %v", post, err)
				}
			})
		})
	}
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
