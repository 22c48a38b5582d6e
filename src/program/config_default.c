/* What a program has that says nothing about forms and timeline.
 *
 * Introduction and invitation need no line here: they follow from the
 * publication of the matches.
 */
#include "program/config.h"

const char config_default_forms_en[] =
	"forms = { checkin = (\n"
	"{ id = \"met\"; type = \"yesno\";\n"
	"  ask = \"Did your meeting take place?\"; },\n"
	"{ id = \"rating\"; type = \"scale\"; required = false;\n"
	"  ask = \"How useful was it for you?\"; },\n"
	"{ id = \"note\"; type = \"text\"; private = true;\n"
	"  ask = \"Is there anything you would like to add?\"; } ); };\n";

const char config_default_forms_de[] =
	"forms = { checkin = (\n"
	"{ id = \"met\"; type = \"yesno\";\n"
	"  ask = \"Hat euer Treffen stattgefunden?\"; },\n"
	"{ id = \"rating\"; type = \"scale\"; required = false;\n"
	"  ask = \"Wie viel hat es dir gebracht?\"; },\n"
	"{ id = \"note\"; type = \"text\"; private = true;\n"
	"  ask = \"Möchtest du etwas hinzufügen?\"; } ); };\n";

const char config_default_timeline[] =
	"timeline = (\n"
	"{ name = \"checkin\"; at = \"session + 1 day 09:00\";\n"
	"  ask = \"checkin\"; remind = [ \"3 days\", \"7 days\" ]; },\n"
	"{ name = \"closing\"; at = \"end - 1 week 09:00\";\n"
	"  ask = \"closing\"; remind = [ \"3 days\" ];\n"
	"  expires = \"1 week\"; } );\n";
