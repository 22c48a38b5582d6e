/* program/config -- room program: from libconfig's tree to our structs.
 *
 * Every section of program.conf has a table of keys: name, kind, where its
 * value goes, bounds, default. config_group reads one group by its table and
 * reports everything that does not fit; it goes on after a mistake, so that
 * one run shows them all. Internal to this room: others use program.h.
 */
#ifndef MENTORD_PROGRAM_CONFIG_H
#define MENTORD_PROGRAM_CONFIG_H

#include <libconfig.h>
#include <stdint.h>

#include "base/pool.h"
#include "program/mistake.h"
#include "program/program.h"

/* One load. Sections read into program, which they may ask for what earlier
 * sections put there. */
struct reading {
	struct pool *pool; /* the program's */
	struct mistake_list *mistakes;
	const char *file; /* program.conf as the user named it */
	struct program *program;
};

enum key_kind {
	KEY_TEXT,      /* const char *: one line, not empty, till octets */
	KEY_ADDRESS,   /* const char *: canonical mail address */
	KEY_TRUTH,     /* bool */
	KEY_INT,       /* int, from..till */
	KEY_NUMBER,    /* int64_t, from..till */
	KEY_CHOICE,    /* an enum by its name in choices */
	KEY_DURATION,  /* int64_t: "3 days" in seconds, from..till */
	KEY_MINUTES,   /* int: "45 minutes" in minutes, from..till seconds */
	KEY_CLOCK,     /* int: "09:00" in minutes after midnight */
	KEY_DATE,      /* int64_t: "2027-01-11" in days since 1970 */
	KEY_TEXTS,     /* struct text_list: one text, or several */
	KEY_DURATIONS, /* struct duration_list: one, or several, ascending */
	KEY_PART,      /* part() reads it */
	KEY_LATER,     /* known, and not available in this version */
};

/* A name that KEY_CHOICE takes; CHOICE_LATER: known, not available yet. */
#define CHOICE_LATER (-1)
struct choice {
	const char *name;
	int value;
};

struct key {
	const char *name;
	enum key_kind kind;
	size_t at; /* offset in the target */
	int64_t from, till;
	const char *fallback; /* the default, as it would be written */
	bool required;
	const struct choice *choices; /* ended by a NULL name */
	/* KEY_PART: read setting into the target itself, not the offset. */
	void (*part)(struct reading *reading, config_setting_t *setting,
		const char *path, void *target);
};

/* Read group (named path in messages) into target by keys, which end in a
 * NULL name. group NULL: only the defaults, with mistakes at line 0. */
void config_group(struct reading *reading, config_setting_t *group,
	const char *path, const struct key *keys, void *target);

/* The same for the group of that name below root, which may be missing. */
void config_section(struct reading *reading, config_setting_t *root,
	const char *name, const struct key *keys, void *target);

/* True when setting is a list of groups (an empty list counts), else a
 * mistake. */
bool config_is_list(
	struct reading *reading, config_setting_t *setting, const char *path);

/* True when it is a group, else a mistake. */
bool config_is_group(
	struct reading *reading, config_setting_t *setting, const char *path);

/* A mistake, or a warning, at that setting (NULL: the file as a whole), its
 * value shown when it is a scalar. */
void config_wrong(struct reading *reading, const config_setting_t *setting,
	const char *path, const char *fmt, ...) PRINTF(4, 5);
void config_warn(struct reading *reading, const config_setting_t *setting,
	const char *path, const char *fmt, ...) PRINTF(4, 5);

/* ", did you mean 'x'?" for the candidate nearest to word, else "". */
const char *config_nearest(struct reading *reading, const char *word,
	const char *const *candidates);

/* The member's setting of a group: for the place of a mistake found later. */
config_setting_t *config_at(config_setting_t *group, const char *name);

/* The part of a key that has a reading function of its own elsewhere. */
void config_elsewhere(struct reading *reading, config_setting_t *setting,
	const char *path, void *target);

/* Read each group of a list that may be missing: one(reading, group, path)
 * with the path "name[1]" and so on. False when it is not written. */
bool config_each(struct reading *reading, config_setting_t *parent,
	const char *name,
	void (*one)(struct reading *reading, config_setting_t *group,
		const char *path));

/* Whether text is a name for our own use: small letters, digits, "-" and "_",
 * at most 40; else a mistake at setting. */
bool config_is_name(struct reading *reading, const config_setting_t *setting,
	const char *path, const char *text);

/* A path seen from the folder of program.conf. */
const char *config_path(struct reading *reading, const char *path);

/* The sections, each in a file config_NAME.c or of its own name. */
void config_general(struct reading *reading, config_setting_t *root);
void config_mail(struct reading *reading, config_setting_t *root);
void config_forms(struct reading *reading, config_setting_t *root);
void config_matching(struct reading *reading, config_setting_t *root);
void config_sessions(struct reading *reading, config_setting_t *root);
void config_timeline(struct reading *reading, config_setting_t *root);

/* What to call a rule that has no name, in the program's language; in pool.
 * label: of the attribute it is on; NULL when it is on none. */
const char *rule_named(const struct reading *reading,
	const struct match_rule *rule, const char *label);

/* What stands in for sections that are not written, as config text of our
 * own, read by the same functions. */
extern const char config_default_forms_en[], config_default_forms_de[];
extern const char config_default_timeline[];

/* The roster into program->roster, from its path or from bytes. */
void roster_load(struct reading *reading);
/* Warns when the form leaves people over by their numbers alone. */
void roster_enough(const struct reading *reading);
void roster_read(struct reading *reading, const char *file, const char *bytes,
	size_t len);

/* Parse text and hand its root to then; nothing of the tree outlives the
 * call. False with a mistake when it cannot be parsed; then is not called. */
bool config_tree(struct reading *reading, const char *text, size_t len,
	void (*then)(struct reading *reading, config_setting_t *root));

/* The whole text of a program.conf into reading->program. The roster is not
 * read. False when there is nothing to go on with (syntax); other mistakes
 * only stand in the list. */
bool config_text(struct reading *reading, const char *text, size_t len);

#endif
