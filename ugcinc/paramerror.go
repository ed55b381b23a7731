package ugcinc

import (
	"log/slog"
	"strings"

	"github.com/ugcinc/ugcinc-go/internal/show"
)

// ParamError reports invalid parameters or options. Nothing has been sent.
type ParamError struct {
	// Operation is the operationId; empty for an option given to New.
	Operation string
	// Field is the parameter's name in JSON, such as accountId, or the option's
	// name; empty if the parameters as a whole are invalid.
	Field string
	// Reason is what is wrong with it.
	Reason string
}

// Error returns which field is invalid, and why.
func (e *ParamError) Error() string {
	parts := []string{"ugcinc"}
	for _, part := range []string{e.Operation, e.Field, e.Reason} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return show.Line(strings.Join(parts, ": "))
}

// LogValue returns the error's fields.
func (e *ParamError) LogValue() slog.Value {
	return slog.GroupValue(slog.String("operation", e.Operation), slog.String("field", e.Field), slog.String("reason", e.Reason))
}
