// Package tracing tests the client with OpenTelemetry. It is a module of its own,
// so that users of the client do not depend on OpenTelemetry.
package tracing

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// Each attempt is a child span of the caller's span, the trace goes to the server,
// and no span contains the key.
func TestEachAttemptIsASpan(t *testing.T) {
	t.Parallel()
	recorder := tracetest.NewSpanRecorder()
	provider := trace.NewTracerProvider(trace.WithSpanProcessor(recorder))
	server := ugcinctest.NewServer(t, ugcinctest.InMemory())
	server.FailNth("listPosts", 1, ugcinctest.TooManyRequests("0"))
	client := server.Client(ugcinc.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
		return otelhttp.NewTransport(next,
			otelhttp.WithTracerProvider(provider),
			otelhttp.WithPropagators(propagation.TraceContext{}))
	}))

	ctx, report := provider.Tracer("program").Start(t.Context(), "report")
	if _, err := client.Posts.List(ctx, ugcinc.ListPostsParams{}); err != nil {
		t.Fatal(err)
	}
	report.End()

	var statuses []int64
	for _, span := range recorder.Ended() {
		for _, attribute := range span.Attributes() {
			if attribute.Key == "http.response.status_code" {
				statuses = append(statuses, attribute.Value.AsInt64())
			}
			if strings.Contains(attribute.Value.String(), server.APIKey) {
				t.Errorf("%s contains the key", attribute.Key)
			}
		}
		if span.Name() != "report" && span.Parent().SpanID() != report.SpanContext().SpanID() {
			t.Errorf("%s is not a child of the caller's span", span.Name())
		}
	}
	if diff := cmp.Diff([]int64{429, 200}, statuses); diff != "" {
		t.Errorf("statuses of the spans (-want +got):\n%s", diff)
	}
	for _, r := range server.Requests() {
		if r.Header.Get("Traceparent") == "" {
			t.Error("the trace did not go to the server")
		}
	}
}
