package ugcinctest

import (
	"errors"
	"testing"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/internal/fakeapi"
	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// behind is a fake whose handlers do not take all parameters of the document.
type behind struct{ *fleet }

func (b behind) ListPosts(p *gen.ListPostsParams) ([]gen.Post, error) {
	take(&p.AccountIDs)
	take(&p.StartDate)
	return []gen.Post{}, nil
}

func (b behind) PreviewSchedule(p *gen.PreviewScheduleParams) ([]gen.ScheduledEntry, error) {
	for i := range p.Entries {
		take(&p.Entries[i].AccountID)
	}
	return nil, nil
}

func (b behind) ResetWarmup(*gen.ResetWarmupParams) (result gen.ResetWarmupResult, err error) {
	return result, badRequest("rejected")
}

func TestParameterThatIsNotHandledFails(t *testing.T) {
	t.Parallel()
	s := NewServer(t)
	s.operations = fakeapi.NewHandler(behind{s.fleet}, finish)
	client := s.Client(ugcinc.WithMaxRetries(0))
	list := func(params ugcinc.ListPostsParams) error {
		_, err := client.Posts.List(t.Context(), params)
		return err
	}
	_, previewErr := client.Posts.PreviewSchedule(t.Context(), ugcinc.PreviewScheduleParams{
		Entries: []ugcinc.ScheduleEntry{{AccountID: "acc_1", PostTime: s.Clock().Now()}},
	})
	_, resetErr := client.Accounts.ResetWarmup(t.Context(), ugcinc.ResetWarmupParams{AccountID: "acc_1"})
	for name, test := range map[string]struct {
		err  error
		code int
		want string
	}{
		"handled": {list(ugcinc.ListPostsParams{AccountIDs: []string{"acc_1"}, StartDate: new(time.Now())}), 0, ""},
		"date":    {list(ugcinc.ListPostsParams{EndDate: new(time.Now())}), 500, "ugcinctest does not handle the parameter endDate of listPosts"},
		"list":    {list(ugcinc.ListPostsParams{PostIDs: []string{"post_1"}}), 500, "ugcinctest does not handle the parameter postIds of listPosts"},
		"empty":   {list(ugcinc.ListPostsParams{PostIDs: []string{}}), 500, "ugcinctest does not handle the parameter postIds of listPosts"},
		"nested":  {previewErr, 500, "ugcinctest does not handle the parameter entries[0].postTime of previewSchedule"},
		// A rejection may come before the handler has taken all parameters.
		"rejected": {resetErr, 400, "rejected"},
	} {
		apiErr, failed := errors.AsType[*ugcinc.Error](test.err)
		if failed != (test.code != 0) || failed && (apiErr.Code != test.code || apiErr.Message != test.want) {
			t.Errorf("%s: got %v, want %d %s", name, test.err, test.code, test.want)
		}
	}
}
