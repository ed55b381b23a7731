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

// A failed call returns the result of its last attempt.
func TestFailedCall(t *testing.T) {
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
	r := transport.Do(req, &Call{Operation: "x", AttemptTimeout: time.Minute})
	if r.Attempts != 1 || r.Outcome != Unknown || !errors.Is(r.Err, io.ErrUnexpectedEOF) {
		t.Fatalf("result is %+v", r)
	}
	transport.CloseIdleConnections() // this one has none to close
}

// A request is not retried if GetBody fails.
func TestGetBodyFails(t *testing.T) {
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
	r := transport.Do(req, &Call{Safe: true, AttemptTimeout: time.Minute, MaxRetries: 3})
	if r.Outcome != Unknown || r.Attempts != 2 || sends != 1 || !errors.Is(r.Err, errGone) {
		t.Errorf("result after %d sends is %+v", sends, r)
	}
}
