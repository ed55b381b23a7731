package ugcinc_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

func TestNewRejectsInvalidOptions(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		opt   ugcinc.Option
		field string
	}{
		"no key":                      {ugcinc.WithAPIKey(""), "WithAPIKey"},
		"a key with a blank":          {ugcinc.WithAPIKey(testKey + " "), "WithAPIKey"},
		"a key with a line break":     {ugcinc.WithAPIKey(testKey + "\n"), "WithAPIKey"},
		"a key that is not ASCII":     {ugcinc.WithAPIKey(testKey + "é"), "WithAPIKey"},
		"no URL":                      {ugcinc.WithBaseURL(""), "WithBaseURL"},
		"no scheme":                   {ugcinc.WithBaseURL("api.example.com"), "WithBaseURL"},
		"no host":                     {ugcinc.WithBaseURL("https:///path"), "WithBaseURL"},
		"http":                        {ugcinc.WithBaseURL("http://api.example.com"), "WithBaseURL"},
		"http to a lookalike":         {ugcinc.WithBaseURL("http://127.0.0.1.example.com"), "WithBaseURL"},
		"http to a local net":         {ugcinc.WithBaseURL("http://192.168.0.1"), "WithBaseURL"},
		"ftp":                         {ugcinc.WithBaseURL("ftp://localhost"), "WithBaseURL"},
		"a query":                     {ugcinc.WithBaseURL("https://api.example.com?a=b"), "WithBaseURL"},
		"an empty query":              {ugcinc.WithBaseURL("https://api.example.com?"), "WithBaseURL"},
		"a fragment":                  {ugcinc.WithBaseURL("https://api.example.com#a"), "WithBaseURL"},
		"an empty fragment":           {ugcinc.WithBaseURL("https://api.example.com#"), "WithBaseURL"},
		"a user":                      {ugcinc.WithBaseURL("https://me:" + testKey + "@api.example.com"), "WithBaseURL"},
		"a broken URL":                {ugcinc.WithBaseURL("https://" + testKey + "%zz"), "WithBaseURL"},
		"no client":                   {ugcinc.WithHTTPClient(nil), "WithHTTPClient"},
		"no middleware":               {ugcinc.WithMiddleware(nil), "WithMiddleware"},
		"a middleware that is none":   {ugcinc.WithMiddleware(func(http.RoundTripper) http.RoundTripper { return nil }), "WithMiddleware"},
		"a port beyond all":           {ugcinc.WithBaseURL("https://api.example.com:99999"), "WithBaseURL"},
		"a path with dots":            {ugcinc.WithBaseURL("https://api.example.com/a/../b"), "WithBaseURL"},
		"no logger":                   {ugcinc.WithLogger(nil), "WithLogger"},
		"no limiter":                  {ugcinc.WithLimiter(nil), "WithLimiter"},
		"a logger without a handler":  {ugcinc.WithLogger(new(slog.Logger)), "WithLogger"},
		"a handler that is nil":       {ugcinc.WithLogger(slog.New((*slog.JSONHandler)(nil))), "WithLogger"},
		"a limiter that is nil":       {ugcinc.WithLimiter((*nilLimiter)(nil)), "WithLimiter"},
		"a limiting func that is nil": {ugcinc.WithLimiter(limiter(nil)), "WithLimiter"},
		"a transport that is nil":     {ugcinc.WithHTTPClient(&http.Client{Transport: (*http.Transport)(nil)}), "WithHTTPClient"},
		"a transport func, nil":       {withTransport(nil), "WithHTTPClient"},
		"a jar that is nil":           {ugcinc.WithHTTPClient(&http.Client{Jar: (*cookiejar.Jar)(nil)}), "WithHTTPClient"},
		"a middleware, typed nil":     {ugcinc.WithMiddleware(func(http.RoundTripper) http.RoundTripper { return (*http.Transport)(nil) }), "WithMiddleware"},
		"a middleware, nil func":      {ugcinc.WithMiddleware(func(http.RoundTripper) http.RoundTripper { return roundTripper(nil) }), "WithMiddleware"},
		"no agent":                    {ugcinc.WithUserAgent(""), "WithUserAgent"},
		"an agent of two lines":       {ugcinc.WithUserAgent("a\r\nb"), "WithUserAgent"},
		"no observer":                 {ugcinc.WithDriftObserver(nil), "WithDriftObserver"},
		"fewer retries than none":     {ugcinc.WithMaxRetries(-1), "WithMaxRetries"},
		"no time":                     {ugcinc.WithAttemptTimeout(0), "WithAttemptTimeout"},
		"no bytes":                    {ugcinc.WithMaxResponseBytes(0), "WithMaxResponseBytes"},
		"no settling":                 {ugcinc.WithReconcile(-1), "WithReconcile"},
		"a header without name":       {ugcinc.WithHeader("", "x"), "WithHeader"},
		"a header name with a blank":  {ugcinc.WithHeader("a b", "x"), "WithHeader"},
		"a header of two lines":       {ugcinc.WithHeader("X-A", "b\nc"), "WithHeader"},
		"the key's header":            {ugcinc.WithHeader("authorization", "x"), "WithHeader"},
		"an idempotency key":          {ugcinc.WithHeader("idempotency-key", "x"), "WithHeader"},
		"an option of a call":         {ugcinc.WithResponseInto(new(*http.Response)), "WithResponseInto"},
		"nil":                         {nil, "opts"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, err := ugcinc.New(ugcinc.WithAPIKey(testKey), tt.opt)
			var refused *ugcinc.ParamError
			if client != nil || !errors.As(err, &refused) || refused.Field != tt.field {
				t.Fatalf("New gives %v, %v; want a *ParamError about %s", client, err, tt.field)
			}
			search(t, "the error", err)
		})
	}
}

// nilLimiter panics if it is nil.
type nilLimiter struct{ asked int }

func (l *nilLimiter) Wait(context.Context) error {
	l.asked++
	return nil
}

func TestBaseURL(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"https://api.example.com", "https://api.example.com/", "https://api.example.com:8443/v1/", "http://localhost:1", "http://LOCALHOST", "http://127.0.0.1:80/", "http://127.9.9.9", "http://[::1]:8080/x"} {
		if _, err := ugcinc.New(ugcinc.WithAPIKey(testKey), ugcinc.WithBaseURL(url)); err != nil {
			t.Errorf("%s: %v", url, err)
		}
	}
}

func TestKeyFromEnvironment(t *testing.T) {
	s := serve(t, always(200, `{"ok":true,"code":200,"data":[]}`))
	t.Setenv("UGC_API_KEY", "from_the_environment")
	client, err := ugcinc.New(ugcinc.WithBaseURL(s.URL))
	if err != nil {
		t.Fatal(err)
	}
	defer client.CloseIdleConnections()
	if _, err := client.Accounts.List(t.Context(), ugcinc.ListAccountsParams{}); err != nil {
		t.Fatal(err)
	}
	if got := s.requests()[0].Header.Get("Authorization"); got != "Bearer from_the_environment" {
		t.Errorf("Authorization is %q", got)
	}
	for _, broken := range []string{"", "two words", "line\n"} {
		t.Setenv("UGC_API_KEY", broken)
		var refused *ugcinc.ParamError
		if _, err := ugcinc.New(); !errors.As(err, &refused) || refused.Field != "UGC_API_KEY" || !strings.Contains(err.Error(), "WithAPIKey") {
			t.Errorf("key %q: error is %v, want one that says what to do", broken, err)
		}
	}
}

func TestBaseURLFromEnvironment(t *testing.T) {
	s, other := serve(t, always(200, `{"ok":true,"code":200,"data":[]}`)), serve(t, always(200, `{"ok":true,"code":200,"data":[]}`))
	list := func(opts ...ugcinc.Option) error {
		client, err := ugcinc.New(append(opts, ugcinc.WithAPIKey(testKey))...)
		if err != nil {
			return err
		}
		defer client.CloseIdleConnections()
		_, err = client.Accounts.List(t.Context(), ugcinc.ListAccountsParams{})
		return err
	}
	t.Setenv("UGC_BASE_URL", s.URL+"/proxy/")
	if err := list(); err != nil {
		t.Fatal(err)
	}
	if got := s.requests(); len(got) != 1 || got[0].Path != "/proxy/accounts" {
		t.Errorf("the server saw %+v", got)
	}
	if err := list(ugcinc.WithBaseURL(other.URL)); err != nil {
		t.Fatal(err)
	}
	if len(s.requests()) != 1 || len(other.requests()) != 1 {
		t.Error("WithBaseURL does not win")
	}
	t.Setenv("UGC_BASE_URL", "")
	if _, err := ugcinc.New(ugcinc.WithAPIKey(testKey)); err != nil {
		t.Errorf("empty: %v", err)
	}
	for _, broken := range []string{"http://api.example.com", "https://me:" + bodySecret + "@api.example.com", "https://" + bodySecret + "%zz", "api.example.com", "https://api.example.com?a", " https://api.example.com"} {
		t.Setenv("UGC_BASE_URL", broken)
		_, err := ugcinc.New(ugcinc.WithAPIKey(testKey))
		if refused, ok := errors.AsType[*ugcinc.ParamError](err); !ok || refused.Field != "UGC_BASE_URL" || !strings.Contains(err.Error(), "WithBaseURL") {
			t.Errorf("%s: error is %v, want one that says what to do", broken, err)
		}
		search(t, "the error", err)
		if err := list(ugcinc.WithBaseURL(other.URL)); err != nil {
			t.Errorf("%s: WithBaseURL does not win: %v", broken, err)
		}
	}
}

// A call's own options win over the client's, and never change it.
func TestCallOptionsOverrideDefaults(t *testing.T) {
	t.Parallel()
	s := serve(t, always(200, `{"ok":true,"code":200,"data":[]}`))
	c := s.client(t, ugcinc.WithHeader("X-Team", "fleet"), ugcinc.WithUserAgent("fleetd/2"))
	for _, opts := range [][]ugcinc.CallOption{
		{ugcinc.WithHeader("x-team", "other"), ugcinc.WithHeader("X-Run", "1")},
		{ugcinc.WithHeader("X-Run", "2")},
		nil,
	} {
		if _, err := c.Accounts.List(t.Context(), ugcinc.ListAccountsParams{}, opts...); err != nil {
			t.Fatal(err)
		}
	}
	var got [][2]string
	for _, r := range s.requests() {
		got = append(got, [2]string{r.Header.Get("X-Team"), r.Header.Get("X-Run")})
		if agent := r.Header.Get("User-Agent"); !strings.HasPrefix(agent, "fleetd/2 ugcinc-go/") {
			t.Errorf("User-Agent is %q", agent)
		}
	}
	if diff := cmp.Diff([][2]string{{"other", "1"}, {"fleet", "2"}, {"fleet", ""}}, got); diff != "" {
		t.Errorf("X-Team and X-Run (-want +got):\n%s", diff)
	}
}

// The caller's http.Client is used and not changed.
func TestHTTPClientIsCopied(t *testing.T) {
	t.Parallel()
	s := serve(t, always(200, `{"ok":true,"code":200,"data":[]}`))
	used := 0
	base := roundTripper(func(r *http.Request) (*http.Response, error) {
		used++
		return s.Client().Transport.RoundTrip(r)
	})
	own := &http.Client{Transport: base, Timeout: time.Minute}
	c := s.client(t, ugcinc.WithHTTPClient(own))
	if _, err := c.Accounts.List(t.Context(), ugcinc.ListAccountsParams{}); err != nil {
		t.Fatal(err)
	}
	if _, ours := own.Transport.(roundTripper); !ours || own.CheckRedirect != nil || own.Timeout != time.Minute {
		t.Errorf("the caller's client was changed: %+v", own)
	}
	if used != 1 {
		t.Errorf("the caller's transport was used %d times", used)
	}
}

// Middleware runs in the order given, and sees every attempt without traces of
// earlier ones and without the key.
func TestMiddleware(t *testing.T) {
	t.Parallel()
	s := serve(t, func(n int, w http.ResponseWriter, _ *http.Request) {
		if n == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = io.WriteString(w, `{"ok":true,"code":200,"data":[]}`)
	})
	var seen []string
	named := func(name string) ugcinc.Option {
		return withMiddleware(func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
			body, _ := r.GetBody()
			text, _ := io.ReadAll(body)
			seen = append(seen, name+" "+string(text)+r.Header.Get("X-Seen")+r.Header.Get("Authorization"))
			r.Header.Add("X-Seen", name)
			resp, err := next.RoundTrip(r)
			if resp != nil && resp.Request.Header.Get("Authorization") != "" {
				t.Error("the middleware can read the key from the response")
			}
			return resp, err
		})
	}
	c := s.client(t, named("outer"), named("inner"), ugcinc.WithMaxRetries(1), ugcinc.WithInstantBackoff())
	if _, err := c.Accounts.List(t.Context(), ugcinc.ListAccountsParams{}); err != nil {
		t.Fatal(err)
	}
	want := []string{"outer {}", "inner {}outer", "outer {}", "inner {}outer"}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("middleware (-want +got):\n%s", diff)
	}
}

// Middleware may drop the headers, and return a body that never has data.
func TestMiddlewareWithoutHeadersOrData(t *testing.T) {
	t.Parallel()
	s := serve(t, always(200, `{"ok":true,"code":200,"data":[]}`))
	bare := s.client(t, withMiddleware(func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
		r.Header = nil
		return next.RoundTrip(r)
	}))
	if _, err := bare.Posts.List(t.Context(), ugcinc.ListPostsParams{}); err != nil {
		t.Error(err)
	}
	if got := s.requests()[0].Header.Get("Authorization"); got != "Bearer "+testKey {
		t.Error("the key was not sent")
	}
	idle := s.client(t, withMiddleware(func(_ http.RoundTripper, r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: idleBody{}, Request: r}, nil
	}))
	if _, err := idle.Posts.Status(t.Context(), ugcinc.PostStatusParams{PostID: "p"}); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("error is %v", err)
	}
	if _, err := idle.Posts.List(t.Context(), ugcinc.ListPostsParams{}); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("error is %v", err)
	}
}

type idleBody struct{}

func (idleBody) Read([]byte) (int, error) { return 0, nil }
func (idleBody) Close() error             { return nil }

// Each attempt waits for the limiter.
func TestLimiter(t *testing.T) {
	t.Parallel()
	s := serve(t, always(503, ""))
	asked := 0
	c := s.client(t, ugcinc.WithMaxRetries(2), ugcinc.WithInstantBackoff(), ugcinc.WithLimiter(limiter(func(context.Context) error {
		asked++
		return nil
	})))
	if _, err := c.Accounts.List(t.Context(), ugcinc.ListAccountsParams{}); !errors.Is(err, ugcinc.ErrServer) {
		t.Errorf("error is %v", err)
	}
	if asked != 3 || len(s.requests()) != 3 {
		t.Errorf("the limiter was asked %d times for %d requests", asked, len(s.requests()))
	}
}

func TestCloseIdleConnections(t *testing.T) {
	t.Parallel()
	s := serve(t, always(200, `{"ok":true,"code":200,"data":[]}`))
	addresses := map[string]bool{}
	s.onRemote(func(address string) { addresses[address] = true })
	c := s.client(t, ugcinc.WithMiddleware(func(next http.RoundTripper) http.RoundTripper { return roundTripper(next.RoundTrip) }))
	for range 2 {
		if _, err := c.Accounts.List(t.Context(), ugcinc.ListAccountsParams{}); err != nil {
			t.Fatal(err)
		}
		c.CloseIdleConnections()
	}
	if len(addresses) != 2 {
		t.Errorf("%d connections for two calls with a close between them, want 2", len(addresses))
	}
}

// Options with the largest values work: no sum of them overflows.
func TestExtremeOptions(t *testing.T) {
	t.Parallel()
	const century = 100 * 365 * 24 * time.Hour
	for name, opts := range map[string][]ugcinc.CallOption{
		"a century for an attempt": {ugcinc.WithAttemptTimeout(century)},
		"the longest attempt":      {ugcinc.WithAttemptTimeout(math.MaxInt64)},
		"a billion retries":        {ugcinc.WithMaxRetries(1e9)},
		"the most retries":         {ugcinc.WithMaxRetries(math.MaxInt)},
		"a century, many times":    {ugcinc.WithAttemptTimeout(century), ugcinc.WithMaxRetries(1e9)},
		"all of it":                {ugcinc.WithAttemptTimeout(math.MaxInt64), ugcinc.WithMaxRetries(math.MaxInt), ugcinc.WithMaxResponseBytes(math.MaxInt64)},
	} {
		for _, settle := range []time.Duration{time.Minute, math.MaxInt64} {
			t.Run(fmt.Sprint(name, ", settle ", settle), func(t *testing.T) {
				t.Parallel()
				inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
					account := s.AddAccount(ugcinc.Account{}).ID
					c := s.Client(ugcinc.WithReconcile(settle))
					s.FailNth("listAccounts", 1, ugcinctest.Unavailable503())
					s.FailNth("listAccounts", 2, ugcinctest.TooManyRequests("3"))
					if _, err := both(t,
						func() ([]ugcinc.Account, error) { return c.Accounts.List(t.Context(), anyAccount, opts...) },
						c.Accounts.All(t.Context(), anyAccount, opts...),
					); err != nil {
						t.Error(err)
					}
					// The account is read before the post, and until it is there.
					s.FailNth("createVideo", 1, ugcinctest.ApplyLate(10*time.Second))
					s.FailNth("listPosts", 2, ugcinctest.Unavailable503())
					post, err := c.Posts.CreateVideo(t.Context(), video(account, "c"), opts...)
					if err != nil || s.Received("createVideo") != 1 || post.ID != s.Posts()[0].ID {
						t.Errorf("post is %v after %d sends, %v", post, s.Received("createVideo"), err)
					}
				})
			})
		}
	}
}
