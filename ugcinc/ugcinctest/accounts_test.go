package ugcinctest_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

func TestListAccountsFilters(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	s.AddAccount(ugcinc.Account{ID: "acc_1", Tag: new("fitness"), OrgGroup: new("spring"), UserGroup: new("team-a")})
	s.AddAccount(ugcinc.Account{ID: "acc_2", Tag: new("fitness"), OrgGroup: new("autumn")})
	s.AddAccount(ugcinc.Account{ID: "acc_3", Type: ugcinc.AccountTypeInstagram})
	client := s.Client()
	for name, test := range map[string]struct {
		params ugcinc.ListAccountsParams
		want   []string
	}{
		"no filter": {ugcinc.ListAccountsParams{}, []string{"acc_1", "acc_2", "acc_3"}},
		"tag":       {ugcinc.ListAccountsParams{Tag: new("fitness")}, []string{"acc_1", "acc_2"}},
		"both":      {ugcinc.ListAccountsParams{Tag: new("fitness"), OrgGroup: new("autumn")}, []string{"acc_2"}},
		"user":      {ugcinc.ListAccountsParams{UserGroup: new("team-a")}, []string{"acc_1"}},
		"nothing":   {ugcinc.ListAccountsParams{Tag: new("unknown")}, []string{}},
	} {
		accounts, err := client.Accounts.List(t.Context(), test.params)
		if err != nil {
			t.Fatal(err)
		}
		got := []string{}
		for _, a := range accounts {
			got = append(got, a.ID)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestUpdateInfoIsDoneAtOnce(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	s.AddAccount(ugcinc.Account{ID: "acc_1", Tag: new("old"), UserGroup: new("team-a")})
	client := s.Client()
	want := ugcinc.Account{ID: "acc_1", Type: "tiktok", Tag: new("new"), OrgGroup: new(""), UserGroup: new("team-a")}
	for range 2 {
		result, err := client.Accounts.UpdateInfo(t.Context(), ugcinc.UpdateAccountInfoParams{
			AccountID: "acc_1", Tag: new("new"), OrgGroup: new(""),
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, result.Account); diff != "" {
			t.Errorf("returned account (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]ugcinc.Account{want}, s.Accounts()); diff != "" {
			t.Errorf("kept account (-want +got):\n%s", diff)
		}
	}
}

func TestUpdateSocialQueuesOneTask(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	s.AddAccount(ugcinc.Account{ID: "acc_1", NickName: new("Old")})
	client := s.Client()
	created := s.Clock().Now()
	_, err := client.Accounts.UpdateSocial(t.Context(), ugcinc.UpdateAccountSocialParams{
		AccountID: "acc_1", NickName: new("New"), AvatarURL: new("https://cdn.example.com/a.png"), Bio: new("Bio"),
	})
	if err != nil {
		t.Fatal(err)
	}
	tasks, err := client.Accounts.Status(t.Context(), ugcinc.AccountStatusParams{AccountIDs: []string{"acc_1"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []ugcinc.AccountTask{{
		ID: s.Tasks()[0].ID, AccountID: "acc_1", Type: "edit_profile", Status: "pending", CreatedAt: created,
		EditProfileInfo: &ugcinc.EditProfileInfo{
			NickName: new("New"), AvatarURL: new("https://cdn.example.com/a.png"), Bio: new("Bio"),
		},
	}}
	if diff := cmp.Diff(want, tasks); diff != "" {
		t.Errorf("queued tasks (-want +got):\n%s", diff)
	}
	if got := s.Accounts()[0]; *got.NickName != "Old" || got.PfpURL != nil {
		t.Errorf("the account changed before its task ended: %s", marshal(t, got))
	}

	s.Clock().Advance(time.Minute)
	if got := s.Accounts()[0]; *got.NickName != "New" || *got.PfpURL != "https://cdn.example.com/a.png" {
		t.Errorf("the task ended and the account is %s", marshal(t, got))
	}
	for ended, count := range map[bool]int{false: 0, true: 1} {
		tasks, err := client.Accounts.Status(t.Context(), ugcinc.AccountStatusParams{IncludeCompleted: &ended})
		if err != nil {
			t.Fatal(err)
		}
		if len(tasks) != count {
			t.Errorf("includeCompleted %v lists %d tasks, want %d", ended, len(tasks), count)
		}
	}
}

func TestCooldowns(t *testing.T) {
	t.Parallel()
	nickname := ugcinc.UpdateAccountSocialParams{AccountID: "acc_1", NickName: new("New")}
	avatar := ugcinc.UpdateAccountSocialParams{AccountID: "acc_1", AvatarURL: new("https://cdn.example.com/a.png")}
	bio := ugcinc.UpdateAccountSocialParams{AccountID: "acc_1", Bio: new("New")}
	// The first change is on 2026-01-05 at 09:00 UTC.
	for name, test := range map[string]struct {
		params ugcinc.UpdateAccountSocialParams
		after  time.Duration
		want   string
	}{
		"nickname at once":   {nickname, 0, "Nickname can only be updated once every 7 days. Last update was 0 days ago. You can update again in 7 day(s) on 2026-01-12"},
		"nickname, 2 days":   {nickname, 48 * time.Hour, "Nickname can only be updated once every 7 days. Last update was 2 days ago. You can update again in 5 day(s) on 2026-01-12"},
		"nickname, 2.5 days": {nickname, 60 * time.Hour, "Nickname can only be updated once every 7 days. Last update was 2 days ago. You can update again in 5 day(s) on 2026-01-12"},
		"nickname, almost":   {nickname, 7*24*time.Hour - 1, "Nickname can only be updated once every 7 days. Last update was 6 days ago. You can update again in 1 day(s) on 2026-01-12"},
		"nickname, 7 days":   {nickname, 7 * 24 * time.Hour, ""},
		"avatar, 3 hours":    {avatar, 3 * time.Hour, "Avatar can only be updated once every 24 hours. Last update was 3 hours ago. You can update again in 21 hour(s) on 2026-01-06"},
		"bio, 90 minutes":    {bio, 90 * time.Minute, "Bio can only be updated once every 24 hours. Last update was 1 hours ago. You can update again in 23 hour(s) on 2026-01-06"},
		"bio, 24 hours":      {bio, 24 * time.Hour, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := ugcinctest.NewServer(t)
			s.AddAccount(ugcinc.Account{ID: "acc_1"})
			s.AddAccount(ugcinc.Account{ID: "acc_2"})
			client := s.Client()
			if _, err := client.Accounts.UpdateSocial(t.Context(), test.params); err != nil {
				t.Fatal(err)
			}
			s.Clock().Advance(test.after)
			_, err := client.Accounts.UpdateSocial(t.Context(), test.params)
			if test.want == "" {
				if err != nil {
					t.Errorf("the change was rejected: %v", err)
				}
				return
			}
			apiErr, ok := errors.AsType[*ugcinc.Error](err)
			if !ok || apiErr.Code != 400 {
				t.Fatalf("got %v, want code 400", err)
			}
			if diff := cmp.Diff(test.want, apiErr.Message); diff != "" {
				t.Errorf("message (-want +got):\n%s", diff)
			}
			if n := s.Applied("updateAccountSocial"); n != 1 {
				t.Errorf("applied %d times, want 1", n)
			}
			other := test.params
			other.AccountID = "acc_2"
			if _, err := client.Accounts.UpdateSocial(t.Context(), other); err != nil {
				t.Errorf("the cooldown of one account holds another: %v", err)
			}
		})
	}
}

func TestOneFieldUnderCooldownRejectsTheWholeEdit(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	s.AddAccount(ugcinc.Account{ID: "acc_1"})
	client := s.Client()
	edit := func(params ugcinc.UpdateAccountSocialParams) error {
		params.AccountID = "acc_1"
		_, err := client.Accounts.UpdateSocial(t.Context(), params)
		return err
	}
	if err := edit(ugcinc.UpdateAccountSocialParams{Bio: new("one")}); err != nil {
		t.Fatal(err)
	}
	err := edit(ugcinc.UpdateAccountSocialParams{Bio: new("two"), NickName: new("New")})
	if cooldown, ok := errors.AsType[*ugcinc.CooldownError](err); !ok || cooldown.Field != "bio" {
		t.Fatalf("got %v, want a cooldown of the bio", err)
	}
	if err := edit(ugcinc.UpdateAccountSocialParams{NickName: new("New")}); err != nil {
		t.Errorf("the rejected edit began a cooldown of the nickname: %v", err)
	}
	if n := len(s.Tasks()); n != 2 {
		t.Errorf("%d tasks, want 2", n)
	}
}

func TestLimitsOfTheProfile(t *testing.T) {
	t.Parallel()
	s := ugcinctest.NewServer(t)
	client := s.Client()
	for name, test := range map[string]struct {
		platform ugcinc.AccountType
		edit     func(params *ugcinc.UpdateAccountSocialParams, text string)
		limit    int
		want     string
	}{
		"nickname":         {ugcinc.AccountTypeTiktok, func(p *ugcinc.UpdateAccountSocialParams, text string) { p.NickName = &text }, 30, "Nickname must not be longer than 30 characters"},
		"bio on TikTok":    {ugcinc.AccountTypeTiktok, func(p *ugcinc.UpdateAccountSocialParams, text string) { p.Bio = &text }, 80, "Bio must not be longer than 80 characters"},
		"bio on Instagram": {ugcinc.AccountTypeInstagram, func(p *ugcinc.UpdateAccountSocialParams, text string) { p.Bio = &text }, 150, "Bio must not be longer than 150 characters"},
	} {
		params := ugcinc.UpdateAccountSocialParams{AccountID: s.AddAccount(ugcinc.Account{Type: test.platform}).ID}
		test.edit(&params, strings.Repeat("é", test.limit+1))
		_, err := client.Accounts.UpdateSocial(t.Context(), params)
		rejected(t, err, 400, test.want)
		test.edit(&params, strings.Repeat("é", test.limit))
		if _, err := client.Accounts.UpdateSocial(t.Context(), params); err != nil {
			t.Errorf("%s of %d characters: %v", name, test.limit, err)
		}
	}
}
