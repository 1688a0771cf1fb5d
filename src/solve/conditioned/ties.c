#include "solve/conditioned/ties.h"

#include "base/array.h"

#include <stdlib.h>

typedef struct option {
    size_t pair;
    uint64_t number; /* of the lottery */
    uint32_t therapist;
    uint16_t score;
} option;

typedef struct settling {
    rp_search *search;
    rp_quest quest;
    uint64_t end;
    int64_t *slack;      /* [pairs] at the root, scaled */
    int64_t spare;       /* what the root's bound has above the best; scaled */
    option *option;      /* [therapists] */
    uint32_t *therapist; /* [therapists of the market] */
    uint16_t *score;     /* likewise */
} settling;

static int compare_options(const void *a, const void *b) {
    const option *x = a, *y = b;

    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return x->therapist < y->therapist ? -1 : x->therapist > y->therapist;
}

/* A client's own list, as far as the unit has pairs. */
static size_t list_options(settling *t, uint32_t client, uint32_t unit) {
    const rp_problem *p = t->search->problem;
    const rp_lottery *lottery = rp_market_lottery(p->market);
    size_t count =
        rp_market_scores(p->market, client, 0, t->therapist, t->score);
    size_t used = 0, k = 0;

    for (size_t n = p->start[unit]; n < p->start[unit + 1]; n++) {
        uint32_t own = p->therapist[p->at[n]];
        while (k < count && t->therapist[k] < own)
            k++;
        t->option[used++] =
            (option){n, lottery ? rp_lottery_pair(lottery, client, own) : 0,
                     own, t->score[k]};
    }
    if (used > 1)
        qsort(t->option, used, sizeof *t->option, compare_options);
    return used;
}

/* Does some best plan give the unit this pair? It is the best plan then. */
static rp_status try_pair(settling *t, uint32_t unit, size_t pair) {
    rp_search *s = t->search;
    size_t height = s->closed_count;
    bool must = s->program.must[unit], is_proven;
    int64_t bound;

    if (t->slack[pair] > t->spare || s->program.closed[pair] > 0 ||
        rp_search_spent(s) >= t->end)
        return RP_OK;
    if (!rp_search_fix(s, unit, pair))
        return RP_ERR_MEMORY;
    t->quest.effort = t->end - rp_search_spent(s);
    rp_status status = rp_search_run(s, &t->quest, &is_proven, &bound);
    rp_search_release(s, unit, height, must);
    return status;
}

static rp_status settle_client(settling *t, uint32_t client) {
    rp_search *s = t->search;
    uint32_t unit = s->problem->unit[client];
    size_t count = list_options(t, client, unit);
    rp_status status = RP_OK;

    for (size_t k = 0; status == RP_OK && k < count; k++) {
        if (s->best[unit] == t->option[k].pair)
            break;
        status = try_pair(t, unit, t->option[k].pair);
        if (s->best[unit] == t->option[k].pair)
            break;
    }
    if (status == RP_OK && !rp_search_fix(s, unit, s->best[unit]))
        status = RP_ERR_MEMORY;
    return status;
}

/* Prices at the root tell which pairs no best plan has. */
static void read_root(settling *t) {
    rp_search *s = t->search;
    int64_t best = s->bound.scale * s->standing.points;
    bool is_known = s->root != INT64_MAX;

    t->spare = is_known ? s->root - best : 0;
    for (size_t n = 0; n < s->problem->pairs; n++)
        t->slack[n] = is_known ? s->slack[n] : 0;
}

rp_status rp_ties_of_units_settle(rp_search *s, uint64_t effort) {
    const rp_problem *p = s->problem;
    uint32_t all = rp_market_therapists(p->market);
    const uint32_t *sequence = rp_market_sequence(p->market);
    settling t = {.search = s,
                  .quest = {.goal = {.points = 1},
                            .unit = 1,
                            .cap = INT64_MAX,
                            .most = s->standing.points + 1,
                            .target = s->standing.points,
                            .is_any = true},
                  .end = rp_search_spent(s) + effort,
                  .slack = rp_new_array(p->pairs, sizeof *t.slack),
                  .option = rp_new_array(p->therapists, sizeof *t.option),
                  .therapist = rp_new_array(all, sizeof *t.therapist),
                  .score = rp_new_array(all, sizeof *t.score)};
    rp_status status =
        t.slack && t.option && t.therapist && t.score ? RP_OK : RP_ERR_MEMORY;

    if (status == RP_OK)
        read_root(&t);
    for (uint32_t k = 0; status == RP_OK && k < rp_market_clients(p->market);
         k++) {
        uint32_t client = sequence ? sequence[k] : k;
        if (p->unit[client] != RP_NONE)
            status = settle_client(&t, client);
    }
    free(t.slack);
    free(t.option);
    free(t.therapist);
    free(t.score);
    return status;
}
