#include "solve/program/program.h"

#include "base/array.h"
#include "solve/program/engine.h"
#include "solve/week/deal.h"

#include <stdlib.h>

int64_t rp_aim_of(const rp_aim *aim, const rp_problem *p, uint32_t unit,
                  size_t pair) {
    int64_t sum = aim->fair * p->fair[pair] + aim->points * p->points[pair] +
                  (p->is_fresh[pair] ? aim->fresh : 0);

    for (uint32_t k = p->first[unit]; k < p->first[unit + 1]; k++)
        sum += aim->tier[p->tier[k]];
    return sum;
}

int64_t rp_aim_total(const rp_aim *aim, const rp_standing *s) {
    int64_t sum = aim->shortfall * s->shortfall + aim->fair * s->fair +
                  aim->points * s->points + aim->fresh * s->fresh;

    for (int t = 1; t <= RP_TIERS_ALL; t++)
        sum += aim->tier[t] * s->placed[t];
    return sum;
}

/* ---- one row or column -------------------------------------------------- */

/* Add a line; its entries, if there are any, are put after begin(). */
uint32_t rp_program_line(rp_program *g, rp_line line) {
    rp_line *grown =
        rp_grow_array(g->line, g->lines, &g->line_room, sizeof *grown);

    if (!grown)
        return RP_NONE;
    g->line = grown;
    g->line[g->lines] = line;
    bool is_even = line.kind == RP_LINE_UNIT || line.kind == RP_LINE_LINK ||
                   line.kind == RP_LINE_HOLDER;
    return rp_engine_row(g->engine, is_even, (double)line.bound) ? g->lines++
                                                                 : RP_NONE;
}

static double cost_of(const rp_program *g, const rp_column *c) {
    switch (c->kind) {
    case RP_COLUMN_PAIR:
        return (double)rp_aim_of(&g->goal, g->problem, c->who, c->pair);
    case RP_COLUMN_SHORT:
        return (double)g->goal.shortfall;
    case RP_COLUMN_MUST:
    case RP_COLUMN_SLACK:
        return -(double)g->penalty;
    default:
        return 0.0;
    }
}

/* Add a column whose entries have been put. */
uint32_t rp_program_column(rp_program *g, rp_column column) {
    rp_column *grown =
        rp_grow_array(g->column, g->columns, &g->column_room, sizeof *grown);

    if (!grown)
        return RP_NONE;
    g->column = grown;
    g->column[g->columns] = column;
    bool is_closed = column.pair != SIZE_MAX && g->closed[column.pair] > 0;
    return rp_engine_column(g->engine, cost_of(g, &column), is_closed)
               ? g->columns++
               : RP_NONE;
}

/* ---- opening and closing ------------------------------------------------ */

static bool fill(uint32_t **out, size_t count) {
    *out = rp_new_array(count, sizeof **out);
    for (size_t k = 0; *out && k < count; k++)
        (*out)[k] = RP_NONE;
    return *out != NULL;
}

/* Rows and columns that are there from the start. */
static bool build(rp_program *g) {
    const rp_problem *p = g->problem;
    rp_engine *e = g->engine;

    for (uint32_t u = 0; u < p->units; u++) {
        rp_engine_begin(e);
        rp_program_line(g,
                        (rp_line){.kind = RP_LINE_UNIT, .who = u, .bound = 1});
    }
    for (uint32_t j = 0; j < p->therapists; j++) {
        rp_engine_begin(e);
        rp_program_line(g, (rp_line){.kind = RP_LINE_SEATS,
                                     .who = j,
                                     .bound = p->openings[j]});
    }
    for (uint32_t u = 0; u < p->units; u++)
        for (int must = 0; must < 2; must++) {
            rp_engine_begin(e);
            rp_engine_put(e, u, 1.0);
            rp_program_column(
                g, (rp_column){.kind = must ? RP_COLUMN_MUST : RP_COLUMN_WAIT,
                               .who = u,
                               .next = RP_NONE,
                               .pair = SIZE_MAX});
        }
    for (uint32_t q = 0; q < p->rations; q++) {
        if (p->ration[q].least == 0)
            continue;
        rp_engine_begin(e);
        g->least_of[q] = rp_program_line(
            g, (rp_line){.kind = RP_LINE_LEAST,
                         .who = q,
                         .bound = -(int64_t)p->ration[q].least});
        rp_engine_begin(e);
        rp_engine_put(e, g->least_of[q], -1.0);
        rp_program_column(g, (rp_column){.kind = RP_COLUMN_SHORT,
                                         .who = q,
                                         .next = RP_NONE,
                                         .pair = SIZE_MAX});
    }
    return !rp_engine_is_short(e);
}

static rp_status open_body(void *payload) {
    rp_program *g = payload;

    return build(g) ? RP_OK : RP_ERR_MEMORY;
}

rp_status rp_program_open(rp_program *out, const rp_problem *p) {
    rp_program *g = out;
    size_t holders = p->first_holder[p->therapists];

    *out = (rp_program){.problem = p};
    g->engine = rp_engine_new();
    g->closed = rp_new_array(p->pairs, sizeof *g->closed);
    g->must = rp_new_array(p->units, sizeof *g->must);
    if (!g->engine || !g->closed || !g->must ||
        !fill(&g->column_of, p->pairs) || !fill(&g->client_column, p->pairs) ||
        !fill(&g->holder_column, holders) || !fill(&g->knot_of, p->pairs) ||
        !fill(&g->link_of, p->pairs) || !fill(&g->most_of, p->rations) ||
        !fill(&g->least_of, p->rations) || !fill(&g->hour_of, p->therapists) ||
        !fill(&g->clique_of, p->first_hour[p->therapists]))
        return RP_ERR_MEMORY;
    rp_status status = rp_program_guard(g, open_body, g);
    for (uint32_t k = 0; status == RP_OK && k < p->rifts; k++)
        if (p->rift[k].a == p->rift[k].b) /* goes nowhere */
            for (size_t n = p->start[p->rift[k].a];
                 n < p->start[p->rift[k].a + 1]; n++)
                rp_program_close_pair(g, n);
    return status;
}

void rp_program_close(rp_program *g) {
    rp_engine_free(g->engine);
    free(g->line);
    free(g->column);
    free(g->knot);
    free(g->column_of);
    free(g->client_column);
    free(g->holder_column);
    free(g->knot_of);
    free(g->link_of);
    free(g->most_of);
    free(g->least_of);
    free(g->hour_of);
    free(g->clique_of);
    free(g->closed);
    free(g->must);
    free(g->aim);
    free(g->aim_line);
    *g = (rp_program){0};
}

rp_status rp_program_guard(rp_program *g, rp_status (*body)(void *payload),
                           void *payload) {
    return rp_engine_guard(g->engine, body, payload);
}

/* ---- aims --------------------------------------------------------------- */

void rp_program_seek(rp_program *g, const rp_aim *goal, int64_t penalty) {
    g->goal = *goal;
    g->penalty = penalty;
    for (uint32_t c = 0; c < g->columns; c++)
        rp_engine_cost(g->engine, c, cost_of(g, &g->column[c]));
}

/* What a column has in the row of an aim that is held. */
double rp_program_aim_entry(const rp_program *g, const rp_aim *aim,
                            const rp_column *c) {
    if (c->kind == RP_COLUMN_SHORT)
        return -(double)aim->shortfall;
    return c->kind == RP_COLUMN_PAIR
               ? -(double)rp_aim_of(aim, g->problem, c->who, c->pair)
               : 0.0;
}

bool rp_program_hold(rp_program *g, const rp_aim *aim, int64_t reached) {
    rp_engine *e = g->engine;
    size_t room = g->aim_room;
    rp_aim *grown = rp_grow_array(g->aim, g->aims, &g->aim_room, sizeof *grown);

    if (grown)
        g->aim = grown;
    uint32_t *lines =
        g->aim_room == room && g->aim_line
            ? g->aim_line
            : rp_resize_array(g->aim_line, g->aim_room, sizeof *lines);
    if (lines)
        g->aim_line = lines;
    if (!grown || !lines)
        return false;
    g->aim[g->aims] = *aim;
    rp_engine_begin(e);
    for (uint32_t c = 0; c < g->columns; c++) {
        double entry = rp_program_aim_entry(g, aim, &g->column[c]);
        if (entry < 0.0 || entry > 0.0)
            rp_engine_put(e, c, entry);
    }
    g->aim_line[g->aims] = rp_program_line(
        g, (rp_line){.kind = RP_LINE_AIM, .who = g->aims, .bound = -reached});
    rp_engine_begin(e);
    rp_engine_put(e, g->aim_line[g->aims], -1.0);
    rp_program_column(g, (rp_column){.kind = RP_COLUMN_SLACK,
                                     .who = g->aims,
                                     .next = RP_NONE,
                                     .pair = SIZE_MAX});
    g->aims++;
    return !rp_engine_is_short(e);
}

/* ---- bounds ------------------------------------------------------------- */

static void set_closed(rp_program *g, size_t pair, bool is_closed) {
    for (int list = 0; list < 2; list++)
        for (uint32_t c = list ? g->client_column[pair] : g->column_of[pair];
             c != RP_NONE; c = g->column[c].next)
            if (!g->column[c].is_dead)
                rp_engine_close(g->engine, c, is_closed);
}

void rp_program_close_pair(rp_program *g, size_t pair) {
    if (g->closed[pair]++ == 0)
        set_closed(g, pair, true);
}

void rp_program_open_pair(rp_program *g, size_t pair) {
    if (--g->closed[pair] == 0)
        set_closed(g, pair, false);
}

void rp_program_set_must(rp_program *g, uint32_t unit, bool must) {
    g->must[unit] = must;
    rp_engine_close(g->engine, 2 * (size_t)unit, must);
}

void rp_program_bind(rp_program *g, uint32_t line, int64_t bound) {
    g->line[line].bound = bound;
    g->line[line].is_free = false;
    rp_engine_bind(g->engine, line, (double)bound);
}

void rp_program_unbind(rp_program *g, uint32_t line) {
    g->line[line].is_free = true;
    rp_engine_unbind(g->engine, line);
}

/* ---- solving ------------------------------------------------------------ */

rp_status rp_program_solve(rp_program *g, bool is_dual) {
    rp_status status = rp_engine_solve(g->engine, is_dual);

    g->solved++;
    for (uint32_t k = 0; status == RP_OK && k < g->lines; k++)
        g->line[k].dual = rp_engine_dual(g->engine, k);
    for (uint32_t c = 0; status == RP_OK && c < g->columns; c++)
        g->column[c].value = rp_engine_value(g->engine, c);
    return status;
}
