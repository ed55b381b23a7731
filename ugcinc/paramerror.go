package ugcinc

import (
	"log/slog"
	"strings"

	"github.com/ugcinc/ugcinc-go/internal/show"
)

// ParamError is what is refused before anything is sent: parameters that the
// API document does not allow, and options that make no sense.
type ParamError struct {
	// Operation is the operationId; it is empty for an option given to New.
	Operation string
	// Field is the parameter as it stands on the wire (accountId), or the
	// option's name; it is empty where the parameters as a whole are at fault.
	Field string
	// Reason says what is wrong with it.
	Reason string
}

// Error says which field is refused, and why.
func (e *ParamError) Error() string {
	parts := []string{"ugcinc"}
	for _, part := range []string{e.Operation, e.Field, e.Reason} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return show.Line(strings.Join(parts, ": "))
}

// LogValue is the error's fields.
func (e *ParamError) LogValue() slog.Value {
	return slog.GroupValue(slog.String("operation", e.Operation), slog.String("field", e.Field), slog.String("reason", e.Reason))
}
