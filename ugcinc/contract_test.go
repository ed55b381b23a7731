package ugcinc_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/api"
	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

func loadDocument(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(api.Document)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// heldAgainst is a middleware that holds what passes it, both ways, against
// the document.
func heldAgainst(doc *openapi3.T, report func(error)) ugcinc.Option {
	return withMiddleware(func(next http.RoundTripper, r *http.Request) (*http.Response, error) {
		item := doc.Paths.Value(r.URL.Path)
		if item == nil {
			report(fmt.Errorf("the document has no path %s", r.URL.Path))
			return next.RoundTrip(r)
		}
		options := &openapi3filter.Options{
			AuthenticationFunc:    openapi3filter.NoopAuthenticationFunc, // the key is added further in
			SkipSettingDefaults:   true,
			IncludeResponseStatus: true,
			MultiError:            true,
		}
		input := &openapi3filter.RequestValidationInput{
			Request: r,
			Route:   &routers.Route{Spec: doc, Path: r.URL.Path, PathItem: item, Method: r.Method, Operation: item.Post},
			Options: options,
		}
		if err := openapi3filter.ValidateRequest(r.Context(), input); err != nil {
			report(err)
		}
		resp, err := next.RoundTrip(r)
		if err != nil {
			return nil, err
		}
		body, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil {
			return nil, err
		}
		answer := &openapi3filter.ResponseValidationInput{RequestValidationInput: input, Status: resp.StatusCode, Header: resp.Header, Options: options}
		if err := openapi3filter.ValidateResponse(r.Context(), answer.SetBodyBytes(body)); err != nil {
			report(err)
		}
		resp.Body = io.NopCloser(bytes.NewReader(body))
		return resp, nil
	})
}

// Every method against the fake, with both directions held against the
// document, in success and in refusal.
func TestContract(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t, ugcinctest.WithFleet(10))
	var mu sync.Mutex
	held := heldAgainst(loadDocument(t), func(err error) {
		mu.Lock()
		defer mu.Unlock()
		t.Error(err)
	})
	account := s.AddAccount(ugcinc.Account{Type: ugcinc.AccountTypeTiktok})
	post := s.AddPost(ugcinc.Post{AccountID: account.ID, Type: ugcinc.PostTypeVideo, Status: ugcinc.PostStatusComplete})
	right := calls(s.Client(held), account.ID, post.ID)
	if len(right) != len(gen.Operations()) {
		t.Errorf("%d calls for %d operations", len(right), len(gen.Operations()))
	}
	for _, op := range gen.Operations() {
		if err := right[op.ID](t.Context(), 1); err != nil {
			t.Errorf("%s: %v", op.ID, err)
		}
	}
	stranger := calls(s.Client(held, ugcinc.WithAPIKey("another")), account.ID, post.ID)
	lost := calls(s.Client(held), "acc_unknown", "post_unknown")
	for _, op := range gen.Operations() {
		if err := stranger[op.ID](t.Context(), 2); err == nil || !strings.Contains(err.Error(), "401") {
			t.Errorf("%s with another key: %v", op.ID, err)
		}
		if err := lost[op.ID](t.Context(), 2); err != nil && !strings.Contains(err.Error(), "404") {
			t.Errorf("%s with unknown ids: %v", op.ID, err)
		}
	}
}

// Every example of an answer is served, and decoded without loss; every example
// of a request is what its parameters become on the wire.
func TestExamplesOfTheDocument(t *testing.T) {
	t.Parallel()
	client := reflect.TypeFor[*gen.Client]()
	for path, item := range loadDocument(t).Paths.Map() {
		op := item.Post
		name := strings.ToUpper(op.OperationID[:1]) + op.OperationID[1:]
		send, ok := client.MethodByName(name)
		if !ok {
			t.Errorf("gen.Client has no %s", name)
			continue
		}
		for example, value := range op.RequestBody.Value.Content.Get("application/json").Examples {
			t.Run(op.OperationID+"/request/"+example, func(t *testing.T) {
				t.Parallel()
				want := toJSON(t, value.Value.Value)
				params := reflect.New(send.Type.In(2))
				if err := json.Unmarshal(withTimes(t, want), params.Interface()); err != nil {
					t.Fatal(err)
				}
				s := serve(t, always(404, `{"code":404}`))
				server, err := url.Parse(s.URL)
				if err != nil {
					t.Fatal(err)
				}
				out := send.Func.Call([]reflect.Value{reflect.ValueOf(&gen.Client{Server: server, Doer: s.Client()}), reflect.ValueOf(t.Context()), params.Elem()})
				if resp, ok := out[0].Interface().(*http.Response); ok && resp != nil {
					_ = resp.Body.Close()
				}
				seen := s.requests()
				if len(seen) != 1 || seen[0].Path != path {
					t.Fatalf("requests are %+v", seen)
				}
				if diff := cmp.Diff(fromJSON(t, withTimes(t, want)), fromJSON(t, []byte(seen[0].Body))); diff != "" {
					t.Errorf("body (-example +sent):\n%s", diff)
				}
			})
		}
		for example, value := range op.Responses.Value("200").Value.Content.Get("application/json").Examples {
			t.Run(op.OperationID+"/answer/"+example, func(t *testing.T) {
				t.Parallel()
				body := toJSON(t, value.Value.Value)
				s := serve(t, always(200, string(body)))
				got := decoded(t, s.client(t), op.OperationID)
				want := fromJSON(t, body).(map[string]any)["data"]
				if diff := cmp.Diff(plain(t, want), plain(t, got)); diff != "" {
					t.Errorf("data (-example +decoded):\n%s", diff)
				}
			})
		}
	}
}

// decoded is what a method returns.
func decoded(t *testing.T, c *ugcinc.Client, operation string) any {
	t.Helper()
	ctx := context.Background()
	var got any
	var err error
	switch operation {
	case "listAccounts":
		got, err = c.Accounts.List(ctx, ugcinc.ListAccountsParams{})
	case "getAccountStatus":
		got, err = c.Accounts.Status(ctx, ugcinc.AccountStatusParams{})
	case "updateAccountInfo":
		got, err = c.Accounts.UpdateInfo(ctx, ugcinc.UpdateAccountInfoParams{AccountID: "a", Tag: new("t")})
	case "updateAccountSocial":
		got, err = c.Accounts.UpdateSocial(ctx, ugcinc.UpdateAccountSocialParams{AccountID: "a", Bio: new("b")})
	case "listTasks":
		got, err = c.Tasks.List(ctx, ugcinc.ListTasksParams{})
	case "listPosts":
		got, err = c.Posts.List(ctx, ugcinc.ListPostsParams{})
	case "createSlideshow":
		got, err = c.Posts.CreateSlideshow(ctx, ugcinc.CreateSlideshowParams{AccountID: "a", ImageURLs: []string{"i"}})
	case "createVideo":
		got, err = c.Posts.CreateVideo(ctx, ugcinc.CreateVideoParams{AccountID: "a", VideoURL: "v"})
	case "getPostStatus":
		got, err = c.Posts.Status(ctx, ugcinc.PostStatusParams{PostID: "p"})
	case "listAccountStats":
		got, err = c.Stats.Accounts(ctx, ugcinc.AccountStatsParams{})
	case "listPostStats":
		got, err = c.Stats.Posts(ctx, ugcinc.PostStatsParams{})
	case "refreshStats":
		got, err = c.Stats.Refresh(ctx, ugcinc.RefreshStatsParams{AccountID: "a"})
	default:
		t.Fatalf("no method is known for %s", operation)
	}
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func toJSON(t *testing.T, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func fromJSON(t *testing.T, text []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

// plain is v as bare JSON, its times without the zeros that say nothing.
func plain(t *testing.T, v any) any {
	t.Helper()
	return fromJSON(t, bytes.ReplaceAll(toJSON(t, v), []byte(`.000Z"`), []byte(`Z"`)))
}

// withTimes makes the dates of a request timestamps, as a time.Time is sent.
func withTimes(t *testing.T, body []byte) []byte {
	t.Helper()
	fields, ok := fromJSON(t, body).(map[string]any)
	if !ok {
		t.Fatalf("the example is no object: %s", body)
	}
	for name, value := range fields {
		if text, ok := value.(string); ok && strings.HasSuffix(name, "Date") && len(text) == len("2026-03-01") {
			fields[name] = text + "T00:00:00Z"
		}
	}
	return toJSON(t, fields)
}
