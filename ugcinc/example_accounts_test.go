package ugcinc_test

import (
	"context"
	"fmt"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

// A filter that is nil does not restrict. Null fields of a response are nil.
func ExampleAccountsService_List() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddAccount(ugcinc.Account{ID: "acc_1", Tag: new("fitness"), Username: new("dailystretch")})
	server.AddAccount(ugcinc.Account{ID: "acc_2", Tag: new("fitness")})
	server.AddAccount(ugcinc.Account{ID: "acc_3", Tag: new("food")})
	client := server.Client()

	accounts, err := client.Accounts.List(context.Background(), ugcinc.ListAccountsParams{Tag: new("fitness")})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, account := range accounts {
		name := "(no name yet)"
		if account.Username != nil {
			name = *account.Username
		}
		fmt.Println(account.ID, account.Type, name)
	}
	// Output:
	// acc_1 tiktok dailystretch
	// acc_2 tiktok (no name yet)
}

// A loop may end early: the connection is freed, and the rest is not read.
func ExampleAccountsService_All() {
	server, err := ugcinctest.Start(ugcinctest.InMemory(), ugcinctest.WithFleet(1000))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	client := server.Client()

	found := 0
	for account, err := range client.Accounts.All(context.Background(), ugcinc.ListAccountsParams{}) {
		if err != nil {
			fmt.Println(err) // the last thing that a stream yields
			return
		}
		if account.Type != ugcinc.AccountTypeInstagram {
			continue
		}
		if found++; found == 3 {
			break
		}
	}
	fmt.Println("found:", found)
	// Output: found: 3
}

// Fields that are nil stay as they are.
func ExampleAccountsService_UpdateInfo() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddAccount(ugcinc.Account{ID: "acc_1", Tag: new("fitness"), OrgGroup: new("evergreen")})
	client := server.Client()

	updated, err := client.Accounts.UpdateInfo(context.Background(), ugcinc.UpdateAccountInfoParams{
		AccountID: "acc_1",
		OrgGroup:  new("spring-launch"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(*updated.Account.Tag, *updated.Account.OrgGroup)
	// Output: fitness spring-launch
}

// A profile edit is queued: it shows as a task of its account.
func ExampleAccountsService_UpdateSocial() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddAccount(ugcinc.Account{ID: "acc_1"})
	client, ctx := server.Client(), context.Background()

	if _, err := client.Accounts.UpdateSocial(ctx, ugcinc.UpdateAccountSocialParams{
		AccountID: "acc_1",
		Bio:       new("A stretch a day"),
	}); err != nil {
		fmt.Println(err)
		return
	}
	tasks, err := client.Accounts.Status(ctx, ugcinc.AccountStatusParams{AccountIDs: []string{"acc_1"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, task := range tasks {
		fmt.Println(task.Type, task.Status, *task.EditProfileInfo.Bio)
	}
	// Output: edit_profile pending A stretch a day
}

// A reset runs the warm-up tasks again. With DeleteActivity they would be removed for
// good.
func ExampleAccountsService_ResetWarmup() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddAccount(ugcinc.Account{ID: "acc_1"})
	server.AddTask(ugcinc.Task{AccountID: "acc_1", Type: ugcinc.TaskTypeWarmupScroll})
	client := server.Client()

	result, err := client.Accounts.ResetWarmup(context.Background(), ugcinc.ResetWarmupParams{AccountID: "acc_1"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Action, result.TasksAffected)
	// Output: reset 1
}

// A profile edit is queued, so the platform does not show it yet.
func ExampleAccountsService_ProfileSync() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddAccount(ugcinc.Account{ID: "acc_1"})
	client := server.Client()

	ctx := context.Background()
	if _, err := client.Accounts.UpdateSocial(ctx, ugcinc.UpdateAccountSocialParams{AccountID: "acc_1", Bio: new("A stretch a day")}); err != nil {
		fmt.Println(err)
		return
	}
	result, err := client.Accounts.ProfileSync(ctx, ugcinc.ProfileSyncParams{AccountIDs: []string{"acc_1"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, profile := range result.Results {
		fmt.Println(profile.AccountID, "in sync:", profile.InSync)
	}
	// Output: acc_1 in sync: false
}
