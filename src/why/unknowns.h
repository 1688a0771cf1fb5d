/**
 * @file unknowns.h
 * The clinic's phone list: blank cells of therapists that decide a rule for
 * some eligible client, and what each answer would change.
 */
#ifndef RP_WHY_UNKNOWNS_H
#define RP_WHY_UNKNOWNS_H

#include "why/edit/remedies.h"
#include "why/trial/effect.h"

/** One blank cell with the favourable and the unfavourable answer to it. */
typedef struct rp_unknown_cell {
    rp_edit good, bad; /* of the same cell */
    uint32_t clients;  /* eligible, with a rule that the cell decides */
    rp_effect if_good, if_bad;
    const char *words; /* in the arena */
} rp_unknown_cell;

typedef struct rp_unknowns {
    rp_arena arena;
    rp_unknown_cell *items; /* [count] what could change most first */
    size_t count, room;
} rp_unknowns;

/**
 * The good answer is the union of what the clients concerned ask for (fee: the
 * lowest they can pay; age: no lower bound; slots: the whole week), the bad
 * one `none` (fee: more than any of them can pay; age: older than all of them;
 * slots: an hour that suits none of them; sites: one that nobody has named, as
 * `none` is the same as blank there). A cell without a bad answer is left out.
 *
 * @return RP_OK or RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_unknowns_find(rp_unknowns *out, const rp_study *study);
void rp_unknowns_clear(rp_unknowns *unknowns);

#endif
