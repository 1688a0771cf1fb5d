/**
 * @file unknown_column.h
 * A column that is no known one, and that no map places: what it may be.
 */
#ifndef RP_INPUT_CHECK_UNKNOWN_COLUMN_H
#define RP_INPUT_CHECK_UNKNOWN_COLUMN_H

#include "input/layout.h"
#include "input/safety/people.h"

/**
 * Say of each such column of a sheet that it is ignored. Where its cells name
 * people of the other sheet somebody may have to be kept from them: that is an
 * error where the header speaks of whom not to match and at least one cell
 * names somebody, and a warning where nine filled cells in ten do. Otherwise a
 * warning names the nearest column, or the one that its values look like.
 *
 * A cell names somebody by the id or by the name; a bare number counts under a
 * header that speaks of whom not to match alone.
 *
 * @param others  of the other sheet, all of them; NULL: nobody is looked for
 * @param reader  its findings get what is found
 */
void rp_unknown_columns_tell(const rp_layout *layout, const rp_table *table,
                             rp_map *map, rp_reader *reader, rp_people *others);

/** Has a sheet a column that would be looked through for people? */
bool rp_unknown_columns_any(const rp_layout *layout);

#endif
