#include "solve/week/broken.h"

#include "solve/week/market_hours.h"

static uint32_t market_client(const rp_dealing *d, uint32_t i) {
    return d->client ? d->client[i] : i;
}

/* @param[out] is_dealt  an hour was found, or none suits at all */
static bool add(const rp_dealing *d, uint32_t client, uint32_t therapist,
                bool must, bool *is_dealt) {
    uint64_t *bits = rp_deal_next(d->deal), any = 0;

    if (!bits)
        return false;
    rp_market_suits(d->seats->market, client, therapist, d->thread, bits);
    for (size_t w = 0; w < d->deal->words; w++)
        any |= bits[w];
    *is_dealt &= rp_deal_add(d->deal) || (any == 0 && !must);
    return true;
}

rp_status rp_dealing_run(const rp_dealing *d, uint32_t place, bool *whole) {
    const rp_market *market = d->seats->market;
    uint32_t therapist = rp_seats_therapist(d->seats, d->seats->of[place]);

    *whole = true;
    if (!rp_deal_begin(d->deal, rp_market_hours(market, therapist)))
        return RP_ERR_MEMORY;
    for (uint32_t i = rp_market_first_held(market, therapist); i != RP_NONE;
         i = rp_market_next_held(market, i))
        if (!add(d, i, therapist, false, whole))
            return RP_ERR_MEMORY;
    for (uint32_t i = d->at->first[place]; i != RP_NONE; i = d->at->next[i])
        if (!add(d, market_client(d, i), therapist, true, whole))
            return RP_ERR_MEMORY;
    return RP_OK;
}

static void note(const rp_dealing *d, uint32_t place, uint16_t *hour) {
    uint32_t therapist = rp_seats_therapist(d->seats, d->seats->of[place]);
    uint32_t k = 0;

    for (uint32_t i = rp_market_first_held(d->seats->market, therapist);
         i != RP_NONE; i = rp_market_next_held(d->seats->market, i))
        hour[i] = d->deal->hour[k++];
    for (uint32_t i = d->at->first[place]; i != RP_NONE; i = d->at->next[i])
        hour[market_client(d, i)] = d->deal->hour[k++];
}

rp_status rp_dealing_find_broken(const rp_dealing *d, bool *is_broken,
                                 bool *any, uint16_t *hour) {
    *any = false;
    for (uint32_t j = 0; j < d->seats->therapists; j++) {
        uint32_t place = d->seats->first[j];
        bool whole;

        is_broken[j] = false;
        if (d->seats->is_apart[j] ||
            rp_market_hours(d->seats->market,
                            rp_seats_therapist(d->seats, j)) == 0)
            continue;
        rp_status status = rp_dealing_run(d, place, &whole);
        if (status != RP_OK)
            return status;
        if (hour)
            note(d, place, hour);
        is_broken[j] = !whole && d->at->first[place] != RP_NONE;
        *any |= is_broken[j];
    }
    return RP_OK;
}
