#include "program/config.h"
void
config_forms(struct reading *reading, config_setting_t *root)
{
	(void)reading;
	(void)root;
}
void
config_matching(struct reading *reading, config_setting_t *root)
{
	(void)reading;
	(void)root;
}
void
config_timeline(struct reading *reading, config_setting_t *root)
{
	(void)reading;
	(void)root;
}
void
roster_load(struct reading *reading)
{
	(void)reading;
}
