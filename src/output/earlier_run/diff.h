/**
 * @file diff.h
 * What changed between the assignments of two runs.
 */
#ifndef RP_OUTPUT_EARLIER_RUN_DIFF_H
#define RP_OUTPUT_EARLIER_RUN_DIFF_H

#include "input/sheet/table.h"
#include "rapport/status.h"

typedef enum rp_diff_kind {
    RP_DIFF_NEW,       /* a client who was not there */
    RP_DIFF_GONE,      /* one who is there no longer */
    RP_DIFF_PLACED,    /* waited, has a therapist now */
    RP_DIFF_MOVED,     /* another therapist */
    RP_DIFF_DISPLACED, /* had a therapist, waits now */
    RP_DIFF_CHANGED,   /* same therapist; status, tier or score changed */
    RP_DIFF_KINDS
} rp_diff_kind;

/** As in diff.csv ("newly_placed"). */
extern const char *const rp_diff_names[RP_DIFF_KINDS];

/** One side of a difference; texts belong to the tables, "" for none. */
typedef struct rp_diff_side {
    rp_text status, therapist, tier, score;
} rp_diff_side;

typedef struct rp_diff_row {
    rp_text client;
    rp_diff_kind kind;
    rp_diff_side old, now;
} rp_diff_row;

typedef struct rp_diff {
    rp_diff_row *items; /* [count] by client */
    size_t count;
    size_t kinds[RP_DIFF_KINDS]; /* how many of each */
    size_t unchanged;
} rp_diff;

/**
 * Compare two assignments.csv. Clients who need a person are left out
 * on the side where they do.
 *
 * @return RP_OK, RP_ERR_DATA (no such columns), RP_ERR_MEMORY; clear it in any
 *         case
 */
rp_status rp_diff_make(rp_diff *out, const rp_table *old, const rp_table *now);
void rp_diff_clear(rp_diff *diff);

#endif
