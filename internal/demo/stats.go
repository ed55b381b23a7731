package main

import (
	"context"
	"fmt"
	"strconv"
	"text/tabwriter"

	"github.com/ugcinc/ugcinc-go/ugcinc"
)

func (d *demo) readStats(ctx context.Context, accountID string) error {
	d.step("Refresh and read the statistics")
	if d.operator.allows("Read the statistics of " + accountID + " from the platform, which writes new records") {
		fresh, err := d.client.Stats.Refresh(ctx, ugcinc.RefreshStatsParams{AccountID: accountID})
		if err != nil {
			return err
		}
		d.say("%d posts counted", fresh.PostStatsCount)
	}
	accounts, err := d.client.Stats.Accounts(ctx, ugcinc.AccountStatsParams{AccountIDs: []string{accountID}})
	if err != nil {
		return err
	}
	for _, stat := range accounts {
		d.say("%s followers, %s views and %s likes at %s",
			count(stat.Followers), count(stat.Views), count(stat.Likes), stat.CreatedAt.Format("2006-01-02 15:04 MST"))
	}
	posts, err := d.client.Posts.List(ctx, ugcinc.ListPostsParams{AccountIDs: []string{accountID}})
	if err != nil || len(posts) == 0 {
		return err
	}
	ids := make([]string, 0, len(posts))
	for _, post := range posts {
		ids = append(ids, post.ID)
	}
	stats, err := d.client.Stats.Posts(ctx, ugcinc.PostStatsParams{PostIDs: ids})
	if err != nil {
		return err
	}
	return d.table(posts, stats)
}

// table shows each post beside its latest counts.
func (d *demo) table(posts []ugcinc.Post, stats []ugcinc.PostStat) error {
	latest := map[string]ugcinc.PostStat{}
	for _, stat := range stats {
		latest[stat.PostID] = stat
	}
	fmt.Fprintln(d.out)
	w := tabwriter.NewWriter(d.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "POST\tTYPE\tSTATUS\tVIEWS\tLIKES\tCOMMENTS\tSHARES\tSAVES\tCAPTION")
	for _, post := range posts {
		stat := latest[post.ID]
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", post.ID, post.Type, post.Status,
			count(stat.Views), count(stat.Likes), count(stat.Comments), count(stat.Shares), count(stat.Saves), text(post.Caption))
	}
	return w.Flush()
}

// count shows a number that may be null.
func count(n *int64) string {
	if n == nil {
		return "-"
	}
	return strconv.FormatInt(*n, 10)
}
