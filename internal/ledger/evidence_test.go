package ledger

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
)

// A post has the content of a create if all that the create sets is the same. A
// text that is left out and an empty one are the same.
func TestContent(t *testing.T) {
	t.Parallel()
	sent := gen.CreateVideoParams{AccountID: "a", VideoURL: "v", MusicPostID: new("")}
	post := gen.Post{ID: "p", AccountID: "a", Type: gen.PostTypeVideo, MediaURLs: []string{"v"}, Caption: new("")}
	if OfPost(&post) != OfVideo(&sent) {
		t.Errorf("%v is not the content of %v", OfPost(&post), OfVideo(&sent))
	}
	for name, change := range map[string]func(*gen.Post){
		"account": func(p *gen.Post) { p.AccountID = "b" },
		"type":    func(p *gen.Post) { p.Type = gen.PostTypeSlideshow },
		"media":   func(p *gen.Post) { p.MediaURLs = []string{"v", "v"} },
		"caption": func(p *gen.Post) { p.Caption = new(" ") },
		"music":   func(p *gen.Post) { p.MusicPostID = new("m") },
		"audio":   func(p *gen.Post) { p.SocialAudioID = new("s") },
	} {
		changed := post
		if change(&changed); OfPost(&changed) == OfVideo(&sent) {
			t.Errorf("another %s is not seen", name)
		}
	}
	slideshow := gen.CreateSlideshowParams{AccountID: "a", ImageURLs: []string{"1", "2"}}
	shown := gen.Post{AccountID: "a", Type: gen.PostTypeSlideshow, MediaURLs: []string{"2", "1"}}
	if OfPost(&shown) == OfSlideshow(&slideshow) {
		t.Error("another order of images is not seen")
	}
}

// What refreshes prove about a create, as in the picture of the package comment.
func TestEvidence(t *testing.T) {
	t.Parallel()
	const settle = time.Minute
	for name, tt := range map[string]struct {
		lists [3]string // of posts, with a * if deleting; the create is sent after the second
		match string    // the post with the content of the create
		post  string    // the create's post; empty if there is none
		err   string
	}{
		"a match":            {[3]string{"a b", "a b c", "a b c d"}, "d", "d", ""},
		"a candidate":        {[3]string{"a b", "a b c", "a b c d"}, "", "", `post "d" is new`},
		"nothing new":        {[3]string{"a b", "a b c", "a b c"}, "", "", ""},
		"a match before":     {[3]string{"a b", "a b c", "a b c"}, "c", "", ""},
		"a post is missing":  {[3]string{"a b", "a b c", "a b"}, "", "", "does not prove"},
		"a deleted post":     {[3]string{"a b*", "a b* c", "a c"}, "", "", ""},
		"a match before all": {[3]string{"", "", "d"}, "d", "d", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				l := share(t, &client{}, "https://evidence.example", name)
				content := Content{Account: "x", Caption: "mine"}
				c, err := l.Begin(t.Context(), content, settle)
				if err != nil {
					t.Fatal(err)
				}
				defer c.End()
				for n, list := range tt.lists {
					if n == 2 {
						c.Sending()
						c.Received("")
						<-time.After(settle)
					}
					if err := c.Refresh(t.Context(), time.Now(), func(l *Refresh) error {
						l.BeginList()
						for _, id := range strings.Fields(list) {
							post := gen.Post{ID: strings.TrimSuffix(id, "*"), AccountID: "x"}
							if post.ID != id {
								post.Status = gen.PostStatusDeleting
							}
							if id == tt.match {
								post.Caption = new("mine")
							}
							if err := l.Add(&post); err != nil {
								return err
							}
						}
						return nil
					}); err != nil {
						t.Fatal(err)
					}
					<-time.After(time.Second)
				}
				post, err := c.Evidence(time.Now().Add(-2 * time.Second))
				if tt.err == "" && err != nil || tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)) {
					t.Errorf("error is %v, want %q", err, tt.err)
				}
				if candidate, ok := errors.AsType[*CandidateError](err); ok && candidate.Undecided {
					t.Error("the candidate is undecided, though no other create is under way")
				}
				if got := post; tt.post == "" && got != nil || tt.post != "" && (got == nil || got.ID != tt.post) {
					t.Errorf("post is %v, want %q", got, tt.post)
				}
				if _, err := c.Evidence(time.Now()); err == nil {
					t.Error("a refresh from before proves something about now")
				}
			})
		})
	}
}

// If a list shows more candidates than are kept, the outcome stays unknown even
// after other creates have claimed those that are kept.
func TestMoreCandidatesThanAreKept(t *testing.T) {
	t.Parallel()
	l := share(t, &client{}, "https://candidates.example", "k")
	c, err := l.Begin(t.Context(), Content{Account: "x", Caption: "mine"}, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer c.End()
	c.Sending()
	c.Received("")
	if err := c.Refresh(t.Context(), time.Now(), func(r *Refresh) error {
		r.BeginList()
		for n := range maxFresh + 1 {
			if err := r.Add(&gen.Post{ID: strconv.Itoa(n), AccountID: "x"}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for n := range maxFresh {
		c.account.ledger.claims[hashID(strconv.Itoa(n))] = claim{account: c.account, at: time.Now()}
	}
	if post, err := c.Evidence(time.Time{}); post != nil || err == nil || !strings.Contains(err.Error(), "too many new posts") {
		t.Errorf("evidence is %v, %v", post, err)
	}
}
