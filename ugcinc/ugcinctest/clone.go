package ugcinctest

import (
	"slices"

	"github.com/ugcinc/ugcinc-go/gen"
)

// What crosses to a test is cloned, so that neither side can change a record
// of the other through a pointer.

func clone[T any](p *T) *T {
	if p == nil {
		return nil
	}
	return new(*p)
}

func cloneAccount(a gen.Account) gen.Account {
	a.Tag = clone(a.Tag)
	a.OrgGroup = clone(a.OrgGroup)
	a.UserGroup = clone(a.UserGroup)
	a.Username = clone(a.Username)
	a.NickName = clone(a.NickName)
	a.PfpURL = clone(a.PfpURL)
	return a
}

func cloneTask(t gen.Task) gen.Task {
	t.ScheduledTime = clone(t.ScheduledTime)
	t.Duration = clone(t.Duration)
	t.Keywords = clone(t.Keywords)
	if edit := clone(t.EditProfileInfo); edit != nil {
		edit.AvatarURL = clone(edit.AvatarURL)
		edit.NickName = clone(edit.NickName)
		edit.Bio = clone(edit.Bio)
		t.EditProfileInfo = edit
	}
	return t
}

func clonePost(p gen.Post) gen.Post {
	p.SocialID = clone(p.SocialID)
	p.Caption = clone(p.Caption)
	p.MediaURLs = slices.Clone(p.MediaURLs)
	p.MusicPostID = clone(p.MusicPostID)
	return p
}

func cloneAccountStat(s gen.AccountStat) gen.AccountStat {
	s.Followers = clone(s.Followers)
	s.Following = clone(s.Following)
	s.Views = clone(s.Views)
	s.Likes = clone(s.Likes)
	return s
}

func clonePostStat(s gen.PostStat) gen.PostStat {
	s.Views = clone(s.Views)
	s.Likes = clone(s.Likes)
	s.Comments = clone(s.Comments)
	s.Shares = clone(s.Shares)
	s.Saves = clone(s.Saves)
	return s
}
