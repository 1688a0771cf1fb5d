/**
 * @file proposal.h
 * How two sheets might be read: a map for people to correct.
 *
 * Each column has a row, then each value of it that nobody could read. A person
 * decides where names, words and cells say nothing or too much.
 */
#ifndef RP_INPUT_MAP_PROPOSAL_H
#define RP_INPUT_MAP_PROPOSAL_H

#include "input/map/placing.h"

typedef struct rp_proposed {
    rp_map_row row;
    rp_decided_state state;
    /* while it is made: it is open and no question any more; a value that
     * names a client in the sheet of therapists */
    bool is_stale, is_of_clients;
} rp_proposed;

typedef struct rp_proposal {
    rp_arena arena;
    rp_proposed *rows; /* [count] those of the old map first */
    size_t count, room;
} rp_proposal;

typedef struct rp_proposal_options {
    const char *paths[RP_SIDES];
    const rp_taxonomy *taxonomy;
    rp_map *old;       /* may be NULL: what it says stands */
    const char *sheet; /* of workbooks: see intake.h; NULL */
} rp_proposal_options;

/**
 * Read two sheets and propose a map.
 *
 * @param[out] out  clear with rp_proposal_clear() in any case
 * @return RP_OK, RP_ERR_DATA or RP_ERR_IO (a sheet cannot be read as a table:
 *         findings tell), RP_ERR_MEMORY
 */
rp_status rp_proposal_make(rp_proposal *out, const rp_proposal_options *how,
                           rp_findings *findings);
void rp_proposal_clear(rp_proposal *proposal);

/** How many rows of columns (or of values) are in a state. */
size_t rp_proposal_count(const rp_proposal *proposal, bool of_values,
                         rp_decided_state state);

#endif
