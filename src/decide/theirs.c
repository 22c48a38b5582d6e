/* Meetings that participants organize in their own calendars. */
#include "decide/concern.h"

struct letter_effect
theirs_letter(const struct inquiry *in)
{
	(void)in;
	return letter_ends(DISPOSITION_IGNORED, "a meeting of their own");
}
