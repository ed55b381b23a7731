package ugcinctest

import (
	"reflect"
	"strconv"
	"strings"
	"time"
)

// take returns a parameter and clears it. A handler takes each parameter that
// it handles; unhandled finds the ones that are left.
func take[T any](param *T) T {
	value := *param
	*param = *new(T)
	return value
}

// set moves a parameter into a field, if the parameter is given.
func set[T any](field, param **T) {
	if value := take(param); value != nil {
		*field = value
	}
}

func isTrue(flag *bool) bool { return flag != nil && *flag }

// unhandled returns the name of a parameter that no handler took, as it is on
// the wire. A document with a new parameter must not make the fake ignore it.
func unhandled(params reflect.Value) (name string) {
	for i := range params.NumField() {
		name, _, _ := strings.Cut(params.Type().Field(i).Tag.Get("json"), ",")
		field := params.Field(i)
		if field.Kind() == reflect.Slice && field.Type().Elem().Kind() == reflect.Struct {
			for j := range field.Len() {
				if inner := unhandled(field.Index(j)); inner != "" {
					return name + "[" + strconv.Itoa(j) + "]." + inner
				}
			}
		} else if !field.IsZero() {
			return name
		}
	}
	return ""
}

// period is a range of time that includes both bounds. A nil bound does not
// restrict.
type period struct {
	start, end *time.Time
}

func (p period) contains(at time.Time) bool {
	return (p.start == nil || !at.Before(*p.start)) && (p.end == nil || !at.After(*p.end))
}

// among returns a function that reports whether an id is wanted: every id if no
// list was given, and none if the list is empty.
func among(ids []string) func(id string) bool {
	if ids == nil {
		return func(string) bool { return true }
	}
	wanted := make(map[string]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	return func(id string) bool { return wanted[id] }
}

// takeAccounts reads the filters by account. Records of an account that is not in
// the fleet match as if it had no labels.
func (f *fleet) takeAccounts(ids []string, tag, orgGroup, userGroup **string) func(accountID string) bool {
	named, wantTag, wantOrg, wantUser := among(ids), take(tag), take(orgGroup), take(userGroup)
	equal := func(field, filter *string) bool { return filter == nil || field != nil && *field == *filter }
	return func(id string) bool {
		a := f.accounts.byID[id]
		if a == nil {
			a = &account{}
		}
		return named(id) && equal(a.Tag, wantTag) && equal(a.OrgGroup, wantOrg) && equal(a.UserGroup, wantUser)
	}
}
