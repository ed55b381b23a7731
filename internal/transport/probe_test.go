package transport

import (
	"errors"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"
	"time"
)

// An HTTP/2 stream that was refused may say only later that its headers had
// been written. That is no word about the send that follows.
func TestLateWordOfARefusedSend(t *testing.T) {
	t.Parallel()
	errDial := errors.New("refused")
	base := roundTripper(func(req *http.Request) (*http.Response, error) {
		trace := httptrace.ContextClientTrace(req.Context())
		trace.GetConn("")
		trace.GotConn(httptrace.GotConnInfo{})
		if _, err := req.GetBody(); err != nil {
			return nil, err
		}
		trace.WroteHeaders()
		trace.GetConn("")
		return nil, errDial
	})
	key, err := NewKey("k")
	if err != nil {
		t.Fatal(err)
	}
	transport, err := New(Config{Client: &http.Client{Transport: base}, Key: key})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://api.example.com", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := transport.Do(req, &Call{AttemptTimeout: time.Minute})
	if err == nil {
		_ = resp.Body.Close()
	}
	var failed *CallError
	if !errors.As(err, &failed) || failed.Outcome != NotSent {
		t.Errorf("error is %v, want one that says that it was not sent", err)
	}
}
