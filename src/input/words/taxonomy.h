/**
 * @file taxonomy.h
 * What is known of therapy: concerns, modalities, languages, and the tables
 * that speak of them. Built in; a folder may replace it.
 */
#ifndef RP_INPUT_WORDS_TAXONOMY_H
#define RP_INPUT_WORDS_TAXONOMY_H

#include "base/finding.h"
#include "input/safety/adult.h"
#include "input/safety/couple_safety.h"
#include "input/safety/danger.h"
#include "input/words/compacts.h"
#include "input/words/evidence.h"
#include "input/words/measures.h"
#include "input/words/payers.h"
#include "input/words/vocabulary.h"
#include "rapport/status.h"

typedef struct rp_icd {
    const char *prefix; /* folded, without dots */
    uint32_t concern;
} rp_icd;

typedef struct rp_taxonomy {
    rp_vocabulary concerns, modalities, languages;
    rp_arena arena;
    rp_icd *icd; /* [icd_count] */
    size_t icd_count, icd_room;
    rp_evidence_table evidence;
    const uint8_t *flags; /* evidence.flags: bits 1 << rp_flag, own ones only */
    rp_couple_safety couple_safety;
    rp_danger danger;
    rp_adult adult;
    rp_payers payers;
    rp_compacts compacts;
    rp_measures measures;
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
 *                    maybe others, of which those built in stay otherwise;
 *                    NULL for the one built in
 * @return RP_OK, RP_ERR_DATA or RP_ERR_IO (findings say where), RP_ERR_MEMORY
 */
rp_status rp_taxonomy_load(rp_taxonomy *out, const char *folder,
                           rp_findings *findings);
void rp_taxonomy_clear(rp_taxonomy *taxonomy);

/** The concern of a folded text: name, label, alias, then the longest ICD-10
 *  prefix. RP_NONE when it is none. */
uint32_t rp_taxonomy_concern(const rp_taxonomy *taxonomy, rp_text folded);

/** As rp_evidence_find(). */
const rp_evidence *rp_taxonomy_evidence(const rp_taxonomy *taxonomy,
                                        uint32_t concern, uint32_t modality);

/** The form (child) of a modality with the best evidence for a concern, strong
 *  or modest; RP_NONE when no form has any. */
uint32_t rp_taxonomy_form(const rp_taxonomy *taxonomy, uint32_t concern,
                          uint32_t modality);

/** Routing flags of a concern and its parent, bits 1 << rp_flag. */
unsigned rp_taxonomy_flags(const rp_taxonomy *taxonomy, uint32_t concern);

/** The parent of a concern, RP_NONE for none or a literal tag. */
uint32_t rp_taxonomy_parent(const rp_vocabulary *vocabulary, uint32_t entry);

#endif
