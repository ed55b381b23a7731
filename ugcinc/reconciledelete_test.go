package ugcinc_test

import (
	"testing"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// A list lacks the posts that this client has deleted. It still proves that a
// create whose response was lost made no post.
func TestReconcileAfterADelete(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		created bool             // the deleted post was made by this client, else it was there before
		fault   ugcinctest.Fault // of the delete; none if lost is false
		lost    bool
	}{
		"a post that was there before":    {},
		"a post of an earlier create":     {created: true},
		"a delete whose response is lost": {fault: ugcinctest.CutAfterApplying(), lost: true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T, s *ugcinctest.Server) {
				account := s.AddAccount(ugcinc.Account{}).ID
				kept := s.AddPost(ugcinc.Post{AccountID: account, Status: ugcinc.PostStatusComplete}).ID
				gone := s.AddPost(ugcinc.Post{AccountID: account, Status: ugcinc.PostStatusFailed}).ID
				c := s.Client(ugcinc.WithReconcile(settle))
				first, err := c.Posts.CreateVideo(t.Context(), video(account, "first"))
				if err != nil {
					t.Fatal(err)
				}
				if tt.created {
					gone, kept = first.ID, gone
				}
				<-time.After(2 * settle)
				if tt.lost {
					s.FailNth("deletePosts", 1, tt.fault)
				}
				if _, err := c.Posts.Delete(t.Context(), ugcinc.DeletePostsParams{PostIDs: []string{gone}}); (err != nil) != tt.lost {
					t.Fatal(err)
				}
				s.FailNth("createVideo", 2, ugcinctest.CutBeforeReading())
				post, err := c.Posts.CreateVideo(t.Context(), video(account, "second"))
				if err != nil {
					t.Fatal(err)
				}
				var ids []string
				for _, p := range s.Posts() {
					if p.Status != ugcinc.PostStatusDeleted && p.Status != ugcinc.PostStatusDeleting {
						ids = append(ids, p.ID)
					}
				}
				if len(ids) != 3 || ids[len(ids)-1] != post.ID {
					t.Errorf("posts are %v, want %s, another one and %s", ids, kept, post.ID)
				}
			})
		})
	}
}
