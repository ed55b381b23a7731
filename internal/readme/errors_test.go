package readme

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// failure is a way in which calls fail, and its row in the table.
type failure struct {
	row     string
	respond func(http.ResponseWriter, *http.Request, context.CancelFunc)
	opts    []ugcinc.Option
	// empty means that parameters are missing.
	empty bool
	// refused means that connections are refused.
	refused bool
}

func status(code int, body string) func(http.ResponseWriter, *http.Request, context.CancelFunc) {
	return func(w http.ResponseWriter, _ *http.Request, _ context.CancelFunc) {
		w.Header().Set("Retry-After", "0") // so that the test does not wait
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(code)
		_, _ = io.WriteString(w, body)
	}
}

func cut(w http.ResponseWriter, _ *http.Request, _ context.CancelFunc) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		_ = conn.Close()
	}
}

func silence(_ http.ResponseWriter, r *http.Request, _ context.CancelFunc) { <-r.Context().Done() }

func cancelled(_ http.ResponseWriter, r *http.Request, cancel context.CancelFunc) {
	cancel()
	<-r.Context().Done()
}

const cooldown = `{"ok":false,"code":400,"message":"Bio can only be updated once every 24 hours. ` +
	`Last update was 3 hours ago. You can update again in 21 hour(s) on 2026-03-03"}`

var failures = []failure{
	{row: "invalid parameters", respond: status(http.StatusBadRequest, ""), empty: true},
	{row: "no connection, no byte sent", refused: true},
	{row: "400", respond: status(http.StatusBadRequest, `{"ok":false,"code":400}`)},
	{row: "400", respond: status(http.StatusOK, `{"ok":false,"code":400}`)},
	{row: "400, profile cooldown", respond: status(http.StatusBadRequest, cooldown)},
	{row: "401", respond: status(http.StatusUnauthorized, "")},
	{row: "404", respond: status(http.StatusNotFound, "")},
	{row: "429", respond: status(http.StatusTooManyRequests, "")},
	{row: "any other 4xx", respond: status(http.StatusForbidden, "")},
	{row: "any other 4xx", respond: status(http.StatusRequestTimeout, "")},
	{row: "any other 4xx", respond: status(http.StatusConflict, "")},
	{row: "501", respond: status(http.StatusNotImplemented, "")},
	{row: "any other 5xx", respond: status(http.StatusInternalServerError, "")},
	{row: "any other 5xx", respond: status(http.StatusBadGateway, "<html>")},
	{row: "any other 5xx", respond: status(http.StatusServiceUnavailable, "<html>")},
	{row: "connection cut, attempt timed out", respond: cut},
	{row: "connection cut, attempt timed out", respond: silence, opts: []ugcinc.Option{ugcinc.WithAttemptTimeout(50 * time.Millisecond)}},
	{row: "garbled, contradictory or incomplete response", respond: status(http.StatusOK, `{"ok":true,"code":200,"data":{"id`)},
	{row: "garbled, contradictory or incomplete response", respond: status(http.StatusOK, "<html>")},
	{row: "garbled, contradictory or incomplete response", respond: status(http.StatusOK, `{"ok":true,"code":200,"data":{"id":"post_1"}}{"ok":false,"code":500}`)},
	{row: "garbled, contradictory or incomplete response", respond: status(http.StatusConflict, `{"ok":true,"code":200,"data":{"id":"post_1"}}`)},
	{row: "response too large", respond: status(http.StatusOK, `{"ok":true,"code":200,"data":{}}`), opts: []ugcinc.Option{ugcinc.WithMaxResponseBytes(10)}},
	{row: "redirect", respond: status(http.StatusTemporaryRedirect, "")},
	{row: "your context ended during the call", respond: cancelled},
}

func is(target error) func(error) bool { return func(err error) bool { return errors.Is(err, target) } }

func isA[T error](err error) bool {
	_, ok := errors.AsType[T](err)
	return ok
}

func outcome(want ugcinc.Outcome) func(error) bool {
	return func(err error) bool {
		failed, ok := errors.AsType[*ugcinc.Error](err)
		return ok && failed.Outcome == want
	}
}

// matchers are the possible values of the table's second column.
var matchers = map[string]func(error) bool{
	"`*ParamError`":         isA[*ugcinc.ParamError],
	"`*CooldownError`":      isA[*ugcinc.CooldownError],
	"`OutcomeNotSent`":      outcome(ugcinc.OutcomeNotSent),
	"`OutcomeRejected`":     outcome(ugcinc.OutcomeRejected),
	"`ErrBadRequest`":       is(ugcinc.ErrBadRequest),
	"`ErrUnauthorized`":     is(ugcinc.ErrUnauthorized),
	"`ErrNotFound`":         is(ugcinc.ErrNotFound),
	"`ErrRateLimited`":      is(ugcinc.ErrRateLimited),
	"`ErrServer`":           is(ugcinc.ErrServer),
	"`ErrOutcomeUnknown`":   is(ugcinc.ErrOutcomeUnknown),
	"`ErrRedirect`":         is(ugcinc.ErrRedirect),
	"`ErrResponseTooLarge`": is(ugcinc.ErrResponseTooLarge),
	"`ErrInvalidResponse`":  is(ugcinc.ErrInvalidResponse),
	"`context.Canceled` or `context.DeadlineExceeded`": func(err error) bool {
		return errors.Is(err, context.Canceled)
	},
}

// call makes a read or a write that fails in this way, with one retry allowed, and
// returns how often it was sent.
func (f *failure) call(t *testing.T, write bool) (sent int64, err error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var requests, dials atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		_, _ = io.Copy(io.Discard, r.Body) // a handler sees the end of a connection once the body is read
		f.respond(w, r, cancel)
	}))
	defer server.Close()
	opts := []ugcinc.Option{ugcinc.WithAPIKey("a-key"), ugcinc.WithBaseURL(server.URL), ugcinc.WithMaxRetries(1)}
	if f.refused {
		opts = append(opts, ugcinc.WithHTTPClient(&http.Client{Transport: &http.Transport{
			DialContext: func(context.Context, string, string) (net.Conn, error) {
				dials.Add(1)
				return nil, errors.New("refused")
			},
		}}))
	}
	client, err := ugcinc.New(append(opts, f.opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	defer client.CloseIdleConnections()
	read, create := ugcinc.PostStatusParams{PostID: "post_1"}, ugcinc.CreateVideoParams{AccountID: "acc_1", VideoURL: "https://cdn.example.com/v.mp4"}
	if f.empty {
		read, create = ugcinc.PostStatusParams{}, ugcinc.CreateVideoParams{}
	}
	if write {
		_, err = client.Posts.CreateVideo(ctx, create)
	} else {
		_, err = client.Posts.Status(ctx, read)
	}
	return requests.Load() + dials.Load(), err
}

// The error table matches the client, and has each row that this file tests.
func TestErrorTable(t *testing.T) {
	t.Parallel()
	rows := errorTable(t)
	for row := range rows {
		if !slices.ContainsFunc(failures, func(f failure) bool { return f.row == row }) {
			t.Errorf("README.md has the row %q, which no test covers", row)
		}
	}
	for _, f := range failures {
		cells, ok := rows[f.row]
		if !ok {
			t.Errorf("README.md has no row %q", f.row)
			continue
		}
		for column, write := range []bool{false, true} {
			says := cells[1+column]
			t.Run(f.row+": "+says, func(t *testing.T) {
				t.Parallel()
				sent, err := f.call(t, write)
				want, known := map[string]int64{"not sent": 0, "no": 1, "**never**": 1, "yes": 2, "yes, after `Retry-After`": 2}[says]
				if !known || sent != want {
					t.Errorf("write %v: sent %d times, README.md says %q", write, sent, says)
				}
				listed := strings.Split(cells[0], ", ")
				for name, match := range matchers {
					// The table names an outcome only without a sentinel.
					if got, want := match(err), slices.Contains(listed, name); got != want && (want || !strings.HasPrefix(name, "`Outcome")) {
						t.Errorf("write %v: %s is %v for %v, README.md says %q", write, name, got, err, cells[0])
					}
				}
			})
		}
	}
}

// errorTable returns the table by its first column: what matches, and whether a
// read and a write are retried.
func errorTable(t *testing.T) map[string][3]string {
	t.Helper()
	_, after, ok := strings.Cut(source(t, "README.md"), "| what happened | matches | a read is retried | a write is retried |")
	if !ok {
		t.Fatal("README.md has no table of errors")
	}
	table, _, _ := strings.Cut(after, "\n\n")
	rows := map[string][3]string{}
	for _, m := range regexp.MustCompile(`(?m)^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|`).FindAllStringSubmatch(table, -1) {
		rows[m[1]] = [3]string{m[2], m[3], m[4]}
	}
	return rows
}
