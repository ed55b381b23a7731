package ugcinctest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// account is an account with the state that its responses do not show.
type account struct {
	gen.Account
	// When each field of the profile last began to change. The time of the call
	// counts, not the end of its task.
	nickname, avatar, bio time.Time
}

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
		a.ID = f.ids.id("acc")
	}
	if a.Type == "" {
		a.Type = gen.AccountTypeTiktok
	}
	f.accounts.put(a.ID, &account{Account: a})
	return a
}

// ListAccounts implements fakeapi.Server.
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
	a := f.accounts.get(take(&p.AccountID))
	if a == nil {
		return result, notFound("Account")
	}
	set(&a.Tag, &p.Tag)
	set(&a.OrgGroup, &p.OrgGroup)
	set(&a.UserGroup, &p.UserGroup)
	return gen.UpdateAccountInfoResult{Message: "Account updated", Account: a.Account}, nil
}

// UpdateAccountSocial implements fakeapi.Server. One field under cooldown rejects
// the whole request, and starts no other cooldown.
func (f *fleet) UpdateAccountSocial(p *gen.UpdateAccountSocialParams) (result gen.UpdateAccountSocialResult, err error) {
	a := f.accounts.get(take(&p.AccountID))
	if a == nil {
		return result, notFound("Account")
	}
	edit := gen.EditProfileInfo{AvatarURL: take(&p.AvatarURL), NickName: take(&p.NickName), Bio: take(&p.Bio)}
	var changes []*time.Time
	for _, c := range []struct {
		change *string
		last   *time.Time
		rule   cooldown
	}{
		{edit.NickName, &a.nickname, cooldown{"Nickname", "day", 24 * time.Hour, 7}},
		{edit.AvatarURL, &a.avatar, cooldown{"Avatar", "hour", time.Hour, 24}},
		{edit.Bio, &a.bio, cooldown{"Bio", "hour", time.Hour, 24}},
	} {
		if c.change == nil {
			continue
		}
		if err := c.rule.check(*c.last, f.now); err != nil {
			return result, err
		}
		changes = append(changes, c.last)
	}
	for _, last := range changes {
		*last = f.now
	}
	f.addTask(gen.Task{
		AccountID:       a.ID,
		Type:            gen.TaskTypeEditProfile,
		Status:          gen.TaskStatusPending,
		EditProfileInfo: &edit,
		CreatedAt:       f.now,
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
	a := f.accounts.get(take(&p.AccountID))
	if a == nil {
		return result, notFound("Account")
	}
	result = gen.ResetWarmupResult{Message: "Warm-up reset", Action: gen.ResetWarmupActionReset}
	remove := take(&p.DeleteActivity)
	if remove != nil && *remove {
		result = gen.ResetWarmupResult{Message: "Warm-up activity deleted", Action: gen.ResetWarmupActionDeleted}
	}
	for _, t := range slices.Clone(f.tasks.rows) {
		if t.AccountID != a.ID || !strings.HasPrefix(string(t.Type), "warmup_") {
			continue
		}
		result.TasksAffected++
		if result.Action == gen.ResetWarmupActionDeleted {
			f.removeTask(t)
		} else {
			f.runTask(t)
		}
	}
	return result, nil
}

// editProfile applies a finished edit_profile task. The bio changes nothing,
// since no response of the API has one.
func (f *fleet) editProfile(accountID string, edit gen.EditProfileInfo) {
	if a := f.accounts.get(accountID); a != nil {
		set(&a.PfpURL, &edit.AvatarURL)
		set(&a.NickName, &edit.NickName)
	}
}

// cooldown lets a field change once in a number of units of time.
type cooldown struct {
	field, unit string
	length      time.Duration // of a unit
	units       int64
}

// check rejects a change during the cooldown with the API's message. It rounds
// the time passed down and the time left up, so that they add up to the whole.
func (c cooldown) check(last, now time.Time) error {
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
