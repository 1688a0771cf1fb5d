/**
 * @file made_ids.h
 * Ids for people whose sheet has none.
 */
#ifndef RP_INPUT_MAP_MADE_IDS_H
#define RP_INPUT_MAP_MADE_IDS_H

#include "input/layout.h"

/** How the sheet of a side is read, as far as ids need it. */
typedef struct rp_made_ids {
    rp_side side;
    rp_map *map; /* may be NULL */
    rp_reader *reader;
    bool has_today;
    int32_t today; /* two digits of a year are one before it */
} rp_made_ids;

/**
 * Add a column of ids to a table without one: `c` or `t` and eight digits of
 * the SHA-256 of e-mail|name|birth, of therapists of the name. The same person
 * gets the same id next week. A table in which none of these is left alone.
 *
 * @return RP_OK, RP_ERR_DATA (two are equal, or a row has nothing to make one
 *         of: findings tell), RP_ERR_MEMORY
 */
rp_status rp_made_ids_add(const rp_made_ids *how, rp_table *table);

#endif
