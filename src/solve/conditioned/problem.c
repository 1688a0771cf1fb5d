#include "solve/conditioned/problem.h"

#include "base/array.h"
#include "solve/week/market_hours.h"

#include <stdlib.h>
#include <string.h>

/* The rows of one unit's clients while they are met. */
typedef struct reading {
    rp_problem *p;
    uint32_t *local;     /* [therapists of the market] or RP_NONE */
    uint32_t *therapist; /* [therapists of the market] */
    uint16_t *gain;      /* likewise */
    uint32_t *seen;      /* [therapists] clients of the unit who can go there */
    int64_t *points;     /* [therapists] */
    uint16_t *fair;      /* [therapists] */
    int thread;
    size_t start_room;
} reading;

/* ---- units -------------------------------------------------------------- */

static uint32_t party_of(const rp_market *market, uint32_t client) {
    const rp_conditions *c = rp_market_conditions(market);

    return c && c->party ? c->party[client] : RP_NONE;
}

/* Units in the order of their first clients. */
static bool number_units(rp_problem *p, const rp_members *members) {
    const rp_conditions *c = rp_market_conditions(p->market);
    uint32_t parties = c ? c->parties : 0;
    uint32_t *own = rp_new_array(parties, sizeof *own);
    uint32_t *used;

    p->unit = rp_new_array(rp_market_clients(p->market), sizeof *p->unit);
    if (!own || !p->unit) {
        free(own);
        return false;
    }
    for (uint32_t k = 0; k < parties; k++)
        own[k] = RP_NONE;
    for (uint32_t i = 0; i < rp_market_clients(p->market); i++)
        p->unit[i] = RP_NONE;
    for (uint32_t k = 0; k < members->clients; k++) {
        uint32_t i = members->client[k], party = party_of(p->market, i);
        if (party != RP_NONE && own[party] != RP_NONE) {
            p->unit[i] = own[party];
            continue;
        }
        if (party != RP_NONE)
            own[party] = p->units;
        p->unit[i] = p->units++;
    }
    free(own);
    p->first = rp_new_array((size_t)p->units + 1, sizeof *p->first);
    used = rp_new_array(p->units, sizeof *used);
    if (p->first && used) {
        for (uint32_t k = 0; k < members->clients; k++)
            p->first[p->unit[members->client[k]] + 1]++;
        for (uint32_t u = 0; u < p->units; u++)
            p->first[u + 1] += p->first[u];
        for (uint32_t k = 0; k < members->clients; k++) {
            uint32_t i = members->client[k], u = p->unit[i];
            p->client[p->first[u] + used[u]++] = i;
        }
    }
    bool whole = p->first && used;
    free(used);
    return whole;
}

/* ---- pairs -------------------------------------------------------------- */

static uint64_t *put_suits(rp_problem *p, size_t words) {
    if (p->suit_used + words > p->suit_room) {
        size_t room = p->suit_used + words + p->suit_used / 2 + 64;
        uint64_t *grown = rp_resize_array(p->suits, room, sizeof *grown);
        if (!grown)
            return NULL;
        p->suits = grown;
        p->suit_room = room;
    }
    p->suit_used += words;
    return p->suits + p->suit_used - words;
}

/* The hours that suit somebody. @param[out] can  and they can hold theirs */
static bool add_suits(rp_problem *p, uint32_t client, uint32_t j, int thread,
                      bool *can) {
    size_t words = rp_problem_words(p, j);
    uint64_t *bits = put_suits(p, words);

    if (!bits)
        return false;
    rp_market_suits(p->market, client, p->therapist[j], thread, bits);
    *can = rp_rhythm_has_room(bits, words, rp_market_rhythm(p->market, client),
                              p->day + p->first_hour[j]);
    return true;
}

static bool add_pair(reading *r, uint32_t u, uint32_t j) {
    rp_problem *p = r->p;
    size_t begin = p->suit_used;

    if (p->hours[j] > 0)
        for (uint32_t k = p->first[u]; k < p->first[u + 1]; k++) {
            bool can;
            if (!add_suits(p, p->client[k], j, r->thread, &can))
                return false;
            if (!can) {
                p->suit_used = begin;
                return true;
            }
        }
    if (p->pairs == p->pair_room) {
        size_t room = p->pair_room + p->pair_room / 2 + 64;
        uint32_t *at = rp_resize_array(p->at, room, sizeof *at);
        if (at)
            p->at = at;
        int64_t *points = rp_resize_array(p->points, room, sizeof *points);
        if (points)
            p->points = points;
        uint16_t *fair = rp_resize_array(p->fair, room, sizeof *fair);
        if (fair)
            p->fair = fair;
        size_t *suited = rp_resize_array(p->suited, room, sizeof *suited);
        if (suited)
            p->suited = suited;
        if (!at || !points || !fair || !suited)
            return false;
        p->pair_room = room;
    }
    p->at[p->pairs] = j;
    p->points[p->pairs] = r->points[j];
    p->fair[p->pairs] = r->fair[j];
    p->suited[p->pairs++] = begin;
    return true;
}

/* Count one client's row in. */
static void read_client(reading *r, uint32_t i) {
    rp_problem *p = r->p;
    size_t count =
        rp_market_row(p->market, i, r->thread, r->therapist, r->gain);

    for (size_t k = 0; k < count; k++) {
        uint32_t j = r->local[r->therapist[k]];
        if (j == RP_NONE)
            continue;
        int32_t keep = rp_market_kept(p->market, i) == r->therapist[k]
                           ? rp_market_keep(p->market)
                           : 0;
        r->seen[j]++;
        r->points[j] += rp_market_wait(p->market, i) + r->gain[k];
        r->fair[j] = (uint16_t)(r->fair[j] + (p->floor > 0 &&
                                              r->gain[k] - keep >= p->floor));
    }
}

static bool read_unit(reading *r, uint32_t u) {
    rp_problem *p = r->p;
    uint32_t size = rp_problem_size(p, u);

    memset(r->seen, 0, p->therapists * sizeof *r->seen);
    memset(r->points, 0, p->therapists * sizeof *r->points);
    memset(r->fair, 0, p->therapists * sizeof *r->fair);
    p->start[u] = p->pairs;
    for (uint32_t k = p->first[u]; k < p->first[u + 1]; k++)
        read_client(r, p->client[k]);
    for (uint32_t j = 0; j < p->therapists; j++)
        if (r->seen[j] == size && p->openings[j] >= size && !add_pair(r, u, j))
            return false;
    p->start[u + 1] = p->pairs;
    return true;
}

static bool read_pairs(rp_problem *p, int thread) {
    uint32_t all = rp_market_therapists(p->market);
    reading r = {.p = p,
                 .local = rp_new_array(all, sizeof *r.local),
                 .therapist = rp_new_array(all, sizeof *r.therapist),
                 .gain = rp_new_array(all, sizeof *r.gain),
                 .seen = rp_new_array(p->therapists, sizeof *r.seen),
                 .points = rp_new_array(p->therapists, sizeof *r.points),
                 .fair = rp_new_array(p->therapists, sizeof *r.fair),
                 .thread = thread};
    bool whole =
        r.local && r.therapist && r.gain && r.seen && r.points && r.fair;

    for (uint32_t t = 0; whole && t < all; t++)
        r.local[t] = RP_NONE;
    for (uint32_t j = 0; whole && j < p->therapists; j++)
        r.local[p->therapist[j]] = j;
    for (uint32_t u = 0; whole && u < p->units; u++)
        whole = read_unit(&r, u);
    free(r.local);
    free(r.therapist);
    free(r.gain);
    free(r.seen);
    free(r.points);
    free(r.fair);
    return whole;
}

/* ---- hours -------------------------------------------------------------- */

static bool add_holders(rp_problem *p, uint32_t j, uint32_t *used, int thread) {
    for (uint32_t i = rp_market_first_held(p->market, p->therapist[j]);
         i != RP_NONE; i = rp_market_next_held(p->market, i)) {
        size_t begin = p->suit_used;
        bool can;
        if (!add_suits(p, i, j, thread, &can))
            return false;
        if (!can) { /* holds none */
            p->suit_used = begin;
            continue;
        }
        rp_holder *grown =
            rp_grow_array(p->holder, *used, &p->holder_room, sizeof *grown);
        if (!grown)
            return false;
        p->holder = grown;
        grown[(*used)++] =
            (rp_holder){i, rp_market_rhythm(p->market, i), begin};
    }
    return true;
}

static bool reads_days(const rp_market *market) {
    for (uint32_t i = 0; i < rp_market_clients(market); i++)
        if (rp_market_rhythm(market, i) == RP_TWICE_WEEKLY)
            return true;
    return false;
}

static bool read_hours(rp_problem *p, int thread) {
    bool has_days = reads_days(p->market), whole = true;
    uint32_t used = 0;

    p->hours = rp_new_array(p->therapists, sizeof *p->hours);
    p->openings = rp_new_array(p->therapists, sizeof *p->openings);
    p->first_hour =
        rp_new_array((size_t)p->therapists + 1, sizeof *p->first_hour);
    p->first_holder =
        rp_new_array((size_t)p->therapists + 1, sizeof *p->first_holder);
    if (!p->hours || !p->openings || !p->first_hour || !p->first_holder)
        return false;
    for (uint32_t j = 0; j < p->therapists; j++) {
        p->openings[j] = rp_market_openings(p->market, p->therapist[j]);
        p->hours[j] = rp_market_hours(p->market, p->therapist[j]);
        p->first_hour[j + 1] = p->first_hour[j] + p->hours[j];
    }
    p->day = rp_new_array(p->first_hour[p->therapists], sizeof *p->day);
    if (!p->day)
        return false;
    for (uint32_t j = 0; j < p->therapists && whole; j++) {
        for (uint32_t h = 0; has_days && h < p->hours[j]; h++)
            p->day[p->first_hour[j] + h] =
                rp_market_day(p->market, p->therapist[j], h);
        p->first_holder[j] = used;
        whole = p->hours[j] == 0 || add_holders(p, j, &used, thread);
    }
    p->first_holder[p->therapists] = used;
    return whole;
}

/* ---- conditions --------------------------------------------------------- */

static bool is_set(const uint64_t *bits, uint32_t k) {
    return !bits || (bits[k / 64] >> k % 64 & 1);
}

/* @return 0: out of memory; 1: nobody of the part counts; 2: added */
static int add_ration(rp_problem *p, const rp_quota *q, uint32_t number) {
    rp_ration *r = &p->ration[p->rations];
    uint64_t most = 0;
    bool any = false;

    *r = (rp_ration){.quota = number,
                     .least = q->least,
                     .most = q->most,
                     .therapist = rp_new_array(p->therapists, sizeof(bool)),
                     .units = rp_new_array(p->units, sizeof *r->units)};
    p->rations++;
    if (!r->therapist || !r->units)
        return 0;
    for (uint32_t k = 0; k < p->clients; k++)
        if (is_set(q->client, p->client[k])) {
            r->units[p->unit[p->client[k]]]++;
            any = true;
        }
    for (uint32_t j = 0; j < p->therapists; j++) {
        r->therapist[j] = is_set(q->therapist, p->therapist[j]);
        most += r->therapist[j] ? p->openings[j] : 0;
    }
    if (r->most != RP_NONE && r->most >= most)
        r->most = RP_NONE; /* openings are fewer */
    if (any && most > 0 && (r->most != RP_NONE || r->least > 0))
        return 2;
    free(r->therapist);
    free(r->units);
    p->rations--;
    return 1;
}

static bool list_rations(rp_problem *p) {
    size_t used = 0;

    p->first_ration =
        rp_new_array((size_t)p->therapists + 1, sizeof *p->first_ration);
    if (!p->first_ration)
        return false;
    for (uint32_t j = 0; j < p->therapists; j++)
        for (uint32_t q = 0; q < p->rations; q++)
            used += p->ration[q].therapist[j];
    p->ration_of = rp_new_array(used, sizeof *p->ration_of);
    if (!p->ration_of)
        return false;
    used = 0;
    for (uint32_t j = 0; j < p->therapists; j++) {
        for (uint32_t q = 0; q < p->rations; q++)
            if (p->ration[q].therapist[j])
                p->ration_of[used++] = q;
        p->first_ration[j + 1] = (uint32_t)used;
    }
    return true;
}

static int compare_rifts(const void *a, const void *b) {
    const rp_rift *x = a, *y = b;

    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

/* A party of two who are to be apart goes nowhere: it loses its pairs. */
static bool list_rifts(rp_problem *p, const rp_conditions *c) {
    uint32_t kept = 0;

    p->rift = rp_new_array(c->aparts, sizeof *p->rift);
    if (!p->rift)
        return false;
    for (uint32_t k = 0; k < c->aparts; k++) {
        uint32_t a = p->unit[c->apart[k].a], b = p->unit[c->apart[k].b];
        if (a == RP_NONE || b == RP_NONE)
            continue;
        p->rift[p->rifts++] = (rp_rift){a < b ? a : b, a < b ? b : a};
    }
    if (p->rifts > 1)
        qsort(p->rift, p->rifts, sizeof *p->rift, compare_rifts);
    for (uint32_t k = 0; k < p->rifts; k++)
        if (kept == 0 || compare_rifts(&p->rift[kept - 1], &p->rift[k]) != 0)
            p->rift[kept++] = p->rift[k];
    p->rifts = kept;
    return true;
}

static bool read_conditions(rp_problem *p) {
    const rp_conditions *c = rp_market_conditions(p->market);
    static const rp_conditions none;

    if (!c)
        c = &none;
    p->ration = rp_new_array(c->quotas, sizeof *p->ration);
    if (!p->ration)
        return false;
    for (uint32_t q = 0; q < c->quotas; q++)
        if (add_ration(p, &c->quota[q], q) == 0)
            return false;
    return list_rations(p) && list_rifts(p, c);
}

/* ---- the problem -------------------------------------------------------- */

rp_status rp_problem_init(rp_problem *out, const rp_market *market,
                          const rp_members *members, uint16_t floor,
                          int thread) {
    rp_problem *p = out;

    *out = (rp_problem){.market = market,
                        .floor = floor,
                        .clients = members->clients,
                        .therapists = members->therapists};
    p->client = rp_new_array(p->clients, sizeof *p->client);
    p->therapist = rp_new_array(p->therapists, sizeof *p->therapist);
    p->tier = rp_new_array(p->clients, sizeof *p->tier);
    p->rhythm = rp_new_array(p->clients, sizeof *p->rhythm);
    if (!p->client || !p->therapist || !p->tier || !p->rhythm ||
        !number_units(p, members))
        return RP_ERR_MEMORY;
    for (uint32_t j = 0; j < p->therapists; j++)
        p->therapist[j] = members->therapist[j];
    for (uint32_t k = 0; k < p->clients; k++) {
        p->tier[k] = rp_market_tier(market, p->client[k]);
        p->rhythm[k] = rp_market_rhythm(market, p->client[k]);
    }
    p->start = rp_new_array((size_t)p->units + 1, sizeof *p->start);
    if (!p->start || !read_hours(p, thread) || !read_pairs(p, thread))
        return false;
    p->is_fresh = rp_new_array(p->pairs, sizeof *p->is_fresh);
    return p->is_fresh && read_conditions(p) ? RP_OK : RP_ERR_MEMORY;
}

void rp_problem_clear(rp_problem *p) {
    for (uint32_t q = 0; q < p->rations; q++) {
        free(p->ration[q].therapist);
        free(p->ration[q].units);
    }
    free(p->client);
    free(p->therapist);
    free(p->first);
    free(p->unit);
    free(p->tier);
    free(p->rhythm);
    free(p->start);
    free(p->at);
    free(p->points);
    free(p->fair);
    free(p->is_fresh);
    free(p->suited);
    free(p->suits);
    free(p->openings);
    free(p->hours);
    free(p->first_hour);
    free(p->day);
    free(p->first_holder);
    free(p->holder);
    free(p->ration);
    free(p->first_ration);
    free(p->ration_of);
    free(p->rift);
    *p = (rp_problem){0};
}

size_t rp_problem_pair(const rp_problem *p, uint32_t unit, uint32_t therapist) {
    size_t low = p->start[unit], end = p->start[unit + 1], high = end;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (p->at[middle] < therapist)
            low = middle + 1;
        else
            high = middle;
    }
    return low < end && p->at[low] == therapist ? low : SIZE_MAX;
}

uint32_t rp_problem_tier(const rp_problem *p, uint32_t unit, int tier) {
    uint32_t count = 0;

    for (uint32_t k = p->first[unit]; k < p->first[unit + 1]; k++)
        count += p->tier[k] == tier;
    return count;
}
