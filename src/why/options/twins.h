/**
 * @file twins.h
 * Every two edits of one client and one therapist that are worth a try
 * together.
 */
#ifndef RP_WHY_OPTIONS_TWINS_H
#define RP_WHY_OPTIONS_TWINS_H

#include "base/tags.h"
#include "why/options/best_placings.h"

/** One of the two edits by itself, and what it does to the pairs. */
typedef struct rp_single {
    rp_edit edit;
    uint16_t *pairs; /* row or column; NULL: it was not read, or the clinic had
                        errors */
    int64_t pinned;  /* S-units that pairs gain which staff pinned */
} rp_single;

/** How two edits are read. */
typedef enum rp_twin_reading {
    RP_TWIN_WITH_SEAT, /* one is an opening: the other one by itself */
    RP_TWIN_OF_BOTH,   /* one of the client, one of the therapist: each by
                          itself, and together for S of the two */
    RP_TWIN_OF_ONE     /* both of the client, or both of the therapist:
                          together */
} rp_twin_reading;

typedef struct rp_twin {
    rp_placing placing; /* its effect is what is hoped for until tried */
    size_t best;        /* whose, among those who were asked for */
    uint32_t therapist;
    uint32_t singles[2]; /* RP_NONE: an opening, or not needed */
    rp_twin_reading reading;
    uint16_t pair; /* S under both */
    bool is_open;  /* to be tried */
} rp_twin;

/** Everything is owned. */
typedef struct rp_twins {
    rp_twin *items; /* [count] client by client */
    size_t count, room;
    size_t *first; /* [clients + 1] those of each who was asked for */
    size_t clients;
    rp_single *singles; /* [single_count] each once */
    size_t single_count, single_room;
    rp_tags *keys; /* of singles */
    /* Twins with the same edits of a therapist, the half of each, and read
       alike. Halves are numbered: an opening of each therapist, then each
       single, without and with an opening. */
    size_t halves;
    size_t *half_first;   /* [halves + 1] */
    uint32_t *half_twins; /* [half_first[halves]] */
} rp_twins;

/**
 * Collect them.
 *
 * @param of    [count] of which clients
 * @param w     writes what cells are to say
 * @return RP_OK or RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_twins_collect(rp_twins *out, const rp_outcome *outcome,
                           const rp_best_placings *of, size_t count,
                           const rp_rewriter *w);
void rp_twins_clear(rp_twins *twins);

/** The number of a twin's half; RP_NONE: it was read as a whole. */
uint32_t rp_twins_half(const rp_twins *twins, const rp_twin *twin,
                       uint32_t therapists);

#endif
