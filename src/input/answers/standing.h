/**
 * @file standing.h
 * What the answers come to for the people of one roster: for each client the
 * one answer that counts, the holds, whom they have declined, and how many
 * openings those who have started use.
 *
 * The newest answer of a client counts, on one day the last row. `declined`
 * ends its own pair alone, and adds up until a later answer takes that
 * therapist again. A hold stands until its day, or until a later answer; then
 * what counted before counts again.
 */
#ifndef RP_INPUT_ANSWERS_STANDING_H
#define RP_INPUT_ANSWERS_STANDING_H

#include "input/answers/answers.h"

/** The answer that counts of a client. */
typedef struct rp_word {
    uint8_t kind;          /* rp_said_kind; RP_SAID_KINDS: none */
    uint32_t therapist;    /* RP_NONE: in the files no longer */
    const rp_said *said;   /* NULL without one */
    const rp_said *before; /* of a choice: the offer, or the yes, that counts
                              again where it cannot be followed; NULL */
} rp_word;

typedef struct rp_standing {
    const rp_answers *answers; /* borrowed */
    rp_word *words;           /* [clients] offered, chosen, accepted, started */
    int32_t *hold;            /* [clients] first day after it; RP_NO_DAY: none
                                 that stands at the as-of day */
    size_t *first;            /* [clients + 1] where their declines begin */
    const rp_said **declined; /* whose therapists are in the roster */
    uint32_t *whom;           /* [as many] those therapists */
    uint32_t *started;        /* [therapists] openings used by those who have
                                 started since openings was right */
    rp_tags *gone; /* ids of those who have started and stand in no sheet */
    uint32_t clients, therapists;
} rp_standing;

/**
 * @param[out] out  clear with rp_standing_clear()
 * @param answers   borrowed until then
 * @param as_of     RP_NO_DAY: no day is known, and holds stand
 * @param findings  gets warnings: many declines, no updated_on, strangers
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_standing_make(rp_standing *out, const rp_answers *answers,
                           const rp_roster *roster, int32_t as_of,
                           rp_findings *findings);
void rp_standing_clear(rp_standing *standing);

/** Has somebody of this id started, and left the sheet?
 *  @param standing  NULL: nobody has */
bool rp_standing_is_gone(const rp_standing *standing, rp_text id);

/** Has a client declined a therapist? @param standing  NULL: nobody has */
bool rp_standing_declines(const rp_standing *standing, uint32_t client,
                          uint32_t therapist);

/** Has a client declined anybody? @param standing  NULL: nobody has */
bool rp_standing_declines_any(const rp_standing *standing, uint32_t client);

#endif
