package ugcinctest

import (
	"fmt"
	"net/http"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
)

// cooldowns remembers when each field of a profile last began to change. The
// moment of the call counts, not the end of its task.
type cooldowns struct {
	nickname, avatar, bio time.Time
}

// start begins the cooldown of every field in the edit, or rejects the edit
// and leaves all cooldowns as they were.
func (c *cooldowns) start(edit gen.EditProfileInfo, now time.Time) error {
	fields := []struct {
		changes bool
		last    *time.Time
		rule    cooldownRule
	}{
		{edit.NickName != nil, &c.nickname, cooldownRule{"Nickname", "day", 24 * time.Hour, 7}},
		{edit.AvatarURL != nil, &c.avatar, cooldownRule{"Avatar", "hour", time.Hour, 24}},
		{edit.Bio != nil, &c.bio, cooldownRule{"Bio", "hour", time.Hour, 24}},
	}
	for _, f := range fields {
		if !f.changes || f.last.IsZero() {
			continue
		}
		if err := f.rule.check(*f.last, now); err != nil {
			return err
		}
	}
	for _, f := range fields {
		if f.changes {
			*f.last = now
		}
	}
	return nil
}

// cooldownRule is a window of whole units, in which a field changes once.
type cooldownRule struct {
	field  string
	unit   string
	length time.Duration
	units  int64
}

// check rejects a change inside the window, in the words of the API. The time
// passed is rounded down and the time left is rounded up, so that the two add up
// to the window.
func (r cooldownRule) check(last, now time.Time) error {
	next := last.Add(time.Duration(r.units) * r.length)
	remaining := next.Sub(now)
	if remaining <= 0 {
		return nil
	}
	left := int64((remaining + r.length - 1) / r.length)
	return reject(http.StatusBadRequest, fmt.Sprintf(
		"%s can only be updated once every %d %ss. Last update was %d %ss ago. You can update again in %d %s(s) on %s",
		r.field, r.units, r.unit, r.units-left, r.unit, left, r.unit, next.UTC().Format(time.DateOnly)))
}
