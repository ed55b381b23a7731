package ugcinc_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

const newerAccount = `{"id":"a","type":"tiktok","tag":"t","org_group":null,"user_group":null,"username":null,"nick_name":null,"pfp_url":null}`

// conflicting are the operations for which newer documentation shows another form.
func conflicting(c *ugcinc.Client) map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		"updateAccountInfo": func(ctx context.Context) error {
			_, err := c.Accounts.UpdateInfo(ctx, ugcinc.UpdateAccountInfoParams{AccountID: "a", Tag: new("t")})
			return err
		},
		"updateAccountSocial": func(ctx context.Context) error {
			_, err := c.Accounts.UpdateSocial(ctx, ugcinc.UpdateAccountSocialParams{AccountID: "a", Bio: new("b")})
			return err
		},
		"refreshStats": func(ctx context.Context) error {
			_, err := c.Stats.Refresh(ctx, ugcinc.RefreshStatsParams{AccountID: "a"})
			return err
		},
	}
}

// A response that does not have the form of 1.0.9 is an error that names the
// difference, and what newer documentation says. It is not retried.
func TestNewerFormIsAnError(t *testing.T) {
	t.Parallel()
	const updates, organisation = "newer documentation shows a body with an array updates", "newer documentation refreshes the whole organisation"
	for _, tt := range []struct{ operation, data, difference, note string }{
		{"updateAccountInfo", `{"message":"m","results":[{"accountId":"a","success":true}]}`, "data.account: missing from the response, which has an array results", updates},
		{"updateAccountInfo", `{"results":[{"accountId":"a"}]}`, "data.account: missing from the response, which has an array results", updates},
		{"updateAccountInfo", `{"message":"m"}`, "data.account: missing from the response", updates},
		{"updateAccountInfo", `{"message":"m","account":null}`, "data.account: ", updates},
		{"updateAccountInfo", `{"message":"m","account":[` + newerAccount + `]}`, "data.account: ", updates},
		{"updateAccountInfo", `[` + newerAccount + `]`, "data: ", updates},
		{"updateAccountInfo", `{"message":"m","accounts":[` + newerAccount + `]}`, "data.account: missing from the response, which has an array accounts", updates},
		{"updateAccountSocial", `{"message":"m","results":[{"accountId":"a","success":false}]}`, "data.results: an array that the documented response does not have", updates},
		{"updateAccountSocial", `{"results":[]}`, "data.results: an array that the documented response does not have", updates},
		{"updateAccountSocial", `[{"accountId":"a"}]`, "data: ", updates},
		{"updateAccountSocial", `{"results":{"a":"queued"}}`, "data has no id, or none of its required fields", updates},
		{"updateAccountSocial", `{"queued":1}`, "data has no id, or none of its required fields", updates},
		{"refreshStats", `{"message":"m","accounts_refreshed":3}`, "data.account_stats: missing from the response", organisation},
		{"refreshStats", `{"post_stats":[],"post_stats_count":0}`, "data.account_stats: missing from the response", organisation},
		{"refreshStats", `{"account_stats":[{"id":"s","account_id":"a"}],"post_stats":[],"post_stats_count":0}`, "data.account_stats: ", organisation},
		{"refreshStats", `{"account_stats":{"id":"s","account_id":"a"},"post_stats_count":0}`, "data.post_stats: missing from the response", organisation},
		{"refreshStats", `[{"account_stats":{"id":"s"}}]`, "data: ", organisation},
	} {
		t.Run(tt.operation+"/"+tt.data, func(t *testing.T) {
			t.Parallel()
			s := serve(t, always(200, `{"ok":true,"code":200,"data":`+tt.data+`}`))
			err := conflicting(s.client(t, ugcinc.WithMaxRetries(2)))[tt.operation](t.Context())
			failed, ok := errors.AsType[*ugcinc.Error](err)
			if !ok || failed.Outcome != ugcinc.OutcomeUnknown || !errors.Is(err, ugcinc.ErrInvalidResponse) {
				t.Fatalf("error is %v, want an invalid response and an unknown outcome", err)
			}
			for _, want := range []string{tt.difference, tt.note} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error is %s, want %q in it", err, want)
				}
			}
			if n := len(s.requests()); n != 1 {
				t.Errorf("%d requests, want 1: the form stays the same", n)
			}
		})
	}
}

// New fields beside the documented ones do not make a response fail, and neither
// do missing texts and counts.
func TestFormOf109WithNewFields(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ operation, data string }{
		{"updateAccountInfo", `{"message":"m","account":` + newerAccount + `,"warnings":[],"at":1,"by":{}}`},
		{"updateAccountInfo", `{"account":` + newerAccount + `}`},
		{"updateAccountSocial", `{"message":"m","task":{"ids":[]},"count":1}`},
		{"refreshStats", `{"account_stats":{"id":"s","account_id":"a"},"post_stats":[],"errors":[]}`},
		{"refreshStats", `{"account_stats":{"id":"s","account_id":"a"},"post_stats":null,"post_stats_count":0}`},
	} {
		t.Run(tt.operation+"/"+tt.data, func(t *testing.T) {
			t.Parallel()
			s := serve(t, always(200, `{"ok":true,"code":200,"data":`+tt.data+`}`))
			if err := conflicting(s.client(t))[tt.operation](t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// The responses of other operations may lack fields.
func TestMissingFieldsOfOtherOperations(t *testing.T) {
	t.Parallel()
	s := serve(t, always(200, `{"ok":true,"code":200,"data":{"deleted":1,"others":[]}}`))
	got, err := s.client(t).Posts.Delete(t.Context(), ugcinc.DeletePostsParams{PostIDs: []string{"p"}})
	if err != nil || got.Deleted != 1 {
		t.Errorf("%v and %v", got, err)
	}
}
