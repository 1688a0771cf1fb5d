#include "solve/program/bound.h"

#include "base/array.h"
#include "base/bits.h"
#include "solve/program/filling.h"
#include "solve/week/deal.h"

#include <math.h>
#include <stdlib.h>

/* Prices of a basis are fractions of small denominators. */
static const int64_t scales[] = {5040, 60, 1};

enum { SCALES = sizeof scales / sizeof *scales, ADDED_EACH = 5, DAYS = 256 };

bool rp_bound_init(rp_bound *out, rp_program *g) {
    const rp_problem *p = g->problem;
    size_t hours = p->first_hour[p->therapists];

    *out = (rp_bound){.program = g};
    out->worth = rp_new_array(p->pairs, sizeof *out->worth);
    out->whole = rp_new_array(hours, sizeof *out->whole);
    out->half = rp_new_array(hours, sizeof *out->half);
    out->unit = rp_new_array(p->units, sizeof *out->unit);
    return out->worth && out->whole && out->half && out->unit;
}

void rp_bound_clear(rp_bound *b) {
    free(b->worth);
    free(b->whole);
    free(b->half);
    free(b->unit);
    *b = (rp_bound){0};
}

/* What a penalty can be, times the scale. */
static int64_t most_of(const rp_problem *p) {
    return INT64_MAX / 16 / ((int64_t)p->clients + 16);
}

bool rp_bound_has_room(const rp_bound *b, int64_t dearer) {
    return b->program->penalty <=
           most_of(b->program->problem) / b->scale / dearer;
}

rp_status rp_bound_seek(rp_bound *b) {
    const rp_program *g = b->program;
    const rp_problem *p = g->problem;
    int64_t most = most_of(p);
    int k = 0;

    while (k < SCALES && g->penalty > most / scales[k])
        k++;
    if (k == SCALES)
        return RP_ERR_SIZE;
    b->scale = scales[k];
    for (uint32_t u = 0; u < p->units; u++)
        for (size_t n = p->start[u]; n < p->start[u + 1]; n++)
            b->worth[n] = b->scale * rp_aim_of(&g->goal, p, u, n);
    return RP_OK;
}

/* ---- prices ------------------------------------------------------------- */

void rp_bound_read(rp_bound *b) {
    rp_program *g = b->program;
    const rp_problem *p = g->problem;
    const double most = 0x1p52;

    for (uint32_t k = 0; k < g->lines; k++) {
        double price = g->line[k].dual * (double)b->scale;
        price = price < 0.0 ? 0.0 : price > most ? most : price;
        g->line[k].price = g->line[k].is_free ? 0 : (int64_t)llround(price);
    }
    for (uint32_t j = 0; j < p->therapists; j++) {
        if (g->hour_of[j] == RP_NONE)
            continue;
        for (uint32_t h = 0; h < p->hours[j]; h++) {
            size_t at = p->first_hour[j] + h;
            b->half[at] = g->line[g->hour_of[j] + h].price;
            b->whole[at] = 2 * b->half[at];
            for (uint32_t k = g->clique_of[at]; k != RP_NONE;
                 k = g->line[k].next)
                b->whole[at] += g->line[k].price;
        }
    }
}

/* What a biweekly person pays for an hour. */
static int64_t half_price(const rp_bound *b, size_t at, uint32_t person) {
    const rp_program *g = b->program;
    int64_t price = b->half[at];

    for (uint32_t k = g->clique_of[at]; k != RP_NONE; k = g->line[k].next)
        if (g->line[k].who == person)
            price += g->line[k].price;
    return price;
}

/* The cheapest hours on two days. */
static int64_t least_two(const rp_bound *b, uint32_t j, const uint64_t *suits,
                         uint16_t *hour) {
    const rp_problem *p = b->program->problem;
    const uint8_t *day = p->day + p->first_hour[j];
    const int64_t *price = b->whole + p->first_hour[j];
    uint32_t first = RP_NONE, second = RP_NONE;

    for (size_t w = 0; w < rp_problem_words(p, j); w++)
        for (uint64_t left = suits[w]; left; left &= left - 1) {
            uint32_t h = (uint32_t)(64 * w) + rp_bits_lowest(left);
            if (first == RP_NONE || price[h] < price[first]) {
                if (first != RP_NONE && day[h] != day[first])
                    second = first;
                first = h;
            } else if (day[h] != day[first] &&
                       (second == RP_NONE || price[h] < price[second])) {
                second = h;
            }
        }
    hour[0] = (uint16_t)(first < second ? first : second);
    hour[1] = (uint16_t)(first < second ? second : first);
    return price[first] + price[second];
}

/* The cheapest hours that somebody can hold. */
static int64_t least_hours(const rp_bound *b, uint32_t j, const uint64_t *suits,
                           uint8_t rhythm, uint32_t person, uint16_t *hour) {
    const rp_problem *p = b->program->problem;
    int64_t least = INT64_MAX;

    if (rhythm == RP_TWICE_WEEKLY)
        return least_two(b, j, suits, hour);
    hour[1] = RP_NOT_DEALT;
    for (size_t w = 0; w < rp_problem_words(p, j); w++)
        for (uint64_t left = suits[w]; left; left &= left - 1) {
            uint32_t h = (uint32_t)(64 * w) + rp_bits_lowest(left);
            size_t at = p->first_hour[j] + h;
            int64_t price = rhythm == RP_BIWEEKLY ? half_price(b, at, person)
                                                  : b->whole[at];
            if (price >= least)
                continue;
            least = price;
            hour[0] = (uint16_t)h;
        }
    return least;
}

static int64_t least_of_client(const rp_bound *b, uint32_t u, size_t pair,
                               uint32_t client, uint16_t *hour) {
    const rp_problem *p = b->program->problem;
    uint32_t j = p->at[pair];

    return least_hours(b, j,
                       p->suits + p->suited[pair] +
                           (client - p->first[u]) * rp_problem_words(p, j),
                       p->rhythm[client], client, hour);
}

/* ---- pairs -------------------------------------------------------------- */

/* Worth of a pair less what all of its rows cost but that of the unit. */
static int64_t gain_of(const rp_bound *b, uint32_t u, size_t pair) {
    const rp_program *g = b->program;
    const rp_problem *p = g->problem;
    uint32_t j = p->at[pair];
    uint16_t hour[2];
    int64_t gain = b->worth[pair] -
                   (int64_t)rp_problem_size(p, u) * g->line[p->units + j].price;

    for (uint32_t k = p->first_ration[j]; k < p->first_ration[j + 1]; k++) {
        uint32_t q = p->ration_of[k];
        int64_t count = p->ration[q].units[u];
        if (g->most_of[q] != RP_NONE)
            gain -= count * g->line[g->most_of[q]].price;
        if (g->least_of[q] != RP_NONE)
            gain += count * g->line[g->least_of[q]].price;
    }
    for (uint32_t k = g->knot_of[pair]; k != RP_NONE; k = g->knot[k].next)
        gain -= g->knot[k].is_less ? -g->line[g->knot[k].line].price
                                   : g->line[g->knot[k].line].price;
    for (uint32_t a = 0; a < g->aims; a++)
        if (g->line[g->aim_line[a]].price > 0)
            gain += g->line[g->aim_line[a]].price *
                    rp_aim_of(&g->aim[a], p, u, pair);
    if (g->hour_of[j] != RP_NONE)
        for (uint32_t k = p->first[u]; k < p->first[u + 1]; k++)
            gain -= least_of_client(b, u, pair, k, hour);
    return gain;
}

int64_t rp_bound_slack(const rp_bound *b, uint32_t u, size_t pair) {
    return b->unit[u] - gain_of(b, u, pair);
}

static bool is_open(const rp_bound *b, const bool *core, size_t pair) {
    return b->program->closed[pair] == 0 && (!core || core[pair]);
}

/* ---- the bound ---------------------------------------------------------- */

static int64_t shortfall_gain(const rp_bound *b, uint32_t q) {
    const rp_program *g = b->program;
    int64_t gain = b->scale * g->goal.shortfall;

    if (g->least_of[q] == RP_NONE)
        return 0;
    gain += g->line[g->least_of[q]].price;
    for (uint32_t a = 0; a < g->aims; a++)
        gain += g->line[g->aim_line[a]].price * g->aim[a].shortfall;
    return gain > 0 ? gain * (int64_t)g->problem->ration[q].least : 0;
}

/* @param[out] sum  of rows, where it fits; prices that are far off do not */
static bool add_rows(const rp_bound *b, int64_t *sum) {
    const rp_program *g = b->program;
    double size = 0.0;

    for (uint32_t k = 0; k < g->lines; k++) {
        const rp_line *line = &g->line[k];
        if (line->kind == RP_LINE_UNIT || line->kind == RP_LINE_LINK ||
            line->kind == RP_LINE_HOLDER)
            continue;
        size += fabs((double)line->price * (double)line->bound);
        if (size > 0x1p60)
            return false;
        *sum += line->price * line->bound;
    }
    return true;
}

static int64_t rows_sum(const rp_bound *b) {
    const rp_program *g = b->program;
    const rp_problem *p = g->problem;
    int64_t sum = 0;
    uint16_t hour[2];

    if (!add_rows(b, &sum))
        return INT64_MAX / 4;
    for (uint32_t q = 0; q < p->rations; q++)
        sum += shortfall_gain(b, q);
    for (uint32_t j = 0; j < p->therapists; j++)
        for (uint32_t k = p->first_holder[j];
             g->hour_of[j] != RP_NONE && k < p->first_holder[j + 1]; k++)
            sum -= least_hours(b, j, p->suits + p->holder[k].suits,
                               p->holder[k].rhythm, p->clients + k, hour);
    return sum;
}

void rp_bound_find(rp_bound *b, const bool *core) {
    const rp_program *g = b->program;
    const rp_problem *p = g->problem;

    b->value = rows_sum(b);
    for (uint32_t u = 0; u < p->units; u++) {
        int64_t best = g->must[u] ? RP_BOUND_NONE : 0;
        for (size_t n = p->start[u]; n < p->start[u + 1]; n++) {
            if (!is_open(b, core, n))
                continue;
            int64_t gain = gain_of(b, u, n);
            best = gain > best ? gain : best;
        }
        b->unit[u] = best;
        if (best <= RP_BOUND_NONE || b->value <= RP_BOUND_NONE)
            b->value = RP_BOUND_NONE; /* no plan */
        else
            b->value += best;
    }
}

/* ---- columns that are missing ------------------------------------------- */

typedef struct missing {
    int64_t gain;
    size_t pair;
} missing;

/* Into a short list, the largest gain first. */
static int insert(missing *list, int count, missing item) {
    int at = count;

    while (at > 0 && list[at - 1].gain < item.gain)
        at--;
    if (at >= ADDED_EACH)
        return count;
    if (count < ADDED_EACH)
        count++;
    for (int k = count - 1; k > at; k--)
        list[k] = list[k - 1];
    list[at] = item;
    return count;
}

static bool add(rp_bound *b, uint32_t u, size_t pair, size_t *added) {
    rp_program *g = b->program;
    const rp_problem *p = g->problem;
    uint16_t hour[2];
    bool is_new;

    if (g->column_of[pair] == RP_NONE) {
        ++*added;
        return rp_program_add(g, u, pair);
    }
    if (g->hour_of[p->at[pair]] == RP_NONE)
        return true;
    for (uint32_t k = p->first[u]; k < p->first[u + 1]; k++) {
        least_of_client(b, u, pair, k, hour);
        if (!rp_program_add_hours(g, u, pair, k, hour, &is_new))
            return false;
        *added += is_new;
    }
    return true;
}

bool rp_bound_price(rp_bound *b, const bool *core, size_t *added) {
    rp_program *g = b->program;
    const rp_problem *p = g->problem;
    int64_t room = b->scale / 1000;

    *added = 0;
    for (uint32_t u = 0; u < p->units; u++) {
        int64_t own = (int64_t)llround(g->line[u].dual * (double)b->scale);
        missing list[ADDED_EACH];
        int count = 0;
        if (b->unit[u] <= own + room)
            continue;
        for (size_t n = p->start[u]; n < p->start[u + 1]; n++) {
            if (!is_open(b, core, n))
                continue;
            int64_t gain = gain_of(b, u, n);
            if (gain > own + room)
                count = insert(list, count, (missing){gain, n});
        }
        for (int k = 0; k < count; k++)
            if (!add(b, u, list[k].pair, added))
                return false;
    }
    return true;
}
