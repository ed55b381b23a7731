package ugcinc

import (
	"fmt"
	"log/slog"
	"regexp"
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

// cooldownMessage matches the API's message about a cooldown.
var cooldownMessage = regexp.MustCompile(`(?s)^(?:(Nickname) can only be updated once every 7 days|(Avatar|Bio) can only be updated once every 24 hours)\. ` +
	`Last update was .*You can update again in .* on ([1-9][0-9]{3}-[0-9]{2}-[0-9]{2})[. ]*$`)

var cooldowns = map[string]CooldownError{
	"Nickname": {Field: "nickName", Window: 7 * 24 * time.Hour},
	"Avatar":   {Field: "avatarUrl", Window: 24 * time.Hour},
	"Bio":      {Field: "bio", Window: 24 * time.Hour},
}

// parseCooldown parses such a message; it returns nil for any other text.
func parseCooldown(message string) *CooldownError {
	if m := cooldownMessage.FindStringSubmatch(message); m != nil {
		if next, err := time.Parse(time.DateOnly, m[3]); err == nil {
			cooldown := cooldowns[m[1]+m[2]]
			cooldown.Next = next
			return &cooldown
		}
	}
	return nil
}
