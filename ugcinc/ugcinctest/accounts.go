package ugcinctest

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// account is an account with the state that its responses do not show.
type account struct {
	gen.Account
	job
	// changed is when each field of the profile last began to change. The time of
	// the call counts, not the end of its task.
	changed map[string]time.Time
}

func (a *account) state() (id, status string) { return a.ID, "" }

// AddAccount adds an account to the fleet and returns a copy of it. It fills in
// an empty ID and an empty Type (TikTok). An account with the same ID is
// replaced.
func (s *Server) AddAccount(a ugcinc.Account) ugcinc.Account {
	defer s.fleet.acquire()()
	return convert[ugcinc.Account](s.fleet.addAccount(convert[gen.Account](a)))
}

// Accounts returns a copy of every account, in the order in which they were added.
func (s *Server) Accounts() []ugcinc.Account {
	defer s.fleet.acquire()()
	return convert[[]ugcinc.Account](s.fleet.accounts.rows)
}

func (f *fleet) addAccount(a gen.Account) gen.Account {
	if a.ID == "" {
		a.ID = f.numbers.id("acc")
	}
	if a.Type == "" {
		a.Type = gen.AccountTypeTiktok
	}
	f.accounts.put(&account{Account: a, changed: map[string]time.Time{}})
	return a
}

func (f *fleet) ListAccounts(p *gen.ListAccountsParams) ([]gen.Account, error) {
	wanted := f.takeAccounts(nil, &p.Tag, &p.OrgGroup, &p.UserGroup)
	found := []gen.Account{}
	for _, a := range f.accounts.rows {
		if wanted(a.ID) {
			found = append(found, a.Account)
		}
	}
	return found, nil
}

// UpdateAccountInfo implements fakeapi.Server. It keeps an empty string as an
// empty string.
func (f *fleet) UpdateAccountInfo(p *gen.UpdateAccountInfoParams) (result gen.UpdateAccountInfoResult, err error) {
	a, err := f.accounts.get(take(&p.AccountID))
	if err != nil {
		return result, err
	}
	set(&a.Tag, &p.Tag)
	set(&a.OrgGroup, &p.OrgGroup)
	set(&a.UserGroup, &p.UserGroup)
	return gen.UpdateAccountInfoResult{Message: "Account updated", Account: a.Account}, nil
}

// UpdateAccountSocial implements fakeapi.Server. One invalid field rejects the whole
// request, and starts no cooldown.
func (f *fleet) UpdateAccountSocial(p *gen.UpdateAccountSocialParams) (result gen.UpdateAccountSocialResult, err error) {
	a, err := f.accounts.get(take(&p.AccountID))
	if err != nil {
		return result, err
	}
	edit := gen.EditProfileInfo{AvatarURL: take(&p.AvatarURL), NickName: take(&p.NickName), Bio: take(&p.Bio)}
	maxBio := 80
	if a.Type == gen.AccountTypeInstagram {
		maxBio = 150
	}
	changes := slices.DeleteFunc([]profileChange{
		{"Nickname", edit.NickName, 30, 7, "day", day},
		{"Avatar", edit.AvatarURL, math.MaxInt, 24, "hour", time.Hour},
		{"Bio", edit.Bio, maxBio, 24, "hour", time.Hour},
	}, func(c profileChange) bool { return c.value == nil })
	for _, c := range changes {
		if err := c.check(a.changed[c.field], f.now); err != nil {
			return result, err
		}
	}
	for _, c := range changes {
		a.changed[c.field] = f.now
	}
	f.addTask(gen.Task{
		AccountID:       a.ID,
		Type:            gen.TaskTypeEditProfile,
		Status:          gen.TaskStatusPending,
		EditProfileInfo: &edit,
	})
	return gen.UpdateAccountSocialResult{Message: "Profile update scheduled"}, nil
}

// GetProfileSync implements fakeapi.Server. An account is out of sync while an edit
// of its profile is scheduled or runs, as if all were of a custom provider.
func (f *fleet) GetProfileSync(p *gen.ProfileSyncParams) (gen.ProfileSyncResult, error) {
	wanted := among(take(&p.AccountIDs))
	pending := map[string]bool{}
	for _, t := range f.tasks.rows {
		pending[t.AccountID] = pending[t.AccountID] || t.Type == gen.TaskTypeEditProfile && !t.ended()
	}
	results := []gen.ProfileSync{}
	for _, a := range f.accounts.rows {
		if wanted(a.ID) {
			results = append(results, gen.ProfileSync{AccountID: a.ID, InSync: !pending[a.ID]})
		}
	}
	return gen.ProfileSyncResult{Results: results}, nil
}

// ResetWarmup implements fakeapi.Server. A reset runs every warm-up task of the
// account again, whatever its status.
func (f *fleet) ResetWarmup(p *gen.ResetWarmupParams) (result gen.ResetWarmupResult, err error) {
	a, err := f.accounts.get(take(&p.AccountID))
	if err != nil {
		return result, err
	}
	result, change := gen.ResetWarmupResult{Message: "Warm-up reset", Action: gen.ResetWarmupActionReset}, f.runTask
	if isTrue(take(&p.DeleteActivity)) {
		result = gen.ResetWarmupResult{Message: "Warm-up activity deleted", Action: gen.ResetWarmupActionDeleted}
		change = f.tasks.remove
	}
	for _, t := range slices.Clone(f.tasks.rows) {
		if t.AccountID == a.ID && strings.HasPrefix(string(t.Type), "warmup_") {
			change(t)
			result.TasksAffected++
		}
	}
	return result, nil
}

// editProfile applies a finished edit_profile task. The bio changes nothing,
// since no response of the API has one.
func (f *fleet) editProfile(accountID string, edit gen.EditProfileInfo) {
	if a := f.accounts.byID[accountID]; a != nil {
		set(&a.PfpURL, &edit.AvatarURL)
		set(&a.NickName, &edit.NickName)
	}
}

// profileChange is a change of a field that has a limit, and a cooldown of a number
// of units of time.
type profileChange struct {
	field         string
	value         *string
	maxCharacters int
	units         int64
	unit          string
	length        time.Duration // of a unit
}

// check rejects a change that is too long, or too early. Then the message is the
// API's. It rounds the time passed down and the time left up, so that they add up
// to the whole.
func (c profileChange) check(last, now time.Time) error {
	if utf8.RuneCountInString(*c.value) > c.maxCharacters {
		return badRequest(fmt.Sprintf("%s must not be longer than %d characters", c.field, c.maxCharacters))
	}
	next := last.Add(time.Duration(c.units) * c.length)
	remaining := next.Sub(now)
	if last.IsZero() || remaining <= 0 {
		return nil
	}
	left := int64((remaining + c.length - 1) / c.length)
	return badRequest(fmt.Sprintf(
		"%s can only be updated once every %d %ss. Last update was %d %ss ago. You can update again in %d %s(s) on %s",
		c.field, c.units, c.unit, c.units-left, c.unit, left, c.unit, next.UTC().Format(time.DateOnly)))
}
