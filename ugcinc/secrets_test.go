package ugcinc_test

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/ugcinc/ugcinc-go/internal/redact/redacttest"
	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

const bodySecret = "planted_body_secret_77aa"

// Nothing that a program can print shows the key or a body, on every fault and
// every operation.
func TestSecretsAreNotPrinted(t *testing.T) {
	t.Parallel()
	for _, fault := range allFaults(faultTimeout / 2) {
		t.Run(fault.String(), func(t *testing.T) {
			t.Parallel()
			var log lockedBuffer
			s := ugcinctest.NewServer(t, ugcinctest.WithAPIKey(testKey))
			account := s.AddAccount(ugcinc.Account{Tag: new(bodySecret)})
			post := s.AddPost(ugcinc.Post{AccountID: account.ID, Caption: new(bodySecret)})
			client := s.Client(
				ugcinc.WithLogger(slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))),
				ugcinc.WithInstantBackoff(),
				ugcinc.WithAttemptTimeout(faultTimeout/2),
				ugcinc.WithMaxResponseBytes(64<<10),
				ugcinc.WithMaxRetries(1))
			for op, call := range calls(client, account.ID, post.ID) {
				s.FailNth(op, 1, fault)
				s.FailNth(op, 2, fault)
				err := call(t.Context(), 1)
				s.ClearFaults()
				for _, e := range everyError(err) {
					search(t, op, e)
				}
			}
			search(t, "the client", client)
			search(t, "the client's services", []any{*client, *client.Accounts, *client.Posts})
			if log.String() == "" {
				t.Error("nothing was logged")
			}
			search(t, "the log", log.String())
		})
	}
}

// Servers and transports may echo what they were sent.
func TestEchoesAreRedacted(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"in the message":    `{"ok":false,"code":401,"message":"no such key: %s"}`,
		"in a page":         `<p>Authorization: Bearer %s</p>`,
		"by name":           `{"message":"{\"api_key\": \"` + bodySecret + `\", \"token\":\"` + bodySecret + `\"} authorization=` + bodySecret + ` %s"}`,
		"in broken JSON":    `{"message":"%s`,
		"behind an odd İ":   `{"message":"İİ token=` + bodySecret + ` %s"}`,
		"in data":           `{"ok":true,"data":"%s"}`,
		"in a field's name": `{"ok":true,"data":{"%s":1,"status":2}}`,
	} {
		for _, status := range []int{200, 401, 500} {
			t.Run(fmt.Sprint(name, " ", status), func(t *testing.T) {
				t.Parallel()
				s := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
					w.WriteHeader(status)
					_, _ = fmt.Fprintf(w, body, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
				})
				_, err := s.client(t).Posts.Status(t.Context(), ugcinc.PostStatusParams{PostID: "p"})
				var failed *ugcinc.Error
				if !errors.As(err, &failed) {
					t.Fatalf("error is %v", err)
				}
				for _, e := range everyError(err) {
					search(t, "the error", e)
				}
				if strings.Contains(failed.Excerpt(), testKey) || strings.Contains(failed.Excerpt(), bodySecret) {
					t.Errorf("the excerpt shows a secret: %s", failed.Excerpt())
				}
			})
		}
	}
	t.Run("cut in the midst of the key", func(t *testing.T) {
		t.Parallel()
		for n := range len(testKey) {
			body := strings.Repeat("x", 4096-n) + testKey
			for _, text := range []string{body, `{"ok":false,"code":400,"message":"` + body + `"}`} {
				_, err := fixedResponse(t, 400, []byte(text)).Accounts.List(t.Context(), ugcinc.ListAccountsParams{})
				var failed *ugcinc.Error
				if !errors.As(err, &failed) {
					t.Fatalf("error is %v", err)
				}
				if strings.Contains(failed.Excerpt()+err.Error(), testKey[:6]) {
					t.Errorf("cut after %d bytes of the key, its beginning shows", n)
				}
			}
		}
	})
	t.Run("in a value of an error", func(t *testing.T) {
		t.Parallel()
		_, err := fixedResponse(t, 500, []byte(bodySecret)).Accounts.List(t.Context(), ugcinc.ListAccountsParams{})
		var failed *ugcinc.Error
		if !errors.As(err, &failed) {
			t.Fatalf("error is %v", err)
		}
		search(t, "the error's value", *failed)
	})
	t.Run("in an error of the transport", func(t *testing.T) {
		t.Parallel()
		c := newClient(t, withTransport(func(r *http.Request) (*http.Response, error) {
			return nil, fmt.Errorf("cannot send %v: %w", r.Header, io.ErrClosedPipe)
		}))
		_, err := c.Accounts.List(t.Context(), ugcinc.ListAccountsParams{})
		for _, e := range everyError(err) {
			search(t, "the error", e)
		}
		if !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("error %v is no longer what it was", err)
		}
	})
}

// net/http quotes a response that is not HTTP; other errors keep their text.
func TestMalformedResponsesAreNotQuoted(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`malformed HTTP response "` + bodySecret + `"`:              "the response is not valid HTTP",
		`net/http: malformed HTTP status code "` + bodySecret + `"`: "the response is not valid HTTP",
		"malformed MIME header line: " + bodySecret:                 "the response is not valid HTTP",
		"malformed chunked encoding":                                "malformed chunked encoding",
		"malformed token file":                                      "malformed token file",
	} {
		c := newClient(t, withTransport(func(*http.Request) (*http.Response, error) {
			return nil, errors.New(text)
		}))
		_, err := c.Accounts.List(t.Context(), ugcinc.ListAccountsParams{})
		if cause := errors.Unwrap(err); cause == nil || cause.Error() != want {
			t.Errorf("%s becomes %v, want %s", text, cause, want)
		}
	}
}

func TestResponseIntoHasNoKey(t *testing.T) {
	t.Parallel()
	s := serve(t, always(200, `{"ok":true,"code":200,"data":[]}`))
	for name, c := range map[string]*ugcinc.Client{
		"plain":           s.client(t),
		"with middleware": s.client(t, ugcinc.WithMiddleware(func(next http.RoundTripper) http.RoundTripper { return next })),
		"with transport":  s.client(t, withTransport(s.Client().Transport.RoundTrip)),
	} {
		var resp *http.Response
		if _, err := c.Accounts.List(t.Context(), ugcinc.ListAccountsParams{}, ugcinc.WithResponseInto(&resp)); err != nil {
			t.Fatal(err)
		}
		search(t, "the response "+name, *resp)
		if resp.Request != nil {
			t.Errorf("the response %s has its request", name)
		}
	}
}

// A key that a server echoes in any form does not appear in the error of a call,
// nor in drift.
func TestEncodedEchoesAreRedacted(t *testing.T) {
	t.Parallel()
	for name, encode := range redacttest.Echoes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			echo := encode(testKey)
			inJSON := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(echo)
			for _, response := range []struct {
				status int
				body   string
			}{
				{401, `{"ok":false,"code":401,"message":"no such key: ` + inJSON + `"}`},
				{200, `{"ok":false,"code":400,"message":"` + inJSON + `"}`},
				{502, "<p>" + echo + "</p>"},
				{200, `{"ok":true,"data":{"post_id":"p","status":["` + inJSON + `"]}}`},
				{200, `{"ok":true,"data":{"` + inJSON + `":1,"status":2}}`},
				{200, `{"ok":true,"code":200,"data":{"post_id":"p","status":"` + inJSON + `","` + inJSON + `":1}}`},
			} {
				s := serve(t, always(response.status, response.body))
				c := s.client(t, ugcinc.WithDriftObserver(func(d ugcinc.Drift) {
					if strings.Contains(d.Path+d.Value, echo) || redacttest.Base64Shows(d.Path+d.Value, testKey) {
						t.Errorf("drift shows the key: %+v", d)
					}
				}))
				_, err := c.Posts.Status(t.Context(), ugcinc.PostStatusParams{PostID: "p"})
				if err == nil {
					continue // data is not redacted
				}
				failed, ok := errors.AsType[*ugcinc.Error](err)
				if !ok {
					t.Fatalf("error is %v", err)
				}
				texts := []string{failed.Excerpt()}
				for _, e := range everyError(err) {
					texts = append(texts, printed(e)...)
				}
				for _, text := range texts {
					if strings.Contains(text, echo) || strings.Contains(text, inJSON) || redacttest.Base64Shows(text, testKey) {
						t.Errorf("%d %s: shown by %s", response.status, response.body, text)
					}
				}
			}
		})
	}
}

// An error of the network may contain a proxy URL with its password.
func TestProxyPasswordIsRedacted(t *testing.T) {
	t.Parallel()
	proxy := func(*http.Request) (*url.URL, error) {
		return url.Parse(fmt.Sprintf("http://me:%s@proxy:port", bodySecret))
	}
	for name, opts := range map[string][]ugcinc.Option{
		"alone":           nil,
		"with middleware": {ugcinc.WithMiddleware(func(next http.RoundTripper) http.RoundTripper { return next })},
	} {
		c := newClient(t, append(opts, ugcinc.WithHTTPClient(&http.Client{Transport: &http.Transport{Proxy: proxy}}))...)
		_, err := c.Accounts.List(t.Context(), ugcinc.ListAccountsParams{})
		if err == nil {
			t.Fatal("the call succeeded")
		}
		for _, e := range everyError(err) {
			search(t, "the error "+name, e)
		}
	}
}
