package main

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var writes = []string{"updateAccountInfo", "updateAccountSocial", "createSlideshow", "createVideo", "refreshStats"}

// play runs the demo in a bubble and returns its output and how often each
// write took effect.
func play(t *testing.T, pick func(io.Writer) operator, opts ...ugcinctest.Option) (out string, applied []int, err error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		server := ugcinctest.NewServer(t, append(opts, ugcinctest.InBubble(), ugcinctest.WithFleet(12))...)
		var printed bytes.Buffer
		d := &demo{
			client:   server.Client(),
			out:      &printed,
			operator: pick(&printed),
			ahead:    time.Minute,
			interval: 10 * time.Second,
		}
		err = d.run(t.Context())
		out = printed.String()
		for _, write := range writes {
			applied = append(applied, server.Applied(write))
		}
	})
	return out, applied, err
}

func rehearsing(io.Writer) operator { return rehearsal{} }

func answering(answers string) func(io.Writer) operator {
	return func(out io.Writer) operator { return newTerminal(strings.NewReader(answers), out) }
}

func TestRehearsal(t *testing.T) {
	t.Parallel()
	out, applied, err := play(t, rehearsing)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{1, 1, 1, 1, 1}, applied); diff != "" {
		t.Errorf("applied of %v (-want +got):\n%s", writes, diff)
	}
	for _, want := range []string{
		"and 2 more",
		"its tag is now demo",
		`"Ten minutes a day.": rejected, as it may change once every 24 hours`,
		"scheduled\n", "pending\n", "complete\n",
		"followers",
		"POST ", "Three stretches before coffee",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the output does not hold %q:\n%s", want, out)
		}
	}
}

func TestTerminalAsksBeforeEachWrite(t *testing.T) {
	t.Parallel()
	images, video := "https://cdn.example.com/1.jpg https://cdn.example.com/2.jpg", "https://cdn.example.com/v.mp4"
	for name, test := range map[string]struct {
		answers string
		want    []int
	}{
		"no input":        {"", []int{0, 0, 0, 0, 0}},
		"no to all":       {"n\nn\n\n\nn\n", []int{0, 0, 0, 0, 0}},
		"not a clear yes": {"maybe\nyess\n" + images + "\nok\n" + video + "\n1\n \n", []int{0, 0, 0, 0, 0}},
		"one bio":         {"n\ny\nn\n\n\nn\n", []int{0, 1, 0, 0, 0}},
		"yes to all":      {"y\ny\nYes\n" + images + "\ny\n" + video + "\ny\nY\n", []int{1, 1, 1, 1, 1}},
		"only the video":  {"n\nn\n\n" + video + "\ny\nn\n", []int{0, 0, 0, 1, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, applied, err := play(t, answering(test.answers))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, applied); diff != "" {
				t.Errorf("applied of %v (-want +got):\n%s%s", writes, diff, out)
			}
		})
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	_, _, err := play(t, rehearsing, ugcinctest.FailPosts(func(ugcinc.Post) bool { return true }))
	if err == nil || !strings.Contains(err.Error(), "failed") {
		t.Errorf("got %v, want a post that failed", err)
	}
}
