package ugcinc_test

import (
	"context"
	"iter"
	"reflect"
	"testing"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// Each list has a twin, which asks for the same and yields the same.
func TestTwins(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t, ugcinctest.WithFleet(3))
	c := s.Client()
	one := []string{s.Accounts()[0].ID}
	twins(t, s, c.Accounts.List, c.Accounts.All, ugcinc.ListAccountsParams{Tag: s.Accounts()[0].Tag})
	twins(t, s, c.Accounts.Status, c.Accounts.AllStatus, ugcinc.AccountStatusParams{AccountIDs: one, IncludeCompleted: new(true)})
	twins(t, s, c.Tasks.List, c.Tasks.All, ugcinc.ListTasksParams{AccountIDs: one})
	twins(t, s, c.Posts.List, c.Posts.All, ugcinc.ListPostsParams{AccountIDs: one})
	twins(t, s, c.Stats.Accounts, c.Stats.AllAccounts, ugcinc.AccountStatsParams{AccountIDs: one})
	twins(t, s, c.Stats.Posts, c.Stats.AllPosts, ugcinc.PostStatsParams{PostIDs: []string{s.Posts()[0].ID}})
}

func twins[P, T any](t *testing.T, s *ugcinctest.Server,
	list func(context.Context, P, ...ugcinc.CallOption) ([]T, error),
	all func(context.Context, P, ...ugcinc.CallOption) iter.Seq2[T, error], params P,
) {
	t.Helper()
	want, err := list(t.Context(), params)
	if err != nil || len(want) == 0 {
		t.Fatalf("%d records of %T, %v", len(want), params, err)
	}
	asked := s.Requests()[len(s.Requests())-1]
	var got []T
	for record, err := range all(t.Context(), params) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, record)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the twin of %s yields %+v, want %+v", asked.OperationID, got, want)
	}
	again := s.Requests()[len(s.Requests())-1]
	if again.OperationID != asked.OperationID || string(again.Body) != string(asked.Body) {
		t.Errorf("the twin of %s sends %s %s, want %s", asked.OperationID, again.OperationID, again.Body, asked.Body)
	}
}
