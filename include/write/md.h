/* write/md -- room write: what both faces of Markdown share. */
#ifndef MENTORD_WRITE_MD_H
#define MENTORD_WRITE_MD_H

#include <glib.h>
#include <md4c.h>
#include <stdbool.h>

#define MD_FLAGS \
 (MD_FLAG_TABLES | MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS)

/* May a link point there? */
bool md_link_allowed(const MD_ATTRIBUTE *href);

/* The character an entity like "&amp;" or "&#8222;" stands for; the entity
 * itself when it is unknown or stands for a control. */
void md_append_entity(GString *out, const char *entity, size_t len);

#endif
