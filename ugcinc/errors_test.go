package ugcinc_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

const controls = "a\nb\r\tc\x1b[31md\x00\x7f\u0085\u009b31m\u2028\u2029\u202ee\u202c\u2066f\u2069\u200e\u200f\u061c é 👍🏽 \\n"

// The message of the API is kept unchanged, and takes one line in the text of the
// error.
func TestErrorIsOneLine(t *testing.T) {
	t.Parallel()
	quoted := `a\nb\r\tc\u001b[31md\u0000\u007f\u0085\u009b31m\u2028\u2029\u202ee\u202c\u2066f\u2069\u200e\u200f\u061c é 👍🏽 \\n`
	for name, tt := range map[string]struct {
		status int
		body   string
	}{
		"a message":               {400, `{"ok":false,"code":400,"message":"` + quoted + `"}`},
		"a message of a 200":      {200, `{"ok":false,"code":500,"message":"` + quoted + `"}`},
		"the name of a field":     {200, `{"ok":true,"code":200,"data":{"post_id":"p","` + quoted + `":[1,}}}`},
		"a field of the envelope": {200, `{"ok":true,"` + quoted + `":{"a":[1,}}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := serve(t, always(tt.status, tt.body)).client(t).Posts.Status(t.Context(), ugcinc.PostStatusParams{PostID: "p"})
			failed, ok := errors.AsType[*ugcinc.Error](err)
			if !ok {
				t.Fatalf("error is %v", err)
			}
			for _, e := range everyError(err) {
				if !oneLine(e.Error()) {
					t.Errorf("%T says %q", e, e)
				}
			}
			if strings.HasPrefix(name, "a message") {
				if failed.Message != controls {
					t.Errorf("the message is %q, want %q", failed.Message, controls)
				}
				if want := `: a\nb\r\tc\x1b[31md\x00\x7f\u0085\u009b31m\u2028\u2029\u202ee\u202c\u2066f\u2069\u200e\u200f\u061c é 👍🏽 \n`; !strings.HasSuffix(err.Error(), want) {
					t.Errorf("error is %s, want it to end with %s", err, want)
				}
			}
		})
	}
	t.Run("a transport", func(t *testing.T) {
		t.Parallel()
		broken := errors.Join(errors.New(controls+"\x9b31m"), io.ErrClosedPipe)
		c := newClient(t, withTransport(func(*http.Request) (*http.Response, error) {
			return nil, broken
		}))
		_, err := c.Accounts.List(t.Context(), ugcinc.ListAccountsParams{})
		if err == nil || !oneLine(err.Error()) || !strings.Contains(err.Error(), `\x9b31m\nio: read`) || !errors.Is(err, io.ErrClosedPipe) || !errors.Is(err, broken) {
			t.Errorf("error is %q", err)
		}
	})
	t.Run("a header", func(t *testing.T) {
		t.Parallel()
		_, err := ugcinc.New(ugcinc.WithAPIKey(testKey), ugcinc.WithHeader("X-"+controls, "x"))
		if err == nil || !oneLine(err.Error()) {
			t.Errorf("error is %q", err)
		}
		made := &ugcinc.ParamError{Operation: controls, Field: controls, Reason: controls}
		if !oneLine(made.Error()) {
			t.Errorf("error is %q", made)
		}
	})
}
