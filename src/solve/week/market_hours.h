/**
 * @file market_hours.h
 * The hours of a market, read.
 */
#ifndef RP_SOLVE_WEEK_MARKET_HOURS_H
#define RP_SOLVE_WEEK_MARKET_HOURS_H

#include "solve/market.h"

/** How many hours a therapist promises; 0: none. */
uint32_t rp_market_hours(const rp_market *market, uint32_t therapist);

/** Does anybody promise hours? */
bool rp_market_has_hours(const rp_market *market);

/** Those who are not in the market and hold hours with a therapist: the first
 *  of them, and who comes after one; RP_NONE: nobody. */
uint32_t rp_market_first_held(const rp_market *market, uint32_t therapist);
uint32_t rp_market_next_held(const rp_market *market, uint32_t client);

/** rp_rhythm of a client. */
uint8_t rp_market_rhythm(const rp_market *market, uint32_t client);

/**
 * Which hours of a therapist who promises some suit a client.
 *
 * @param thread  as of rp_market_row()
 * @param bits    [RP_HOUR_WORDS(hours)] out
 */
void rp_market_suits(const rp_market *market, uint32_t client,
                     uint32_t therapist, int thread, uint64_t *bits);

/** The day on which an hour begins. */
uint8_t rp_market_day(const rp_market *market, uint32_t therapist,
                      uint32_t hour);

#endif
