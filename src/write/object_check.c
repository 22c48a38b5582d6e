/* The last look at a calendar object, by eyes that are not ours: libical reads
 * it back and checks it against RFC 5546. It sees our own objects alone. */
#include "write/object_check.h"

#include <glib.h>
#include <libical/ical.h>
#include <string.h>

typedef icalcomponent ical_root;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ical_root, icalcomponent_free)

/* The first complaint that libical left in the object or in what is in it. */
static const char *
complaint(icalcomponent *object)
{
	icalproperty *property = icalcomponent_get_first_property(
		object, ICAL_XLICERROR_PROPERTY);

	if (property)
		return icalproperty_get_xlicerror(property);
	icalcomponent *part =
		icalcomponent_get_first_component(object, ICAL_ANY_COMPONENT);
	for (; part; part = icalcomponent_get_next_component(
			     object, ICAL_ANY_COMPONENT)) {
		const char *why = complaint(part);

		if (why)
			return why;
	}
	return NULL;
}

static bool
refuse(struct err *err, const char *why)
{
	return err_set(err, ERR_NEVER, "the calendar object is not sound: %s",
		why ? why : "libical cannot read it");
}

bool
object_check(const char *text, const char *method, struct err *err)
{
	icalproperty_method wanted = icalproperty_string_to_method(method);

	icalerror_set_errors_are_fatal(0);
	g_autoptr(ical_root) object = icalcomponent_new_from_string(text);
	if (!object || icalcomponent_isa(object) != ICAL_VCALENDAR_COMPONENT ||
		icalcomponent_count_errors(object))
		return refuse(err, object ? complaint(object) : NULL);
	if (icalcomponent_get_method(object) != wanted)
		return refuse(err, "it says another method than its mail");
	if (icalcomponent_count_components(object, ICAL_VEVENT_COMPONENT) != 1)
		return refuse(err, "it does not hold one event");
	if (wanted != ICAL_METHOD_DECLINECOUNTER &&
		!icalrestriction_check(object))
		return refuse(err, complaint(object));
	return true;
}
