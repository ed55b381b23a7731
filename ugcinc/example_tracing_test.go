package ugcinc_test

import (
	"context"
	"fmt"
	"net/http"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// tracing has the form of otelhttp.NewTransport: a span for each request, below
// the span of its context.
type tracing struct{ next http.RoundTripper }

func (t tracing) RoundTrip(req *http.Request) (*http.Response, error) {
	parent, _ := req.Context().Value(spanKey{}).(string)
	span := parent + " > " + req.Method + " " + req.URL.Path
	// A new request with the context derived: the caller's request is not changed.
	req = req.Clone(context.WithValue(req.Context(), spanKey{}, span))
	req.Header.Set("Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
	resp, err := t.next.RoundTrip(req)
	if err != nil {
		fmt.Println(span, "failed")
		return nil, err
	}
	fmt.Println(span, resp.StatusCode)
	return resp, nil
}

type spanKey struct{}

// With OpenTelemetry the middleware is
//
//	func(next http.RoundTripper) http.RoundTripper { return otelhttp.NewTransport(next) }
//
// Each attempt is a span below the one of the call's context.
func ExampleWithMiddleware_tracing() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.FailNth("listTasks", 1, ugcinctest.TooManyRequests("0"))
	client := server.Client(ugcinc.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
		return tracing{next}
	}))

	ctx := context.WithValue(context.Background(), spanKey{}, "nightly report")
	if _, err := client.Tasks.List(ctx, ugcinc.ListTasksParams{}); err != nil {
		fmt.Println(err)
	}
	for _, r := range server.Requests() {
		fmt.Println(r.OperationID, r.Header.Get("Traceparent") != "")
	}
	// Output:
	// nightly report > POST /tasks 429
	// nightly report > POST /tasks 200
	// listTasks true
	// listTasks true
}
