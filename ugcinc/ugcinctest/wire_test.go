package ugcinctest_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/api"
	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// response is a response as it was received.
type response struct {
	Status int
	Header http.Header
	Body   string
}

// send sends one request with this exact body. Tests of invalid requests use it
// instead of the client, which would not send them.
func send(t *testing.T, s *ugcinctest.Server, path, body string) response {
	t.Helper()
	resp, err := trySend(t.Context(), s, path, body)
	if err != nil {
		t.Fatalf("POST %s: %v", path, err)
	}
	return resp
}

func trySend(ctx context.Context, s *ugcinctest.Server, path, body string) (response, error) {
	client := s.HTTPClient()
	defer client.CloseIdleConnections()
	return trySendWith(ctx, client, s, path, body)
}

func trySendWith(ctx context.Context, client *http.Client, s *ugcinctest.Server, path, body string) (response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+path, strings.NewReader(body))
	if err != nil {
		return response{}, err
	}
	req.Header.Set("Authorization", "Bearer "+s.APIKey)
	req.Header.Set("Content-Type", "application/json")
	resp, err := client.Do(req)
	if err != nil {
		return response{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	got, err := io.ReadAll(resp.Body)
	return response{resp.StatusCode, resp.Header, string(got)}, err
}

func operationsOfDocument(t *testing.T) map[string]*routers.Route {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(api.Document)
	if err != nil {
		t.Fatal(err)
	}
	routes := map[string]*routers.Route{}
	for path, item := range doc.Paths.Map() {
		routes[path] = &routers.Route{Spec: doc, Path: path, PathItem: item, Method: http.MethodPost, Operation: item.Post}
	}
	return routes
}

func checkResponse(t *testing.T, route *routers.Route, got response) {
	t.Helper()
	err := openapi3filter.ValidateResponse(t.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{
			Request: httptest.NewRequestWithContext(t.Context(), http.MethodPost, route.Path, nil),
			Route:   route,
		},
		Status:  got.Status,
		Header:  got.Header,
		Body:    io.NopCloser(bytes.NewBufferString(got.Body)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	})
	if err != nil {
		t.Errorf("response of %s does not match the document: %v", route.Path, err)
	}
}

func TestExamplesOfTheDocumentAreServed(t *testing.T) {
	t.Parallel()
	for path, route := range operationsOfDocument(t) {
		for name, example := range route.Operation.RequestBody.Value.Content.Get("application/json").Examples {
			t.Run(route.Operation.OperationID+"/"+name, func(t *testing.T) {
				t.Parallel()
				s := ugcinctest.NewServer(t, ugcinctest.WithFleet(6))
				addExamples(s)
				got := send(t, s, path, marshal(t, example.Value.Value))
				skipUnhandled(t, got.Body)
				if n := s.Applied(route.Operation.OperationID); got.Status != http.StatusOK || n != 1 {
					t.Errorf("got %d, applied %d times: %s", got.Status, n, got.Body)
				}
				checkResponse(t, route, got)

				// A response that a fault withholds does not undo the operation.
				s = ugcinctest.NewServer(t, ugcinctest.InMemory())
				addExamples(s)
				s.FailNth(route.Operation.OperationID, 1, ugcinctest.CutAfterApplying())
				if got, err := trySend(t.Context(), s, path, marshal(t, example.Value.Value)); err == nil || s.Applied(route.Operation.OperationID) != 1 {
					t.Errorf("cut after applying: got %d, applied %d times", got.Status, s.Applied(route.Operation.OperationID))
				}
			})
		}
	}
}

func TestResponsesMatchTheDocument(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t, ugcinctest.WithFleet(6))
	addExamples(s)
	operations := operationsOfDocument(t)
	for _, request := range [][2]string{
		{"/accounts/update-social", `{"accountId":"acc_7Qm2","nickName":"Daily Stretch","avatarUrl":"https://cdn.example.com/a.png","bio":"Five minutes a day."}`},
		{"/accounts/status", `{"includeCompleted":true}`},
		{"/accounts/profile-sync-status", `{}`},
		{"/post/slideshow", `{"accountId":"acc_7Qm2","imageUrls":["https://cdn.example.com/1.jpg"],"postTime":"2026-03-01 18:00","strict":true}`},
		{"/post/draft", `{"type":"video","mediaUrls":["https://cdn.example.com/1.mp4"],"caption":"\"account_id\":\"\""}`},
		{"/post", `{}`},
		{"/tasks", `{}`},
		{"/stats/accounts", `{"startDate":"2025-12-01"}`},
		{"/stats/posts", `{"endDate":"2026-12-01"}`},
		{"/stats/aggregated/daily", `{"startDate":"2025-12-30","endDate":"2026-01-05"}`},
		{"/stats/dashboard/daily", `{"startDate":"2025-12-30","endDate":"2026-01-05"}`},
		{"/post/delete", `{"postIds":["` + s.Posts()[0].ID + `"]}`},
	} {
		got := send(t, s, request[0], request[1])
		if got.Status != http.StatusOK {
			t.Errorf("POST %s gets %d: %s", request[0], got.Status, got.Body)
		}
		checkResponse(t, operations[request[0]], got)
		if request[0] == "/post/draft" && !strings.Contains(got.Body, `"account_id":null`) {
			t.Errorf("the account of a draft is not null: %s", got.Body)
		}
	}
	if draft := s.Posts()[len(s.Posts())-1]; draft.AccountID != "" || *draft.Caption != `"account_id":""` {
		t.Errorf("the draft is %v", draft)
	}
}

func TestRejections(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		path, body string
		status     int
		message    string
	}{
		"unknown path":        {"/accounts/stats", `{}`, 404, "No such path"},
		"unknown account":     {"/stats/refresh", `{"accountId":"acc_none"}`, 404, "Account acc_none not found"},
		"account of info":     {"/accounts/update-info", `{"accountId":"acc_none","tag":"x"}`, 404, "Account acc_none not found"},
		"account of edit":     {"/accounts/update-social", `{"accountId":"acc_none","bio":"x"}`, 404, "Account acc_none not found"},
		"account of post":     {"/post/video", `{"accountId":"acc_none","videoUrl":"https://cdn.example.com/1.mp4"}`, 404, "Account acc_none not found"},
		"unknown post":        {"/post/status", `{"postId":"post_none"}`, 404, "Post post_none not found"},
		"missing field":       {"/post/status", `{}`, 400, `postId is required`},
		"empty id":            {"/post/status", `{"postId":""}`, 400, "postId: minimum string length is 1"},
		"wrong type":          {"/accounts", `{"tag":1}`, 400, "tag: value must be a string"},
		"null":                {"/accounts", `{"tag":null}`, 400, "tag: Value is not nullable"},
		"nothing to update":   {"/accounts/update-info", `{"accountId":"acc_1"}`, 400, "The request body: there must be at least 2 properties"},
		"only unknown fields": {"/accounts/update-social", `{"accountId":"acc_1","site":"x"}`, 400, "The request body: there must be at least 2 properties"},
		"no image":            {"/post/slideshow", `{"accountId":"acc_1","imageUrls":[]}`, 400, "imageUrls: minimum number of items is 1"},
		"36 images":           {"/post/slideshow", `{"accountId":"acc_1","imageUrls":["https://x.example"` + strings.Repeat(`,"https://x.example"`, 35) + `]}`, 400, "imageUrls: maximum number of items is 35"},
		"long caption":        {"/post/video", `{"accountId":"acc_1","videoUrl":"https://x.example","caption":"` + strings.Repeat("é", 501) + `"}`, 400, "caption: maximum string length is 500"},
		"unknown task type":   {"/tasks", `{"taskType":"dance"}`, 400, `taskType: value is not one of the allowed values ["warmup_scroll",`},
		"no date":             {"/tasks", `{"startDate":"March"}`, 400, "startDate must be a date or a timestamp in ISO 8601"},
		"no such day":         {"/tasks", `{"startDate":"2026-02-30"}`, 400, "startDate must be a date or a timestamp in ISO 8601"},
		"one-digit hour":      {"/tasks", `{"startDate":"2026-02-20T9:00"}`, 400, "startDate must be a date or a timestamp in ISO 8601"},
		"year before 0":       {"/tasks", `{"startDate":"0000-01-01T00:00+05:00"}`, 400, "startDate must be a date or a timestamp in ISO 8601"},
		"order in year 0":     {"/stats/posts", `{"startDate":"0000-06-01","endDate":"0000-01-01"}`, 400, "endDate must not be before startDate"},
		"end before start":    {"/stats/posts", `{"startDate":"2026-02-02","endDate":"2026-02-01"}`, 400, "endDate must not be before startDate"},
		"exact time has gone": {"/post/video", `{"accountId":"acc_1","videoUrl":"https://x.example","postTime":"2026-01-04","strict":true}`, 400, "postTime has passed"},
		"not JSON":            {"/accounts", `{`, 400, "The request body is not valid JSON"},
		"two values":          {"/accounts", `{} {}`, 400, "The request body is not valid JSON"},
		"not UTF-8":           {"/accounts", "{\"tag\":\"\xff\"}", 400, "The request body is not valid JSON"},
		"an array":            {"/accounts", `[]`, 400, "The request body: value must be an object"},
		"no body":             {"/accounts", ``, 400, "The request has no body"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := ugcinctest.NewServer(t)
			s.AddAccount(ugcinc.Account{ID: "acc_1"})
			before := s.Posts()
			got := send(t, s, test.path, test.body)
			var envelope struct {
				Ok      *bool
				Code    int
				Message string
				Data    any
			}
			unmarshal(t, got.Body, &envelope)
			if got.Status != test.status || envelope.Code != test.status || envelope.Ok == nil || *envelope.Ok || envelope.Data != nil {
				t.Errorf("got %d %s, want an error envelope with %d", got.Status, got.Body, test.status)
			}
			if !strings.Contains(envelope.Message, test.message) {
				t.Errorf("message %q does not hold %q", envelope.Message, test.message)
			}
			if diff := cmp.Diff(before, s.Posts()); diff != "" {
				t.Errorf("a rejected call changed the fleet (-before +after):\n%s", diff)
			}
		})
	}
}

func TestKeyAndMethod(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t, ugcinctest.WithAPIKey("planted-key"))
	client := s.HTTPClient()
	for _, test := range []struct {
		method, authorization string
		status                int
	}{
		{http.MethodPost, "Bearer planted-key", 200},
		{http.MethodPost, "bearer planted-key", 200},
		{http.MethodPost, "BEARER  planted-key", 200},
		{http.MethodPost, "Basic planted-key", 401},
		{http.MethodPost, "Bearer PLANTED-KEY", 401},
		{http.MethodPost, "Bearerplanted-key", 401},
		{http.MethodPost, "Bearer planted-key2", 401},
		{http.MethodPost, "planted-key", 401},
		{http.MethodPost, "", 401},
		{http.MethodGet, "", 401},
		{http.MethodGet, "Bearer planted-key", 405},
	} {
		req, err := http.NewRequestWithContext(t.Context(), test.method, s.URL+"/accounts", strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		if test.authorization != "" {
			req.Header.Set("Authorization", test.authorization)
		}
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != test.status {
			t.Errorf("%s with %q returns %d, want %d", test.method, test.authorization, resp.StatusCode, test.status)
		}
		if allow := resp.Header.Get("Allow"); (allow == http.MethodPost) != (test.status == http.StatusMethodNotAllowed) {
			t.Errorf("%s gets %d with Allow %q", test.method, resp.StatusCode, allow)
		}
	}
	for _, r := range s.Requests() {
		if strings.Contains(marshal(t, r), "planted-key") {
			t.Errorf("the record holds the key: %+v", r)
		}
	}
}

func TestRequestsAreRecorded(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	send(t, s, "/accounts", `{ "tag" : "x" }`)
	send(t, s, "/post/status", `{}`)
	send(t, s, "/nowhere", `{}`)
	type seen struct {
		OperationID, Method, Path, Body string
		Applied                         bool
	}
	var got []seen
	for _, r := range s.Requests() {
		got = append(got, seen{r.OperationID, r.Method, r.Path, string(r.Body), r.Applied})
		if r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s was recorded without its header: %v", r.Path, r.Header)
		}
		if !r.Time.Equal(s.Clock().Now()) {
			t.Errorf("%s was recorded at %v, want %v", r.Path, r.Time, s.Clock().Now())
		}
	}
	want := []seen{
		{"listAccounts", "POST", "/accounts", `{ "tag" : "x" }`, true},
		{"getPostStatus", "POST", "/post/status", `{}`, false},
		{"", "POST", "/nowhere", `{}`, false},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("recorded requests (-want +got):\n%s", diff)
	}
	if r, a := s.Received("getPostStatus"), s.Applied("getPostStatus"); r != 1 || a != 0 {
		t.Errorf("getPostStatus: received %d, applied %d; want 1, 0", r, a)
	}
}
