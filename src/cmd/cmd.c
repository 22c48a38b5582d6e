/* What every command shares: options, the config with its mistakes, the
 * store, and one way to say that something failed. */
#include "cmd/cmd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "write/template.h"

const char *
cmd_config_path(const char *config)
{
	const char *path = config ? config : getenv("MENTORD_CONFIG");

	return path ? path : "/etc/mentord/program.conf";
}

#define COLUMNS 79

/* Sentences in lines that fit a small terminal. */
static char *
filled(const char *text)
{
	g_auto(GStrv) words = g_strsplit_set(text, " \n", -1);
	GString *out = g_string_new(NULL);
	size_t column = 0;

	for (char **word = words; *word; word++) {
		size_t len = strlen(*word);
		bool fits = column + 1 + len <= COLUMNS;

		if (column)
			g_string_append_c(out, fits ? ' ' : '\n');
		g_string_append(out, *word);
		column = column && fits ? column + 1 + len : len;
	}
	return g_string_free(out, FALSE);
}

int
cmd_options(int *argc, char ***argv, const char *usage, const char *about,
	const GOptionEntry *entries)
{
	static const char *const switches[] = { "-h", "--help", "-?", NULL };
	g_autoptr(GOptionContext) context = g_option_context_new(usage);
	g_autoptr(GError) error = NULL;
	bool help = false;

	g_autofree char *summary = filled(about);
	g_option_context_set_summary(context, summary);
	g_option_context_set_help_enabled(context, FALSE);
	if (entries)
		g_option_context_add_main_entries(context, entries, NULL);
	for (int i = 1; i < *argc && strcmp((*argv)[i], "--"); i++)
		help = help || g_strv_contains(switches, (*argv)[i]);
	g_autofree char *name = g_strdup_printf("mentord %s", (*argv)[0]);
	g_set_prgname(name);
	if (help) {
		g_autofree char *text =
			g_option_context_get_help(context, TRUE, NULL);

		fputs(text, stdout);
		return -1;
	}
	if (g_option_context_parse(context, argc, argv, &error))
		return EXIT_OK;
	fprintf(stderr, "%s: %s; `%s --help` tells the options\n", name,
		error->message, name);
	return EXIT_USAGE;
}

int
cmd_fail(const struct err *err)
{
	fprintf(stderr, "mentord: %s\n", err->text);
	return err->kind == ERR_LATER ? EXIT_TEMPFAIL : EXIT_FINDING;
}

static void
print_mistakes(const struct mistake_list *mistakes)
{
	for (size_t i = 0; i < mistakes->n; i++)
		fprintf(stderr, "%s\n",
			mistake_print(mistakes->pool, &mistakes->at[i]));
}

struct program *
cmd_program(const char *config, size_t *warnings)
{
	struct mistake_list *mistakes = mistakes_new();
	struct program *program =
		program_load(cmd_config_path(config), mistakes);

	if (program)
		template_check_all(program, mistakes);
	print_mistakes(mistakes);
	size_t count = mistakes_count(mistakes);
	if (warnings)
		*warnings = mistakes->n - count;
	if (count) {
		program_free(program);
		program = NULL;
	}
	mistakes_free(mistakes);
	return program;
}

int
cmd_open(const char *config, enum store_mode mode, struct cmd_context *context)
{
	struct err err = { 0 };
	struct program *program = cmd_program(config, NULL);

	if (!program)
		return EXIT_CONFIG;
	struct store *store =
		store_open(program->state_dir, program->id, mode, &err);
	if (!store) {
		program_free(program);
		return cmd_fail(&err);
	}
	context->program = program;
	context->store = store;
	return EXIT_OK;
}

void
cmd_close(struct cmd_context *context)
{
	store_close(context->store);
	program_free(context->program);
	*context = (struct cmd_context){ 0 };
}
