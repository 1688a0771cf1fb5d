#include "solve/conditioned/recall.h"

#include "base/array.h"
#include "solve/program/bound.h"
#include "solve/program/filling.h"

#include <math.h>
#include <stdlib.h>

/* The price of a row. */
typedef struct recalled {
    rp_line_kind kind;
    uint32_t whom;  /* therapist, quota; of an aim its number */
    uint32_t other; /* hours of the therapist; of an aim the first client of
                       the part */
    uint32_t hour;
    uint32_t person; /* of a clique: client */
    double price;
} recalled;

struct rp_recall {
    recalled *item[RP_STAGES]; /* [count] */
    size_t count[RP_STAGES], room[RP_STAGES];
    const uint32_t *plan; /* [clients of the market] borrowed */
};

rp_recall *rp_recall_new(const uint32_t *plan) {
    rp_recall *r = rp_new_array(1, sizeof *r);

    if (r)
        r->plan = plan;
    return r;
}

void rp_recall_free(rp_recall *r) {
    for (int k = 0; r && k < RP_STAGES; k++)
        free(r->item[k]);
    free(r);
}

/* ---- learning ----------------------------------------------------------- */

static uint32_t first_client(const rp_problem *p) {
    uint32_t first = RP_NONE;

    for (uint32_t k = 0; k < p->clients; k++)
        first = p->client[k] < first ? p->client[k] : first;
    return first;
}

static uint32_t person_of(const rp_problem *p, uint32_t person) {
    return person < p->clients ? p->client[person]
                               : p->holder[person - p->clients].client;
}

static bool keep(rp_recall *r, int stage, recalled item) {
    recalled *grown = rp_grow_array(r->item[stage], r->count[stage],
                                    &r->room[stage], sizeof *grown);

    if (!grown)
        return false;
    r->item[stage] = grown;
    grown[r->count[stage]++] = item;
    return true;
}

/* The hours of a therapist who is taken apart, and their cliques. */
static bool learn_hours(rp_recall *r, int stage, const rp_bound *b,
                        uint32_t j) {
    const rp_program *g = b->program;
    const rp_problem *p = g->problem;
    recalled item = {.whom = p->therapist[j], .other = p->hours[j]};
    bool whole = true;

    for (uint32_t h = 0; whole && h < p->hours[j]; h++) {
        item.kind = RP_LINE_HOUR;
        item.hour = h;
        item.price =
            (double)g->line[g->hour_of[j] + h].price / (double)b->scale;
        whole = keep(r, stage, item);
        item.kind = RP_LINE_CLIQUE;
        for (uint32_t k = g->clique_of[p->first_hour[j] + h];
             whole && k != RP_NONE; k = g->line[k].next) {
            item.price = (double)g->line[k].price / (double)b->scale;
            item.person = person_of(p, g->line[k].who);
            whole = g->line[k].price == 0 || keep(r, stage, item);
        }
    }
    return whole;
}

/* Rows of seats, quotas and aims. */
static bool learn_line(rp_recall *r, int stage, const rp_bound *b,
                       const rp_line *line) {
    const rp_problem *p = b->program->problem;
    recalled item = {.kind = line->kind,
                     .whom = line->who,
                     .price = (double)line->price / (double)b->scale};

    if (line->price == 0)
        return true;
    if (line->kind == RP_LINE_SEATS)
        item.whom = p->therapist[line->who];
    else if (line->kind == RP_LINE_MOST || line->kind == RP_LINE_LEAST)
        item.whom = p->ration[line->who].quota;
    else if (line->kind == RP_LINE_AIM)
        item.other = first_client(p);
    else
        return true;
    return keep(r, stage, item);
}

bool rp_recall_learn(rp_recall *r, int stage, const rp_bound *b) {
    const rp_program *g = b->program;
    bool whole = true;

    for (uint32_t k = 0; whole && k < g->lines; k++)
        whole = learn_line(r, stage, b, &g->line[k]);
    for (uint32_t j = 0; whole && j < g->problem->therapists; j++)
        whole = g->hour_of[j] == RP_NONE || learn_hours(r, stage, b, j);
    return whole;
}

/* ---- applying ----------------------------------------------------------- */

/* Numbers of the part by those of the market; RP_NONE: not in it. */
static uint32_t local_therapist(const rp_problem *p, uint32_t whom) {
    uint32_t low = 0, high = p->therapists;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (p->therapist[middle] < whom)
            low = middle + 1;
        else
            high = middle;
    }
    return low < p->therapists && p->therapist[low] == whom ? low : RP_NONE;
}

static uint32_t local_ration(const rp_problem *p, uint32_t quota) {
    for (uint32_t q = 0; q < p->rations; q++)
        if (p->ration[q].quota == quota)
            return q;
    return RP_NONE;
}

static uint32_t local_person(const rp_problem *p, uint32_t j, uint32_t client) {
    for (uint32_t k = p->first_holder[j]; k < p->first_holder[j + 1]; k++)
        if (p->holder[k].client == client)
            return p->clients + k;
    if (client >= rp_market_clients(p->market) || p->unit[client] == RP_NONE)
        return RP_NONE;
    for (uint32_t k = p->first[p->unit[client]];
         k < p->first[p->unit[client] + 1]; k++)
        if (p->client[k] == client)
            return k;
    return RP_NONE;
}

/* @return the line of an hour or of a clique; RP_NONE: there is none.
 * @param[out] whole  false: out of memory */
static uint32_t line_of_hour(rp_program *g, const recalled *item, bool *whole) {
    const rp_problem *p = g->problem;
    uint32_t j = local_therapist(p, item->whom), person;

    if (j == RP_NONE || p->hours[j] != item->other)
        return RP_NONE;
    if (g->hour_of[j] == RP_NONE)
        *whole = rp_program_part(g, j);
    if (!*whole)
        return RP_NONE;
    if (item->kind == RP_LINE_HOUR)
        return g->hour_of[j] + item->hour;
    person = local_person(p, j, item->person);
    if (person == RP_NONE)
        return RP_NONE;
    for (uint32_t k = g->clique_of[p->first_hour[j] + item->hour]; k != RP_NONE;
         k = g->line[k].next)
        if (g->line[k].who == person)
            return k;
    *whole = rp_program_clique(g, j, item->hour, person);
    return *whole ? g->clique_of[p->first_hour[j] + item->hour] : RP_NONE;
}

static uint32_t line_of(rp_program *g, const recalled *item, bool *whole) {
    const rp_problem *p = g->problem;
    uint32_t own;

    switch (item->kind) {
    case RP_LINE_SEATS:
        own = local_therapist(p, item->whom);
        return own == RP_NONE ? RP_NONE : p->units + own;
    case RP_LINE_MOST:
        own = local_ration(p, item->whom);
        if (own == RP_NONE || p->ration[own].most == RP_NONE)
            return RP_NONE;
        if (g->most_of[own] == RP_NONE)
            *whole = rp_program_ration(g, own);
        return *whole ? g->most_of[own] : RP_NONE;
    case RP_LINE_LEAST:
        own = local_ration(p, item->whom);
        return own == RP_NONE ? RP_NONE : g->least_of[own];
    case RP_LINE_AIM:
        return item->whom < g->aims && item->other == first_client(p)
                   ? g->aim_line[item->whom]
                   : RP_NONE;
    default:
        return line_of_hour(g, item, whole);
    }
}

bool rp_recall_apply(const rp_recall *r, int stage, rp_bound *b, bool *any) {
    rp_program *g = b->program;
    bool whole = true;

    *any = r->count[stage] > 0;
    for (size_t k = 0; whole && k < r->count[stage]; k++)
        line_of(g, &r->item[stage][k], &whole);
    for (uint32_t k = 0; k < g->lines; k++)
        g->line[k].dual = 0.0;
    for (size_t k = 0; whole && k < r->count[stage]; k++) {
        uint32_t line = line_of(g, &r->item[stage][k], &whole);
        if (line != RP_NONE)
            g->line[line].dual = r->item[stage][k].price;
    }
    return whole;
}

void rp_recall_plan(const rp_recall *r, const rp_problem *p, size_t *plan) {
    for (uint32_t u = 0; u < p->units; u++) {
        uint32_t t = r->plan[p->client[p->first[u]]];
        uint32_t j = t == RP_NONE ? RP_NONE : local_therapist(p, t);
        plan[u] = j == RP_NONE ? SIZE_MAX : rp_problem_pair(p, u, j);
    }
}
