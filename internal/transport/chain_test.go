package transport

import (
	"context"
	"errors"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
)

// net/http hands the dial a context that the request's end does not cancel.
func TestDialEndsWithTheAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ended := false
		tr := newTransport()
		tr.Proxy = nil
		tr.DialContext = endWithAttempt(func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			ended = true
			return nil, ctx.Err()
		})
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			synctest.Wait()
			cancel()
		}()
		req, err := http.NewRequestWithContext(&probe{Context: ctx}, http.MethodPost, "http://api.example.com", nil)
		if err != nil {
			t.Fatal(err)
		}
		if resp, err := tr.RoundTrip(req); !errors.Is(err, context.Canceled) {
			if err == nil {
				_ = resp.Body.Close()
			}
			t.Errorf("error is %v", err)
		}
		synctest.Wait()
		if !ended {
			t.Error("the dial goes on")
		}
	})
}
