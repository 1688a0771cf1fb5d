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
    bool *is_possible;   /* [pairs] some best plan may have it */
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

    if (!t->is_possible[pair] || s->program.closed[pair] > 0 ||
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

    for (size_t n = 0; n < s->problem->pairs; n++)
        t->is_possible[n] = s->program.closed[n] == 0 &&
                            (!is_known || s->slack[n] <= s->root - best);
}

/*
 * Is the plan that is recalled settled here, too? It is one of the best, and
 * only one client's pairs are others, who waits and has none in any best plan:
 * all best plans were there before, and it came first among them.
 */
static rp_status recognise(settling *t, bool *is_known) {
    const rp_search *s = t->search;
    const rp_problem *p = s->problem;
    uint32_t unit =
        s->edited > 0 && s->recall ? p->unit[s->edited - 1] : RP_NONE;

    *is_known = unit != RP_NONE && s->best[unit] == SIZE_MAX;
    if (!*is_known)
        return RP_OK;
    for (size_t n = p->start[unit]; n < p->start[unit + 1]; n++)
        *is_known &= !t->is_possible[n];
    size_t *plan = rp_new_array(p->units, sizeof *plan);
    if (!plan)
        return RP_ERR_MEMORY;
    rp_recall_plan(s->recall, p, plan);
    for (uint32_t u = 0; u < p->units; u++)
        *is_known &= plan[u] == s->best[u];
    free(plan);
    return RP_OK;
}

/* Seek a best plan that has some of the pairs that are marked. */
static rp_status seek_fresh(settling *t, bool *is_proven) {
    rp_search *s = t->search;
    int64_t bound;

    s->standing = rp_allowed_measure(s->problem, s->best);
    t->quest = (rp_quest){.goal = {.fresh = 1},
                          .unit = 1,
                          .cap = INT64_MAX,
                          .most = s->problem->units,
                          .target = 1,
                          .is_any = true,
                          .effort = t->end - rp_search_spent(s)};
    return rp_search_run(s, &t->quest, is_proven, &bound);
}

/*
 * Which of the possible pairs are in some best plan? Those of one that is
 * found are; where a best plan can have none of the others, they are not.
 * Where that is not proven all of them may be.
 */
static rp_status find_possible(settling *t) {
    rp_search *s = t->search;
    const rp_problem *p = s->problem;
    bool is_proven = false;
    rp_status status = RP_OK;
    int64_t left = 1;

    for (size_t n = 0; n < p->pairs; n++)
        p->is_fresh[n] = t->is_possible[n];
    while (status == RP_OK && left > 0 && rp_search_spent(s) < t->end) {
        left = 0;
        for (uint32_t u = 0; u < p->units; u++)
            if (s->best[u] != SIZE_MAX)
                p->is_fresh[s->best[u]] = false;
        for (size_t n = 0; n < p->pairs; n++)
            left += p->is_fresh[n];
        if (left > 0)
            status = seek_fresh(t, &is_proven);
        if (s->standing.fresh == 0)
            break;
    }
    for (size_t n = 0; n < p->pairs; n++) {
        if (is_proven && p->is_fresh[n])
            t->is_possible[n] = false;
        p->is_fresh[n] = false;
    }
    s->standing = rp_allowed_measure(p, s->best);
    return status;
}

rp_status rp_ties_of_units_settle(rp_search *s, uint64_t effort) {
    const rp_problem *p = s->problem;
    uint32_t all = rp_market_therapists(p->market);
    const uint32_t *sequence = rp_market_sequence(p->market);
    settling t = {.search = s,
                  .end = rp_search_spent(s) + effort,
                  .is_possible = rp_new_array(p->pairs, sizeof(bool)),
                  .option = rp_new_array(p->therapists, sizeof *t.option),
                  .therapist = rp_new_array(all, sizeof *t.therapist),
                  .score = rp_new_array(all, sizeof *t.score)};
    rp_status status = t.is_possible && t.option && t.therapist && t.score
                           ? RP_OK
                           : RP_ERR_MEMORY;

    bool is_known = false;
    if (status == RP_OK) {
        read_root(&t);
        status = recognise(&t, &is_known);
    }
    if (status == RP_OK && !is_known)
        status = find_possible(&t);
    t.quest = (rp_quest){.goal = {.points = 1},
                         .unit = 1,
                         .cap = INT64_MAX,
                         .most = s->standing.points + 1,
                         .target = s->standing.points,
                         .is_any = true};
    for (uint32_t k = 0;
         status == RP_OK && !is_known && k < rp_market_clients(p->market);
         k++) {
        uint32_t client = sequence ? sequence[k] : k;
        if (p->unit[client] != RP_NONE)
            status = settle_client(&t, client);
    }
    free(t.is_possible);
    free(t.option);
    free(t.therapist);
    free(t.score);
    return status;
}
