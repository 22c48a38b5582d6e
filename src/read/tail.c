/* How mails end: the mark of a signature, the client's signature elements and
 * the lines of devices. */
#include <glib.h>
#include <string.h>

#include "read/quote.h"

#define SIGNATURE_MOST 14 /* lines behind the signature mark */
#define DEVICE_MOST    90

static void
drop(struct row_list *rows, size_t from, size_t till, enum line_reason reason)
{
	for (size_t i = from; i < till; i++)
		if (rows->at[i].reason == LINE_KEPT)
			rows->at[i].reason = reason;
}

static bool
is_signature_mark(const char *text)
{
	size_t n = shape_length(text);

	return (n == 2 && !memcmp(text, "--", 2)) ||
		(n == 3 && !memcmp(text, "—", 3)) ||
		(n == 2 && !memcmp(text, "__", 2));
}

/* How phones and web mailers sign, at the start of a short last line. */
static const char *const devices[] = {
	"sent from my ",
	"sent from mail for ",
	"sent from yahoo",
	"sent from outlook",
	"sent from the ",
	"sent with ",
	"sent via ",
	"get outlook for ",
	"sent on the go",
	"von meinem ",
	"gesendet von ",
	"gesendet mit ",
	"diese nachricht wurde von meinem ",
	"envoyé de mon ",
	"envoyé depuis ",
	"envoyé à partir ",
	"enviado desde ",
	"enviado do meu ",
	"enviado de mi ",
	"inviato da ",
	"verstuurd vanaf ",
	"verzonden met ",
	"verzonden vanaf ",
	"wysłane z ",
	"wysłano z ",
	"skickat från ",
	"sendt fra ",
	"lähetetty ",
	"odesláno z ",
	"отправлено с ",
	"отправлено из ",
	"надіслано з ",
	"发自我的",
	"從我的",
};

static bool
is_device(const char *text)
{
	text = shape_start(text);
	if (strlen(text) > DEVICE_MOST)
		return false;
	g_autofree char *low = g_utf8_strdown(text, -1);
	for (size_t i = 0; i < G_N_ELEMENTS(devices); i++)
		if (g_str_has_prefix(low, devices[i]))
			return true;
	return g_str_has_suffix(low, "から送信");
}

/* The stretch of new rows that ends before row `till`. */
static size_t
stretch_start(const struct row_list *rows, size_t till)
{
	while (till &&
		(rows->at[till - 1].reason == LINE_BLANK ||
			rows->at[till - 1].reason == LINE_KEPT))
		till--;
	return till;
}

static void
cut_device(struct row_list *rows, size_t from, size_t till)
{
	for (int lines = 0; till > from && lines < 3; till--) {
		struct row *row = &rows->at[till - 1];

		if (row->reason != LINE_KEPT)
			continue;
		if (is_device(row->text))
			row->reason = LINE_SIGNATURE;
		lines++;
	}
}

static void
cut_signature(struct row_list *rows, size_t from, size_t till)
{
	size_t lines = 0;

	for (size_t i = till; i-- > from && lines <= SIGNATURE_MOST;) {
		lines += rows->at[i].reason == LINE_KEPT;
		if (rows->at[i].reason != LINE_KEPT || rows->at[i].depth ||
			rows->at[i].mark == MARK_DASH ||
			!is_signature_mark(rows->at[i].text))
			continue;
		drop(rows, i, till, LINE_SIGNATURE);
		till = i;
	}
	cut_device(rows, from, till);
}

static size_t
count_kept(const struct row_list *rows, enum body_mark but)
{
	size_t n = 0;

	for (size_t i = 0; i < rows->n; i++)
		n += rows->at[i].reason == LINE_KEPT && !rows->at[i].blank &&
			rows->at[i].mark != but;
	return n;
}

void
shape_tail(struct row_list *rows)
{
	if (count_kept(rows, MARK_SIGNATURE))
		for (size_t i = 0; i < rows->n; i++)
			if (rows->at[i].mark == MARK_SIGNATURE &&
				rows->at[i].reason == LINE_KEPT)
				rows->at[i].reason = LINE_SIGNATURE;
	for (size_t till = rows->n; till > 0;) {
		size_t from = stretch_start(rows, till);

		if (from < till)
			cut_signature(rows, from, till);
		till = from < till ? from : till - 1;
	}
}
