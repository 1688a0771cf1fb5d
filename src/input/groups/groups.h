/**
 * @file groups.h
 * The groups of a clinic: a sheet beside those of people.
 *
 * Lists share the roster's names, so that a topic and a client's concern are
 * one tag, and leaders are numbers of its therapists. Source:
 * src/docs/weeks.md, Groups.
 */
#ifndef RP_INPUT_GROUPS_GROUPS_H
#define RP_INPUT_GROUPS_GROUPS_H

#include "input/map/map.h"
#include "input/roster.h"

/** Begin with zeros: no group. */
typedef struct rp_groups {
    rp_group *items; /* [count] by id, so that an index is a rank by id */
    uint32_t count;
    rp_arena arena; /* of the values */
    rp_table table; /* for places of findings; empty after rp_groups_move() */
} rp_groups;

/** How the sheet is read. */
typedef struct rp_groups_options {
    rp_roster *roster;   /* read before; may have errors. Its names grow */
    rp_map *map;         /* may be NULL */
    rp_date_order dates; /* as of rp_intake, and so are the next two */
    const rp_hours *parts;
    bool strict;
    rp_pseudonyms *pseudonyms; /* those of the roster; NULL: ids are shown */
} rp_groups_options;

/**
 * Read a sheet of groups, by the rules of the sheets of people.
 *
 * A leader who is no therapist of the roster is a warning, one who nearly is
 * an error. Errors are also: an hour of more than one window, min_size above
 * max_size, current above max_size, age_min above age_max, an id twice.
 *
 * @param[out] out    clear with rp_groups_clear() in any case
 * @param[out] input  digest and rows, for run.json
 * @return RP_OK, RP_ERR_DATA, RP_ERR_IO (findings tell), RP_ERR_MEMORY
 */
rp_status rp_groups_read(rp_groups *out, const char *path,
                         const rp_groups_options *options, rp_input *input,
                         rp_findings *findings);

/**
 * The same groups for another roster, such as an edited one; who is not in it
 * leads none.
 *
 * @param was  the roster of `from`
 * @param now  its names grow
 * @return RP_OK or RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_groups_move(rp_groups *out, const rp_groups *from,
                         const rp_roster *was, rp_roster *now);

/**
 * Take the hours of every group out of the slots of those who lead it, and
 * remember them as rp_roster.taken.
 *
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_groups_take_hours(const rp_groups *groups, rp_roster *roster);

/** The id of a group as its file has it. @param roster  of the groups */
const char *rp_groups_filed_id(const rp_groups *groups, const rp_roster *roster,
                               uint32_t group);

void rp_groups_clear(rp_groups *groups);

#endif
