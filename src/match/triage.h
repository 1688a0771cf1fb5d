/**
 * @file triage.h
 * Before any matching: who needs a person, who goes first, what staff pinned.
 *
 * Source: src/docs/matching.md, Eligibility and Objective.
 */
#ifndef RP_MATCH_TRIAGE_H
#define RP_MATCH_TRIAGE_H

#include "base/finding.h"
#include "base/lottery.h"
#include "fit/fit.h"
#include "match/conditions/links.h"
#include "match/holding.h"
#include "match/keep.h"
#include "match/promises.h"
#include "solve/market.h"

typedef enum rp_tier {
    RP_TIER_NONE, /* needs a person */
    RP_TIER_ROUTINE,
    RP_TIER_SOON,
    RP_TIER_URGENT,
    RP_TIER_CRISIS
} rp_tier;

/** As in assignments.csv ("urgent"). */
extern const char *const rp_tier_names[RP_TIER_CRISIS + 1];

#define RP_NO_WEEKS (-1)

typedef struct rp_triage {
    int32_t as_of;      /* the day to which waits are counted, or RP_NO_DAY */
    uint8_t *tier;      /* [clients] rp_tier after promotion */
    int32_t *weeks;     /* [clients] full weeks waited, or RP_NO_WEEKS */
    int32_t *wait;      /* [clients] wait points of an assigned one, S-units */
    bool is_strict;     /* within a tier those who come first are placed; wait
                           points are 0 then */
    uint32_t *sequence; /* [clients] who comes first: by referral, blank last,
                           then by lottery */
    uint32_t *turn;     /* [clients] the place in it, from 0 */
    rp_lottery lottery; /* its arrays are owned */
    bool *human;        /* [clients] crisis, or flagged with human_flag 1 */
    uint8_t *away;      /* [clients] rp_away: in no result, whatever else */
    bool *wants_group;  /* [clients] a seat in a group, and no therapist */
    uint32_t *pin;      /* [clients] therapist, also of who is held otherwise;
                           RP_NONE */
    uint32_t *with;     /* [clients] with whose pin they are pinned, of those
                           who are to have one therapist; RP_NONE: their own */
    uint8_t *held;      /* [clients] rp_held: why the pair is moved by nothing;
                           of a human client's pin RP_HELD_PIN, too */
    uint32_t *openings; /* [therapists] left after the held */
    bool *leaves;       /* [therapists] they leave soon: nobody new, so none of
                           their openings are left */
    uint32_t *next;     /* [therapists] who is held with one more opening before
                           anybody else has it; RP_NEXT_NOBODY: it changes
                           nothing; RP_NONE: it is free */
    uint16_t *next_score; /* [therapists] S of that pair */
    uint32_t *wish;       /* [clients] whom they have chosen, to be held where
                             the plan allows it: match/chosen.h; RP_NONE */
    uint32_t *before;     /* [clients] for whom they are held where it does not;
                             RP_NONE */
    rp_promises *promises; /* owned: hours of all who have a pin, and which
                              were named; NULL: none are promised */
    rp_keep *keep;         /* owned; NULL: no earlier run is kept */
    rp_links links;        /* owned */
    bool is_branch;        /* all but pin, held and openings is another's */
} rp_triage;

/**
 * @param today     RP_NO_DAY: the latest referred_on
 * @param is_strict  --queue strict
 * @param kept      the pairs of an earlier run, which outlive the triage; NULL:
 *                  none is kept
 * @param findings  gets one error for each contradiction of a pin, or else a
 *                  warning for each pair that cannot be kept or held
 * @return RP_OK, RP_ERR_PINS, RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_triage_make(rp_triage *out, const rp_fit *fit, int32_t today,
                         bool is_strict, const rp_kept_list *kept,
                         rp_findings *findings);

/**
 * The rules that a client's pin breaks, "age, not_treated" in the order of the
 * table; empty when it breaks none.
 *
 * @return false when out of memory
 */
bool rp_triage_breaks(const rp_triage *triage, const rp_fit *fit,
                      uint32_t client, rp_buffer *out);
void rp_triage_clear(rp_triage *triage);

/**
 * The same with pins, holds and openings of its own, to be changed.
 *
 * @param[out] out  borrows all else from `from`; free with rp_triage_free();
 *                  NULL on failure
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_triage_branch(rp_triage **out, const rp_triage *from,
                           const rp_roster *roster);
void rp_triage_free(rp_triage *branch);

/** Is a client in no market: pinned, held, away, somebody for a person, or for
 *  a group alone? */
static inline bool rp_triage_is_out(const rp_triage *t, uint32_t client) {
    return t->human[client] || t->away[client] != RP_AWAY_NOT ||
           t->wants_group[client] || t->pin[client] != RP_NONE;
}

/** Is a client's place in the plan one that nothing moves? */
static inline bool rp_triage_is_held(const rp_triage *t, uint32_t client) {
    return !t->human[client] && t->away[client] == RP_AWAY_NOT &&
           t->pin[client] != RP_NONE;
}

/** Is a client one of a party, if they are linked as such? Nobody is whom the
 *  program does not match with a therapist. */
static inline bool rp_triage_is_of_party(const rp_triage *t, uint32_t client) {
    return t->links.kins > 0 && t->links.kin[client] != RP_NONE &&
           !t->human[client] && t->away[client] == RP_AWAY_NOT &&
           !t->wants_group[client];
}

/** Does a client come before another: by tier, then by turn? Clients of one
 *  triage are never equal; the sign is that of a comparison. */
int rp_triage_compare(const rp_triage *triage, uint32_t a, uint32_t b);

#endif
