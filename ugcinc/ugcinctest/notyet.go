package ugcinctest

import (
	"context"
	"errors"

	"github.com/ugcinc/ugcinc-go/internal/fakeapi"
)

// errNotYet is the response to an operation that the fake does not have yet.
var errNotYet = errors.New("the fake does not have this operation yet")

func (f *fleet) ResetWarmup(context.Context, fakeapi.ResetWarmupRequestObject) (fakeapi.ResetWarmupResponseObject, error) {
	return nil, errNotYet
}

func (f *fleet) GetProfileSync(context.Context, fakeapi.GetProfileSyncRequestObject) (fakeapi.GetProfileSyncResponseObject, error) {
	return nil, errNotYet
}

func (f *fleet) RetryTasks(context.Context, fakeapi.RetryTasksRequestObject) (fakeapi.RetryTasksResponseObject, error) {
	return nil, errNotYet
}

func (f *fleet) DeleteTasks(context.Context, fakeapi.DeleteTasksRequestObject) (fakeapi.DeleteTasksResponseObject, error) {
	return nil, errNotYet
}

func (f *fleet) CreateDraft(context.Context, fakeapi.CreateDraftRequestObject) (fakeapi.CreateDraftResponseObject, error) {
	return nil, errNotYet
}

func (f *fleet) UpdatePost(context.Context, fakeapi.UpdatePostRequestObject) (fakeapi.UpdatePostResponseObject, error) {
	return nil, errNotYet
}

func (f *fleet) RetryPosts(context.Context, fakeapi.RetryPostsRequestObject) (fakeapi.RetryPostsResponseObject, error) {
	return nil, errNotYet
}

func (f *fleet) DeletePosts(context.Context, fakeapi.DeletePostsRequestObject) (fakeapi.DeletePostsResponseObject, error) {
	return nil, errNotYet
}

func (f *fleet) PreviewSchedule(context.Context, fakeapi.PreviewScheduleRequestObject) (fakeapi.PreviewScheduleResponseObject, error) {
	return nil, errNotYet
}

func (f *fleet) ListDailyStats(context.Context, fakeapi.ListDailyStatsRequestObject) (fakeapi.ListDailyStatsResponseObject, error) {
	return nil, errNotYet
}

func (f *fleet) ListDashboardStats(context.Context, fakeapi.ListDashboardStatsRequestObject) (fakeapi.ListDashboardStatsResponseObject, error) {
	return nil, errNotYet
}
