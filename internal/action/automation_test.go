package action_test

import (
	"strings"
	"testing"

	"github.com/cmmv-hive/modelgate/internal/ghub/ghubtest"
)

const specsPage = "guidelines/MODELS_INDEX.md"

func TestWhoChangesTheSpecificationsPageIsFoundThroughTheAPI(t *testing.T) {
	t.Parallel()
	bot := ghubtest.User{Login: "hive-sync[bot]", Type: "Bot"}
	github := []string{"GIT_COMMITTER_NAME=GitHub", "GIT_COMMITTER_EMAIL=noreply@github.com"}
	tests := []struct {
		name   string
		who    []string // of the commit
		text   string   // its message
		change func(*pull, *job)
		want   string // in the message of the one finding; "" is none
	}{
		{"a person", nil, "Describe a model", nil, ""},
		{"a person on the website", github, "Update MODELS_INDEX.md", nil, ""},
		{"a linked account", nil, "Describe a model", func(p *pull, _ *job) { p.srv.Link("ada@example.org", bot) }, `"hive-sync[bot]" as author of commit`},
		{"a bot as committer", []string{"GIT_COMMITTER_NAME=sync", "GIT_COMMITTER_EMAIL=1+hive-sync[bot]@users.noreply.github.com"}, "Describe a model", nil, `"hive-sync[bot]" as committer of commit`},
		{"a linked bot as committer", []string{"GIT_COMMITTER_NAME=Sync", "GIT_COMMITTER_EMAIL=sync@example.org"}, "Describe a model",
			func(p *pull, _ *job) { p.srv.Link("sync@example.org", bot) }, `"hive-sync[bot]" as committer of commit`},
		{"a trailer", nil, "Describe a model\n\nCo-authored-by: hive-sync[bot] <1+hive-sync[bot]@users.noreply.github.com>", nil, "as trailer of commit"},
		{"a bot's pull request", nil, "Describe a model", func(p *pull, j *job) {
			j.payload.(map[string]any)["pull_request"].(map[string]any)["user"] = object("login", bot.Login, "type", bot.Type)
		}, `"hive-sync[bot]" as author of the pull request`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRepository(t)
			r.write(specsPage, r.read(specsPage)+"\nA word more.\n")
			r.commit(tt.text, tt.who...)
			r.write("NOTES.md", "words\n")
			p := r.open(t) // the head itself touches another file
			j := p.job(1)
			if tt.change != nil {
				tt.change(p, &j)
			}
			automatedEdit(t, j.run(t), tt.want)
		})
	}
}

// automatedEdit checks that a run has one finding of the rule, or none.
func automatedEdit(t *testing.T, res result, want string) {
	t.Helper()
	res.wantVerdict(t, want == "")
	var got []string
	for _, f := range res.report.Findings {
		if f["rule"] == "models-index-automated-edit" {
			got = append(got, f["message"].(string))
		}
	}
	switch {
	case want == "" && len(got) > 0:
		t.Errorf("findings = %q, want none", got)
	case want != "" && (len(got) != 1 || !strings.Contains(got[0], want)):
		t.Errorf("findings = %q, want one that says %q", got, want)
	}
}

func TestAMergeQueueIsJudgedByItsCommits(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, email, want string
	}{
		{"people", "ada@example.org", ""},
		{"a bot", "1+hive-sync[bot]@users.noreply.github.com", `"hive-sync[bot]" as author of commit`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRepository(t)
			r.write(specsPage, r.read(specsPage)+"\nA word more.\n")
			p := r.open(t, "GIT_AUTHOR_EMAIL="+tt.email)
			p.merge = p.repository.merge(p.base, p.head, "GIT_COMMITTER_NAME=GitHub", "GIT_COMMITTER_EMAIL=noreply@github.com")
			p.upload(p.srv)
			j := p.job(1, "comment", "review")
			j.event = "merge_group"
			j.payload = object(
				"merge_group", object("base_sha", p.base, "head_sha", p.merge), "repository", object("default_branch", "main"),
				"sender", object("login", "github-merge-queue[bot]", "type", "Bot"),
			)
			automatedEdit(t, j.run(t), tt.want)
			if got := p.srv.Writes(); got != 0 {
				t.Errorf("%d writes, want none: a merge group is no pull request", got)
			}
		})
	}
}

func TestWithoutTheAPIGitDecidesWhoChangesTheSpecificationsPage(t *testing.T) {
	t.Parallel()
	const alone = "who changed the specifications page was decided from git alone, without the accounts that GitHub knows"
	r := newRepository(t)
	r.write(specsPage, r.read(specsPage)+"\nA word more.\n")
	p := r.open(t)
	j := p.job(0)
	delete(j.inputs, "token")
	res := j.run(t)
	automatedEdit(t, res, "")
	if got := strings.Join(res.notices(), "\n"); got != alone {
		t.Errorf("notices = %q, want %q", got, alone)
	}
	// What went before is not here, so nobody can tell.
	j = p.job(2)
	delete(j.inputs, "token")
	j.run(t).wantFailure(t, "give actions/checkout `fetch-depth: 0`")
}

// A bot that brings a branch up to date, as "update branch" does, changes no
// page: it takes what people made of it. One that decides does.
func TestABotsMergeCountsWhenItDecides(t *testing.T) {
	t.Parallel()
	bot := []string{"GIT_AUTHOR_EMAIL=1+hive-sync[bot]@users.noreply.github.com"}
	edit := func(r *repository, word string) { r.write(specsPage, r.read(specsPage)+"\nA "+word+" more.\n") }
	const guilty = `"hive-sync[bot]" as author of commit`
	for _, tt := range []struct {
		name  string
		main  func(*repository) // what goes on in main meanwhile
		merge []string
		want  string
	}{
		{"main moved elsewhere", func(r *repository) { r.write("NOTES.md", "x") }, []string{"merge", "-q", "--no-ff"}, ""},
		{"main moved the page, and it is dropped", func(r *repository) { edit(r, "sentence") }, []string{"merge", "-q", "-s", "ours"}, guilty},
		{"the merge adds words of its own", func(r *repository) { r.write("NOTES.md", "x") }, []string{"merge", "-q", "--no-commit"}, guilty},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRepository(t)
			edit(r, "word")
			r.commit("A person's")
			r.git("switch", "-q", "main")
			tt.main(r)
			r.commit("Meanwhile")
			r.git("switch", "-q", "topic")
			r.as(bot, append(tt.merge, "main", "-m", "Update the branch")...)
			if tt.merge[len(tt.merge)-1] == "--no-commit" {
				r.write(specsPage, r.read(specsPage)+"\nBy the bot.\n")
				r.commit("Update the branch", bot...)
			}
			r.write("OTHER.md", "words\n")
			p := r.open(t)
			for _, depth := range []int{0, 1} { // from git with a token's accounts, and through the API
				automatedEdit(t, p.job(depth).run(t), tt.want)
			}
			j := p.job(0)
			delete(j.inputs, "token")
			automatedEdit(t, j.run(t), tt.want)
		})
	}
}
