/**
 * @file payers.h
 * Insurers and other payers: how they are spelled, and which two may be one.
 */
#ifndef RP_INPUT_WORDS_PAYERS_H
#define RP_INPUT_WORDS_PAYERS_H

#include "base/finding.h"
#include "base/tags.h"
#include "rapport/status.h"

typedef enum rp_payer_kind {
    RP_PAYER_COMMERCIAL,
    RP_PAYER_BCBS,
    RP_PAYER_NETWORK, /* runs therapy for other payers */
    RP_PAYER_EAP,
    RP_PAYER_MEDICARE,
    RP_PAYER_MEDICAID,
    RP_PAYER_MILITARY,
    RP_PAYER_MEMBERSHIP,
    RP_PAYER_OTHER,
    RP_PAYER_NOBODY /* "none": no insurer, a known and empty list */
} rp_payer_kind;

/** One row of payers.csv. Strings belong to the table. */
typedef struct rp_payer {
    const char *name, *label;
    rp_payer_kind kind;
} rp_payer;

/** What two payers have to do with one another. */
typedef enum rp_payer_relation {
    RP_PAYERS_SAME,
    RP_PAYERS_APART, /* nothing is known of the two */
    RP_PAYERS_ASK,   /* "the same?": worth a warning */
    RP_PAYERS_NEVER  /* never one, however near the spelling */
} rp_payer_relation;

/** One row of payer_pairs.csv; a name that ended with '*' stands for every
 *  payer that begins so. */
typedef struct rp_payer_pair {
    const char *one, *other;
    bool one_is_stem, other_is_stem, is_never;
    const char *why;
} rp_payer_pair;

typedef struct rp_payers {
    rp_arena arena;
    rp_tags *keys;      /* names, labels and aliases, as rp_payers_key() */
    uint32_t *payer_of; /* [keys] */
    size_t payer_of_room;
    rp_payer *payers; /* [count] */
    size_t count, room;
    rp_payer_pair *pairs; /* [pair_count] */
    size_t pair_count, pair_room;
} rp_payers;

/** Load payers.csv and payer_pairs.csv.
 *  @param[out] out  clear with rp_payers_clear()
 *  @return RP_OK, RP_ERR_DATA or RP_ERR_IO (findings say where),
 *          RP_ERR_MEMORY */
rp_status rp_payers_load(rp_payers *out, const char *folder,
                         rp_findings *findings);
void rp_payers_clear(rp_payers *payers);

/**
 * The form in which payers are compared: case and marks do not count, '&' is
 * "and", "'" and '.' fall away, every run of other signs is one '_'.
 *
 * @return false when out of memory
 */
bool rp_payers_key(rp_buffer *out, rp_text text);

/** The payer that a text stands for, typed or folded; RP_NONE: unknown (or
 *  out of memory). */
uint32_t rp_payers_find(const rp_payers *payers, rp_text text);

/**
 * Whether two payers are, may be or never are one. Two Blue plans never are,
 * nor are the Medicaid programmes of two states.
 *
 * @param[out] why  in a few words, for ASK and NEVER; else NULL. May be NULL
 */
rp_payer_relation rp_payers_relation(const rp_payers *payers, uint32_t one,
                                     uint32_t other, const char **why);

#endif
