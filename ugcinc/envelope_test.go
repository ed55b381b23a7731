package ugcinc_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// A status and an envelope that contradict each other leave the outcome unknown: a
// create is sent once, a read is retried.
func TestStatusContradictsEnvelope(t *testing.T) {
	t.Parallel()
	const data = `"data":{"id":"p","account_id":"a","type":"video","status":"pending"}`
	for envelope, contradicts := range map[string]bool{
		`{"ok":true,"code":200,"message":"Success",` + data + `}`:             true,
		`{` + data + `,"message":"Success","code":200,"ok":true}`:             true,
		`{"ok":true,` + data + `}`:                                            true,
		`{"code":200,` + data + `}`:                                           true,
		`{"ok":true}`:                                                         true,
		`{"ok":true,"code":200,"data":null}`:                                  true,
		`{"ok":true,"code":429,` + data + `}`:                                 true,
		`{"ok":"true",` + data + `}`:                                          true,
		`{"ok":true,` + data + `,"more":[}`:                                   true,
		`{"ok":false,"ok":true}`:                                              true,
		`{"ok":false,"code":429,"code":200}`:                                  true,
		`{` + data + `,"message":"Success","o`:                                true,
		`{"code":429,"data":{"id":`:                                           true,
		`{"data":{"caption":"` + strings.Repeat("x", 1<<20) + `"},"ok":true}`: true,

		`{"ok":false,"code":429,"data":{"id":`:          false,
		`{"message":"slow down","o`:                     false,
		`{"ok":false,"code":429,"message":"slow down"}`: false,
		`{"ok":false,"code":200,` + data + `}`:          false,
		`{"ok":false,"ok":false,"code":429}`:            false,
		`{"message":"slow down",` + data + `}`:          false,
		`{"ok":null,"message":"slow down"}`:             false,
		`{"ok":{},"message":"slow down"}`:               false,
		`<html>Too Many Requests</html>`:                false,
		``:                                              false,
	} {
		for _, status := range []int{400, 404, 429} {
			t.Run(fmt.Sprintf("%d %.80s", status, envelope), func(t *testing.T) {
				t.Parallel()
				s := serve(t, always(status, envelope))
				c := s.client(t, ugcinc.WithMaxRetries(2), ugcinc.WithInstantBackoff())
				_, err := c.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{AccountID: "a", VideoURL: "v"})
				failed, ok := errors.AsType[*ugcinc.Error](err)
				if !ok {
					t.Fatalf("error is %v", err)
				}
				if contradicts {
					if failed.Outcome != ugcinc.OutcomeUnknown || !errors.Is(err, ugcinc.ErrInvalidResponse) || len(s.requests()) != 1 {
						t.Errorf("%d requests and %v, want 1 and an unknown outcome", len(s.requests()), err)
					}
					if text := err.Error(); strings.Contains(text, "Success") || !strings.Contains(text, "envelope") {
						t.Errorf("the error does not say what is wrong: %v", err)
					}
				} else if failed.Outcome != ugcinc.OutcomeRejected || errors.Is(err, ugcinc.ErrInvalidResponse) {
					t.Errorf("error is %v, want a rejection", err)
				}
				created := len(s.requests())
				_, err = c.Posts.List(t.Context(), ugcinc.ListPostsParams{})
				want := 1
				if contradicts || status == 429 || strings.Contains(envelope, `"code":429`) {
					want = 3
				}
				if n := len(s.requests()) - created; n != want || err == nil {
					t.Errorf("a list is sent %d times and ends with %v, want %d", n, err, want)
				}
			})
		}
	}
}

// Envelopes with a 2xx status that contradict themselves, or whose ok is neither
// true nor false.
func TestEnvelopeContradictsItself(t *testing.T) {
	t.Parallel()
	const data = `"data":{"id":"p","account_id":"a","type":"video","status":"pending"}`
	for envelope, want := range map[string]ugcinc.Outcome{
		`{"ok":true,"ok":true,"code":200,"code":200,` + data + `}`: "",
		`{"ok":null,"ok":true,` + data + `}`:                       "",
		`{"ok":"true",` + data + `}`:                               "",

		`{"ok":false,"ok":true,` + data + `}`:            ugcinc.OutcomeUnknown,
		`{"ok":false,"code":400,` + data + `,"ok":true}`: ugcinc.OutcomeUnknown,
		`{"ok":true,` + data + `,"ok":false,"code":400}`: ugcinc.OutcomeUnknown,
		`{"ok":true,"code":200,` + data + `,"code":400}`: ugcinc.OutcomeUnknown,
		`{"ok":false,"code":500,"code":400}`:             ugcinc.OutcomeUnknown,
		`{"code":400,` + data + `,"ok":true}`:            ugcinc.OutcomeUnknown,
		`{"ok":"false",` + data + `}`:                    ugcinc.OutcomeUnknown,
		`{"ok":1,` + data + `}`:                          ugcinc.OutcomeUnknown,
		`{"ok":"yes",` + data + `}`:                      ugcinc.OutcomeUnknown,
		`{"ok":true,` + data + `,` + data + `}`:          ugcinc.OutcomeUnknown,
		`{"ok":true,"data":null,` + data + `}`:           ugcinc.OutcomeUnknown,
		`{` + data + `,"ok":false}`:                      ugcinc.OutcomeUnknown,

		`{` + data + `,"ok":false,"code":429}`:                     ugcinc.OutcomeRejected,
		`{"ok":"false","code":429,"message":"slow down"}`:          ugcinc.OutcomeRejected,
		`{"data":{"id":"p"},"data":{},"ok":false,"code":400}`:      ugcinc.OutcomeRejected,
		`{"ok":false,"code":429,"data":[{"more":[{}]}],"data":{}}`: ugcinc.OutcomeRejected,
	} {
		t.Run(envelope, func(t *testing.T) {
			t.Parallel()
			s := serve(t, always(200, envelope))
			c := s.client(t)
			post, err := c.Posts.CreateVideo(t.Context(), ugcinc.CreateVideoParams{AccountID: "a", VideoURL: "v"})
			if want == "" {
				if err != nil || post.ID != "p" {
					t.Errorf("%v and %v, want the post", post, err)
				}
				return
			}
			failed, ok := errors.AsType[*ugcinc.Error](err)
			if !ok || failed.Outcome != want || post != nil {
				t.Errorf("%v and %v, want the outcome %s", post, err, want)
			}
		})
	}
}

// Valid JSON that is huge, or nested deeper than any response.
func TestExtremeEnvelopes(t *testing.T) {
	t.Parallel()
	long, deep := strings.Repeat("n", 3<<20), strings.Repeat("[", 9000)+strings.Repeat("]", 9000)
	blank := strings.Repeat(" \n", 2<<20)
	for name, tt := range map[string]struct {
		body  string
		valid bool
	}{
		"a long name in the envelope":     {`{"ok":true,"` + long + `":1,"data":[{"id":"p"}]}`, true},
		"a long name in a record":         {`{"ok":true,"data":[{"` + long + `":1,"id":"p"}]}`, true},
		"a long escaped name":             {`{"ok":true,"data":[{"\u00e9` + long + `":1,"id":"p"}]}`, true},
		"a long unknown value":            {`{"ok":true,"data":[{"id":"p","type":"` + long + `"}]}`, true},
		"deep in the envelope":            {`{"ok":true,"x":` + deep + `,"data":[{"id":"p"}]}`, true},
		"deep in a record":                {`{"ok":true,"data":[{"x":` + deep + `,"id":"p"}]}`, true},
		"deeper than jsontext goes":       {`{"ok":true,"data":[{"x":` + deep + deep[:2000] + `,"id":"p"}]}`, false},
		"white space before the envelope": {blank + `{"ok":true,"data":[{"id":"p"}]}`, true},
		"white space in the envelope":     {`{"ok":true,` + blank + `"data":[` + blank + `{"id":"p"}` + blank + `]}`, true},
		"white space in a record":         {`{"ok":true,"data":[{` + blank + `"id"` + blank + `:"p"}]}`, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, always(200, tt.body))
			c := s.client(t, ugcinc.WithDriftObserver(func(d ugcinc.Drift) {
				if len(d.Path)+len(d.Value) > 200 {
					t.Errorf("a drift of %d bytes", len(d.Path)+len(d.Value))
				}
			}))
			posts, err := both(t,
				func() ([]ugcinc.Post, error) { return c.Posts.List(t.Context(), ugcinc.ListPostsParams{}) },
				c.Posts.All(t.Context(), ugcinc.ListPostsParams{}))
			if tt.valid && (err != nil || len(posts) != 1 || posts[0].ID != "p") || !tt.valid && !errors.Is(err, ugcinc.ErrInvalidResponse) {
				t.Errorf("%d posts and %.200v", len(posts), err)
			}
			if err != nil && len(err.Error()) > 300 {
				t.Errorf("an error of %d bytes", len(err.Error()))
			}
		})
	}
}
