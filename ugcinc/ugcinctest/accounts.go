package ugcinctest

import (
	"context"
	"net/http"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/internal/fakeapi"
	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// account is an account with what its responses do not show.
type account struct {
	gen.Account
	cooldowns cooldowns
}

// AddAccount adds an account to the fleet and returns a copy of it. It fills in
// an empty ID and an empty Type (TikTok). An account with the same ID is
// replaced.
func (s *Server) AddAccount(a ugcinc.Account) ugcinc.Account {
	_, leave := s.fleet.enter()
	defer leave()
	return s.fleet.addAccount(a)
}

// Accounts returns a copy of every account, in the order they were added.
func (s *Server) Accounts() []ugcinc.Account {
	_, leave := s.fleet.enter()
	defer leave()
	accounts := make([]ugcinc.Account, 0, len(s.fleet.accounts.rows))
	for _, a := range s.fleet.accounts.rows {
		accounts = append(accounts, clone(a.Account))
	}
	return accounts
}

func (f *fleet) addAccount(a gen.Account) gen.Account {
	a = clone(a)
	if a.ID == "" {
		a.ID = f.ids.id("acc")
	}
	if a.Type == "" {
		a.Type = gen.AccountTypeTiktok
	}
	f.accounts.put(a.ID, &account{Account: a})
	return clone(a)
}

// labelled reports whether the account has each label that is given. An account
// that is not in the fleet has none.
func (a *account) labelled(tag, orgGroup, userGroup *string) bool {
	if a == nil {
		a = &account{}
	}
	return matches(a.Tag, tag) && matches(a.OrgGroup, orgGroup) && matches(a.UserGroup, userGroup)
}

// ListAccounts handles POST /accounts.
func (f *fleet) ListAccounts(_ context.Context, request fakeapi.ListAccountsRequestObject) (fakeapi.ListAccountsResponseObject, error) {
	_, leave := f.enter()
	defer leave()
	params := request.Body
	found := []gen.Account{}
	for _, a := range f.accounts.rows {
		if a.labelled(params.Tag, params.OrgGroup, params.UserGroup) {
			found = append(found, a.Account)
		}
	}
	return fakeapi.ListAccounts200JSONResponse{Ok: new(true), Code: http.StatusOK, Message: success(), Data: found}, nil
}

// UpdateAccountInfo handles POST /accounts/update-info. An empty string is kept
// as an empty string.
func (f *fleet) UpdateAccountInfo(_ context.Context, request fakeapi.UpdateAccountInfoRequestObject) (fakeapi.UpdateAccountInfoResponseObject, error) {
	_, leave := f.enter()
	defer leave()
	params := request.Body
	a := f.accounts.get(params.AccountID)
	if a == nil {
		return nil, notFound("Account")
	}
	if params.Tag != nil {
		a.Tag = params.Tag
	}
	if params.OrgGroup != nil {
		a.OrgGroup = params.OrgGroup
	}
	if params.UserGroup != nil {
		a.UserGroup = params.UserGroup
	}
	return fakeapi.UpdateAccountInfo200JSONResponse{
		Ok: new(true), Code: http.StatusOK, Message: success(),
		Data: gen.UpdateAccountInfoResult{Message: "Account updated", Account: a.Account},
	}, nil
}

// UpdateAccountSocial handles POST /accounts/update-social. One field under
// cooldown rejects the whole request.
func (f *fleet) UpdateAccountSocial(_ context.Context, request fakeapi.UpdateAccountSocialRequestObject) (fakeapi.UpdateAccountSocialResponseObject, error) {
	now, leave := f.enter()
	defer leave()
	params := request.Body
	a := f.accounts.get(params.AccountID)
	if a == nil {
		return nil, notFound("Account")
	}
	edit := gen.EditProfileInfo{AvatarURL: params.AvatarURL, NickName: params.NickName, Bio: params.Bio}
	if err := a.cooldowns.start(edit, now); err != nil {
		return nil, err
	}
	f.addTask(gen.Task{
		AccountID:       a.ID,
		Type:            gen.TaskTypeEditProfile,
		Status:          gen.TaskStatusPending,
		EditProfileInfo: &edit,
		CreatedAt:       now,
	})
	return fakeapi.UpdateAccountSocial200JSONResponse{
		Ok: new(true), Code: http.StatusOK, Message: success(),
		Data: gen.UpdateAccountSocialResult{Message: "Profile update scheduled"},
	}, nil
}

// editProfile applies a finished edit_profile task. No response of the API shows
// a bio, so only the task shows a new one.
func (f *fleet) editProfile(accountID string, edit gen.EditProfileInfo) {
	a := f.accounts.get(accountID)
	if a == nil {
		return
	}
	if edit.AvatarURL != nil {
		a.PfpURL = edit.AvatarURL
	}
	if edit.NickName != nil {
		a.NickName = edit.NickName
	}
}
