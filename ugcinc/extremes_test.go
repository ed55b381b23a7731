package ugcinc_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// Options that mean "without end" are ordinary options: no sum of them overflows.
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
