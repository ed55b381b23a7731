package ugcinc_test

import (
	"testing"

	"github.com/ugcinc/ugcinc-go/api"
	"github.com/ugcinc/ugcinc-go/internal/document"
	"github.com/ugcinc/ugcinc-go/internal/facade"
)

// Each operation of the document has one method, each list its streaming twin
// besides, and each method an operation.
func TestFacadeAndDocumentCoverEachOther(t *testing.T) {
	t.Parallel()
	doc, err := document.Parse("api/openapi.yaml", api.Document)
	if err != nil {
		t.Fatal(err)
	}
	methods, err := facade.Methods(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, gap := range facade.Gaps(doc.Operations(), methods) {
		t.Error(gap)
	}
}
