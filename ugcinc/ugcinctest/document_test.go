package ugcinctest_test

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// addExamples adds what the examples of the document name.
func addExamples(s *ugcinctest.Server) {
	s.AddAccount(ugcinc.Account{ID: "acc_7Qm2"})
	s.AddPost(ugcinc.Post{ID: "post_c41e", AccountID: "acc_7Qm2", Status: ugcinc.PostStatusFailed})
	s.AddPost(ugcinc.Post{ID: "post_d07a", AccountID: "acc_7Qm2", Status: ugcinc.PostStatusFailed, Type: ugcinc.PostTypeSlideshow})
	s.AddTask(ugcinc.Task{ID: "task_88c2", AccountID: "acc_7Qm2", Status: ugcinc.TaskStatusFailed})
}

// sendOne sends one request to a new server.
func sendOne(t *testing.T, path, body string, opts ...ugcinctest.Option) (status int, message string) {
	t.Helper()
	s := ugcinctest.NewServer(t, append(opts, ugcinctest.InMemory())...)
	addExamples(s)
	got := send(t, s, path, body)
	var envelope struct{ Message string }
	unmarshal(t, got.Body, &envelope)
	skipUnhandled(t, envelope.Message)
	for _, word := range []string{"Go ", "Params", "struct", "unmarshal", "interface", "int64", "map[", "float", "slice"} {
		if strings.Contains(envelope.Message, word) {
			t.Errorf("POST %s with %s: the message speaks of Go: %s", path, body, envelope.Message)
		}
	}
	return got.Status, envelope.Message
}

// skipUnhandled skips a test whose request has a parameter that is new in the
// document, and that the fake does not handle yet.
func skipUnhandled(t *testing.T, message string) {
	t.Helper()
	if strings.Contains(message, "does not handle the parameter") {
		t.Skip(message)
	}
}

// eachField calls test for each field of each request body of the document,
// with the fields of an example to send with it.
func eachField(t *testing.T, test func(t *testing.T, route *routers.Route, example map[string]any, name string, schema *openapi3.Schema)) {
	t.Helper()
	for path, route := range operationsOfDocument(t) {
		content := route.Operation.RequestBody.Value.Content.Get("application/json")
		examples := slices.Sorted(maps.Keys(content.Examples))
		for name, property := range content.Schema.Value.Properties {
			schema := property.Value
			if len(schema.AllOf) > 0 {
				schema = schema.AllOf[0].Value
			}
			t.Run(strings.TrimPrefix(path, "/")+"/"+name, func(t *testing.T) {
				t.Parallel()
				example := maps.Clone(content.Examples[examples[0]].Value.Value.(map[string]any))
				test(t, route, example, name, schema)
			})
		}
	}
}

// wrong returns a value that is not of the schema's type, and what the message says
// of it.
func wrong(schema *openapi3.Schema) (value any, message string) {
	switch name := schema.Type.Slice()[0]; {
	case name == "string":
		return 1, ": value must be a string"
	case strings.ContainsAny(name[:1], "aeiou"):
		return "x", ": value must be an " + name
	default:
		return "x", ": value must be a " + name
	}
}

func TestWrongTypesAreRejectedInTheWordsOfTheWire(t *testing.T) {
	t.Parallel()
	eachField(t, func(t *testing.T, route *routers.Route, example map[string]any, name string, schema *openapi3.Schema) {
		value, message := wrong(schema)
		type wrongValue struct {
			want  string
			value any
		}
		cases := []wrongValue{{name + message, value}, {name + ": Value is not nullable", nil}}
		if schema.Enum != nil {
			// An enum is checked before the type.
			want := name + ": value is not one of the allowed values " + marshal(t, schema.Enum)
			cases = []wrongValue{{want, value}, {want, nil}}
		}
		if schema.Type.Is("array") {
			item, message := wrong(schema.Items.Value)
			cases = append(cases, wrongValue{name + "[0]" + message, []any{item}})
		}
		for _, c := range cases {
			example[name] = c.value
			if status, message := sendOne(t, route.Path, marshal(t, example)); status != http.StatusBadRequest || message != c.want {
				t.Errorf("%v: got %d %q, want 400 %q", c.value, status, message, c.want)
			}
		}
	})
}

func TestFieldNamesAreCaseSensitive(t *testing.T) {
	t.Parallel()
	eachField(t, func(t *testing.T, route *routers.Route, example map[string]any, name string, schema *openapi3.Schema) {
		upper := strings.ToUpper(name)
		example[upper], _ = wrong(schema)
		if status, message := sendOne(t, route.Path, marshal(t, example)); status != http.StatusOK {
			t.Errorf("an unknown field gets %d %q", status, message)
		}
		want := fmt.Sprintf("The request body has no field %q", upper)
		if status, message := sendOne(t, route.Path, marshal(t, example), ugcinctest.StrictFields()); status != http.StatusBadRequest || message != want {
			t.Errorf("with StrictFields: got %d %q, want 400 %q", status, message, want)
		}
		delete(example, upper)
		if status, message := sendOne(t, route.Path, marshal(t, example), ugcinctest.StrictFields()); status != http.StatusOK {
			t.Errorf("with StrictFields a request without unknown fields gets %d %q", status, message)
		}
		if slices.Contains(route.Operation.RequestBody.Value.Content.Get("application/json").Schema.Value.Required, name) {
			delete(example, name)
			example[upper] = "x"
			want := name + " is required"
			if status, message := sendOne(t, route.Path, marshal(t, example)); status != http.StatusBadRequest || message != want {
				t.Errorf("in capitals: got %d %q, want 400 %q", status, message, want)
			}
		}
	})
}

func TestFieldGivenTwiceIsRejected(t *testing.T) {
	t.Parallel()
	eachField(t, func(t *testing.T, route *routers.Route, _ map[string]any, name string, _ *openapi3.Schema) {
		body := fmt.Sprintf(`{%q:"x",%q:"x"}`, name, name)
		want := name + " is given more than once"
		if status, message := sendOne(t, route.Path, body); status != http.StatusBadRequest || message != want {
			t.Errorf("got %d %q, want 400 %q", status, message, want)
		}
	})
}

func TestFieldInCapitalsHasNoEffect(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	s.AddAccount(ugcinc.Account{ID: "acc_1", Tag: new("fitness")})
	var accounts struct{ Data []ugcinc.Account }
	unmarshal(t, send(t, s, "/accounts", `{"TAG":"x"}`).Body, &accounts)
	if len(accounts.Data) != 1 {
		t.Errorf("TAG filters: %d accounts", len(accounts.Data))
	}
	body := marshal(t, map[string]string{"accountId": "acc_1", "videoUrl": "https://cdn.example.com/v.mp4", "CAPTION": strings.Repeat("x", 501)})
	if got := send(t, s, "/post/video", body); got.Status != http.StatusOK || s.Posts()[0].Caption != nil {
		t.Errorf("CAPTION sets the caption: %d %s", got.Status, got.Body)
	}
}

// Each field of the format uri takes an absolute http or https URL only.
func TestURLsAreChecked(t *testing.T) {
	t.Parallel()
	urls := map[string]bool{
		"https://cdn.example.com/v.mp4": true, "http://cdn.example.com:8080/v?x=1#y": true, "HTTPS://CDN.EXAMPLE.COM/": true,
		"v.mp4": false, "/v.mp4": false, "cdn.example.com/v.mp4": false, "ftp://cdn.example.com/v.mp4": false, "https://": false,
		"https:///v.mp4": false, "https://cdn.example.com/a b": false, "https://cdn.example.com/v.mp4 ": false, "https://cdn.example.com/\u00fc": false,
		"https://cdn.example.com/%C3%BC": true, "file:///v.mp4": false, "https://cdn.example.com/%zz": false, "not a url": false, "https://:443/": false,
	}
	var checked atomic.Int32
	t.Cleanup(func() {
		if checked.Load() == 0 {
			t.Error("the document has no URL to check")
		}
	})
	eachField(t, func(t *testing.T, route *routers.Route, example map[string]any, name string, schema *openapi3.Schema) {
		field, value := name, func(url string) any { return url }
		if schema.Items != nil {
			schema, field = schema.Items.Value, name+"[1]"
			value = func(url string) any { return []string{"https://cdn.example.com/0.jpg", url} }
		}
		if schema.Format != "uri" {
			return
		}
		checked.Add(1)
		for url, valid := range urls {
			example[name] = value(url)
			status, message := sendOne(t, route.Path, marshal(t, example))
			if valid != (status == http.StatusOK) {
				t.Errorf("%s %s of POST %s: got %d %q", field, url, route.Path, status, message)
			}
			if want := field + `: string doesn't match the format "uri" (not an absolute http or https URL)`; !valid && message != want {
				t.Errorf("got %q, want %q", message, want)
			}
		}
	})
}

// Filters have no limit but the size of the body, see the next test.
func TestFilterOf60000IDs(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	s.AddAccount(ugcinc.Account{ID: "acc_1"})
	s.AddPost(ugcinc.Post{ID: "post_1", AccountID: "acc_1"})
	ids := make([]string, 60_000)
	for i := range ids {
		ids[i] = fmt.Sprintf("00000000-0000-0000-0000-%012d", i)
	}
	ids[len(ids)-1] = "acc_1"
	posts, err := s.Client().Posts.List(t.Context(), ugcinc.ListPostsParams{AccountIDs: ids})
	if err != nil || len(posts) != 1 {
		t.Errorf("%d posts, error %v; want the one post", len(posts), err)
	}
}

func TestBodiesAreBounded(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t, ugcinctest.InMemory())
	// {"tag":""} is 10 bytes.
	const limit = 8 << 20
	if got := send(t, s, "/accounts", `{"tag":"`+strings.Repeat("x", limit-10)+`"}`); got.Status != http.StatusOK {
		t.Errorf("a body of 8 MiB gets %d", got.Status)
	}
	got := send(t, s, "/accounts", `{"tag":"`+strings.Repeat("x", limit-9)+`"}`)
	if got.Status != http.StatusRequestEntityTooLarge || !strings.Contains(got.Body, `"The request body is larger than 8 MiB"`) {
		t.Errorf("a body above 8 MiB gets %d %s", got.Status, got.Body)
	}
}

func TestMessagesOfRejectedBodies(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"tag":1e999}`:          "tag is a number that is out of range",
		`{"zz":{"a":[0,1e999]}}`: "zz.a[1] is a number that is out of range",
		`{"tag":"x"`:             "The request body is not valid JSON at byte 10",
		`[]`:                     "The request body: value must be an object",
		`{"":1}`:                 `The request body has no field ""`,
		`{"a\nb":1}`:             `The request body has no field "a\nb"`,
		`{"tag ":1}`:             `The request body has no field "tag "`,
		"{\"" + strings.Repeat("x", 99) + "\":1}": `The request body has no field "` + strings.Repeat("x", 99) + `"`,
	} {
		if status, message := sendOne(t, "/accounts", body, ugcinctest.StrictFields()); status != http.StatusBadRequest || message != want {
			t.Errorf("%s: got %d %q, want 400 %q", body, status, message, want)
		}
	}
	const want = "imageUrls: minimum number of items is 1"
	if _, message := sendOne(t, "/post/slideshow", `{"accountId":"acc_7Qm2","imageUrls":[]}`); message != want {
		t.Errorf("got %q, want %q", message, want)
	}
}

// The error of a body that ends early is not the one of a body that is too large.
func TestBodyThatEndsEarly(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_, err = fmt.Fprintf(conn, "POST /accounts HTTP/1.1\r\nHost: fake\r\nContent-Type: application/json\r\nAuthorization: Bearer %s\r\nTransfer-Encoding: chunked\r\n\r\nnot a chunk\r\n", s.APIKey)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusBadRequest || !strings.Contains(string(body), `"The request body does not arrive in full"`) {
		t.Errorf("got %d %s (%v)", resp.StatusCode, body, err)
	}
}
