/**
 * @file holding.h
 * Who is held where by what was answered: told offers, choices, promises.
 *
 * Held pairs are to the solver what pins are. They are taken in the order
 * accepted, offered, chosen; among these by day, referral, lottery; each only
 * where the openings suffice and every rule passes. One that cannot be held is
 * a warning and never an error.
 *
 * What a client has chosen depends on the plan without it: such wishes are only
 * collected here, and match/chosen.h takes them.
 */
#ifndef RP_MATCH_HOLDING_H
#define RP_MATCH_HOLDING_H

#include "base/finding.h"
#include "base/lottery.h"
#include "fit/fit.h"
#include "match/conditions/links.h"
#include "match/promises.h"

/** Why a client's pair is moved by nothing. */
typedef enum rp_held {
    RP_HELD_NOT,
    RP_HELD_PIN,
    RP_HELD_ACCEPTED,
    RP_HELD_OFFERED,
    RP_HELD_CHOSEN,
    RP_HELD_FROZEN,
    RP_HELD_KINDS
} rp_held;

/** As in assignments.csv ("accepted", "" for not). */
extern const char *const rp_held_names[RP_HELD_KINDS];

/** Where a client is who is not matched at all. */
typedef enum rp_away { RP_AWAY_NOT, RP_AWAY_STARTED, RP_AWAY_HOLD } rp_away;

/** One more opening of this therapist changes nothing. */
#define RP_NEXT_NOBODY (RP_NONE - 1)

/** What is settled before, and what holding fills. */
typedef struct rp_holding {
    const rp_fit *fit; /* with the answers */
    int32_t as_of;
    const bool *human;    /* [clients] */
    const uint8_t *away;  /* [clients] rp_away */
    const uint32_t *turn; /* [clients] the place in the line */
    const rp_lottery *lottery;
    const rp_links *links;
    const bool *leaves;    /* [therapists] they take nobody new */
    uint32_t *pin;         /* [clients] pins of the sheet; gets the held */
    uint8_t *held;         /* [clients] rp_held */
    uint32_t *openings;    /* [therapists] after pins and starts */
    rp_promises *promises; /* after pins; NULL: no hours are promised */
    uint32_t *next;        /* [therapists] as of rp_triage */
    uint16_t *next_score;  /* [therapists] */
    uint32_t *wish;        /* [clients] whom they have chosen, or RP_NONE */
    uint32_t *before; /* [clients] for whom who has chosen is held where the
                         choice is not; RP_NONE */
} rp_holding;

/**
 * Hold what was accepted and offered; collect the wishes.
 *
 * @param findings  gets a warning for each answer that cannot be followed
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_holding_make(const rp_holding *holding, rp_findings *findings);

/** Would a client, held for a therapist, be where somebody from whom they are
 *  apart is held, or not where one of theirs is? Who has started is held where
 *  that was. @return that client, or RP_NONE */
uint32_t rp_holding_torn(const rp_holding *h, uint32_t client,
                         uint32_t therapist);

/** Words for a therapist: "T1 (Ana Bell)". @return false: out of memory */
bool rp_holding_put_therapist(rp_buffer *out, const rp_roster *roster,
                              uint32_t therapist);

/** Append who has the openings of a therapist: "the opening of T1 is C1's",
 *  "T1 has no openings". @return false when out of memory */
bool rp_holding_put_seats(rp_buffer *out, const rp_holding *h,
                          uint32_t therapist);

/** Append the best other therapist of a client who has an opening left.
 *  @return false when out of memory */
bool rp_holding_put_next_best(rp_buffer *out, const rp_holding *h,
                              uint32_t client, uint32_t but);

/** The rule that forbids a pair; rp_rule_count(): none.
 *  @param[out] score  S of the pair; may be NULL */
uint32_t rp_holding_rule(const rp_fit *fit, rp_need *need, uint32_t client,
                         uint32_t therapist, int *score);

#endif
