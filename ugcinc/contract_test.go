package ugcinc_test

import (
	"bytes"
	"encoding/json"
	"errors"
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
	"github.com/ugcinc/ugcinc-go/internal/facade"
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

// validated is a middleware that validates requests and responses against the
// document.
func validated(doc *openapi3.T, report func(error)) ugcinc.Option {
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
		output := &openapi3filter.ResponseValidationInput{RequestValidationInput: input, Status: resp.StatusCode, Header: resp.Header, Options: options}
		if err := openapi3filter.ValidateResponse(r.Context(), output.SetBodyBytes(body)); err != nil {
			report(err)
		}
		resp.Body = io.NopCloser(bytes.NewReader(body))
		return resp, nil
	})
}

// Every operation is called against the fake, in success and in failure, and both
// directions are validated against the document.
func TestContract(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t, ugcinctest.WithFleet(10))
	var mu sync.Mutex
	valid := validated(loadDocument(t), func(err error) {
		mu.Lock()
		defer mu.Unlock()
		t.Error(err)
	})
	client, stranger := s.Client(valid), s.Client(valid, ugcinc.WithAPIKey("another"))
	for n, op := range gen.Operations() {
		// Each has its own records, since some operations change or delete them.
		account, post := fmt.Sprintf("acc_%06d", n), fmt.Sprintf("post_%06d", n)
		seedCall(s, account, post)
		call := calls(client, account, post)[op.ID]
		if call == nil {
			t.Errorf("calls has no call of %s", op.ID)
			continue
		}
		if err := call(t.Context(), 1); err != nil {
			t.Errorf("%s: %v", op.ID, err)
		}
		if err := calls(stranger, account, post)[op.ID](t.Context(), 2); !errors.Is(err, ugcinc.ErrUnauthorized) {
			t.Errorf("%s with another key: %v", op.ID, err)
		}
		if err := calls(client, "acc_unknown", "post_unknown")[op.ID](t.Context(), 2); err != nil && !errors.Is(err, ugcinc.ErrNotFound) {
			t.Errorf("%s with unknown ids: %v", op.ID, err)
		}
	}
	// What the operations have left, in every state.
	s.AddPost(ugcinc.Post{AccountID: "acc_000000", Type: ugcinc.PostTypeVideo, Status: ugcinc.PostStatusComplete})
	if _, err := client.Posts.List(t.Context(), ugcinc.ListPostsParams{}); err != nil {
		t.Error(err)
	}
	if _, err := client.Tasks.List(t.Context(), ugcinc.ListTasksParams{}); err != nil {
		t.Error(err)
	}
}

// Every example of a response is decoded without loss, and every example of a
// request is what its parameters become on the wire.
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
		requests := op.RequestBody.Value.Content.Get("application/json").Examples
		for example, value := range requests {
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
			t.Run(op.OperationID+"/response/"+example, func(t *testing.T) {
				t.Parallel()
				body := toJSON(t, value.Value.Value)
				s := serve(t, always(200, string(body)))
				got := decoded(t, s.client(t), op.OperationID, anyExample(t, requests))
				want := fromJSON(t, body).(map[string]any)["data"]
				if diff := cmp.Diff(plain(t, want), plain(t, got)); diff != "" {
					t.Errorf("data (-example +decoded):\n%s", diff)
				}
			})
		}
	}
}

// decoded calls the method that serves an operation, with the parameters of an
// example, and returns its result.
func decoded(t *testing.T, c *ugcinc.Client, operation string, example []byte) any {
	t.Helper()
	methods, err := facade.Methods(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range methods {
		if m.Stream || !strings.EqualFold(m.Endpoint, operation) {
			continue
		}
		_, name, _ := strings.Cut(m.Name, ".")
		method := reflect.ValueOf(c).Elem().FieldByName(m.Service()).MethodByName(name)
		params := reflect.New(method.Type().In(1))
		if err := json.Unmarshal(withTimes(t, example), params.Interface()); err != nil {
			t.Fatal(err)
		}
		out := method.Call([]reflect.Value{reflect.ValueOf(t.Context()), params.Elem()})
		if err, _ := out[1].Interface().(error); err != nil {
			t.Fatal(err)
		}
		return out[0].Interface()
	}
	t.Fatalf("no method serves %s", operation)
	return nil
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

func anyExample(t *testing.T, examples openapi3.Examples) []byte {
	t.Helper()
	for _, example := range examples {
		return toJSON(t, example.Value.Value)
	}
	t.Fatal("the request has no example")
	return nil
}

// plain is v as bare JSON: times without a fraction of zeros, and no fields that
// are null, or empty in Go because they are null.
func plain(t *testing.T, v any) any {
	t.Helper()
	text := bytes.ReplaceAll(toJSON(t, v), []byte(`.000Z"`), []byte(`Z"`))
	return withoutNulls(fromJSON(t, bytes.ReplaceAll(text, []byte(`"account_id":""`), []byte(`"account_id":null`))))
}

func withoutNulls(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			if withoutNulls(member); member == nil {
				delete(v, name)
			}
		}
	case []any:
		for _, element := range v {
			withoutNulls(element)
		}
	}
	return v
}

// withTimes makes the dates of a request timestamps, as a time.Time is sent.
func withTimes(t *testing.T, body []byte) []byte {
	t.Helper()
	fields, ok := fromJSON(t, body).(map[string]any)
	if !ok {
		t.Fatalf("the example is not an object: %s", body)
	}
	for name, value := range fields {
		if text, ok := value.(string); ok && strings.HasSuffix(name, "Date") && len(text) == len("2026-03-01") {
			fields[name] = text + "T00:00:00Z"
		}
	}
	return toJSON(t, fields)
}
