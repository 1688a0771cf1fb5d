#include "why/comparison.h"

#include "base/array.h"
#include "why/draft.h"
#include "why/envy.h"

#include <stdlib.h>
#include <string.h>

const char *const rp_method_names[RP_METHODS] = {"total", "fair", "first_come",
                                                 "greedy"};

static int ascending(const void *left, const void *right) {
    return *(const int *)left - *(const int *)right;
}

/* Add up one plan; pinned clients count in tiers and total alone. */
static rp_status add_up(rp_method_sums *out, const rp_study *study,
                        const uint32_t *therapist) {
    const rp_outcome *o = study->outcome;
    const rp_dense_problem *g = study->seating;
    int least = rp_outcome_floor(o->fit->policy);
    int *scores = rp_new_array(g->clients, sizeof *scores);
    size_t count = 0, envy;

    *out = (rp_method_sums){.worst = -1, .p10 = -1};
    if (!scores)
        return RP_ERR_MEMORY;
    for (uint32_t c = 0; c < g->clients; c++) {
        bool pinned = rp_triage_is_held(o->triage, c);
        if (!pinned && (g->tier[c] == 0 || therapist[c] == RP_NONE))
            continue;
        int score =
            pinned ? o->score[c] : rp_dense_problem_column(g, therapist[c])[c];
        out->placed[o->triage->tier[c]]++;
        out->total += score;
        out->count++;
        if (pinned)
            continue;
        scores[count++] = score;
        out->below_floor += score < least;
    }
    if (count > 1)
        qsort(scores, count, sizeof *scores, ascending);
    if (count > 0) {
        out->worst = scores[0];
        out->p10 = scores[(count + 9) / 10 - 1]; /* nearest rank */
    }
    free(scores);
    bool whole = rp_envy_count(study, therapist, NULL, &envy);
    out->envy = (int64_t)envy;
    return whole ? RP_OK : RP_ERR_MEMORY;
}

static rp_status by_solving(rp_method_sums *out, const rp_study *study,
                            rp_method method) {
    const rp_outcome *o = study->outcome;
    bool is_fair = study->seating->scale.floor > 0;
    rp_context how = {.crash = RP_START_NETWORK,
                      .threads = study->threads,
                      .floor = method == RP_METHOD_FAIR
                                   ? rp_outcome_floor(o->fit->policy)
                                   : 0};
    rp_plan plan;

    if (method ==
        (is_fair ? RP_METHOD_FAIR : RP_METHOD_TOTAL)) /* it is at hand */
        return add_up(out, study, o->therapist);
    rp_status status = rp_planner_solve(&plan, o->market, &how);
    if (status == RP_OK)
        status = add_up(out, study, plan.therapist);
    rp_plan_clear(&plan);
    return status;
}

/* -- what is done by hand -------------------------------------------------- */

/* Does a pair of one client stand before another: the better S, then the
 * lottery? */
static bool is_better(const rp_study *study, uint32_t c, uint32_t t,
                      uint32_t other) {
    const rp_lottery *lottery = &study->outcome->triage->lottery;
    uint16_t a = rp_dense_problem_column(study->seating, t)[c];
    uint16_t b = rp_dense_problem_column(study->seating, other)[c];

    if (a != b)
        return a > b;
    uint64_t one = rp_lottery_pair(lottery, c, t);
    uint64_t two = rp_lottery_pair(lottery, c, other);
    return one != two ? one < two : t < other;
}

/* The client takes the best of the own list who is free. */
static void serve(rp_draft *d, const rp_study *study, uint32_t c) {
    const rp_dense_problem *g = study->seating;
    uint32_t best = RP_NONE;

    for (uint32_t t = 0; t < g->therapists; t++)
        if (rp_dense_problem_column(g, t)[c] != RP_NO_PAIR &&
            (best == RP_NONE || is_better(study, c, t, best)) &&
            rp_draft_is_free(d, c, t))
            best = t;
    if (best != RP_NONE)
        rp_draft_put(d, c, best);
}

static void first_come(rp_draft *d, const rp_study *study) {
    const rp_dense_problem *g = study->seating;
    const uint32_t *sequence = study->outcome->triage->sequence;

    for (int tier = RP_TIER_URGENT; tier >= RP_TIER_ROUTINE; tier--)
        for (uint32_t k = 0; k < g->clients; k++)
            if (g->tier[sequence[k]] == tier)
                serve(d, study, sequence[k]);
}

typedef struct pair {
    uint32_t client, therapist;
    uint64_t number;
} pair;

static int by_number(const void *left, const void *right) {
    const pair *a = left, *b = right;

    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return (a->therapist > b->therapist) - (a->therapist < b->therapist);
}

/* All pairs, the best first, then by the turn of the client and by lottery:
   sorted by counting, as scores are few, each client's pairs in order.
   @param place  [RP_SCORE_LIMIT + 1] of each score */
static bool sort_pairs(pair *pairs, size_t *place, const rp_study *study) {
    const rp_dense_problem *g = study->seating;
    const rp_triage *triage = study->outcome->triage;
    pair *row = rp_new_array(g->therapists, sizeof *row);
    size_t before = 0;

    if (!row)
        return false;

    for (size_t k = 0; k < (size_t)g->therapists * g->clients; k++)
        if (g->cells[k] != RP_NO_PAIR)
            place[g->cells[k]]++;
    for (int s = RP_SCORE_LIMIT; s >= 0; s--) {
        size_t count = place[s];
        place[s] = before;
        before += count;
    }
    for (uint32_t k = 0; k < g->clients; k++) {
        uint32_t c = triage->sequence[k];
        size_t count = 0;
        for (uint32_t t = 0; t < g->therapists; t++)
            if (rp_dense_problem_column(g, t)[c] != RP_NO_PAIR)
                row[count++] =
                    (pair){c, t, rp_lottery_pair(&triage->lottery, c, t)};
        if (count > 1)
            qsort(row, count, sizeof *row, by_number);
        for (size_t i = 0; i < count; i++)
            pairs[place[rp_dense_problem_column(g, row[i].therapist)[c]]++] =
                row[i];
    }
    free(row);
    return true;
}

static rp_status greedy(rp_draft *d, const rp_study *study) {
    size_t count = rp_market_pairs(study->outcome->market);
    pair *pairs = rp_new_array(count, sizeof *pairs);
    size_t *place = rp_new_array(RP_SCORE_LIMIT + 1, sizeof *place);
    rp_status status = pairs && place ? RP_OK : RP_ERR_MEMORY;

    if (status == RP_OK && !sort_pairs(pairs, place, study))
        status = RP_ERR_MEMORY;
    for (size_t k = 0; status == RP_OK && k < count; k++) {
        const pair *p = &pairs[k];
        if (d->therapist[p->client] == RP_NONE &&
            rp_draft_is_free(d, p->client, p->therapist))
            rp_draft_put(d, p->client, p->therapist);
    }
    free(pairs);
    free(place);
    return status;
}

static rp_status make_by_hand(rp_method_sums *out, const rp_study *study,
                              rp_method method) {
    rp_draft d;
    rp_status status = rp_draft_init(&d, study->outcome, study->seating, NULL);

    if (status == RP_OK && method == RP_METHOD_FIRST_COME)
        first_come(&d, study);
    else if (status == RP_OK)
        status = greedy(&d, study);
    if (status == RP_OK && rp_draft_failed(&d))
        status = RP_ERR_MEMORY;
    if (status == RP_OK)
        status = add_up(out, study, d.therapist);
    rp_draft_clear(&d);
    return status;
}

rp_status rp_comparison_find(rp_comparison *out, const rp_study *bound) {
    rp_dense_problem pairs = {0};
    rp_study whole = *bound; /* other ways of matching are bound by nothing */
    const rp_study *study = &whole;
    rp_status status = RP_OK;

    if (bound->outcome->bounds.least)
        status = rp_outcome_pairs(&pairs, bound->outcome, bound->floor);
    if (pairs.cells)
        whole.seating = &pairs;

    for (int method = 0; method < RP_METHODS && status == RP_OK; method++)
        status =
            method == RP_METHOD_TOTAL || method == RP_METHOD_FAIR
                ? by_solving(&out->methods[method], study, (rp_method)method)
                : make_by_hand(&out->methods[method], study, (rp_method)method);
    rp_dense_problem_clear(&pairs);
    return status;
}

void rp_comparison_clear(rp_comparison *comparison) {
    *comparison = (rp_comparison){0};
}
