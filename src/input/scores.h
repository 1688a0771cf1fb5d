/**
 * @file scores.h
 * Scores from elsewhere (--scores): a pair's S, or "not listed".
 */
#ifndef RP_INPUT_SCORES_H
#define RP_INPUT_SCORES_H

#include "input/roster.h"

/** Listed pairs, grouped by client, therapists ascending. */
typedef struct rp_scores {
    size_t *first;       /* [clients + 1] where each client's pairs begin */
    uint32_t *therapist; /* [pairs] */
    uint16_t *score;     /* [pairs] S, 0..10000 */
} rp_scores;

/**
 * Read `client_id,therapist_id,score`. The roster may have errors: then an id
 * that it may have had is not told as strange.
 *
 * @param[out] out    clear with rp_scores_clear(); empty on failure
 * @param[out] input  path, digest and rows of the file
 * @return RP_OK, RP_ERR_DATA, RP_ERR_IO (errno), RP_ERR_MEMORY
 */
rp_status rp_scores_read(rp_scores *out, const char *path,
                         const rp_roster *roster, rp_input *input,
                         rp_findings *findings);
void rp_scores_clear(rp_scores *scores);

/** The S of a pair, or -1 when it is not listed. */
int rp_scores_find(const rp_scores *scores, uint32_t client,
                   uint32_t therapist);

#endif
