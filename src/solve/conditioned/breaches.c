#include "solve/conditioned/breaches.h"

#include "base/array.h"
#include "solve/week/market_hours.h"

#include <stdlib.h>
#include <string.h>

bool rp_breaches_init(rp_breaches *out, const rp_market *market) {
    const rp_conditions *c = rp_market_conditions(market);
    uint32_t quotas = c ? c->quotas : 0;

    *out = (rp_breaches){.market = market};
    out->client = rp_new_array(rp_market_clients(market), sizeof(bool));
    out->therapist = rp_new_array(rp_market_therapists(market), sizeof(bool));
    out->quota = rp_new_array(quotas, sizeof(bool));
    out->is_short = rp_new_array(quotas, sizeof(bool));
    out->first = rp_new_array(rp_market_therapists(market), sizeof *out->first);
    out->next = rp_new_array(rp_market_clients(market), sizeof *out->next);
    return out->client && out->therapist && out->quota && out->is_short &&
           out->first && out->next;
}

void rp_breaches_clear(rp_breaches *b) {
    free(b->client);
    free(b->therapist);
    free(b->quota);
    free(b->is_short);
    free(b->first);
    free(b->next);
    rp_rhythms_clear(&b->deal);
    *b = (rp_breaches){0};
}

/* ---- quotas and links --------------------------------------------------- */

static bool counts(const uint64_t *bits, uint32_t k) {
    return !bits || (bits[k / 64] >> k % 64 & 1);
}

static void check_quota(rp_breaches *b, uint32_t q, const uint32_t *plan) {
    const rp_quota *quota = &rp_market_conditions(b->market)->quota[q];
    uint64_t count = 0;

    for (uint32_t i = 0; i < rp_market_clients(b->market); i++)
        count += plan[i] != RP_NONE && counts(quota->therapist, plan[i]) &&
                 counts(quota->client, i);
    b->quota[q] = quota->most != RP_NONE && count > quota->most;
    b->is_short[q] = count < quota->least;
    b->shortfall += b->is_short[q] ? quota->least - count : 0;
    b->any |= b->quota[q];
}

static bool check_links(rp_breaches *b, const uint32_t *plan) {
    const rp_conditions *c = rp_market_conditions(b->market);
    uint32_t *first = rp_new_array(c->parties, sizeof *first);

    for (uint32_t k = 0; k < c->aparts; k++)
        if (plan[c->apart[k].a] != RP_NONE &&
            plan[c->apart[k].a] == plan[c->apart[k].b])
            b->any = b->client[c->apart[k].a] = true;
    for (uint32_t k = 0; first && k < c->parties; k++)
        first[k] = RP_NONE;
    for (uint32_t i = 0; first && c->party && i < rp_market_clients(b->market);
         i++) {
        uint32_t party = c->party[i];
        if (party == RP_NONE || rp_market_tier(b->market, i) == 0)
            continue;
        if (first[party] == RP_NONE)
            first[party] = i;
        else if (plan[i] != plan[first[party]])
            b->any = b->client[i] = true;
    }
    free(first);
    return first != NULL;
}

/* ---- therapists --------------------------------------------------------- */

static void add(rp_breaches *b, uint32_t client, uint32_t j, bool must,
                uint8_t *days, bool *whole) {
    uint64_t bits[RP_HOUR_WORDS(RP_HOURS_MOST)];
    uint8_t rhythm = rp_market_rhythm(b->market, client);
    size_t words = RP_HOUR_WORDS(rp_market_hours(b->market, j));

    rp_market_suits(b->market, client, j, 0, bits);
    for (uint32_t h = 0;
         rhythm == RP_TWICE_WEEKLY && h < rp_market_hours(b->market, j); h++)
        days[h] = rp_market_day(b->market, j, h);
    if (rp_rhythm_has_room(bits, words, rhythm, days))
        rp_rhythms_add(&b->deal, bits, rhythm);
    else if (must)
        *whole = false;
}

static void write_hours(rp_breaches *b, uint32_t j, uint16_t *hour) {
    uint64_t bits[RP_HOUR_WORDS(RP_HOURS_MOST)];
    uint8_t days[RP_HOURS_MOST] = {0};
    size_t words = RP_HOUR_WORDS(rp_market_hours(b->market, j));
    uint32_t k = 0;

    for (uint32_t h = 0; h < rp_market_hours(b->market, j); h++)
        days[h] = b->deal.day[h];
    for (uint32_t i = rp_market_first_held(b->market, j); i != RP_NONE;
         i = rp_market_next_held(b->market, i)) {
        rp_market_suits(b->market, i, j, 0, bits);
        hour[i] = rp_rhythm_has_room(bits, words,
                                     rp_market_rhythm(b->market, i), days)
                      ? b->deal.hour[2 * k++]
                      : RP_NOT_DEALT;
    }
    for (uint32_t i = b->first[j]; i != RP_NONE; i = b->next[i])
        hour[i] = b->deal.hour[2 * k++];
}

static bool can_deal(rp_breaches *b, uint32_t j, uint16_t *hour) {
    uint8_t days[RP_HOURS_MOST] = {0};
    bool whole = true;

    rp_rhythms_begin(&b->deal, rp_market_hours(b->market, j), days);
    for (uint32_t i = rp_market_first_held(b->market, j); i != RP_NONE;
         i = rp_market_next_held(b->market, i))
        add(b, i, j, false, days, &whole);
    for (uint32_t i = b->first[j]; i != RP_NONE; i = b->next[i])
        add(b, i, j, true, days, &whole);
    whole = whole && rp_rhythms_deal(&b->deal);
    if (whole && hour)
        write_hours(b, j, hour);
    return whole;
}

static void check_therapist(rp_breaches *b, uint32_t j, uint16_t *hour) {
    uint32_t clients = 0;

    for (uint32_t i = b->first[j]; i != RP_NONE; i = b->next[i])
        clients++;
    b->therapist[j] = clients > rp_market_openings(b->market, j) ||
                      (clients > 0 && rp_market_hours(b->market, j) > 0 &&
                       !can_deal(b, j, hour));
    b->any |= b->therapist[j];
}

rp_status rp_breaches_find(rp_breaches *b, const uint32_t *plan,
                           uint16_t *hour) {
    const rp_conditions *c = rp_market_conditions(b->market);
    uint32_t clients = rp_market_clients(b->market);
    uint32_t therapists = rp_market_therapists(b->market);

    b->any = false;
    b->shortfall = 0;
    memset(b->client, 0, clients * sizeof *b->client);
    for (uint32_t j = 0; j < therapists; j++)
        b->first[j] = RP_NONE;
    for (uint32_t i = clients; i-- > 0;) {
        if (plan[i] == RP_NONE)
            continue;
        b->next[i] = b->first[plan[i]];
        b->first[plan[i]] = i;
    }
    for (uint32_t q = 0; c && q < c->quotas; q++)
        check_quota(b, q, plan);
    if (c && !check_links(b, plan))
        return RP_ERR_MEMORY;
    for (uint32_t j = 0; j < therapists; j++)
        check_therapist(b, j, hour);
    return b->deal.out_of_memory ? RP_ERR_MEMORY : RP_OK;
}
