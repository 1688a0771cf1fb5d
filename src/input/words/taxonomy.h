/**
 * @file taxonomy.h
 * What is known of therapy: concerns, modalities, languages and the evidence
 * that ties modalities to concerns. Built in; a folder may replace it.
 */
#ifndef RP_INPUT_WORDS_TAXONOMY_H
#define RP_INPUT_WORDS_TAXONOMY_H

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

/** One row of evidence.csv. Strings belong to the taxonomy. */
typedef struct rp_evidence {
    uint32_t concern, modality; /* entries; modality RP_NONE for a flag */
    uint8_t rating;             /* rp_rating, or rp_flag */
    const char *source, *note, *status;
} rp_evidence;

typedef struct rp_icd {
    const char *prefix; /* folded, without dots */
    uint32_t concern;
} rp_icd;

typedef struct rp_taxonomy {
    rp_vocabulary concerns, modalities, languages;
    rp_arena arena;
    rp_icd *icd; /* [icd_count] */
    size_t icd_count, icd_room;
    rp_evidence *evidence; /* [evidence_count] */
    size_t evidence_count, evidence_room;
    uint16_t *evidence_of; /* [concerns][modalities] row-major: 1 + the row of
                              `evidence` that holds, 0 = none; parents seen */
    uint8_t *flags;        /* [concerns] bits 1 << rp_flag, own ones only */
} rp_taxonomy;

/**
 * Load a taxonomy.
 *
 * After RP_ERR_DATA and RP_ERR_IO it serves for reading on: it holds what each
 * file gives, and of a file that gives nothing the one built in. What is not
 * in a vocabulary that is_cut may yet be a name, so nobody is told of it.
 *
 * @param[out] out    clear with rp_taxonomy_clear(); empty without memory
 * @param folder      holds concerns.csv, modalities.csv, evidence.csv and
 *                    maybe languages.csv; NULL for the one built in
 * @return RP_OK, RP_ERR_DATA or RP_ERR_IO (findings say where), RP_ERR_MEMORY
 */
rp_status rp_taxonomy_load(rp_taxonomy *out, const char *folder,
                           rp_findings *findings);
void rp_taxonomy_clear(rp_taxonomy *taxonomy);

/** The concern of a folded text: name, label, alias, then the longest ICD-10
 *  prefix. RP_NONE when it is none. */
uint32_t rp_taxonomy_concern(const rp_taxonomy *taxonomy, rp_text folded);

/** The row of evidence for (concern, modality), then (concern, parent of
 *  modality), (parent of concern, modality), (parent, parent); NULL when there
 *  is none. Literal tags beyond the taxonomy have none. */
const rp_evidence *rp_taxonomy_evidence(const rp_taxonomy *taxonomy,
                                        uint32_t concern, uint32_t modality);

/** Routing flags of a concern and its parent, bits 1 << rp_flag. */
unsigned rp_taxonomy_flags(const rp_taxonomy *taxonomy, uint32_t concern);

/** The parent of a concern, RP_NONE for none or a literal tag. */
uint32_t rp_taxonomy_parent(const rp_vocabulary *vocabulary, uint32_t entry);

#endif
