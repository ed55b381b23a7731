package ugcinc_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"unicode"
)

// printed returns every form in which a program may print a value.
func printed(v any) []string {
	out := []string{fmt.Sprint(v), fmt.Sprintf("%v", v), fmt.Sprintf("%+v", v), fmt.Sprintf("%#v", v), fmt.Sprintf("%s", v), fmt.Sprintf("%q", v), fmt.Sprintf("%x", v)}
	if text, err := json.Marshal(v); err == nil {
		out = append(out, string(text))
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "v", v)
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "v", v)
	return append(out, log.String())
}

// everyError returns err and all errors that it wraps.
func everyError(err error) []error {
	all := []error{err}
	for i := 0; i < len(all); i++ {
		switch e := all[i].(type) { //nolint:errorlint // it lists each error of the tree; errors.As would stop at one
		case interface{ Unwrap() error }:
			if inner := e.Unwrap(); inner != nil {
				all = append(all, inner)
			}
		case interface{ Unwrap() []error }:
			all = append(all, e.Unwrap()...)
		}
	}
	return all
}

// search reports the secrets that a value shows when it is printed.
func search(t *testing.T, where string, v any) {
	t.Helper()
	for _, text := range printed(v) {
		for _, secret := range []string{testKey, fmt.Sprintf("%x", testKey), bodySecret} {
			if strings.Contains(text, secret) {
				t.Errorf("%s shows %q: %s", where, secret, text)
			}
		}
	}
}

// lockedBuffer collects the logs of several goroutines.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// oneLine reports whether a text is one line without control characters.
func oneLine(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
	})
}
