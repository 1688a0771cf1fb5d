/**
 * @file outlook.h
 * What a change could make of one client who waits, without trying it.
 *
 * With prices p of the plan, u what is left to each client after the price of
 * the place, and n seats at j after the change of pairs w' and seats (q before
 * it), a plan that places client c is worth more than the present one by at
 * most
 *
 *     max( w'(c,j) + the n - 1 largest positive w'(i,j) - u(i), i other than c
 *          max over k of w'(c,k) - p(k) + the n largest of them )  - q * p(j)
 *
 * where k is any other place. Any prices that prove the plan give a bound;
 * the least and the largest ones are used. At least it amounts to what remains
 * of the present plan, and to c taking a place at j while hands move on along
 * the cheapest way to the pool.
 */
#ifndef RP_WHY_TRIAL_OUTLOOK_H
#define RP_WHY_TRIAL_OUTLOOK_H

#include "why/trial/effect.h"

/** Two sets of prices of a study's plan. */
typedef struct rp_price_range {
    int64_t *price[2]; /* [therapists] least, most; of several places the least;
                          RP_NO_PATH: any price will do */
    int64_t *given_up[2]; /* [therapists] those of all seats together that
                             clients of the plan have */
    int64_t *left[2];     /* [clients] u with them */
    uint8_t *is_roomy;    /* [therapists] hands can move on to a seat that is
                             empty */
    bool has_room;        /* some therapist has an empty seat */
} rp_price_range;

/** @return RP_OK or RP_ERR_MEMORY; clear it in any case */
rp_status rp_price_range_make(rp_price_range *out, const rp_study *study);
void rp_price_range_clear(rp_price_range *range);

/** The clients who would gain most by a place, in a change at hand. */
typedef struct rp_prospect {
    const rp_study *study;
    const rp_price_range *range;
    const rp_shift *shift;
    uint32_t seats;     /* n */
    uint32_t count[2];  /* of those below, at most n + 1 */
    int64_t *gain[2];   /* [count] positive, descending */
    uint32_t *whose[2]; /* [count] */
    int64_t kept;       /* what remains of the present plan's worth, 0 or less
                           where pairs lose */
    int64_t lost;       /* no more than what pairs lose there */
    bool keeps;         /* all hours that are promised are there still */
} rp_prospect;

/** @return RP_OK or RP_ERR_MEMORY; clear it in any case */
rp_status rp_prospect_make(rp_prospect *out, const rp_study *study,
                           const rp_price_range *range);
void rp_prospect_clear(rp_prospect *prospect);

/** Look at another change; borrowed. Not for a new therapist. */
void rp_prospect_set(rp_prospect *prospect, const rp_shift *shift);

/** If the change places the client, this is true of it. */
typedef struct rp_outlook {
    bool is_possible;  /* it can place the client */
    int64_t displaced; /* at least, 0 or 1 */
    int64_t points;    /* at most; INT64_MAX: nothing is known */
} rp_outlook;

/** @param client  one who waits; with a row, the row's */
rp_outlook rp_prospect_of(const rp_prospect *prospect, uint32_t client);

#endif
