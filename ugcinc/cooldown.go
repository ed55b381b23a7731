package ugcinc

import (
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// CooldownError is a profile edit that came too early: each field of a profile
// may change only once in its window. It stands behind an [*Error] with
// [ErrBadRequest].
type CooldownError struct {
	// Field is the parameter that is refused: nickName, avatarUrl or bio.
	Field string
	// Window is how long the field stays as it is after a change.
	Window time.Duration
	// Next is the day on which the API takes a change again, at 00:00 UTC. The
	// API names the date alone: it may be any time of that day.
	Next time.Time
}

// Error says what may change again, and when.
func (e *CooldownError) Error() string {
	return fmt.Sprintf("%s can change again on %s", e.Field, e.Next.Format(time.DateOnly))
}

// LogValue is the error's fields.
func (e *CooldownError) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("field", e.Field),
		slog.Duration("window", e.Window),
		slog.String("next", e.Next.Format(time.DateOnly)),
	)
}

// The API's refusals differ in their first words alone.
var cooldowns = []struct {
	opening string
	field   string
	window  time.Duration
}{
	{"Nickname can only be updated once every 7 days. Last update was ", "nickName", 7 * 24 * time.Hour},
	{"Avatar can only be updated once every 24 hours. Last update was ", "avatarUrl", 24 * time.Hour},
	{"Bio can only be updated once every 24 hours. Last update was ", "bio", 24 * time.Hour},
}

// parseCooldown reads one of the three refusals; nil for any other text.
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
