#include "solve/again/wide_problem.h"

#include "base/array.h"
#include "solve/week/broken.h"
#include "solve/week/market_hours.h"

#include <stdlib.h>

/* What is widened. */
typedef struct widening {
    rp_wide_problem *out;
    const rp_dense_problem *plain;
    const rp_market *market;
    const rp_bound_hours *bound;
} widening;

static bool has(const uint64_t *bits, uint32_t hour) {
    return bits[hour / 64] >> hour % 64 & 1;
}

/* Is whoever it is to have a place whatever the tier? */
static bool is_bound(const rp_dense_problem *plain, uint32_t client) {
    return plain->base[client] / plain->scale.tier > RP_TIERS;
}

bool rp_wide_problem_suits(const rp_wide_problem *w, uint32_t place,
                           const uint64_t *bits, size_t words) {
    uint32_t t = w->group[place], first = w->first[t];
    uint64_t others = 0;

    if (!rp_wide_problem_is_apart(w, t))
        return true;
    if (w->hour[place] != RP_OTHER_HOURS)
        return has(bits, w->hour[place]);
    for (size_t k = 0; k < words; k++) { /* places are in order */
        others = bits[k];
        for (uint32_t p = first + 1; p < w->first[t + 1]; p++)
            if (w->hour[p] / 64 == k)
                others &= ~((uint64_t)1 << w->hour[p] % 64);
        if (others)
            return true;
    }
    return false;
}

/* -- places ---------------------------------------------------------------- */

static rp_status number_places(widening *w) {
    rp_wide_problem *out = w->out;
    uint32_t therapists = w->plain->therapists, places = 0;

    out->first = rp_new_array((size_t)therapists + 2, sizeof *out->first);
    if (!out->first)
        return RP_ERR_MEMORY;
    for (uint32_t t = 0; t < therapists; t++) {
        out->first[t] = places;
        places += 1 + rp_bound_hours_count(w->bound, t);
    }
    out->first[therapists] = places;
    out->first[therapists + 1] = places + 1;
    out->problem.therapists = places;
    out->group = rp_new_array((size_t)places + 1, sizeof *out->group);
    out->hour = rp_new_array((size_t)places + 1, sizeof *out->hour);
    out->openings = rp_new_array((size_t)places + 1, sizeof *out->openings);
    if (!out->group || !out->hour || !out->openings)
        return RP_ERR_MEMORY;
    out->group[places] = therapists;
    for (uint32_t t = 0; t < therapists; t++) {
        uint32_t p = out->first[t], bound = out->first[t + 1] - p - 1;
        uint32_t hours = rp_market_hours(w->market, t);
        uint32_t others = hours - bound, seats = w->plain->seats[t];
        out->group[p] = t;
        out->hour[p] = RP_OTHER_HOURS;
        out->openings[p] = bound == 0 || seats < others ? seats : others;
        for (uint32_t h = 0; h < hours; h++) {
            if (!has(rp_bound_hours_of(w->bound, t), h))
                continue;
            out->group[++p] = t;
            out->hour[p] = (uint16_t)h;
            out->openings[p] = 1;
        }
    }
    return RP_OK;
}

/* -- who is where ---------------------------------------------------------- */

static bool add_extra(rp_wide_problem *w, uint32_t count, rp_guest guest) {
    rp_guest *grown =
        rp_grow_array(w->extra, count, &w->extra_room, sizeof *w->extra);

    if (!grown)
        return false;
    w->extra = grown;
    w->extra[count] = guest;
    return true;
}

/* The place of an hour. */
static uint32_t place_at(const rp_wide_problem *w, uint32_t t, uint32_t hour) {
    for (uint32_t p = w->first[t] + 1; p < w->first[t + 1]; p++)
        if (w->hour[p] == hour)
            return p;
    return w->first[t];
}

/* Somebody holds an hour; of those outside the market only bound ones count.
 * @return false when out of memory */
static bool hold(widening *w, uint32_t t, uint32_t client, uint16_t hour,
                 bool is_outside, uint32_t *left, uint32_t *extras) {
    rp_wide_problem *out = w->out;
    uint32_t p = place_at(out, t, hour);

    if (is_outside && p == out->first[t])
        return true;
    left[p]--;
    if (!is_outside)
        out->placed[client] = p;
    return !is_outside || add_extra(out, (*extras)++, (rp_guest){t, client, p});
}

/* Seats that are too many are taken by absences, wherever nobody is. */
static bool be_absent(widening *w, uint32_t t, uint32_t held, uint32_t *left,
                      uint32_t *extras) {
    const rp_wide_problem *out = w->out;
    uint32_t all = 0, used = w->plain->seats[t];

    for (uint32_t p = out->first[t]; p < out->first[t + 1]; p++)
        all += out->openings[p];
    used = used < all ? used : all;
    uint32_t absences = all > used + held ? all - used - held : 0;
    for (uint32_t p = out->first[t]; p < out->first[t + 1]; p++)
        for (; absences > 0 && left[p] > 0; absences--, left[p]--)
            if (!add_extra(w->out, (*extras)++, (rp_guest){t, RP_NONE, p}))
                return false;
    return true;
}

static rp_status place_therapist(widening *w, const rp_dealing *d, uint32_t t,
                                 uint32_t *left, uint32_t *extras) {
    uint32_t k = 0, before = *extras;
    bool whole, put = true;
    rp_status status = rp_dealing_run(d, t, &whole);

    if (status != RP_OK || !whole)
        return status == RP_OK ? RP_ERR_SOLVER : status;
    for (uint32_t i = rp_market_first_held(w->market, t); put && i != RP_NONE;
         i = rp_market_next_held(w->market, i), k++)
        if (d->deal->hour[k] != RP_NOT_DEALT) /* else none suits */
            put = hold(w, t, i, d->deal->hour[k], true, left, extras);
    uint32_t held = *extras - before;
    for (uint32_t i = d->at->first[t]; put && i != RP_NONE; i = d->at->next[i])
        put = hold(w, t, i, d->deal->hour[k++], false, left, extras);
    return put && be_absent(w, t, held, left, extras) ? RP_OK : RP_ERR_MEMORY;
}

static rp_status place_all(widening *w, uint32_t *extras) {
    rp_wide_problem *out = w->out;
    const rp_dense_problem *plain = w->plain;
    uint32_t places = out->problem.therapists;
    uint32_t *left = rp_new_array(places, sizeof *left);
    rp_seats seats = {0};
    rp_places at = {0};
    rp_deal deal = {0};
    rp_status status = RP_ERR_MEMORY;

    out->placed = rp_new_array(plain->clients, sizeof *out->placed);
    if (left && out->placed &&
        rp_places_init(&at, plain->clients, plain->therapists))
        status = rp_seats_init(&seats, w->market, NULL, plain->therapists);
    for (uint32_t p = 0; status == RP_OK && p < places; p++)
        left[p] = out->openings[p];
    for (uint32_t i = plain->clients; status == RP_OK && i-- > 0;) {
        uint32_t t = plain->tier[i] > 0 ? plain->placed[i] : RP_NONE;
        out->placed[i] = t == RP_NONE ? RP_NONE : out->first[t];
        if (t != RP_NONE)
            rp_places_put(&at, i, t);
    }
    rp_dealing d = {.seats = &seats, .at = &at, .deal = &deal};
    for (uint32_t t = 0; status == RP_OK && t < plain->therapists; t++)
        if (rp_wide_problem_is_apart(out, t))
            status = place_therapist(w, &d, t, left, extras);
    free(left);
    rp_seats_clear(&seats);
    rp_places_clear(&at);
    rp_deal_clear(&deal);
    return status;
}

/* Where extras are who are in the market. */
static uint32_t end_of_extras(const rp_wide_problem *w) {
    return w->problem.clients - w->spare;
}

/* Behind the clients. */
static bool place_extras(rp_wide_problem *w) {
    uint32_t people = w->problem.people, clients = w->problem.clients;
    uint32_t *placed = rp_resize_array(w->placed, clients, sizeof *placed);

    if (!placed)
        return false;
    w->placed = placed;
    for (uint32_t i = people; i < clients; i++)
        placed[i] = i < end_of_extras(w) ? w->extra[i - people].place : RP_NONE;
    return true;
}

/* -- pairs ----------------------------------------------------------------- */

static rp_status allocate(widening *w) {
    rp_wide_problem *out = w->out;
    rp_dense_problem *p = &out->problem;
    size_t clients = p->clients, places = p->therapists;

    if (places >= SIZE_MAX / 2 / (clients + 1))
        return RP_ERR_MEMORY;
    out->wait = rp_new_array(clients, sizeof *out->wait);
    p->owned_tier = rp_new_array(clients, 1);
    p->owned_base = rp_new_array(clients, sizeof *p->owned_base);
    p->cells = rp_new_array((places + 1) * clients, sizeof *p->cells);
    if (w->plain->kept)
        out->kept = rp_new_array(clients, sizeof *out->kept);
    return out->wait && p->owned_tier && p->owned_base && p->cells &&
                   (out->kept || !w->plain->kept)
               ? RP_OK
               : RP_ERR_MEMORY;
}

/* One row at the places of a therapist. */
static void fill_places(widening *w, uint32_t row, uint32_t t, uint16_t score,
                        const uint64_t *bits) {
    rp_wide_problem *out = w->out;
    size_t words = RP_HOUR_WORDS(rp_market_hours(w->market, t));

    for (uint32_t p = out->first[t]; p < out->first[t + 1]; p++)
        if (rp_wide_problem_suits(out, p, bits, words))
            out->problem.cells[(size_t)p * out->problem.clients + row] = score;
}

/* Held ones stay at hours of theirs, absences are anywhere. */
static void fill_extra(widening *w, uint32_t k) {
    rp_wide_problem *out = w->out;
    const rp_guest *e = &out->extra[k];
    uint32_t row = out->problem.people + k;
    uint64_t bits[RP_HOUR_WORDS(RP_HOURS_MOST)];

    if (e->client != RP_NONE) {
        rp_market_suits(w->market, e->client, e->therapist, 0, bits);
        fill_places(w, row, e->therapist, 0, bits);
        return;
    }
    for (uint32_t p = out->first[e->therapist];
         p < out->first[e->therapist + 1]; p++)
        out->problem.cells[(size_t)p * out->problem.clients + row] = 0;
}

static void fill(widening *w) {
    rp_wide_problem *out = w->out;
    const rp_dense_problem *plain = w->plain;
    rp_dense_problem *p = &out->problem;
    size_t cells = ((size_t)p->therapists + 1) * p->clients;
    uint64_t bits[RP_HOUR_WORDS(RP_HOURS_MOST)];

    for (size_t k = 0; k < cells; k++)
        p->cells[k] = RP_NO_PAIR;
    for (uint32_t i = 0; i < plain->clients; i++)
        for (uint32_t t = 0; t < plain->therapists; t++) {
            uint16_t s = rp_dense_problem_column(plain, t)[i];
            if (s == RP_NO_PAIR)
                continue;
            if (rp_wide_problem_is_apart(out, t))
                rp_market_suits(w->market, i, t, 0, bits);
            fill_places(w, i, t, s, bits);
        }
    for (uint32_t i = p->people; i < end_of_extras(out); i++)
        fill_extra(w, i - p->people);
}

/* Extras are worth more than any client, one whom nothing may keep from having
   a place included. */
static void weigh(widening *w) {
    rp_wide_problem *out = w->out;
    const rp_dense_problem *plain = w->plain;
    rp_dense_problem *p = &out->problem;

    for (uint32_t k = 0; k < p->people; k++) {
        uint32_t i = p->sequence ? p->sequence[k] : k;
        int64_t bound = is_bound(plain, i) ? RP_TIERS * p->scale.tier : 0;
        p->owned_tier[i] = plain->tier[i];
        out->wait[i] = plain->wait[i];
        if (out->kept)
            out->kept[i] = plain->kept[i];
        p->owned_base[i] =
            rp_worth_base(p->scale.tier, plain->tier[i], plain->wait[i]) +
            (int64_t)(p->people - 1 - k) * p->scale.queue + bound;
    }
    for (uint32_t i = p->people; i < p->clients; i++) {
        p->owned_tier[i] = i < end_of_extras(out) ? RP_TIERS : 0;
        p->owned_base[i] = (2 * RP_TIERS + 1) * p->scale.tier;
        if (out->kept)
            out->kept[i] = RP_NONE;
    }
}

static void borrow(rp_wide_problem *w) {
    rp_dense_problem *p = &w->problem;

    p->tier = p->owned_tier;
    p->base = p->owned_base;
    p->wait = w->wait;
    p->kept = w->kept;
    p->seats = w->openings;
    p->placed = w->placed;
    p->group = w->group;
    p->first = w->first;
    p->none = p->cells + (size_t)p->therapists * p->clients;
}

static rp_status set_scale(const widening *w) {
    const rp_dense_problem *plain = w->plain;
    rp_dense_problem *p = &w->out->problem;
    rp_aim aim = {.floor = plain->scale.floor > 0 ? plain->scale.least : 0,
                  .keep = plain->scale.keep,
                  .kept = plain->kept,
                  .is_strict = plain->scale.queue > 0};

    if (!rp_scale_set(&p->scale, p->clients, p->therapists + w->out->spare,
                      rp_market_worth_limit(w->market), &aim))
        return RP_ERR_SIZE;
    p->scale.least = plain->scale.least;
    return RP_OK;
}

rp_status rp_wide_problem_make(rp_wide_problem *out,
                               const rp_dense_problem *plain,
                               const rp_market *market,
                               const rp_bound_hours *bound, uint32_t spare) {
    widening w = {out, plain, market, bound};
    uint32_t extras = 0;

    *out = (rp_wide_problem){.spare = spare,
                             .problem = {.people = plain->clients,
                                         .sequence = plain->sequence,
                                         .lottery = plain->lottery}};
    rp_status status = number_places(&w);
    if (status == RP_OK)
        status = place_all(&w, &extras);
    out->problem.clients = plain->clients + extras + spare;
    if (status == RP_OK && !place_extras(out))
        status = RP_ERR_MEMORY;
    if (status == RP_OK)
        status = set_scale(&w);
    if (status == RP_OK)
        status = allocate(&w);
    if (status != RP_OK)
        return status;
    weigh(&w);
    fill(&w);
    borrow(out);
    return RP_OK;
}

void rp_wide_problem_clear(rp_wide_problem *wide) {
    rp_dense_problem_clear(&wide->problem);
    free(wide->group);
    free(wide->first);
    free(wide->hour);
    free(wide->extra);
    free(wide->wait);
    free(wide->kept);
    free(wide->openings);
    free(wide->placed);
    *wide = (rp_wide_problem){.first = NULL};
}
