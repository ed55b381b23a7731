package ugcinc

import (
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// CooldownError reports a profile edit that came too early: each field of a
// profile can change only once in its window. It is the cause of an [*Error] that
// matches [ErrBadRequest].
type CooldownError struct {
	// Field is the rejected parameter: nickName, avatarUrl or bio.
	Field string
	// Window is the time between two changes of the field.
	Window time.Duration
	// Next is the day on which the field can change again, at 00:00 UTC. The API
	// reports only the date: it may be any time of that day.
	Next time.Time
}

// Error returns which field can change again, and when.
func (e *CooldownError) Error() string {
	return fmt.Sprintf("%s can change again on %s", e.Field, e.Next.Format(time.DateOnly))
}

// LogValue returns the error's fields.
func (e *CooldownError) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("field", e.Field),
		slog.Duration("window", e.Window),
		slog.String("next", e.Next.Format(time.DateOnly)),
	)
}

// cooldowns are the beginnings of the API's messages about cooldowns.
var cooldowns = []struct {
	opening string
	field   string
	window  time.Duration
}{
	{"Nickname can only be updated once every 7 days. Last update was ", "nickName", 7 * 24 * time.Hour},
	{"Avatar can only be updated once every 24 hours. Last update was ", "avatarUrl", 24 * time.Hour},
	{"Bio can only be updated once every 24 hours. Last update was ", "bio", 24 * time.Hour},
}

// parseCooldown parses such a message; it returns nil for any other text.
func parseCooldown(message string) *CooldownError {
	for _, c := range cooldowns {
		rest, ok := strings.CutPrefix(message, c.opening)
		if !ok {
			continue
		}
		const again = "You can update again in "
		_, rest, ok = strings.Cut(rest, again)
		if !ok {
			return nil
		}
		at := strings.LastIndex(rest, " on ")
		if at < 0 {
			return nil
		}
		if day, err := time.Parse(time.DateOnly, strings.TrimRight(rest[at+len(" on "):], ". ")); err == nil {
			return &CooldownError{Field: c.field, Window: c.window, Next: day}
		}
		return nil
	}
	return nil
}
