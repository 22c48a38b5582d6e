/* Sentences that hold a time and propose none. */
#include "times.h"

static const struct {
	const char *language, *text;
} rows[] = {
	{ "en", "I was there at 5." },
	{ "en", "I was there at 5pm but nobody came" },
	{ "en", "Sorry I missed Thursday" },
	{ "en", "sorry, I missed our call on Thursday at 5" },
	{ "en", "Thursday does not work" },
	{ "en", "Thursday doesn't work for me." },
	{ "en", "not Friday" },
	{ "en", "Not Friday please" },
	{ "en", "any day but Friday" },
	{ "en", "anything except Friday" },
	{ "en", "We met yesterday at 3" },
	{ "en", "We met last Thursday at 5pm." },
	{ "en", "I can't make it on Thursday at 5." },
	{ "en", "I cannot come Thursday or Friday" },
	{ "en", "Unfortunately I am not free on Friday at 3" },
	{ "en", "I have a dentist appointment on Thursday at 5" },
	{ "en", "My train leaves at 5" },
	{ "en", "The train from Berlin arrives on Friday at 10:30" },
	{ "en", "Remind me on Thursday at 5" },
	{ "en", "Deadline is Friday 5pm" },
	{ "en", "I forgot, it was at 5 on Thursday" },
	{ "en", "Ana called me on Thursday" },
	{ "en", "My phone number is 10 30 45" },
	{ "en", "I have 5 questions" },
	{ "en", "It costs 5 euros" },
	{ "en", "We are 3 to 5 people" },
	{ "en", "We talked from 3 to 5" },
	{ "en", "Office hours: Mon-Fri 9:00-17:00" },
	{ "en", "Mon-Fri 9:00-17:00" },
	{ "en", "I am away from Monday to Friday" },
	{ "en", "Wednesday at 5 is fine" }, /* the meeting's own */
	{ "en", "yes" },
	{ "en", "Yes, see you on Wednesday at 5" },
	{ "en", "Thanks, I'll be there on Wednesday" },
	{ "en", "On Friday 26 February I asked about it" },
	{ "en", "26 February at 10:00" }, /* past */
	{ "en", "2026-12-24 10:00" },
	{ "en", "We will read chapters 3-5" },
	{ "en", "Chapter 10:30 of the book" },
	{ "en", "The second half was great" },
	{ "en", "I learned more in 5 minutes than in 3 hours" },
	{ "en", "It took an hour" },
	{ "en", "I am on holiday until Friday" },
	{ "en", "My son was born on 3 March" },
	{ "en", "Room 10.30, second floor" },
	{ "en", "version 16.30 of the software" },
	{ "en", "" },
	{ "en", "?" },
	{ "en", "Thursday at 5 is too late" },
	{ "en", "Never on Friday at 5" },
	{ "en", "Could we do 2 hours instead?" },
	{ "en", "Can we do 15 minutes instead?" },
	{ "en", "I'll be 10 minutes late" },
	{ "en", "See you on Friday at 3" },
	{ "en", "Talk to you Friday" },
	{ "en", "Could we not meet on Friday at 5?" },
	{ "en", "I don't have time on Friday at 5" },
	{ "de", "Ich war um 5 da." },
	{ "de", "Donnerstag geht leider nicht" },
	{ "de", "nicht am Freitag" },
	{ "de", "jeden Tag außer Freitag" },
	{ "de", "Wir haben uns gestern um 15 Uhr getroffen" },
	{ "de", "Am Donnerstag um 17 Uhr kann ich nicht" },
	{ "de", "Mein Zug fährt um 17 Uhr" },
	{ "de", "Ich bin bis Freitag im Urlaub" },
	{ "de", "Freitag um 15 Uhr habe ich einen Arzttermin" },
	{ "de", "Der Termin letzten Donnerstag um 17 Uhr war gut" },
	{ "de", "Ich habe um 17 Uhr auf ihn gewartet" },
	{ "de", "Bürozeiten: Mo-Fr 9-17 Uhr" },
	{ "de", "Tel. 030 17 30 45" },
	{ "de", "Bitte um 5 Minuten Geduld" },
	{ "de", "Am Freitag um 10 Uhr habe ich keine Zeit" },
	{ "fr", "J'étais là à 17h" },
	{ "fr", "Jeudi ne me convient pas" },
	{ "fr", "pas vendredi" },
	{ "fr", "tous les jours sauf vendredi" },
	{ "es", "Estuve allí a las 5" },
	{ "es", "El viernes no puedo" },
	{ "es", "cualquier día menos el viernes" },
	{ "it", "Ero lì alle 17" },
	{ "it", "venerdì non posso" },
	{ "pt", "Eu estava lá às 17h" },
	{ "pt", "Sexta não posso" },
	{ "nl", "Ik was er om 17 uur" },
	{ "nl", "vrijdag lukt niet" },
	{ "pl", "Byłem tam o 17:00" },
	{ "pl", "w piątek nie mogę" },
	{ "sv", "Jag var där klockan 17" },
	{ "sv", "fredag går inte" },
	{ "tr", "cuma uymuyor" },
	{ "tr", "Saat 17'de oradaydım" },
	{ "uk", "Я був там о 17:00" },
	{ "uk", "у п'ятницю не можу" },
	{ "zh", "周五不行" },
	{ "zh", "我周五下午5点去过了" },
};

static void
test_none(void)
{
	POOL_AUTO pool = pool_new();
	const struct words *words = shipped_words(pool);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct value_context context =
			times_context(words, rows[i].language, "Europe/Berlin");
		char *got = times_text(pool, rows[i].text, &context);

		if (*got)
			g_test_message("%s: %s\n   got %s", rows[i].language,
				rows[i].text, got);
		g_assert_cmpstr(got, ==, "");
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/times/none", test_none);
	return g_test_run();
}
