package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// demo is one run of the program.
type demo struct {
	client   *ugcinc.Client
	out      io.Writer
	operator operator
	ahead    time.Duration // how far ahead posts are scheduled
	interval time.Duration // between two looks at a post
	steps    int
}

func (d *demo) run(ctx context.Context) error {
	account, err := d.chooseAccount(ctx)
	if err != nil {
		return err
	}
	if err := d.tag(ctx, account.ID); err != nil {
		return err
	}
	if err := d.changeBio(ctx, account.ID); err != nil {
		return err
	}
	posts, err := d.publish(ctx, account.ID)
	if err != nil {
		return err
	}
	if err := d.follow(ctx, posts); err != nil {
		return err
	}
	return d.readStats(ctx, account.ID)
}

// step begins a part of the output.
func (d *demo) step(title string) {
	d.steps++
	fmt.Fprintf(d.out, "\n%d. %s\n", d.steps, title)
}

func (d *demo) say(format string, args ...any) {
	fmt.Fprintf(d.out, "   "+format+"\n", args...)
}

// chooseAccount takes the first account that has a name.
func (d *demo) chooseAccount(ctx context.Context) (ugcinc.Account, error) {
	d.step("List the accounts")
	accounts, err := d.client.Accounts.List(ctx, ugcinc.ListAccountsParams{})
	if err != nil {
		return ugcinc.Account{}, err
	}
	if len(accounts) == 0 {
		return ugcinc.Account{}, errors.New("this key has no accounts")
	}
	chosen := accounts[0]
	for _, a := range accounts {
		if a.Username != nil {
			chosen = a
			break
		}
	}
	for _, a := range accounts[:min(len(accounts), 10)] {
		d.say("%s  %-9s  %-18s  tag %s", a.ID, a.Type, text(a.Username), text(a.Tag))
	}
	if more := len(accounts) - 10; more > 0 {
		d.say("and %d more", more)
	}
	d.say("The demo goes on with %s.", chosen.ID)
	return chosen, nil
}

func (d *demo) tag(ctx context.Context, accountID string) error {
	d.step("Tag the account")
	if !d.operator.allows("Set the tag of " + accountID + " to demo") {
		return nil
	}
	result, err := d.client.Accounts.UpdateInfo(ctx, ugcinc.UpdateAccountInfoParams{
		AccountID: accountID,
		Tag:       new("demo"),
	})
	if err != nil {
		return err
	}
	d.say("%s: its tag is now %s", result.Message, text(result.Account.Tag))
	return nil
}

// changeBio changes the bio twice. The second change comes within 24 hours, so
// the API refuses it and says when it may be tried again.
func (d *demo) changeBio(ctx context.Context, accountID string) error {
	d.step("Change the bio, twice")
	for _, bio := range []string{"Five minutes a day.", "Ten minutes a day."} {
		if !d.operator.allows(fmt.Sprintf("Change the bio of %s to %q", accountID, bio)) {
			return nil
		}
		result, err := d.client.Accounts.UpdateSocial(ctx, ugcinc.UpdateAccountSocialParams{
			AccountID: accountID,
			Bio:       &bio,
		})
		var cooldown *ugcinc.CooldownError
		switch {
		case errors.As(err, &cooldown):
			d.say("%q: refused, as it may change once every %.0f hours; again on %s",
				bio, cooldown.Window.Hours(), cooldown.Next.Format(time.DateOnly))
		case err != nil:
			return err
		default:
			d.say("%q: %s", bio, result.Message)
		}
	}
	return nil
}

// text shows a field that may be null.
func text(s *string) string {
	if s == nil {
		return "-"
	}
	return *s
}
