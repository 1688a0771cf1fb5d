/**
 * @file adult.h
 * Words that a page for a minor does not show.
 */
#ifndef RP_INPUT_SAFETY_ADULT_H
#define RP_INPUT_SAFETY_ADULT_H

#include "base/finding.h"
#include "input/words/vocabulary.h"
#include "rapport/status.h"

typedef enum rp_adult_kind {
    RP_ADULT_CONCERN,
    RP_ADULT_POPULATION,
    RP_ADULT_MODALITY,
    RP_ADULT_KINDS
} rp_adult_kind;

/** From open to closed. */
typedef enum rp_show {
    RP_SHOW_ALWAYS, /* no row, or a row that says: never hide it */
    RP_SHOW_OWN,    /* only where it is the client's own concern, or its parent
                       or child */
    RP_SHOW_ADULT   /* never to a client under 18 */
} rp_show;

typedef struct rp_adult {
    rp_tags *keys[RP_ADULT_KINDS]; /* names and aliases, folded */
    uint8_t *show[RP_ADULT_KINDS]; /* [keys] rp_show */
    size_t room[RP_ADULT_KINDS];
} rp_adult;

/** @param[out] out  clear with rp_adult_clear()
 *  @return RP_OK, RP_ERR_DATA or RP_ERR_IO (findings say where),
 *          RP_ERR_MEMORY */
rp_status rp_adult_load(rp_adult *out, const char *folder,
                        const rp_vocabulary *concerns, rp_findings *findings);
void rp_adult_clear(rp_adult *adult);

/**
 * To whom a word may be shown.
 *
 * @param folded  as of rp_text_fold(): the name of a concern or modality, or
 *                what a clinic wrote itself. A text in which some words are a
 *                known name is as closed as that name.
 */
rp_show rp_adult_show(const rp_adult *adult, rp_adult_kind kind,
                      rp_text folded);

/** May it stand on the page of this client?
 *  @param is_own  it is the client's own concern, or its parent or child */
bool rp_adult_may_show(rp_show show, bool is_minor, bool is_own);

#endif
