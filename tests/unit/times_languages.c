/* Times that people propose for a meeting, in the other languages that are
 * shipped. */
#include "times.h"

#define ROWS(language, ...)                                \
 static void test_##language(void)                         \
 {                                                         \
  static const struct phrase_row rows[] = { __VA_ARGS__ }; \
  POOL_AUTO pool = pool_new();                             \
                                                           \
  TIMES_CHECK(shipped_words(pool), #language, rows);       \
 }

ROWS(fr, { "jeudi à 17h", "03-04 17:00" },
	{ "Pourrait-on se voir vendredi à 10h30 ?", "03-05 10:30" },
	{ "17h30", "03-03 17:30~" },
	{ "Plutôt vendredi à 15 heures", "03-05 15:00" },
	{ "vendredi à neuf heures et demie", "03-05 09:30" },
	{ "vendredi à quatre heures moins le quart", "03-05 15:45" },
	{ "vendredi à midi", "03-05 12:00" }, { "demain à 9h", "03-02 09:00" },
	{ "une heure plus tard", "03-03 18:00" },
	{ "oui, mais 15 minutes plus tard", "03-03 17:15" },
	{ "on peut faire 2 heures ?", "03-03 14:00?" },
	{ "même heure vendredi", "03-05 17:00" },
	{ "vendredi de 15h à 17h", "03-05 15:00-17:00" },
	{ "le 5 mars à 14h", "03-05 14:00" }, { "le 9 à 10h", "03-09 10:00" },
	{ "vendredi après-midi me conviendrait mieux", "03-05 17:00-18:00?" },
	{ "Mardi à 10h ou jeudi à 14h", "03-02 10:00, 03-04 14:00" },
	{ "Je ne peux pas mercredi. Vendredi à 11h ?", "03-05 11:00" },
	{ "mardi de la semaine prochaine à 10h", "03-09 10:00" })

ROWS(es, { "el jueves a las 17:00", "03-04 17:00" },
	{ "¿Podemos quedar el viernes a las 10?", "03-05 10:00" },
	{ "viernes a las cuatro y media", "03-05 16:30" },
	{ "el viernes a las 5 de la tarde", "03-05 17:00" },
	{ "mañana a las 9 de la mañana", "03-02 09:00" },
	{ "una hora más tarde", "03-03 18:00" },
	{ "media hora antes, por favor", "03-03 16:30" },
	{ "a la misma hora el viernes", "03-05 17:00" },
	{ "el viernes a mediodía", "03-05 12:00" },
	{ "el 5 de marzo a las 14:00", "03-05 14:00" },
	{ "El miércoles no puedo, pero el viernes a las 11 me viene bien",
		"03-05 11:00" },
	{ "martes a las 10 o jueves a las 14:00", "03-02 10:00, 03-04 14:00" },
	{ "el viernes por la tarde", "03-05 17:00-20:00?" },
	{ "la semana que viene a la misma hora", "03-10 17:00~" })

ROWS(it, { "giovedì alle 17", "03-04 17:00" },
	{ "Possiamo fare venerdì alle 10:30?", "03-05 10:30" },
	{ "venerdì alle quattro e mezza", "03-05 16:30" },
	{ "domani alle 9", "03-02 09:00" },
	{ "un'ora più tardi", "03-03 18:00" },
	{ "mezz'ora prima", "03-03 16:30" },
	{ "venerdì alla stessa ora", "03-05 17:00" },
	{ "venerdì a mezzogiorno", "03-05 12:00" },
	{ "il 5 marzo alle 14", "03-05 14:00" },
	{ "venerdì dalle 15 alle 17", "03-05 15:00-17:00" },
	{ "Mercoledì non posso, venerdì alle 11 va bene", "03-05 11:00" },
	{ "martedì alle 10 oppure giovedì alle 14",
		"03-02 10:00, 03-04 14:00" },
	{ "venerdì pomeriggio", "03-05 17:00-18:00?" })

ROWS(pt, { "quinta às 17h", "03-04 17:00" },
	{ "Podemos marcar para sexta-feira às 10:30?", "03-05 10:30" },
	{ "sexta às quatro e meia", "03-05 16:30" },
	{ "amanhã às 9h", "03-02 09:00" },
	{ "uma hora mais tarde", "03-03 18:00" },
	{ "meia hora mais cedo", "03-03 16:30" },
	{ "sexta à mesma hora", "03-05 17:00" },
	{ "sexta ao meio-dia", "03-05 12:00" },
	{ "dia 5 de março às 14h", "03-05 14:00" },
	{ "sexta das 15h às 17h", "03-05 15:00-17:00" },
	{ "Quarta não posso, mas sexta às 11h dá", "03-05 11:00" },
	{ "terça às 10h ou quinta às 14h", "03-02 10:00, 03-04 14:00" },
	{ "sexta à tarde", "03-05 17:00-19:00?" })

ROWS(nl, { "donderdag om 17 uur", "03-04 17:00" },
	{ "Kunnen we vrijdag om 10:30 afspreken?", "03-05 10:30" },
	{ "vrijdag half vijf", "03-05 16:30" },
	{ "kwart over negen op vrijdag", "03-05 09:15" },
	{ "morgen om 9 uur", "03-02 09:00" },
	{ "een uur later graag", "03-03 18:00" },
	{ "een half uur eerder", "03-03 16:30" },
	{ "vrijdag zelfde tijd", "03-05 17:00" },
	{ "5 maart om 14.00 uur", "03-05 14:00" },
	{ "vrijdag van 15 tot 17 uur", "03-05 15:00-17:00" },
	{ "Woensdag lukt niet, maar vrijdag om 11 uur wel", "03-05 11:00" },
	{ "dinsdag 10 uur of donderdag 14 uur", "03-02 10:00, 03-04 14:00" },
	{ "vrijdag in de middag", "03-05 17:00-18:00?" },
	{ "volgende week dinsdag om 10 uur", "03-09 10:00" })

ROWS(pl, { "w czwartek o 17:00", "03-04 17:00" },
	{ "Czy możemy spotkać się w piątek o 10:30?", "03-05 10:30" },
	{ "w piątek o piątej", "03-05 17:00" },
	{ "w piątek wpół do piątej", "03-05 16:30" },
	{ "jutro o 9 rano", "03-02 09:00" },
	{ "godzinę później", "03-03 18:00" },
	{ "30 minut wcześniej proszę", "03-03 16:30" },
	{ "w piątek o tej samej godzinie", "03-05 17:00" },
	{ "5 marca o 14:00", "03-05 14:00" },
	{ "w piątek od 15 do 17", "03-05 15:00-17:00" },
	{ "W środę nie mogę, ale w piątek o 11:00 mi pasuje", "03-05 11:00" },
	{ "wtorek o 10 lub czwartek o 14", "03-02 10:00, 03-04 14:00" },
	{ "w piątek po południu", "03-05 17:00-18:00?" },
	{ "w przyszłym tygodniu we wtorek o 10", "03-09 10:00" })

ROWS(sv, { "torsdag kl 17", "03-04 17:00" },
	{ "Kan vi ta fredag klockan 10.30 istället?", "03-05 10:30" },
	{ "fredag halv fem", "03-05 16:30" },
	{ "kvart över nio på fredag", "03-05 09:15" },
	{ "i morgon kl 9", "03-02 09:00" },
	{ "en timme senare", "03-03 18:00" },
	{ "en halvtimme tidigare", "03-03 16:30" },
	{ "samma tid på fredag", "03-05 17:00" },
	{ "5 mars kl. 14", "03-05 14:00" },
	{ "fredag mellan 15 och 17", "03-05 15:00-17:00" },
	{ "Onsdag går inte, men fredag kl 11 passar", "03-05 11:00" },
	{ "tisdag kl 10 eller torsdag kl 14", "03-02 10:00, 03-04 14:00" },
	{ "fredag eftermiddag", "03-05 17:00-18:00?" })

ROWS(tr, { "perşembe saat 17:00", "03-04 17:00" },
	{ "Cuma günü saat 10:30 olabilir mi?", "03-05 10:30" },
	{ "cuma dört buçuk", "03-05 16:30" },
	{ "yarın sabah 9", "03-02 09:00" }, { "bir saat sonra", "03-03 18:00" },
	{ "yarım saat önce", "03-03 16:30" },
	{ "cuma aynı saatte", "03-05 17:00" },
	{ "5 Mart saat 14:00", "03-05 14:00" },
	{ "cuma 15:00-17:00", "03-05 15:00-17:00" },
	{ "Çarşamba uymuyor, cuma saat 11:00 olur", "03-05 11:00" },
	{ "salı 10:00 veya perşembe 14:00", "03-02 10:00, 03-04 14:00" },
	{ "cuma öğleden sonra", "03-05 17:00-18:00?" })

ROWS(uk, { "у четвер о 17:00", "03-04 17:00" },
	{ "Чи можемо зустрітися в п'ятницю о 10:30?", "03-05 10:30" },
	{ "у п'ятницю о п'ятій", "03-05 17:00" },
	{ "у п'ятницю о пів на п'яту", "03-05 16:30" },
	{ "завтра о 9 ранку", "03-02 09:00" },
	{ "на годину пізніше", "03-03 18:00" },
	{ "на 30 хвилин раніше", "03-03 16:30" },
	{ "у п'ятницю в той самий час", "03-05 17:00" },
	{ "5 березня о 14:00", "03-05 14:00" },
	{ "у п'ятницю з 15 до 17", "03-05 15:00-17:00" },
	{ "У середу не можу, але у п'ятницю об 11 підходить", "03-05 11:00" },
	{ "вівторок о 10 або четвер о 14", "03-02 10:00, 03-04 14:00" },
	{ "у п'ятницю після обіду", "03-05 17:00-18:00?" })

ROWS(zh, { "周四下午5点", "03-04 17:00" },
	{ "改到周五上午10点半可以吗？", "03-05 10:30" },
	{ "星期五下午四点半", "03-05 16:30" },
	{ "明天上午九点", "03-02 09:00" }, { "晚一个小时", "03-03 18:00" },
	{ "提前30分钟", "03-03 16:30" }, { "周五同一时间", "03-05 17:00" },
	{ "3月5日14:00", "03-05 14:00" },
	{ "周五15:00到17:00", "03-05 15:00-17:00" },
	{ "周三不行，周五11点可以", "03-05 11:00" },
	{ "周二10点或者周四14点", "03-02 10:00, 03-04 14:00" },
	{ "下周二上午10点", "03-09 10:00" },
	{ "周五下午", "03-05 17:00-18:00?" })

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_set_nonfatal_assertions();
	g_test_add_func("/times/fr", test_fr);
	g_test_add_func("/times/es", test_es);
	g_test_add_func("/times/it", test_it);
	g_test_add_func("/times/pt", test_pt);
	g_test_add_func("/times/nl", test_nl);
	g_test_add_func("/times/pl", test_pl);
	g_test_add_func("/times/sv", test_sv);
	g_test_add_func("/times/tr", test_tr);
	g_test_add_func("/times/uk", test_uk);
	g_test_add_func("/times/zh", test_zh);
	return g_test_run();
}
