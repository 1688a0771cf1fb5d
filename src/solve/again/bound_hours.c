#include "solve/again/bound_hours.h"

#include "base/array.h"
#include "base/bits.h"
#include "solve/week/broken.h"
#include "solve/week/market_hours.h"

#include <stdlib.h>
#include <string.h>

rp_status rp_bound_hours_init(rp_bound_hours *out, const rp_market *market) {
    uint32_t therapists = rp_market_therapists(market);

    *out = (rp_bound_hours){.therapists = therapists};
    out->first = rp_new_array((size_t)therapists + 1, sizeof *out->first);
    if (!out->first)
        return RP_ERR_MEMORY;
    for (uint32_t t = 0; t < therapists; t++)
        out->first[t + 1] =
            out->first[t] + RP_HOUR_WORDS(rp_market_hours(market, t));
    out->bits = rp_new_array(out->first[therapists], sizeof *out->bits);
    return out->bits ? RP_OK : RP_ERR_MEMORY;
}

void rp_bound_hours_clear(rp_bound_hours *bound) {
    free(bound->first);
    free(bound->bits);
    *bound = (rp_bound_hours){.first = NULL};
}

static void bind_all(rp_bound_hours *b, uint32_t t, const rp_market *market) {
    for (uint32_t h = 0; h < rp_market_hours(market, t); h++)
        b->bits[b->first[t] + h / 64] |= (uint64_t)1 << h % 64;
}

void rp_bound_hours_all(rp_bound_hours *bound, const rp_dense_problem *plain,
                        const rp_market *market) {
    for (uint32_t t = 0; t < bound->therapists; t++)
        if (plain->seats[t] > 0)
            bind_all(bound, t, market);
}

uint32_t rp_bound_hours_count(const rp_bound_hours *b, uint32_t therapist) {
    uint32_t count = 0;

    for (size_t w = b->first[therapist]; w < b->first[therapist + 1]; w++)
        for (uint64_t left = b->bits[w]; left; left &= left - 1)
            count++;
    return count;
}

bool rp_bound_hours_join(rp_bound_hours *bound, const rp_bound_hours *other,
                         const rp_market *market) {
    bool any = false;

    for (uint32_t t = 0; t < bound->therapists; t++) {
        size_t first = bound->first[t];
        size_t size = (bound->first[t + 1] - first) * sizeof *bound->bits;
        uint32_t count = rp_bound_hours_count(bound, t);
        if (count == rp_market_hours(market, t) ||
            memcmp(bound->bits + first, other->bits + first, size) == 0)
            continue;
        bind_all(bound, t, market);
        any = true;
    }
    return any;
}

/* -- finding them ---------------------------------------------------------- */

typedef struct finding {
    rp_bound_hours *out;
    const rp_dense_problem *plain;
    const uint32_t *placed;
    rp_dealing dealing;
    uint32_t therapist, held;
} finding;

/* After somebody found no hour: can each of the plan's clients make room? */
static bool can_all_make_room(const finding *f) {
    const rp_deal *d = f->dealing.deal;

    for (uint32_t k = f->held; k + 1 < d->count; k++)
        if (!(d->seen[d->hour[k] / 64] >> d->hour[k] % 64 & 1))
            return false;
    return d->count - 1 - f->held >= f->plain->seats[f->therapist];
}

static uint32_t held_with(const rp_market *market, uint32_t t) {
    uint32_t count = 0;

    for (uint32_t i = rp_market_first_held(market, t); i != RP_NONE;
         i = rp_market_next_held(market, i))
        count++;
    return count;
}

/* Whoever might come, comes, and goes again.
 * @return false when out of memory */
static bool try_clients(const finding *f) {
    const rp_dense_problem *g = f->plain;
    const uint16_t *column = rp_dense_problem_column(g, f->therapist);
    uint64_t *own = f->out->bits + f->out->first[f->therapist];
    rp_deal *deal = f->dealing.deal;
    bool binds = false;

    for (uint32_t c = 0; c < g->clients; c++) {
        if (g->tier[c] == 0 || column[c] == RP_NO_PAIR ||
            f->placed[c] == f->therapist)
            continue;
        uint64_t *bits = rp_deal_next(deal);
        if (!bits)
            return false;
        rp_market_suits(f->dealing.seats->market, c, f->therapist,
                        f->dealing.thread, bits);
        if (!rp_deal_add(deal)) {
            binds |= !can_all_make_room(f);
            for (size_t w = 0; w < deal->words; w++)
                own[w] |= deal->seen[w];
        }
        rp_deal_drop(deal);
    }
    for (size_t w = 0; w < deal->words && !binds; w++)
        own[w] = 0;
    return true;
}

static rp_status find_of(finding *f, uint32_t t) {
    const rp_market *market = f->dealing.seats->market;
    bool whole;

    if (f->plain->seats[t] == 0 || rp_market_hours(market, t) == 0)
        return RP_OK;
    f->therapist = t;
    f->held = held_with(market, t);
    rp_status status = rp_dealing_run(&f->dealing, t, &whole);
    if (status != RP_OK)
        return status;
    if (!whole)
        bind_all(f->out, t, market);
    else if (!try_clients(f))
        status = RP_ERR_MEMORY;
    return status;
}

rp_status rp_bound_hours_find(rp_bound_hours *out, const rp_dense_problem *g,
                              const uint32_t *placed, const rp_market *market) {
    rp_seats seats;
    rp_deal deal = {0};
    rp_places at = {0};
    rp_status status = rp_seats_init(&seats, market, NULL, g->therapists);

    if (status == RP_OK && !rp_places_init(&at, g->clients, g->therapists))
        status = RP_ERR_MEMORY;
    for (uint32_t i = g->clients; status == RP_OK && i-- > 0;)
        if (g->tier[i] > 0 && placed[i] != RP_NONE)
            rp_places_put(&at, i, placed[i]);
    finding f = {.out = out,
                 .plain = g,
                 .placed = placed,
                 .dealing = {.seats = &seats, .at = &at, .deal = &deal}};
    for (uint32_t t = 0; status == RP_OK && t < g->therapists; t++)
        status = find_of(&f, t);
    rp_seats_clear(&seats);
    rp_places_clear(&at);
    rp_deal_clear(&deal);
    return status;
}
