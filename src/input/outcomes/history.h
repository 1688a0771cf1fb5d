/**
 * @file history.h
 * What came of pairs of the rosters, or whom staff would rather have had:
 * what weights can be learned from.
 */
#ifndef RP_INPUT_OUTCOMES_HISTORY_H
#define RP_INPUT_OUTCOMES_HISTORY_H

#include "input/map/map.h"
#include "input/roster.h"

/** What the sheet tells, by the one column of three that it has. */
typedef enum rp_history_kind {
    RP_HISTORY_RESULT, /* improved or not */
    RP_HISTORY_GAIN,   /* a number, higher is better */
    RP_HISTORY_RANK,   /* staff's order of therapists for a client */
    RP_HISTORY_KINDS
} rp_history_kind;

/** Names of the columns ("result"). */
extern const char *const rp_history_kinds[RP_HISTORY_KINDS];

/** A pair and what came of it. */
typedef struct rp_past_pair {
    uint32_t client, therapist; /* of the roster */
    uint32_t row;               /* of the file */
    double worth; /* more is better: 1 improved and -1 else; the gain; the rank
                     with a minus */
} rp_past_pair;

typedef struct rp_history {
    rp_history_kind kind;
    rp_past_pair *pairs; /* [count] by client, then therapist, so that the order
                            of rows has no meaning */
    size_t count;
} rp_history;

/** How the sheet is read. */
typedef struct rp_history_options {
    const rp_roster *roster; /* read before; may have errors */
    rp_map *map;             /* may be NULL */
    rp_date_order dates;     /* as of rp_intake */
} rp_history_options;

/**
 * Read a sheet of history.
 *
 * Rows that name nobody of the rosters are left out, with one warning. Which
 * of the three columns there is has to be plain, every row needs it, and no
 * pair may stand twice: else these are errors.
 *
 * @param[out] out  clear with rp_history_clear() in any case
 * @return RP_OK, RP_ERR_DATA, RP_ERR_IO (findings tell), RP_ERR_MEMORY
 */
rp_status rp_history_read(rp_history *out, const char *path,
                          const rp_history_options *options,
                          rp_findings *findings);
void rp_history_clear(rp_history *history);

#endif
