package ugcinctest_test

import (
	"encoding/json"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func marshal(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func unmarshal(t *testing.T, text string, v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
}

// must returns the result of a call that must succeed.
func must[T any](result T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
}

// statuses returns the status of each post by its id.
func statuses(s *ugcinctest.Server) map[string]ugcinc.PostStatus {
	found := map[string]ugcinc.PostStatus{}
	for _, p := range s.Posts() {
		found[p.ID] = p.Status
	}
	return found
}

// in returns the server's time after d.
func in(s *ugcinctest.Server, d time.Duration) time.Time { return s.Clock().Now().Add(d) }
