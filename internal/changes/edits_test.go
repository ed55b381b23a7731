package changes_test

import (
	"strings"

	"github.com/ugcinc/ugcinc-go/internal/changes"
)

type edit struct {
	name    string
	replace [][2]string
	level   changes.Level
	line    string
}

// pausePath and pauseSchemas are a new operation.
const (
	pausePath = `  /post/pause:
    post:
      operationId: pausePost
      tags: [Posts]
      summary: Pause a post
      x-retry: safe
      requestBody:
        content: { application/json: { schema: { $ref: "#/components/schemas/PausePostParams" } } }
      responses:
        "200":
          description: It is paused.
          content: { application/json: { schema: { $ref: "#/components/schemas/PausePostEnvelope" } } }
`
	pauseSchemas = `    PausePostParams:
      type: object
      required: [postId]
      properties:
        postId: { type: string }
    PausePostEnvelope:
      allOf:
        - $ref: "#/components/schemas/SuccessEnvelope"
        - type: object
          required: [data]
          properties:
            data: { $ref: "#/components/schemas/PausePostResult" }
    PausePostResult:
      type: object
      required: [mood]
      properties:
        mood: { $ref: "#/components/schemas/PauseMood" }
    PauseMood:
      type: string
      enum: [calm, wild]
`
)

const (
	avatarField = "        avatarUrl:\n          type: string\n          format: uri\n          description: |"
	// taskStatus are the values of TaskStatus, the first enum that has these.
	taskStatus = "      enum: [scheduled, pending, complete, failed]\n      x-extensible-enum: [scheduled, pending, complete, failed]\n"
	// includeCompleted is a parameter whose default has a meaning.
	includeCompleted = "        includeCompleted:\n          type: boolean\n"
	postStatus       = "        post_id:\n          type: string\n          description: The post's id.\n"
)

// edits are changes that users of such an API meet.
var edits = []edit{
	{"a text", [][2]string{{"description: The accounts of the fleet", "description: Accounts of the fleet"}}, changes.Patch, "only texts"},
	{"an example", [][2]string{{"value: { postId: post_c41e }", "value: { postId: post_c41f }"}}, changes.Patch, "only texts"},
	{"the version", [][2]string{{"version: 1.0.9", "version: 1.0.10"}}, changes.Patch, "only texts"},

	{"path moved", [][2]string{{"  /post/status:", "  /posts/status:"}}, changes.Major, "getPostStatus moved to POST /posts/status"},
	{"path moved and parameter lost", [][2]string{{"  /post/video:", "  /posts/video:"}, {"          format: uri\n          minLength: 1\n          description: A public URL of the video", "          format: uri\n          minLength: 9\n          description: A public URL of the video"}}, changes.Major, "`videoUrl`"},
	{"operationId renamed", [][2]string{{"operationId: createVideo", "operationId: publishVideo"}}, changes.Major, "operationId changed from createVideo to publishVideo"},
	{"service changed", [][2]string{{"tags: [Tasks]", "tags: [Accounts]"}}, changes.Major, "moved from the service Tasks to Accounts"},
	{"retry forbidden", [][2]string{{"x-retry: safe", "x-retry: never"}}, changes.Major, "x-retry changed from safe to never"},
	{"retry allowed", [][2]string{{"x-retry: never", "x-retry: safe"}}, changes.Major, "x-retry changed from never to safe"},
	{"timeout shorter", [][2]string{{"x-attempt-timeout: 120", "x-attempt-timeout: 60"}}, changes.Major, "from 120 s to 60 s"},
	{"timeout longer", [][2]string{{"x-attempt-timeout: 120", "x-attempt-timeout: 180"}}, changes.Minor, "from 120 s to 180 s"},
	{"timeout below the default", [][2]string{{"operationId: createVideo\n", "operationId: createVideo\n      x-attempt-timeout: 20\n"}}, changes.Major, "from the client's default to 20 s"},
	{"timeout of the default", [][2]string{{"operationId: createVideo\n", "operationId: createVideo\n      x-attempt-timeout: 30\n"}}, changes.Patch, "from the client's default to 30 s"},
	{"timeout above the default", [][2]string{{"operationId: createVideo\n", "operationId: createVideo\n      x-attempt-timeout: 40\n"}}, changes.Minor, "from the client's default to 40 s"},
	{"timeout above the default removed", [][2]string{{"      x-attempt-timeout: 120\n", ""}}, changes.Major, "from 120 s to the client's default"},
	{"operation deprecated", [][2]string{{"operationId: createVideo\n", "operationId: createVideo\n      deprecated: true\n"}}, changes.Minor, "endpoint deprecated"},
	{"parameter deprecated", [][2]string{{"        musicPostId:\n          type: string\n", "        musicPostId:\n          type: string\n          deprecated: true\n"}}, changes.Minor, "`musicPostId` deprecated"},
	{"response's field deprecated", [][2]string{{"        social_id:\n          type: string\n", "        social_id:\n          type: string\n          deprecated: true\n"}}, changes.Minor, "`social_id` deprecated"},
	{"operation is new", [][2]string{{"  /post/status:\n", pausePath + "  /post/status:\n"}, {"    PostStatusParams:\n", pauseSchemas + "    PostStatusParams:\n"}}, changes.Minor, "pausePost is new"},
	{"operation is gone", [][2]string{{"  /post/status:\n    post:\n      operationId: getPostStatus\n", "  /post/look:\n    post:\n      operationId: lookAtPost\n"}}, changes.Major, "getPostStatus is gone"},
	{"server moved", [][2]string{{"url: https://api.ugc.inc", "url: https://api2.ugc.inc"}}, changes.Major, "the base URL changed"},
	{"security scheme changed", [][2]string{{"scheme: bearer", "scheme: basic"}}, changes.Major, "bearer"},
	{"security dropped", [][2]string{{"\nsecurity:\n  - apiKey: []\n", "\n"}}, changes.Major, "anonymous access"},
	{"order required", [][2]string{{"    PostStatusParams:\n      type: object\n", "    PostStatusParams:\n      type: object\n      x-ordered: [a, b]\n"}}, changes.Major, "x-ordered"},
	{"older responses rejected", [][2]string{{"          x-accepts: list\n", ""}}, changes.Major, "x-accepts changed from list to none"},
	{"order no longer required", [][2]string{{"      x-ordered: [startDate, endDate]\n", ""}}, changes.Minor, "x-ordered changed from startDate, endDate to none"},
	{"a decoder's hint", [][2]string{{"          x-repeats: true\n", ""}}, changes.Patch, "x-repeats"},

	{"single id becomes a list", [][2]string{{"        postId:\n          type: string\n          minLength: 1\n", "        postIds:\n          type: array\n          items: { type: string }\n"}, {"required: [postId]", "required: [postIds]"}}, changes.Major, "PostStatusParams.PostID: removed"},
	{"parameter renamed", [][2]string{{"        musicPostId:", "        soundPostId:"}}, changes.Major, "CreateSlideshowParams.MusicPostID: removed"},
	{"required parameter is new", [][2]string{{"required: [postId]\n      properties:\n", "required: [postId, region]\n      properties:\n        region:\n          type: string\n          description: Region.\n"}}, changes.Major, "added the new required request property `region`"},
	{"optional parameter is new", [][2]string{{"required: [postId]\n      properties:\n", "required: [postId]\n      properties:\n        region:\n          type: string\n          description: Region.\n"}}, changes.Minor, "PostStatusParams.Region: added"},
	{"parameter becomes required", [][2]string{{"required: [accountId, videoUrl]", "required: [accountId, videoUrl, caption]"}}, changes.Major, "CreateVideoParams.Caption: changed from *string to string"},
	{"parameter becomes optional", [][2]string{{"required: [accountId, videoUrl]", "required: [accountId]"}}, changes.Major, "CreateVideoParams.VideoURL: changed from string to *string"},
	{"parameter's type changed", [][2]string{{includeCompleted, "        includeCompleted:\n          type: string\n"}}, changes.Major, "from *bool to *string"},
	{"default named", [][2]string{{includeCompleted, includeCompleted + "          default: false\n"}}, changes.Minor, "default value `false` was added"},
	{"limit lowered", [][2]string{{"maxLength: 500", "maxLength: 400"}}, changes.Major, "`caption`"},
	{"limit raised", [][2]string{{"maxLength: 500", "maxLength: 600"}}, changes.Minor, "`caption`"},
	{"limit set", [][2]string{{"        nickName:\n          type: string\n          description: |\n            The new", "        nickName:\n          type: string\n          maxLength: 30\n          description: |\n            The new"}}, changes.Major, "`nickName`"},
	{"more items required", [][2]string{{"minItems: 1\n", "minItems: 2\n"}}, changes.Major, "`imageUrls`"},
	{"fewer items allowed", [][2]string{{"maxItems: 35", "maxItems: 10"}}, changes.Major, "`imageUrls`"},
	{"pattern changed", [][2]string{{`([T ]\d{2}`, `(T\d{2}`}}, changes.Major, "pattern"},
	{"parameter's format changed", [][2]string{{avatarField, "        avatarUrl:\n          type: string\n          format: byte\n          description: |"}}, changes.Major, "avatarUrl"},

	{"limit removed", [][2]string{{"          maxLength: 500\n", ""}}, changes.Minor, "`caption`"},
	{"items limited", [][2]string{{"items: { type: string }", "items: { type: string, minLength: 1 }"}}, changes.Major, "`accountIds/items`"},
	{"items no longer limited", [][2]string{{"format: uri, minLength: 1 }", "format: uri }"}}, changes.Minor, "`imageUrls/items`"},
	{"one of several required", [][2]string{{"required: [accountId, videoUrl]\n", "required: [accountId, videoUrl]\n      minProperties: 3\n"}}, changes.Major, "minProperties"},
	{"one of several no longer required", [][2]string{{"      minProperties: 2\n", ""}}, changes.Minor, "minProperties"},
	{"parameter may be null", [][2]string{{"        musicPostId:\n          type: string\n", "        musicPostId:\n          type: string\n          nullable: true\n"}}, changes.Minor, "`musicPostId`"},
	{"parameter may be no URI", [][2]string{{"        videoUrl:\n          type: string\n          format: uri\n", "        videoUrl:\n          type: string\n"}}, changes.Minor, "`videoUrl`"},
	{"parameter must be a URI", [][2]string{{"        musicPostId:\n          type: string\n", "        musicPostId:\n          type: string\n          format: uri\n"}}, changes.Major, "`musicPostId`"},
	{"parameter's schema has a name", [][2]string{{"        musicPostId:\n          type: string\n          description: The post whose music to use.\n", "        musicPostId: { $ref: \"#/components/schemas/MusicPostID\" }\n"}, {"    PostStatusParams:\n", "    MusicPostID:\n      type: string\n      description: The post whose music to use.\n\n    PostStatusParams:\n"}}, changes.Minor, "MusicPostID: added"},

	{"response's field lost", [][2]string{{postStatus, ""}, {"required: [post_id, status]", "required: [status]"}}, changes.Major, "PostStatusResult.PostID: removed"},
	{"response's field renamed", [][2]string{{"        post_id:\n          type: string\n          description: The post's id.\n", "        id:\n          type: string\n          description: The post's id.\n"}, {"required: [post_id, status]", "required: [id, status]"}}, changes.Major, "removed the required property `post_id`"},
	{"response's field is new", [][2]string{{postStatus, postStatus + "        reason:\n          type: string\n          nullable: true\n          description: Why.\n"}}, changes.Minor, "PostStatusResult.Reason: added"},
	{"response's field is a new list", [][2]string{{postStatus, postStatus + "        reasons:\n          type: array\n          items: { type: string }\n          nullable: true\n          description: Why.\n"}}, changes.Minor, "PostStatusResult.Reasons: added"},
	{"response's field is no URI", [][2]string{{"          format: uri\n          nullable: true\n          description: Where the profile", "          nullable: true\n          description: Where the profile"}}, changes.Patch, "`pfp_url`"},
	{"response's items are no URIs", [][2]string{{"          items: { type: string, format: uri }\n          nullable: true\n", "          items: { type: string }\n          nullable: true\n"}}, changes.Patch, "`media_urls/items`"},
	{"response's fields in another order", [][2]string{{"required: [post_id, status]", "required: [status, post_id]"}, {postStatus, ""}, {"        status: { $ref: \"#/components/schemas/PostStatus\" }\n\n    AccountStatsParams", "        status: { $ref: \"#/components/schemas/PostStatus\" }\n" + postStatus + "\n    AccountStatsParams"}}, changes.Patch, "order"},
	{"response's field must be there", [][2]string{{"    EditProfileInfo:\n      type: object\n", "    EditProfileInfo:\n      type: object\n      required: [bio]\n"}}, changes.Major, "EditProfileInfo.Bio: changed from *string to string"},
	{"nullable field may be missing", [][2]string{{"comments, shares, saves, created_at]", "comments, shares, created_at]"}}, changes.Major, "`saves` became optional"},
	{"response has another type with the same fields", [][2]string{{"data: { $ref: \"#/components/schemas/UpdateAccountSocialResult\" }", "data: { $ref: \"#/components/schemas/EditResult\" }"}, {"    PostStatusParams:\n", "    EditResult:\n      type: object\n      required: [message]\n      properties:\n        message:\n          type: string\n\n    PostStatusParams:\n"}}, changes.Major, "the data of updateAccountSocial changed from UpdateAccountSocialResult to EditResult"},
	{"response may be null", [][2]string{{postStatus, "        post_id:\n          type: string\n          nullable: true\n          description: The post's id.\n"}}, changes.Major, "PostStatusResult.PostID: changed from string to *string"},
	{"response is never null", [][2]string{{"          nullable: true\n          description: The handle", "          description: The handle"}}, changes.Major, "Account.Username: changed from *string to string"},
	{"object is never null", [][2]string{{"    EditProfileInfo:\n      type: object\n      nullable: true\n", "    EditProfileInfo:\n      type: object\n"}}, changes.Major, "Task.EditProfileInfo: changed from *EditProfileInfo to EditProfileInfo"},
	{"count has a limit", [][2]string{{"          minimum: 0\n", "          minimum: 1\n"}}, changes.Patch, "min"},
	{"response's field may be missing", [][2]string{{"required: [post_id, status]", "required: [status]"}}, changes.Major, "PostStatusResult.PostID"},
	{"response's type changed", [][2]string{{"          format: int64\n          minimum: 0\n          nullable: true\n          description: How long", "          format: int32\n          minimum: 0\n          nullable: true\n          description: How long"}}, changes.Major, "Task.Duration: changed from *int64 to *int32"},
	{"count becomes a text", [][2]string{{"        followers:\n          type: integer\n          format: int64\n          minimum: 0\n", "        followers:\n          type: string\n"}}, changes.Major, "AccountStat.Followers: changed from *int64 to *string"},
	{"list becomes an object", [][2]string{{"              type: array\n              items: { $ref: \"#/components/schemas/Post\" }\n", "              $ref: \"#/components/schemas/Post\"\n"}}, changes.Major, "POST /post:"},
	{"object becomes a list", [][2]string{{"data: { $ref: \"#/components/schemas/PostStatusResult\" }", "{ data: { type: array, items: { $ref: \"#/components/schemas/PostStatusResult\" } } }"}}, changes.Major, "POST /post/status:"},
	{"time becomes a text", [][2]string{{"          format: date-time\n          description: When the task was made.", "          description: When the task was made."}}, changes.Major, "CreatedAt: changed from time.Time to string"},

	{"enum value is new", [][2]string{{taskStatus, strings.ReplaceAll(taskStatus, "failed]", "failed, retrying]")}}, changes.Minor, "TaskStatusRetrying: added"},
	{"parameter's enum value is new", [][2]string{{"edit_profile, update_posts]", "edit_profile, update_posts, warmup_like]"}}, changes.Minor, "TaskTypeWarmupLike: added"},
	{"enum value is gone", [][2]string{{taskStatus, strings.ReplaceAll(taskStatus, ", failed]", "]")}}, changes.Major, "TaskStatusFailed: removed"},
	{"enum values in another order", [][2]string{{"enum: [video, slideshow]\n      x-extensible-enum: [video, slideshow]", "enum: [slideshow, video]\n      x-extensible-enum: [slideshow, video]"}}, changes.Patch, "order"},
	{"enum renamed", [][2]string{{"schemas/AccountType\" }", "schemas/Platform\" }"}, {"    AccountType:\n", "    Platform:\n"}}, changes.Major, "AccountType: removed"},
	{"enum value renamed", [][2]string{{"enum: [video, slideshow]", "enum: [video, carousel]"}}, changes.Major, "PostTypeSlideshow: removed"},

	{"schema renamed", [][2]string{{"    AccountStat:\n", "    AccountCount:\n"}, {"schemas/AccountStat\" }", "schemas/AccountCount\" }"}, {"schemas/AccountStat\" }", "schemas/AccountCount\" }"}}, changes.Major, "AccountStat: removed"},
	{"status undocumented", [][2]string{{"        \"404\": { $ref: \"#/components/responses/NotFound\" }\n", ""}}, changes.Minor, "404"},
	{"status documented", [][2]string{{"        \"404\": { $ref: \"#/components/responses/NotFound\" }\n", "        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"409\": { $ref: \"#/components/responses/BadRequest\" }\n"}}, changes.Minor, "409"},
	{"response without a name", [][2]string{{"        \"404\": { $ref: \"#/components/responses/NotFound\" }\n", "        \"404\":\n          description: Not found.\n          content: { application/json: { schema: { $ref: \"#/components/schemas/ErrorEnvelope\" } } }\n"}}, changes.Patch, "only texts"},
	{"success has another status", [][2]string{{"        \"200\":", "        \"201\":"}}, changes.Major, "200"},
}

// defaultEdits are edits of a document in which includeCompleted is false by default.
var defaultEdits = []edit{
	{"default changed", [][2]string{{"default: false", "default: true"}}, changes.Major, "default value changed"},
	{"default removed", [][2]string{{"          default: false\n", ""}}, changes.Major, "default value `false` was removed"},
}
