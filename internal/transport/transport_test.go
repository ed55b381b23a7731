package transport

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// The end of a call is one error that carries what was seen last.
func TestCallError(t *testing.T) {
	t.Parallel()
	key, err := NewKey("k")
	if err != nil {
		t.Fatal(err)
	}
	base := roundTripper(func(*http.Request) (*http.Response, error) { return nil, io.ErrUnexpectedEOF })
	transport, err := New(Config{Client: &http.Client{Transport: base}, Key: key, UserAgent: "test"})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://api.example.com", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := transport.Do(req, &Call{Operation: "x", AttemptTimeout: time.Minute})
	if err == nil {
		_ = resp.Body.Close()
	}
	var failed *CallError
	if !errors.As(err, &failed) || failed.Attempts != 1 || failed.Outcome != Unknown || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatalf("error is %v", err)
	}
	if want := "unknown after 1 attempts: unexpected EOF"; err.Error() != want {
		t.Errorf("error is %q, want %q", err, want)
	}
	transport.CloseIdleConnections() // this one has none to close
}

// A request whose body cannot be had again is not sent again.
func TestBodyCannotBeHad(t *testing.T) {
	t.Parallel()
	key, err := NewKey("k")
	if err != nil {
		t.Fatal(err)
	}
	errGone := errors.New("gone")
	sends := 0
	transport, err := New(Config{
		Client: &http.Client{Transport: roundTripper(func(*http.Request) (*http.Response, error) {
			sends++
			return nil, io.ErrUnexpectedEOF
		})},
		Key:   key,
		Sleep: func(context.Context, time.Duration) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://api.invalid", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	req.GetBody = func() (io.ReadCloser, error) { return nil, errGone }
	resp, err := transport.Do(req, &Call{Safe: true, AttemptTimeout: time.Minute, MaxRetries: 3})
	if err == nil {
		_ = resp.Body.Close()
	}
	var failed *CallError
	if !errors.As(err, &failed) || failed.Outcome != Unknown || failed.Attempts != 2 || sends != 1 || !errors.Is(err, errGone) {
		t.Errorf("error after %d sends is %v", sends, err)
	}
}
