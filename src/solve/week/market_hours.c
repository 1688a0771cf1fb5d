#include "solve/week/market_hours.h"

#include "solve/promised.h"

#include <string.h>

uint32_t rp_market_hours(const rp_market *market, uint32_t therapist) {
    const uint16_t *count = rp_market_promised(market)->count;

    return count ? count[therapist] : 0;
}

bool rp_market_has_hours(const rp_market *market) {
    return rp_market_promised(market)->count != NULL;
}

uint32_t rp_market_first_held(const rp_market *market, uint32_t therapist) {
    const uint32_t *first = rp_market_promised(market)->first_held;

    return first ? first[therapist] : RP_NONE;
}

uint32_t rp_market_next_held(const rp_market *market, uint32_t client) {
    return rp_market_promised(market)->next_held[client];
}

uint8_t rp_market_rhythm(const rp_market *market, uint32_t client) {
    const uint8_t *rhythm = rp_market_promised(market)->rhythm;

    return rhythm ? rhythm[client] : RP_WEEKLY;
}

void rp_market_suits(const rp_market *market, uint32_t client,
                     uint32_t therapist, int thread, uint64_t *bits) {
    const rp_hour_source *source = &rp_market_promised(market)->source;

    memset(bits, 0, RP_HOUR_WORDS(source->count[therapist]) * sizeof *bits);
    source->suits(source->payload, client, therapist, thread, bits);
}

uint8_t rp_market_day(const rp_market *market, uint32_t therapist,
                      uint32_t hour) {
    const rp_hour_source *source = &rp_market_promised(market)->source;

    return source->day(source->payload, therapist, hour);
}
