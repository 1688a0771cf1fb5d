/**
 * @file eligible.h
 * The eligible pairs of a client, found without looking at every therapist.
 *
 * Clients who ask a rule the same thing meet the same verdicts. For each such
 * question that enough clients share, the verdicts over all therapists are
 * kept as a bitmap; a client's candidates are the AND of a few of them, and
 * only what is left is judged pair by pair and scored. The rules themselves
 * stand in fit/rules.c alone.
 */
#ifndef RP_MATCH_ELIGIBLE_H
#define RP_MATCH_ELIGIBLE_H

#include "fit/rules.h"
#include "solve/market.h"

typedef struct rp_eligible rp_eligible;

/**
 * @param fit      borrowed until rp_eligible_free()
 * @param threads  1 or more; as many may ask at once
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_eligible_new(rp_eligible **out, const rp_fit *fit, int threads);
void rp_eligible_free(rp_eligible *eligible);

/** What its pairs are scored by; NULL: no tables. As long-lived. */
const rp_tables *rp_eligible_tables(const rp_eligible *eligible);

/** A source of pairs for a market; as long-lived as `eligible`. */
rp_pair_source rp_eligible_source(rp_eligible *eligible);

/**
 * The same pairs for who wants the best `top` alone: others may get 0 in place
 * of their score, as rp_sweep_best() has it.
 *
 * @param top  0: all of them
 */
size_t rp_eligible_best(rp_eligible *eligible, uint32_t client, int thread,
                        size_t top, uint32_t *therapist, uint16_t *score);

/**
 * How many therapists each rule forbids a client, each counted once, for the
 * first rule in table order.
 *
 * @param[out] blocked  [RP_RULES_MOST] by rp_rule
 */
void rp_eligible_blocked(rp_eligible *eligible, uint32_t client, int thread,
                         uint32_t *blocked);

/** Two of the rules that forbid a pair, the least score left aside. */
typedef struct rp_forbidding {
    uint8_t rules[2]; /* RP_RULES_MOST: there is none, or no second one */
} rp_forbidding;

/** How many rules forbid the pair? 0, 1 or, for more, 2. */
static inline unsigned rp_forbidding_count(const rp_forbidding *of) {
    return of->rules[0] == RP_RULES_MOST   ? 0
           : of->rules[1] == RP_RULES_MOST ? 1
                                           : 2;
}

/**
 * Which rules forbid a client each therapist: none, one alone, or two of them.
 * Of more it is always the same two, but not the first ones.
 *
 * @param[out] out  [therapists]
 */
void rp_eligible_forbidding(rp_eligible *eligible, uint32_t client, int thread,
                            rp_forbidding *out);

/** Did a thread run out of memory? Its answers are then not to be used. */
bool rp_eligible_failed(const rp_eligible *eligible);

#endif
