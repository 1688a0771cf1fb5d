#include "why/trial/outlook.h"

#include "base/array.h"
#include "solve/again/residual_ways.h"

#include <stdlib.h>
#include <string.h>

enum { LEAST, MOST };

/* -- prices ---------------------------------------------------------------- */

/* From which places do hands reach an empty seat? */
static bool find_room(bool *is_roomy, const rp_residual *r) {
    bool changed = true, any = false;

    for (uint32_t t = 0; t < r->therapists; t++)
        if (r->load[t] < r->seats[t])
            is_roomy[t + 1] = any = true;
    while (changed) {
        changed = false;
        for (uint32_t a = 1; a < r->nodes; a++)
            for (uint32_t b = 1; b < r->nodes && !is_roomy[a]; b++)
                if (is_roomy[b] &&
                    r->cost[(size_t)a * r->nodes + b] != RP_NO_PATH)
                    is_roomy[a] = changed = true;
    }
    return any;
}

/* The same of therapists: one who has openings left and no hour may get one. */
static rp_status find_roomy(rp_price_range *range, const rp_study *study) {
    const rp_residual *r = study->residual;
    const rp_dense_problem *g = study->seating;
    bool *places = rp_new_array(r->nodes, sizeof *places);
    uint32_t *load = rp_new_array(g->therapists, sizeof *load);

    if (places && load) {
        range->has_room = find_room(places, r);
        for (uint32_t i = 0; i < g->clients; i++)
            if (g->tier[i] > 0 && g->placed[i] != RP_NONE)
                load[g->placed[i]]++;
    }
    for (uint32_t t = 0; places && load && t < g->therapists; t++) {
        bool has_left = load[t] < g->seats[t];
        range->is_roomy[t] = has_left;
        range->has_room |= has_left;
        for (uint32_t p = rp_dense_problem_first(r->problem, t);
             p < rp_dense_problem_end(r->problem, t); p++)
            range->is_roomy[t] |= places[p + 1];
    }
    free(load);
    free(places);
    return places && load ? RP_OK : RP_ERR_MEMORY;
}

/* The least of a therapist's places. */
static int64_t least_price(const rp_dense_problem *g, uint32_t therapist,
                           const int64_t *price) {
    int64_t least = RP_NO_PATH;

    for (uint32_t p = rp_dense_problem_first(g, therapist);
         p < rp_dense_problem_end(g, therapist); p++)
        least = price[p + 1] < least ? price[p + 1] : least;
    return least;
}

static void read_prices(rp_price_range *range, const rp_study *study, int d,
                        const int64_t *price) {
    const rp_residual *r = study->residual;

    for (uint32_t t = 0; t < study->seating->therapists; t++) {
        range->price[d][t] = least_price(r->problem, t, price);
        range->given_up[d][t] = rp_effect_given_up(study, t, price);
    }
    for (uint32_t i = 0; i < study->seating->clients; i++) {
        uint32_t p = rp_residual_therapist(r, i);
        if (p != RP_NONE)
            range->left[d][i] = rp_residual_worth(r, i, p) - price[p + 1];
    }
}

rp_status rp_price_range_make(rp_price_range *out, const rp_study *study) {
    const rp_residual *r = study->residual;
    uint32_t therapists = study->seating->therapists;

    *out = (rp_price_range){.is_roomy = rp_new_array(therapists, 1)};
    if (study->holds) { /* nothing is known before it is solved */
        for (uint32_t t = 0; out->is_roomy && t < therapists; t++)
            out->is_roomy[t] = 1;
        out->has_room = true;
        return out->is_roomy ? RP_OK : RP_ERR_MEMORY;
    }
    rp_residual copy = {0};
    int64_t *most = rp_new_array(r->nodes, sizeof *most);
    bool whole = most && out->is_roomy;
    for (int d = LEAST; d <= MOST; d++) {
        out->price[d] = rp_new_array(therapists, sizeof(int64_t));
        out->given_up[d] = rp_new_array(therapists, sizeof(int64_t));
        out->left[d] = rp_new_array(study->seating->clients, sizeof(int64_t));
        whole &= out->price[d] && out->given_up[d] && out->left[d];
    }
    whole = whole && rp_residual_copy(&copy, r, 0) == RP_OK;
    if (whole) {
        rp_residual_to_pool(&copy, most); /* costs of losing a hand */
        read_prices(out, study, LEAST, r->price);
        read_prices(out, study, MOST, most);
    }
    rp_residual_clear(&copy);
    free(most);
    return whole ? find_roomy(out, study) : RP_ERR_MEMORY;
}

void rp_price_range_clear(rp_price_range *range) {
    for (int d = LEAST; d <= MOST; d++) {
        free(range->price[d]);
        free(range->given_up[d]);
        free(range->left[d]);
    }
    free(range->is_roomy);
    *range = (rp_price_range){0};
}

/* -- a change -------------------------------------------------------------- */

rp_status rp_prospect_make(rp_prospect *out, const rp_study *study,
                           const rp_price_range *range) {
    size_t room = (size_t)study->seating->clients + 1;

    *out = (rp_prospect){.study = study, .range = range};
    for (int d = LEAST; d <= MOST; d++) {
        out->gain[d] = rp_new_array(room, sizeof(int64_t));
        out->whose[d] = rp_new_array(room, sizeof(uint32_t));
        if (!out->gain[d] || !out->whose[d])
            return RP_ERR_MEMORY;
    }
    return RP_OK;
}

void rp_prospect_clear(rp_prospect *prospect) {
    for (int d = LEAST; d <= MOST; d++) {
        free(prospect->gain[d]);
        free(prospect->whose[d]);
    }
    *prospect = (rp_prospect){0};
}

/* S of a client with the therapist of the change. */
static uint16_t score_of(const rp_prospect *p, uint32_t client) {
    const rp_shift *s = p->shift;

    return s->column ? s->column[client]
                     : rp_dense_problem_column(p->study->seating,
                                               s->therapist)[client];
}

/* w of a pair that has this S. */
static int64_t worth_of(const rp_prospect *p, uint32_t client, uint32_t t,
                        uint16_t s) {
    const rp_residual *r = p->study->residual;

    return rp_residual_worth_of(r, client,
                                rp_dense_problem_first(r->problem, t), s);
}

static void put_gain(rp_prospect *p, int d, uint32_t client, int64_t gain) {
    uint32_t at = p->count[d];

    while (at > 0 && p->gain[d][at - 1] < gain)
        at--;
    if (at > p->seats)
        return;
    if (p->count[d] <= p->seats)
        p->count[d]++;
    for (uint32_t k = p->count[d] - 1; k > at; k--) {
        p->gain[d][k] = p->gain[d][k - 1];
        p->whose[d][k] = p->whose[d][k - 1];
    }
    p->gain[d][at] = gain;
    p->whose[d][at] = client;
}

void rp_prospect_set(rp_prospect *p, const rp_shift *shift) {
    const rp_residual *r = p->study->residual;
    const rp_dense_problem *g = p->study->seating;
    uint32_t t = shift->therapist;

    p->shift = shift;
    p->count[LEAST] = p->count[MOST] = 0;
    p->kept = p->lost = 0;
    p->keeps = !rp_shift_changes_hours(shift) || !p->study->outcome->suiting ||
               rp_shift_keeps_hours(shift, p->study->outcome->fit);
    if ((!shift->column && shift->seats == 0) || p->study->holds)
        return;
    p->seats = g->seats[t] + shift->seats;
    if (p->seats > g->clients)
        p->seats = g->clients;
    for (uint32_t i = 0; i < g->clients; i++) {
        uint16_t s = score_of(p, i);
        int64_t worth = s == RP_NO_PAIR ? 0 : worth_of(p, i, t, s);
        if (r->places.at[i] == RP_NONE)
            continue;
        if (rp_residual_whose(r, i) == t) {
            int64_t change =
                worth - rp_residual_worth(r, i, rp_residual_therapist(r, i));
            p->kept += change;
            p->lost += change < 0 ? change : 0;
        }
        for (int d = LEAST; d <= MOST && s != RP_NO_PAIR; d++)
            if (worth > p->range->left[d][i])
                put_gain(p, d, i, worth - p->range->left[d][i]);
    }
}

/* The sum of the `seats` largest gains of others than a client. */
static int64_t sum_without(const rp_prospect *p, int d, uint32_t client,
                           uint32_t seats) {
    int64_t sum = 0;

    for (uint32_t k = 0; k < p->count[d] && seats > 0; k++)
        if (p->whose[d][k] != client) {
            sum += p->gain[d][k];
            seats--;
        }
    return sum;
}

/* The most that another pair of the row leaves after the price of its place;
 * INT64_MIN: there is none. */
static int64_t best_elsewhere(const rp_prospect *p, uint32_t client, int d) {
    const rp_shift *s = p->shift;
    const rp_dense_problem *g = p->study->seating;
    bool has_other = s->column || s->seats > 0;
    int64_t best = INT64_MIN;

    for (uint32_t t = 0; t < g->therapists; t++) {
        int64_t price = p->range->price[d][t];
        uint16_t pair =
            s->row ? s->row[t] : rp_dense_problem_column(g, t)[client];
        if (pair == RP_NO_PAIR || price == RP_NO_PATH ||
            (has_other && t == s->therapist))
            continue;
        int64_t left = worth_of(p, client, t, pair) - price;
        best = left > best ? left : best;
    }
    return best;
}

/* The most that the plan can gain, if it places the client. */
static int64_t most_gain(const rp_prospect *p, uint32_t client, uint16_t s,
                         int d) {
    const rp_shift *shift = p->shift;
    uint32_t t = shift->therapist;
    int64_t most = best_elsewhere(p, client, d);

    if (most != INT64_MIN)
        most += sum_without(p, d, client, p->seats);
    if (s != RP_NO_PAIR && p->seats > 0) {
        int64_t here =
            worth_of(p, client, t, s) + sum_without(p, d, client, p->seats - 1);
        most = here > most ? here : most;
    }
    return most == INT64_MIN ? most : most - p->range->given_up[d][t];
}

/* The least that it gains: as it is, or with the client at the therapist. */
static int64_t least_gain(const rp_prospect *p, uint32_t client, uint16_t s) {
    uint32_t t = p->shift->therapist;
    int64_t way = p->shift->seats > 0 ? 0 : p->range->price[MOST][t];

    if (s == RP_NO_PAIR || way == RP_NO_PATH)
        return p->kept;
    int64_t gain = worth_of(p, client, t, s) + p->lost - way;
    return gain > p->kept ? gain : p->kept;
}

rp_outlook rp_prospect_of(const rp_prospect *p, uint32_t client) {
    const rp_dense_problem *g = p->study->seating;
    const rp_scale *scale = rp_study_scale(p->study);
    const rp_shift *shift = p->shift;
    rp_outlook outlook = {.points = INT64_MAX};
    int64_t most, least;

    if (p->study->holds)
        return (rp_outlook){.is_possible = true, .points = INT64_MAX};
    if (!shift->column && shift->seats == 0) { /* the price is what it costs */
        most = least = best_elsewhere(p, client, MOST);
    } else {
        uint16_t s =
            shift->row ? shift->row[shift->therapist] : score_of(p, client);
        most = most_gain(p, client, s, LEAST);
        int64_t other = most_gain(p, client, s, MOST);
        most = other < most ? other : most;
        least = least_gain(p, client, s);
    }
    outlook.is_possible = most != INT64_MIN && (most >= p->kept || !p->keeps);
    if (!outlook.is_possible)
        return outlook;
    /* a plan that places all others as well as this client gains the tier;
     * floors and points come to less than half a tier */
    outlook.displaced = most < g->tier[client] * scale->tier - scale->tier / 2;
    if (outlook.displaced > 0 && !p->keeps)
        return outlook;
    if (p->study->outcome->suiting) /* there may be no hour for the way of
                                       `least` */
        least = outlook.displaced > 0 ? p->kept : g->tier[client] * scale->tier;
    int64_t tiers = rp_scale_split(scale, least).tiers;
    int64_t above = most - tiers * scale->tier;
    if (scale->queue == 0 && scale->floor == 0 && scale->keep == 0 &&
        above < scale->tier / 2)
        outlook.points = above + shift->pinned;
    return outlook;
}
