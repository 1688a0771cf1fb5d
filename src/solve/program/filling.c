#include "solve/program/filling.h"

#include "base/array.h"
#include "solve/week/deal.h"

/* ---- hours -------------------------------------------------------------- */

/* The rows of an hour; `person` pays where a biweekly client does. */
static void put_hour(rp_program *g, uint32_t j, uint32_t hour, uint32_t person,
                     uint8_t rhythm) {
    rp_engine *e = g->engine;

    rp_engine_put(e, g->hour_of[j] + hour, rhythm == RP_BIWEEKLY ? 1.0 : 2.0);
    for (uint32_t k = g->clique_of[g->problem->first_hour[j] + hour];
         k != RP_NONE; k = g->line[k].next)
        if (rhythm != RP_BIWEEKLY || g->line[k].who == person)
            rp_engine_put(e, k, 1.0);
}

static void put_hours(rp_program *g, uint32_t j, const uint16_t *hour,
                      uint32_t person, uint8_t rhythm) {
    for (int k = 0; k < 2; k++)
        if (hour[k] != RP_NOT_DEALT)
            put_hour(g, j, hour[k], person, rhythm);
}

static bool has_hours(const rp_program *g, uint32_t last, uint32_t who,
                      const uint16_t *hour) {
    for (uint32_t c = last; c != RP_NONE; c = g->column[c].next)
        if (g->column[c].who == who && !g->column[c].is_dead &&
            g->column[c].hour[0] == hour[0] && g->column[c].hour[1] == hour[1])
            return true;
    return false;
}

/* What a pair has in rows other than hours. */
static void put_pair(rp_program *g, uint32_t u, size_t pair) {
    const rp_problem *p = g->problem;
    rp_engine *e = g->engine;
    uint32_t j = p->at[pair], size = rp_problem_size(p, u);

    rp_engine_put(e, u, 1.0);
    rp_engine_put(e, p->units + j, size);
    for (uint32_t k = p->first_ration[j]; k < p->first_ration[j + 1]; k++) {
        uint32_t q = p->ration_of[k], count = p->ration[q].units[u];
        if (count > 0 && g->most_of[q] != RP_NONE)
            rp_engine_put(e, g->most_of[q], count);
        if (count > 0 && g->least_of[q] != RP_NONE)
            rp_engine_put(e, g->least_of[q], -(double)count);
    }
    for (uint32_t k = g->knot_of[pair]; k != RP_NONE; k = g->knot[k].next)
        rp_engine_put(e, g->knot[k].line, g->knot[k].is_less ? -1.0 : 1.0);
    rp_column column = {.kind = RP_COLUMN_PAIR, .who = u, .pair = pair};
    for (uint32_t a = 0; a < g->aims; a++) {
        double entry = rp_program_aim_entry(g, &g->aim[a], &column);
        if (entry < 0.0 || entry > 0.0)
            rp_engine_put(e, g->aim_line[a], entry);
    }
    for (uint32_t k = 0; g->link_of[pair] != RP_NONE && k < size; k++)
        rp_engine_put(e, g->link_of[pair] + k, -1.0);
}

/* The column of a pair; hours are those of a unit of one client. */
static bool add_pair_column(rp_program *g, uint32_t u, size_t pair,
                            const uint16_t *hour) {
    const rp_problem *p = g->problem;
    static const uint16_t none[2] = {RP_NOT_DEALT, RP_NOT_DEALT};

    rp_engine_begin(g->engine);
    put_pair(g, u, pair);
    if (hour)
        put_hours(g, p->at[pair], hour, p->first[u], p->rhythm[p->first[u]]);
    else
        hour = none;
    uint32_t c = rp_program_column(g, (rp_column){.kind = RP_COLUMN_PAIR,
                                                  .hour = {hour[0], hour[1]},
                                                  .who = u,
                                                  .next = g->column_of[pair],
                                                  .pair = pair});
    if (c == RP_NONE)
        return false;
    g->column_of[pair] = c;
    return true;
}

bool rp_program_add_hours(rp_program *g, uint32_t u, size_t pair,
                          uint32_t client, const uint16_t *hour, bool *is_new) {
    const rp_problem *p = g->problem;
    uint32_t j = p->at[pair];

    *is_new = false;
    if (rp_problem_size(p, u) == 1) {
        if (has_hours(g, g->column_of[pair], u, hour))
            return true;
        *is_new = true;
        return add_pair_column(g, u, pair, hour);
    }
    if (has_hours(g, g->client_column[pair], client, hour))
        return true;
    *is_new = true;
    rp_engine_begin(g->engine);
    rp_engine_put(g->engine, g->link_of[pair] + (client - p->first[u]), 1.0);
    put_hours(g, j, hour, client, p->rhythm[client]);
    uint32_t c =
        rp_program_column(g, (rp_column){.kind = RP_COLUMN_CLIENT,
                                         .hour = {hour[0], hour[1]},
                                         .who = client,
                                         .next = g->client_column[pair],
                                         .pair = pair});
    if (c == RP_NONE)
        return false;
    g->client_column[pair] = c;
    return true;
}

bool rp_program_add_holder(rp_program *g, uint32_t j, uint32_t holder,
                           const uint16_t *hour, bool *is_new) {
    const rp_problem *p = g->problem;
    uint32_t line = g->hour_of[j] + p->hours[j] + holder - p->first_holder[j];

    *is_new = false;
    if (has_hours(g, g->holder_column[holder], holder, hour))
        return true;
    *is_new = true;
    rp_engine_begin(g->engine);
    rp_engine_put(g->engine, line, 1.0);
    put_hours(g, j, hour, p->clients + holder, p->holder[holder].rhythm);
    uint32_t c =
        rp_program_column(g, (rp_column){.kind = RP_COLUMN_HOLDER,
                                         .hour = {hour[0], hour[1]},
                                         .who = holder,
                                         .next = g->holder_column[holder],
                                         .pair = SIZE_MAX});
    if (c == RP_NONE)
        return false;
    g->holder_column[holder] = c;
    return true;
}

/* ---- pairs and therapists ----------------------------------------------- */

/* So many pairs of hours for one who comes twice; pricing adds others. */
enum { MOST_TWOS = 48 };

/* All that somebody can hold, given to `add`. */
typedef bool add_one(rp_program *g, uint32_t a, size_t pair, uint32_t b,
                     const uint16_t *hour, bool *is_new);

static bool add_for_holder(rp_program *g, uint32_t j, size_t pair,
                           uint32_t holder, const uint16_t *hour,
                           bool *is_new) {
    (void)pair;
    return rp_program_add_holder(g, j, holder, hour, is_new);
}

static bool add_all_hours(rp_program *g, add_one *add, uint32_t a, size_t pair,
                          uint32_t b, uint32_t j, const uint64_t *suits,
                          uint8_t rhythm) {
    const rp_problem *p = g->problem;
    const uint8_t *day = p->day + p->first_hour[j];
    uint32_t left = add == add_for_holder ? UINT32_MAX : MOST_TWOS;
    bool is_new;

    for (uint32_t h = 0; h < p->hours[j] && left > 0; h++) {
        if (!(suits[h / 64] >> h % 64 & 1))
            continue;
        if (rhythm != RP_TWICE_WEEKLY) {
            const uint16_t one[2] = {(uint16_t)h, RP_NOT_DEALT};
            if (!add(g, a, pair, b, one, &is_new))
                return false;
            continue;
        }
        for (uint32_t k = h + 1; k < p->hours[j]; k++) {
            const uint16_t two[2] = {(uint16_t)h, (uint16_t)k};
            if (!(suits[k / 64] >> k % 64 & 1) || day[h] == day[k])
                continue;
            if (left-- == 0)
                return true;
            if (!add(g, a, pair, b, two, &is_new))
                return false;
        }
    }
    return true;
}

/* Columns for the hours of all clients of a pair. */
static bool add_pair_hours(rp_program *g, uint32_t u, size_t pair) {
    const rp_problem *p = g->problem;
    uint32_t j = p->at[pair];
    size_t words = rp_problem_words(p, j);

    for (uint32_t k = p->first[u]; k < p->first[u + 1]; k++)
        if (!add_all_hours(g, rp_program_add_hours, u, pair, k, j,
                           p->suits + p->suited[pair] +
                               (k - p->first[u]) * words,
                           p->rhythm[k]))
            return false;
    return true;
}

/* Rows that say that each client of a party has hours where the party goes;
   `column` is that of the pair, if there is one. */
static bool add_links(rp_program *g, uint32_t u, size_t pair, uint32_t column) {
    const rp_problem *p = g->problem;

    for (uint32_t k = p->first[u]; k < p->first[u + 1]; k++) {
        rp_engine_begin(g->engine);
        if (column != RP_NONE)
            rp_engine_put(g->engine, column, -1.0);
        uint32_t line =
            rp_program_line(g, (rp_line){.kind = RP_LINE_LINK, .who = k});
        if (line == RP_NONE)
            return false;
        if (k == p->first[u])
            g->link_of[pair] = line;
    }
    return true;
}

bool rp_program_add(rp_program *g, uint32_t u, size_t pair) {
    const rp_problem *p = g->problem;
    bool is_apart = g->hour_of[p->at[pair]] != RP_NONE;
    bool is_one = rp_problem_size(p, u) == 1;

    if (g->column_of[pair] != RP_NONE)
        return true;
    if (is_apart && !is_one && !add_links(g, u, pair, RP_NONE))
        return false;
    if ((!is_apart || !is_one) && !add_pair_column(g, u, pair, NULL))
        return false;
    return !is_apart || add_pair_hours(g, u, pair);
}

/* What a pair that was there before gets. */
static bool part_pair(rp_program *g, uint32_t u, size_t pair) {
    uint32_t c = g->column_of[pair];

    if (rp_problem_size(g->problem, u) > 1)
        return add_links(g, u, pair, c) && add_pair_hours(g, u, pair);
    g->column[c].is_dead = true;
    rp_engine_close(g->engine, c, true);
    return add_pair_hours(g, u, pair);
}

bool rp_program_part(rp_program *g, uint32_t j) {
    const rp_problem *p = g->problem;
    uint32_t line = g->lines;

    for (uint32_t h = 0; h < p->hours[j]; h++) {
        rp_engine_begin(g->engine);
        rp_program_line(g,
                        (rp_line){.kind = RP_LINE_HOUR, .who = j, .bound = 2});
    }
    for (uint32_t k = p->first_holder[j]; k < p->first_holder[j + 1]; k++) {
        rp_engine_begin(g->engine);
        rp_program_line(
            g, (rp_line){.kind = RP_LINE_HOLDER, .who = k, .bound = 1});
    }
    if (rp_engine_is_short(g->engine))
        return false;
    g->hour_of[j] = line;
    for (uint32_t k = p->first_holder[j]; k < p->first_holder[j + 1]; k++)
        if (!add_all_hours(g, add_for_holder, j, SIZE_MAX, k, j,
                           p->suits + p->holder[k].suits, p->holder[k].rhythm))
            return false;
    for (uint32_t u = 0; u < p->units; u++) {
        size_t pair = rp_problem_pair(p, u, j);
        if (pair != SIZE_MAX && g->column_of[pair] != RP_NONE &&
            !part_pair(g, u, pair))
            return false;
    }
    return true;
}

/* ---- further rows ------------------------------------------------------- */

bool rp_program_limit(rp_program *g, const size_t *pair, size_t count,
                      int64_t bound) {
    return rp_program_count(g, pair, count, false, bound) != RP_NONE;
}

uint32_t rp_program_count(rp_program *g, const size_t *pair, size_t count,
                          bool is_less, int64_t bound) {
    rp_engine_begin(g->engine);
    for (size_t n = 0; n < count; n++)
        for (uint32_t c = g->column_of[pair[n]]; c != RP_NONE;
             c = g->column[c].next)
            rp_engine_put(g->engine, c, is_less ? -1.0 : 1.0);
    uint32_t line =
        rp_program_line(g, (rp_line){.kind = RP_LINE_PAIRS, .bound = bound});
    for (size_t n = 0; line != RP_NONE && n < count; n++) {
        rp_knot *grown =
            rp_grow_array(g->knot, g->knots, &g->knot_room, sizeof *grown);
        if (!grown)
            return RP_NONE;
        g->knot = grown;
        g->knot[g->knots] = (rp_knot){line, g->knot_of[pair[n]], is_less};
        g->knot_of[pair[n]] = g->knots++;
    }
    return line;
}

bool rp_program_ration(rp_program *g, uint32_t q) {
    const rp_problem *p = g->problem;
    const rp_ration *r = &p->ration[q];

    rp_engine_begin(g->engine);
    for (uint32_t c = 0; c < g->columns; c++)
        if (g->column[c].kind == RP_COLUMN_PAIR &&
            r->therapist[p->at[g->column[c].pair]] &&
            r->units[g->column[c].who] > 0)
            rp_engine_put(g->engine, c, r->units[g->column[c].who]);
    g->most_of[q] = rp_program_line(
        g, (rp_line){.kind = RP_LINE_MOST, .who = q, .bound = r->most});
    return g->most_of[q] != RP_NONE;
}

/* The person whose hours a column has, and therapist. */
static uint32_t person_of(const rp_problem *p, const rp_column *c) {
    return c->kind == RP_COLUMN_HOLDER ? p->clients + c->who
           : c->kind == RP_COLUMN_PAIR ? p->first[c->who]
                                       : c->who;
}

static bool is_of(const rp_problem *p, const rp_column *c, uint32_t j) {
    return c->kind == RP_COLUMN_HOLDER
               ? c->who >= p->first_holder[j] && c->who < p->first_holder[j + 1]
               : c->pair != SIZE_MAX && p->at[c->pair] == j;
}

bool rp_program_clique(rp_program *g, uint32_t j, uint32_t hour,
                       uint32_t person) {
    const rp_problem *p = g->problem;
    uint32_t *last = &g->clique_of[p->first_hour[j] + hour];

    rp_engine_begin(g->engine);
    for (uint32_t c = 0; c < g->columns; c++) {
        const rp_column *col = &g->column[c];
        if (!is_of(p, col, j) || (col->hour[0] != hour && col->hour[1] != hour))
            continue;
        uint32_t own = person_of(p, col);
        uint8_t rhythm = own < p->clients ? p->rhythm[own]
                                          : p->holder[own - p->clients].rhythm;
        if (rhythm != RP_BIWEEKLY || own == person)
            rp_engine_put(g->engine, c, 1.0);
    }
    uint32_t line = rp_program_line(g, (rp_line){.kind = RP_LINE_CLIQUE,
                                                 .who = person,
                                                 .next = *last,
                                                 .bound = 1});
    *last = line == RP_NONE ? *last : line;
    return line != RP_NONE;
}
