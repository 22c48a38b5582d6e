/* Letters of one person, one after the other: what is told of their ends comes
 * back with the next ones, as the keeper does it. */
#include <glib.h>
#include <string.h>

#include "read/read.h"
#include "read/tail.h"

/* What the keeper remembers of a person: every hash, and how many letters had
 * it; those of two or more are the learned tails. */
struct memory {
	GHashTable *letters;
	GArray *tails;
};

static void
remember(struct memory *memory, const struct letter *letter)
{
	for (size_t i = 0; i < letter->closing.n; i++) {
		uint64_t hash = tail_of_name(letter->closing.at[i]);
		gpointer key = GSIZE_TO_POINTER(hash);
		size_t n = GPOINTER_TO_SIZE(
			g_hash_table_lookup(memory->letters, key));

		g_assert_cmpuint(hash, !=, 0);
		g_hash_table_insert(
			memory->letters, key, GSIZE_TO_POINTER(n + 1));
		if (n + 1 == 2)
			g_array_append_val(memory->tails, hash);
	}
	g_assert_cmpuint(letter->closing.n, <=, TAIL_LINES);
}

static char *
text_of(struct memory *memory, struct pool *pool, const char *body)
{
	static const char original[] =
		"From: Spring Mentoring <m@home.example>\nTo: a@example.org\n"
		"Subject: Check-in 3\n\nHi,\n\n1. How did it go this time?\n";
	g_autofree char *mail = g_strdup_printf(
		"From: x77@example.org\nTo: m@home.example\n"
		"Subject: Re: Check-in 3\n\n%s\n\nSpring Mentoring wrote:\n"
		"> Hi,\n>\n> 1. How did it go this time?\n",
		body);
	struct read_context context = { .program_name = "Spring Mentoring",
		.program_address = "m@home.example",
		.tails = (const uint64_t *)(void *)memory->tails->data,
		.n_tails = memory->tails->len };
	*LIST_ADD(pool, &context.originals) =
		(struct read_bytes){ original, strlen(original) };
	struct letter *letter = letter_read(pool, mail, strlen(mail), &context);

	remember(memory, letter);
	return pool_strdup(pool, letter->text);
}

/* bodies: three letters; the third as it must be read. */
static void
expect_third(const char *const bodies[3], const char *want)
{
	POOL_AUTO pool = pool_new();
	struct memory memory = { g_hash_table_new(NULL, NULL),
		g_array_new(FALSE, FALSE, sizeof(uint64_t)) };

	for (int i = 0; i < 2; i++)
		g_assert_cmpstr(
			text_of(&memory, pool, bodies[i]), ==, bodies[i]);
	g_assert_cmpstr(text_of(&memory, pool, bodies[2]), ==, want);
	g_hash_table_unref(memory.letters);
	g_array_unref(memory.tails);
}

#define CARD                                                   \
 "\n\nS toplim pozdravom,\nMajda\nVrtnarija ob reki, d.o.o.\n" \
 "Cesta na obrežje 4, Celje\n03 1234 5678"

static void
test_third(void)
{
	expect_third((const char *const[]){ "Well." CARD,
			     "Twice, it rained." CARD, "Not at all." CARD },
		"Not at all.");
	/* the same answer three times, with and without a signature */
	expect_third((const char *const[]){ "All went well, as always." CARD,
			     "All went well, as always." CARD,
			     "All went well, as always." CARD },
		"All went well, as always.");
	expect_third((const char *const[]){ "Yes.\n\nAll is well with us.",
			     "No.\n\nAll is well with us.",
			     "Yes.\n\nAll is well with us." },
		"Yes.\n\nAll is well with us.");
	/* what is repeated in the middle stays */
	expect_third(
		(const char *const[]){ "1. yes\n\nWe met at my place." CARD,
			"1. no\n\nWe met at my place." CARD,
			"We met at my place.\n\nIt was fine." CARD },
		"We met at my place.\n\nIt was fine.");
	/* a telephone number as the answer, three times */
	expect_third((const char *const[]){ "03 1234 5678", "03 1234 5678",
			     "03 1234 5678" },
		"03 1234 5678");
}

/* A letter of Alexandra Lind, who is known by her From field alone. */
static void
expect_of_lind(const char *body, const char *want)
{
	POOL_AUTO pool = pool_new();
	struct read_context context = { 0 };
	g_autofree char *mail = g_strdup_printf(
		"From: Alexandra Lind <xlind@example.org>\n"
		"Subject: Hello\nContent-Type: text/plain; charset=utf-8\n\n%s",
		body);
	struct letter *letter = letter_read(pool, mail, strlen(mail), &context);

	g_test_message("%s", body);
	g_assert_cmpstr(letter->text, ==, want);
}

/* Closings as people write them, in the languages of the templates. */
static void
test_closings(void)
{
	static const char *const closings[] = { "Best regards,", "Thanks!",
		"Viele Grüße", "Mit freundlichen Grüßen", "LG", "Cordialement,",
		"Bonne journée,", "Un saludo,", "Muchas gracias",
		"Cordiali saluti", "A presto", "Obrigada,", "Abraço",
		"Met vriendelijke groet,", "Groetjes", "Pozdrawiam",
		"Z poważaniem,", "Vänliga hälsningar", "Mvh", "Saygılarımla,",
		"Teşekkürler", "З повагою,", "Дякую", "祝好", "谢谢，" };
	static const char *const names[] = { "Alexandra", "Alex", "A. Lind",
		"AL", "Alexandra Lind", "lind", "Xlind" };

	for (size_t i = 0; i < G_N_ELEMENTS(closings); i++) {
		g_autofree char *mail = g_strdup_printf(
			"Twice.\n\n%s\nAlexandra\n", closings[i]);

		expect_of_lind(mail, "Twice.");
	}
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *below =
			g_strdup_printf("Twice.\n\nThanks,\n%s\n", names[i]);
		g_autofree char *beside =
			g_strdup_printf("Twice.\nThanks, %s\n", names[i]);

		expect_of_lind(below, "Twice.");
		expect_of_lind(beside, "Twice.");
	}
	expect_of_lind("Twice.\n\nBest,\nAlex\nHead of Gardens\nTown Hall\n"
		       "www.town.example\n",
		"Twice.");
	/* a name and two ways to reach it, whoever it is */
	expect_of_lind("Twice.\n\nBest,\nThe Gardeners\n+49 30 1234567\n"
		       "www.town.example\n",
		"Twice.");
}

/* What looks like it and may be an answer. */
static void
test_no_closings(void)
{
	static const char *const kept[] = {
		"I met:\n\nThanks,\nBo Berg",
		"Thanks, Bo",
		"Twice.\n\nThanks, Alexander Berg",
		"Twice.\n\nThanks for asking",
		"Twice.\n\nAL",
		"Twice.\n\nAlex",
		"1. Thanks\n2. Alex",
		"Best of all was\nthe chess",
		"Twice.\n\nThanks,\nAlex?",
		"Thanks, Alex",
		"The new number of my mentor is\n\nBo Berg\n+49 30 1234567",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
		expect_of_lind(kept[i], kept[i]);
}

#define RULER "____________________________________________________________\n"

/* What servers append. */
static void
test_footers(void)
{
	expect_of_lind(
		"Twice.\n\n" RULER
		"This e-mail is confidential and meant for the addressee "
		"alone.\nIf you got it in error, please delete it.\n" RULER
		"Think of the environment before printing this.\n" RULER,
		"Twice.");
	expect_of_lind("Twice.\n\nDiese Nachricht ist vertraulich und nur für "
		       "den Empfänger\nbestimmt. Unbefugte Weitergabe ist "
		       "untersagt; bitte löschen.\n",
		"Twice.");
	expect_of_lind("Twice.\n\nBitte denken Sie an die Umwelt, bevor Sie "
		       "diese Mail drucken.\n",
		"Twice.");
	expect_of_lind("Twice.\n\nPlease think of the environment before "
		       "printing this mail.\n",
		"Twice.");
	expect_of_lind("Twice.\n\n**************\nMessages sent here may be "
		       "monitored, for reasons\nof security.\n**************\n",
		"Twice.");
	expect_of_lind("Twice.\n\nThis email was checked for viruses.\n"
		       "www.scanner.example\n",
		"Twice.");
	expect_of_lind(
		"Twice.\n\nEnviado desde mi teléfono Samsung!\n", "Twice.");
	expect_of_lind(
		"Twice.\n\nSent from my iPhone, please excuse any typos.\n",
		"Twice.");
	expect_of_lind("Twice.\n\nSent from Anything<https://any.example/r>\n",
		"Twice.");
	/* people speak of all that as well */
	static const char *const kept[] = {
		"Twice.\n\nWe spoke of the environment and of printing less.",
		"Twice.\n\nWe checked every mail for viruses.",
		"Twice.\n\nAll our messages are monitored, it is a policy.",
		"Who?\n\nVon meinem Mentor habe ich viel gelernt",
		"Well?\n\nFrom my point of view it was good",
		"Twice.\n\n" RULER "Chess\n" RULER "and go\n",
		"1. no\n" RULER "2. It is confidential, do not disclose it to "
		"the recipient.\n" RULER,
		"This e-mail is confidential and meant for the addressee alone. "
		"If you got it in error, please delete it.",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(kept); i++) {
		g_autofree char *want = g_strchomp(g_strdup(kept[i]));

		expect_of_lind(kept[i], want);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/tails/third", test_third);
	g_test_add_func("/tails/closings", test_closings);
	g_test_add_func("/tails/no-closings", test_no_closings);
	g_test_add_func("/tails/footers", test_footers);
	return g_test_run();
}
