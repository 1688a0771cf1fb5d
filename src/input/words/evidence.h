/**
 * @file evidence.h
 * What is known of modalities for concerns, and what a modality borrows from
 * its parent.
 */
#ifndef RP_INPUT_WORDS_EVIDENCE_H
#define RP_INPUT_WORDS_EVIDENCE_H

#include "base/finding.h"
#include "input/words/vocabulary.h"
#include "rapport/status.h"

/** Strength of the evidence for a modality with a concern. */
typedef enum rp_rating {
    RP_RATING_STRONG,
    RP_RATING_MODEST,
    RP_RATING_INSUFFICIENT,
    RP_RATING_NOT_RECOMMENDED,
    RP_RATING_AVOID_SOLE,
    RP_RATING_CONTRAINDICATED,
    RP_RATING_NONE, /* no row */
    RP_RATING_COUNT
} rp_rating;

/** Routing notes: what to see to, whoever the therapist is. */
typedef enum rp_flag {
    RP_FLAG_PRESCRIBER,
    RP_FLAG_MEDICAL,
    RP_FLAG_HUMAN,
    RP_OFFER_PRESCRIBER,
    RP_SCREEN_IPV,
    RP_SPECIALIST,
    RP_FLAG_COUNT
} rp_flag;

/** Their names, as in the tables; NULL at the end. */
extern const char *const rp_flag_names[RP_FLAG_COUNT + 1];

/** One row of evidence.csv. Strings belong to the table. */
typedef struct rp_evidence {
    uint32_t concern, modality; /* entries; modality RP_NONE for a flag */
    uint8_t rating;             /* rp_rating, or rp_flag */
    const char *source, *note, *status;
} rp_evidence;

/** A modality was made for a concern: one item of protocol_for. */
typedef struct rp_protocol {
    uint32_t modality, concern;
} rp_protocol;

typedef struct rp_evidence_table {
    rp_arena arena;
    rp_evidence *rows; /* [count] */
    size_t count, room;
    rp_protocol *protocols; /* [protocol_count] */
    size_t protocol_count, protocol_room;
    uint32_t concerns, modalities; /* size of what follows */
    uint16_t *row_of; /* [concerns][modalities] row-major: 1 + the row that
                         holds, 0 = none; parents seen */
    uint8_t *flags;   /* [concerns] bits 1 << rp_flag, own ones only */
} rp_evidence_table;

/** Let a modality be a protocol for a concern. A modality that is one for
 *  some concerns borrows ratings for those and their children alone.
 *  @return false when out of memory */
bool rp_evidence_protocol(rp_evidence_table *table, uint32_t modality,
                          uint32_t concern);

/**
 * Load evidence.csv, after every rp_evidence_protocol().
 *
 * @param[in,out] table  zero at first; clear with rp_evidence_clear()
 * @return RP_OK, RP_ERR_DATA or RP_ERR_IO (findings say where), RP_ERR_MEMORY
 */
rp_status rp_evidence_load(rp_evidence_table *table, const char *folder,
                           const rp_vocabulary *concerns,
                           const rp_vocabulary *modalities,
                           rp_findings *findings);
void rp_evidence_clear(rp_evidence_table *table);

/**
 * The row of evidence for (concern, modality), then (concern, parent of
 * modality), (parent of concern, modality), (parent, parent); NULL when there
 * is none. A protocol has a parent only for the concerns that it was made for
 * and their children, but avoid_sole, not_recommended and contraindicated pass
 * down always. Literal tags beyond the taxonomy have no row.
 */
const rp_evidence *rp_evidence_find(const rp_evidence_table *table,
                                    uint32_t concern, uint32_t modality);

/** The routing flags of a concern alone, bits 1 << rp_flag. */
unsigned rp_evidence_flags(const rp_evidence_table *table, uint32_t concern);

#endif
