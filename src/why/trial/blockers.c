#include "why/trial/blockers.h"

#include "base/array.h"
#include "base/thread_pool.h"

#include <stdlib.h>

/* Clients who are asked about at a time: each therapist's part of them is then
 * written at once, and not a pair here and a pair there. */
enum { BLOCK = 32 };

typedef struct finding_blockers {
    rp_blockers *out;
    const rp_outcome *outcome;
    rp_forbidding *rows; /* [threads][BLOCK][therapists] */
} finding_blockers;

static void find_block(void *payload, size_t block, int thread) {
    const finding_blockers *f = payload;
    uint32_t clients = f->out->clients, first = (uint32_t)block * BLOCK;
    uint32_t therapists = f->outcome->fit->roster->therapist_count;
    uint32_t count = clients - first < BLOCK ? clients - first : BLOCK;
    rp_forbidding *rows = f->rows + (size_t)thread * BLOCK * therapists;

    for (uint32_t k = 0; k < count; k++)
        rp_eligible_forbidding(f->outcome->eligible, first + k, thread,
                               rows + (size_t)k * therapists);
    for (uint32_t t = 0; t < therapists; t++) {
        rp_forbidding *column = f->out->pairs + (size_t)t * clients + first;
        for (uint32_t k = 0; k < count; k++)
            column[k] = rows[(size_t)k * therapists + t];
    }
}

rp_status rp_blockers_make(rp_blockers *out, const rp_outcome *outcome,
                           int threads) {
    const rp_roster *roster = outcome->fit->roster;
    size_t therapists = roster->therapist_count;
    size_t blocks = (roster->client_count + (size_t)BLOCK - 1) / BLOCK;
    finding_blockers f = {out, outcome, NULL};

    *out = (rp_blockers){.clients = roster->client_count};
    out->pairs =
        rp_new_array(therapists * roster->client_count, sizeof *out->pairs);
    f.rows = rp_new_array((size_t)threads * BLOCK * therapists, sizeof *f.rows);
    bool whole = out->pairs && f.rows;
    if (whole)
        rp_thread_pool_run(threads, blocks, find_block, &f);
    free(f.rows);
    return whole && !rp_eligible_failed(outcome->eligible) ? RP_OK
                                                           : RP_ERR_MEMORY;
}

void rp_blockers_clear(rp_blockers *blockers) {
    free(blockers->pairs);
    *blockers = (rp_blockers){0};
}
