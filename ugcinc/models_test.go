package ugcinc_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ugcinc/ugcinc-go/gen"
	"github.com/ugcinc/ugcinc-go/ugcinc"
)

// clientModels returns the models that the methods of a client take and return,
// by name.
func clientModels() map[string]reflect.Type {
	models := map[string]reflect.Type{}
	var add func(reflect.Type)
	add = func(t reflect.Type) {
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice:
			add(t.Elem())
		case reflect.Func: // a stream is one
			for in := range t.Ins() {
				add(in)
			}
			for out := range t.Outs() {
				add(out)
			}
		case reflect.Struct:
			if t.PkgPath() == reflect.TypeFor[gen.Post]().PkgPath() && models[t.Name()] == nil {
				models[t.Name()] = t
				for field := range t.Fields() {
					add(field.Type)
				}
			}
		default: // holds no model
		}
	}
	for service := range reflect.TypeFor[ugcinc.Client]().Fields() {
		for method := range service.Type.Methods() {
			add(method.Type)
		}
	}
	return models
}

// fill sets every field, also those behind pointers and in slices.
func fill(v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)))
	case v.Type() == reflect.TypeFor[json.RawMessage]():
		v.SetBytes([]byte(`{"a":1}`))
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0))
		fill(v.Index(1))
	case v.Kind() == reflect.Struct:
		for _, field := range v.Fields() {
			fill(field)
		}
	case v.Kind() == reflect.String:
		v.SetString("text")
	case v.CanInt():
		v.SetInt(7)
	case v.CanFloat():
		v.SetFloat(7)
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	}
}

var address = regexp.MustCompile(`0x[0-9a-f]{4,}`)

// Every model prints its values, in every format and in every container.
func TestModelsPrintValues(t *testing.T) {
	t.Parallel()
	models := clientModels()
	if len(models) < len(gen.Operations()) {
		t.Fatalf("only %d models were found", len(models))
	}
	for name, model := range models {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			value := reflect.New(model)
			fill(value.Elem())
			slice := reflect.Append(reflect.MakeSlice(reflect.SliceOf(model), 0, 1), value.Elem())
			zero := reflect.Zero(model)
			want := fmt.Sprint(value.Interface())
			for f := range model.Fields() {
				for _, text := range []string{want, fmt.Sprint(zero.Interface())} {
					if !strings.Contains(text, f.Name+": ") {
						t.Errorf("%s does not show %s", text, f.Name)
					}
				}
			}
			if !strings.HasPrefix(want, name+"{") {
				t.Errorf("%s does not begin with its type", want)
			}
			for _, verb := range []string{"%v", "%+v", "%s"} {
				for _, text := range []string{
					fmt.Sprintf(verb, value.Interface()),
					fmt.Sprintf(verb, value.Elem().Interface()),
				} {
					if text != want {
						t.Errorf("%s prints %s, want %s", verb, text, want)
					}
				}
				if text := fmt.Sprintf(verb, slice.Interface()); text != "["+want+"]" {
					t.Errorf("%s prints a slice as %s", verb, text)
				}
			}
			if address.MatchString(want) {
				t.Errorf("%s has an address", want)
			}
			for _, v := range []reflect.Value{value, zero} {
				checkEncodings(t, v.Interface())
			}
		})
	}
}

// checkEncodings checks that JSON and the JSON of slog contain the fields.
func checkEncodings(t *testing.T, model any) {
	t.Helper()
	want, err := json.Marshal(model)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(want, []byte("{")) {
		t.Errorf("JSON is %s", want)
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "model", model)
	var line struct{ Model json.RawMessage }
	if err := json.Unmarshal(log.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(line.Model)); diff != "" {
		t.Errorf("slog differs from JSON (-json +slog):\n%s", diff)
	}
}

func TestModelsPrintReadably(t *testing.T) {
	t.Parallel()
	created := time.Date(2026, 3, 2, 9, 30, 0, 500_000_000, time.FixedZone("", 3600))
	long := strings.Repeat("long ", 1000)
	for want, model := range map[string]fmt.Stringer{
		`Account{ID: "a", Type: "tiktok", Tag: "x\ny\u202e", OrgGroup: nil, UserGroup: nil, Username: nil, NickName: "", PfpURL: nil}`: ugcinc.Account{ID: "a", Type: ugcinc.AccountTypeTiktok, Tag: new("x\ny\u202e"), NickName: new("")},
		`AccountStat{ID: "s", AccountID: "a", Followers: 12, Following: nil, Views: 0, Likes: nil, CreatedAt: 2026-03-02T09:30:00.5+01:00}`: &ugcinc.AccountStat{
			ID: "s", AccountID: "a", Followers: new(int64(12)), Views: new(int64(0)), CreatedAt: created,
		},
		`UpdateAccountSocialResult{Message: "` + long + `"}`:                              ugcinc.UpdateAccountSocialResult{Message: long},
		`ListPostsParams{AccountIDs: ["a", "b"], StartDate: nil, EndDate: nil}`:           ugcinc.ListPostsParams{AccountIDs: []string{"a", "b"}},
		`ListPostsParams{AccountIDs: [], StartDate: nil, EndDate: nil}`:                   ugcinc.ListPostsParams{AccountIDs: []string{}},
		`ListPostsParams{AccountIDs: nil, StartDate: 2026-03-02T09:30:00Z, EndDate: nil}`: ugcinc.ListPostsParams{StartDate: new(time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC))},
		`EditProfileInfo{AvatarURL: nil, NickName: "n", Bio: nil}`:                        ugcinc.EditProfileInfo{NickName: new("n")},
	} {
		// The document may add fields.
		if got := model.String(); !strings.HasPrefix(got, strings.TrimSuffix(want, "}")) || !strings.HasSuffix(got, "}") {
			t.Errorf("prints %s\nwant   %s", got, want)
		}
	}
	nested := ugcinc.Task{EditProfileInfo: &ugcinc.EditProfileInfo{Bio: new("b")}}.String()
	if want := `EditProfileInfo: EditProfileInfo{AvatarURL: nil, NickName: nil, Bio: "b"}`; !strings.Contains(nested, want) {
		t.Errorf("%s does not hold %s", nested, want)
	}
}

// Both kinds of task have the same TaskType, and keep unknown values.
func TestAccountTaskType(t *testing.T) {
	t.Parallel()
	s := serve(t, always(200, `{"ok":true,"code":200,"data":[{"id":"t","type":"edit_profile"},{"id":"u","type":"comment_reply"}]}`))
	var unknown []string
	c := s.client(t, ugcinc.WithDriftObserver(func(d ugcinc.Drift) {
		if d.Kind == ugcinc.DriftUnknownValue {
			unknown = append(unknown, d.Path+" "+d.Value)
		}
	}))
	got, err := both(t,
		func() ([]ugcinc.AccountTask, error) {
			return c.Accounts.Status(t.Context(), ugcinc.AccountStatusParams{})
		},
		c.Accounts.AllStatus(t.Context(), ugcinc.AccountStatusParams{}))
	if err != nil {
		t.Fatal(err)
	}
	if got[0].Type != ugcinc.TaskTypeEditProfile || got[1].Type != ugcinc.TaskType("comment_reply") {
		t.Errorf("the types are %q and %q", got[0].Type, got[1].Type)
	}
	if diff := cmp.Diff([]string{"data[].type comment_reply"}, unknown); diff != "" {
		t.Errorf("drift (-want +got):\n%s", diff)
	}
}
