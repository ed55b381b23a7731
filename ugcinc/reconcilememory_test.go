package ugcinc_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// The tests of this file measure the heap, or use much of it: none of them is
// parallel.

// losingAPI returns a client of an API that loses each create, and whose nth list
// is written by list.
func losingAPI(t *testing.T, list func(n int, w io.Writer)) *ugcinc.Client {
	t.Helper()
	n := 0
	c, err := ugcinc.New(ugcinc.WithAPIKey("k"), ugcinc.WithBaseURL("https://"+strings.ToLower(t.Name())+".example"), ugcinc.WithMaxRetries(0),
		withTransport(func(r *http.Request) (*http.Response, error) {
			if _, err := io.Copy(io.Discard, r.Body); err != nil {
				return nil, err
			}
			if r.URL.Path != "/post" {
				return nil, errors.New("the connection was cut")
			}
			n++
			nth := n
			reader, writer := io.Pipe()
			go func() {
				_, _ = io.WriteString(writer, `{"ok":true,"code":200,"data":[`)
				list(nth, writer)
				_, _ = io.WriteString(writer, `]}`)
				_ = writer.Close()
			}()
			resp := newResponse(r, http.StatusOK, "")
			resp.Body = reader
			return resp, nil
		}))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Of a candidate only its name for the error is kept.
func TestCandidatesKeepOnlyTheirNames(t *testing.T) {
	const records, size = 200, 64 << 10
	filler := strings.Repeat("n", size)
	var before, after uint64
	c := losingAPI(t, func(n int, w io.Writer) {
		switch n {
		case 1:
			return
		case 2:
			before = live()
		case 3:
			after = live()
		}
		for i := range records {
			_, _ = fmt.Fprintf(w, `%.*s{"id":"%d%s","caption":"%s"}`, min(i, 1), ",", i, filler, filler)
		}
	})
	_, err := c.Posts.CreateVideo(t.Context(), video("a", "c"), ugcinc.WithReconcile(50*time.Millisecond))
	if !errors.Is(err, ugcinc.ErrOutcomeUnknown) || len(err.Error()) > 1000 {
		t.Errorf("error is %.2000v", err)
	}
	if after == 0 || after > before+records*size/8 {
		t.Errorf("the heap grows from %d to %d bytes with %d posts of %d bytes", before, after, records, 2*size)
	}
}

// If an account has more posts than the client keeps, a create is not sent.
func TestAccountWithTooManyPosts(t *testing.T) {
	c := losingAPI(t, func(_ int, w io.Writer) {
		for n := range 1<<20 + 1 {
			_, _ = fmt.Fprintf(w, `%.*s{"id":"%d"}`, min(n, 1), ",", n)
		}
	})
	_, err := c.Posts.CreateVideo(t.Context(), video("a", "c"), ugcinc.WithReconcile(time.Millisecond))
	if failed, ok := errors.AsType[*ugcinc.Error](err); !ok || failed.Outcome != ugcinc.OutcomeNotSent || !strings.Contains(err.Error(), "more than 1048576 posts") {
		t.Errorf("error is %v", err)
	}
}
