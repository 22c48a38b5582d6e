/* The template language: what is parsed, what is refused and where, what
 * comes out, and that a value is never more than its characters. */
#include "write/template.h"

#include <glib/gstdio.h>

#include "season.h"

struct check {
	struct pool *pool;
	struct mistake_list mistakes;
};

static const struct template *
parse(struct check *c, enum moment moment, const char *text)
{
	c->mistakes.pool = c->pool;
	return template_parse(c->pool, "t.md", text, strlen(text), moment,
		false, &c->mistakes);
}

static struct fields *
some_fields(struct pool *pool)
{
	struct fields *fields = fields_new(pool, NULL);
	struct fields *one = fields_item(pool, fields, "partners");
	struct fields *two = fields_item(pool, fields, "partners");

	fields_text(pool, fields, "first_name", "Zoë");
	fields_text(pool, fields, "program", "Circle");
	fields_truth(pool, fields, "writes_first", true);
	fields_text(pool, one, "name", "Ana");
	fields_text(pool, two, "name", "Bob");
	return fields;
}

/* Body of an introduction with some fields. */
static void
body_is(const char *text, const char *want)
{
	POOL_AUTO pool = pool_new();
	struct check c = { .pool = pool };
	struct rendering made;
	struct err err = { 0 };
	g_autofree char *file = g_strconcat("Subject: s\n\n", text, NULL);
	const struct template *t = parse(&c, MOMENT_INTRODUCTION, file);

	g_assert_nonnull(t);
	g_assert_true(template_render(pool, t, some_fields(pool), &made, &err));
	g_assert_cmpstr(made.markdown, ==, want);
}

static void
test_render(void)
{
	body_is("Hi {{first_name}}, {{ program }}!", "Hi Zoë, Circle!");
	body_is("{{#if writes_first}}a{{else}}b{{/if}}", "a");
	body_is("{{#if group}}a{{else}}b{{/if}}", "b");
	body_is("{{#if partners}}some{{/if}}{{#if common}}no{{/if}}", "some");
	body_is("{{#each partners}}{{name}}{{#if last}}.{{else}}, "
		"{{/if}}{{/each}}",
		"Ana, Bob.");
	body_is("{{#each partners}}{{#if first}}>{{/if}}{{program}}{{/each}}",
		">CircleCircle");
	body_is("a{{! a note }}b", "ab");
	body_is("{{place}}", ""); /* declared, not filled */
}

static void
test_structural_lines(void)
{
	body_is("a\n{{#if writes_first}}\nb\n{{/if}}\nc\n", "a\nb\nc\n");
	body_is("a\n  {{#each partners}}\n- {{name}}\n  {{/each}}  \nc",
		"a\n- Ana\n- Bob\nc");
	body_is("{{#if writes_first}}{{! x }}\nb\n{{/if}}", "b\n");
	body_is("{{first_name}}\nc", "Zoë\nc"); /* a value's line stays */
}

static void
refused(enum moment moment, const char *text, int line, const char *why)
{
	POOL_AUTO pool = pool_new();
	struct check c = { .pool = pool };

	g_assert_null(parse(&c, moment, text));
	g_assert_cmpuint(c.mistakes.n, >=, 1);
	g_assert_cmpint(c.mistakes.at[0].line, ==, line);
	g_assert_nonnull(strstr(c.mistakes.at[0].why, why));
}

static void
test_refused(void)
{
	refused(MOMENT_WELCOME, "Subject: x\n\n\nHi {{first_nam}}", 4,
		"did you mean {{first_name}}?");
	refused(MOMENT_WELCOME, "Subject: {{nam}}\n\nx", 1, "did you mean");
	refused(MOMENT_WELCOME, "no head\n\nx", 1, "Subject");
	refused(MOMENT_WELCOME, "Subject: x\n\n{{#if name}}\nx", 3,
		"not closed");
	refused(MOMENT_WELCOME, "Subject: x\n\nx{{/if}}", 3, "beginning");
	refused(MOMENT_WELCOME, "Subject: x\n\n{{else}}", 3, "beginning");
	refused(MOMENT_WELCOME, "Subject: x\n\na {{name", 3, "never closed");
	refused(MOMENT_WELCOME, "Subject: x\n\n{{Name}}", 3, "not a tag");
	refused(MOMENT_WELCOME, "Subject: x\n\n{{#with x}}", 3, "not a tag");
	refused(MOMENT_WELCOME, "Subject: x\n\n{{{name}}}", 3, "three braces");
	refused(MOMENT_WELCOME, "Subject: x\n\n{{mentor}}", 3, "{{#if mentor");
	refused(MOMENT_WELCOME, "Subject: x\n\n{{#each name}}a{{/each}}", 3,
		"not a list");
	refused(MOMENT_INTRODUCTION, "Subject: x\n\n{{partners}}", 3,
		"{{#each partners");
	refused(MOMENT_WELCOME, "Subject: x\n\n\xff", 0, "UTF-8");
}

/* A fault in a branch that is not taken today is a fault. */
static void
test_every_branch(void)
{
	POOL_AUTO pool = pool_new();
	struct check c = { .pool = pool };

	g_assert_null(parse(&c, MOMENT_INTRODUCTION,
		"Subject: x\n\n{{#if group}}{{aa}}{{else}}{{bb}}{{/if}}\n"
		"{{#each partners}}\n{{cc}}\n{{name}}\n{{/each}}\n{{dd}}"));
	g_assert_cmpuint(c.mistakes.n, ==, 4);
	g_assert_cmpint(c.mistakes.at[2].line, ==, 5);
	g_assert_cmpint(c.mistakes.at[3].line, ==, 8);
}

/* {{name}} of a partner is not known outside the list of partners, though a
 * plain one is. */
static void
test_scopes(void)
{
	POOL_AUTO pool = pool_new();
	struct check c = { .pool = pool };

	g_assert_nonnull(parse(&c, MOMENT_CHECKIN,
		"Subject: x\n\n{{#each questions}}{{ask}}{{#each options}}"
		"{{number}}{{text}}{{ask}}{{program}}{{/each}}{{/each}}"));
	g_assert_null(parse(&c, MOMENT_CHECKIN, "Subject: x\n\n{{ask}}"));
	g_assert_null(parse(&c, MOMENT_CHECKIN,
		"Subject: x\n\n{{#if last}}"
		"a{{/if}}"));
	g_assert_null(parse(&c, MOMENT_WELCOME,
		"Subject: x\n\n{{#each questions}}{{/each}}"));
}

static void
test_limits(void)
{
	POOL_AUTO pool = pool_new();
	struct check c = { .pool = pool };
	struct rendering made = { 0 };
	struct err err = { 0 };
	g_autoptr(GString) deep = g_string_new("Subject: x\n\n");
	g_autoptr(GString) large = g_string_new("Subject: x\n\n"
						"{{#each partners}}");

	for (int i = 0; i < 100000; i++)
		g_string_append(deep, "{{#if name}}");
	g_string_truncate(deep, 200000);
	g_assert_null(parse(&c, MOMENT_WELCOME, deep->str));
	for (int i = 0; i < 200000; i++)
		g_string_append_c(large, 'x');
	g_string_append(large, "{{/each}}");
	const struct template *t = parse(&c, MOMENT_INTRODUCTION, large->str);
	g_assert_nonnull(t);
	struct fields *fields = fields_new(pool, NULL);
	for (int i = 0; i < 20; i++)
		fields_item(pool, fields, "partners");
	g_assert_false(template_render(pool, t, fields, &made, &err));
	g_assert_cmpint(err.kind, ==, ERR_ASK);
	g_assert_null(made.markdown);
}

static void
test_subject_is_one_line(void)
{
	POOL_AUTO pool = pool_new();
	struct check c = { .pool = pool };
	struct rendering made;
	struct err err = { 0 };
	struct fields *fields = fields_new(pool, NULL);
	const struct template *t = parse(&c, MOMENT_WELCOME,
		"Subject: Hi {{name}}!\r\nPreheader: For {{name}}\r\n\r\nx\r\n");

	g_assert_nonnull(t);
	fields_text(pool, fields, "name", "A*\r\nBcc: b@example.org\x01");
	g_assert_true(template_render(pool, t, fields, &made, &err));
	g_assert_cmpstr(made.subject, ==, "Hi A* Bcc: b@example.org!");
	g_assert_cmpstr(made.preheader, ==, "For A* Bcc: b@example.org");
	g_assert_cmpstr(made.markdown, ==, "x\n");
}

/* A folder of templates for one test. */
struct folder {
	char *path;
	struct season *season;
};

static void
folder_write(struct folder *f, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(f->path, name, NULL);
	g_autofree char *dir = g_path_get_dirname(path);

	g_assert_cmpint(g_mkdir_with_parents(dir, 0700), ==, 0);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void
folder_begin(struct folder *f)
{
	f->path = g_dir_make_tmp("mentord-template-XXXXXX", NULL);
	f->season = season_new();
	f->season->program.template_dirs = (struct text_list){ 0 };
	*LIST_ADD(f->season->pool, &f->season->program.template_dirs) = f->path;
	*LIST_ADD(f->season->pool, &f->season->program.template_dirs) =
		"templates";
}

static void
folder_end(struct folder *f)
{
	g_autofree char *command = g_strdup_printf("rm -r %s", f->path);

	g_assert_cmpint(system(command), ==, 0);
	g_free(f->path);
	season_free(f->season);
}

static char *
found_subject(struct folder *f, const char *language)
{
	struct pool *pool = f->season->pool;
	struct err err = { 0 };
	struct rendering made = { 0 };
	const struct template *t = template_find(
		pool, &f->season->program, MOMENT_LEFT, NULL, language, &err);

	g_assert_nonnull(t);
	g_assert_true(
		template_render(pool, t, fields_new(pool, NULL), &made, &err));
	return made.subject;
}

static void
test_find(void)
{
	struct folder f;

	folder_begin(&f);
	g_assert_nonnull(strstr(found_subject(&f, "en"), "Goodbye"));
	g_assert_nonnull(strstr(found_subject(&f, "de-CH"), "Wiedersehen"));
	g_assert_nonnull(strstr(found_subject(&f, "tlh"), "Goodbye"));
	g_assert_nonnull(strstr(found_subject(&f, "../de"), "Goodbye"));
	folder_write(&f, "de/left.md", "Subject: ours\n\nx");
	g_assert_cmpstr(found_subject(&f, "de-CH"), ==, "ours");
	folder_write(&f, "de-CH/left.md", "Subject: swiss\n\nx");
	g_assert_cmpstr(found_subject(&f, "de-CH"), ==, "swiss");
	g_assert_cmpstr(found_subject(&f, "de"), ==, "ours");
	/* a broken one does not stop the mail */
	folder_write(&f, "de-CH/left.md", "Subject: {{oops}}\n\nx");
	g_assert_cmpstr(found_subject(&f, "de-CH"), ==, "ours");
	folder_end(&f);
}

static void
test_find_nothing(void)
{
	struct folder f;
	struct err err = { 0 };

	folder_begin(&f);
	g_assert_null(template_find(f.season->pool, &f.season->program,
		MOMENT_NOTE, "../../etc/passwd", "en", &err));
	g_assert_cmpint(err.kind, ==, ERR_ASK);
	g_assert_null(template_find(f.season->pool, &f.season->program,
		MOMENT_NOTE, "halfway", "en", &err));
	g_assert_nonnull(strstr(err.text, "halfway.md"));
	folder_end(&f);
}

static bool
has_mistake(const struct mistake_list *list, const char *file, const char *why)
{
	for (size_t i = 0; i < list->n; i++)
		if (strstr(list->at[i].file, file) &&
			strstr(list->at[i].why, why))
			return true;
	return false;
}

static void
test_check_all(void)
{
	struct folder f;
	struct mistake_list *mistakes = mistakes_new();

	folder_begin(&f);
	template_check_all(&f.season->program, mistakes);
	g_assert_cmpuint(mistakes->n, ==, 0);
	folder_write(&f, "de/left.md", "Subject: {{oops}}\n\nx");
	folder_write(&f, "en/welcom.md", "Subject: x\n\nx");
	folder_write(&f, "en/footer.md", "no subject needed, {{program}}");
	struct step *step =
		LIST_ADD(f.season->pool, &f.season->program.timeline);
	*step = (struct step){ .action = STEP_SEND, .what = "halfway" };
	template_check_all(&f.season->program, mistakes);
	g_assert_true(has_mistake(mistakes, "de/left.md", "no such field"));
	g_assert_true(has_mistake(mistakes, "welcom.md", "welcome.md"));
	g_assert_true(has_mistake(mistakes, "halfway.md", "missing"));
	g_assert_cmpuint(mistakes->n, ==, 3);
	g_assert_cmpuint(mistakes_count(mistakes), ==, 2);
	step->what = "welcome"; /* not a note */
	template_check_all(&f.season->program, mistakes);
	g_assert_cmpstr(mistakes->at[mistakes->n - 1].value, ==, "welcome");
	mistakes_free(mistakes);
	folder_end(&f);
}

/* Every moment's name is a template, in each language that is shipped. */
static void
test_shipped(void)
{
	static const char *const languages[] = { "en", "de" };

	for (size_t l = 0; l < G_N_ELEMENTS(languages); l++)
		for (int m = 0; m < MOMENT_NOTE; m++) {
			g_autofree char *path = g_strdup_printf(
				"templates/%s/%s.md", languages[l],
				moment_name((enum moment)m));

			g_test_message("%s", path);
			g_assert_true(
				g_file_test(path, G_FILE_TEST_IS_REGULAR));
		}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/template/render", test_render);
	g_test_add_func("/template/structural", test_structural_lines);
	g_test_add_func("/template/refused", test_refused);
	g_test_add_func("/template/branches", test_every_branch);
	g_test_add_func("/template/scopes", test_scopes);
	g_test_add_func("/template/limits", test_limits);
	g_test_add_func("/template/subject", test_subject_is_one_line);
	g_test_add_func("/template/find", test_find);
	g_test_add_func("/template/find-nothing", test_find_nothing);
	g_test_add_func("/template/check-all", test_check_all);
	g_test_add_func("/template/shipped", test_shipped);
	return g_test_run();
}
