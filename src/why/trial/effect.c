#include "why/trial/effect.h"

#include "solve/again/residual_ways.h"
#include "solve/again/tie_break_dense.h"
#include "why/trial/anew.h"

#include <stdlib.h>

/* Put a number among the `most` largest, which are descending. */
static void put_largest(int64_t *largest, uint32_t *count, uint32_t most,
                        int64_t number) {
    uint32_t at = *count < most ? (*count)++ : most;

    if (at == most && (most == 0 || largest[--at] >= number))
        return;
    for (; at > 0 && largest[at - 1] < number; at--)
        largest[at] = largest[at - 1];
    largest[at] = number;
}

/* The first place of a therapist, in whose name pairs are weighed. */
static uint32_t place_of(const rp_study *study, const rp_shift *shift) {
    uint32_t t = shift->is_new ? study->seating->therapists : shift->therapist;

    return rp_dense_problem_first(study->residual->problem, t);
}

int64_t rp_effect_given_up(const rp_study *study, uint32_t therapist,
                           const int64_t *price) {
    const rp_residual *r = study->residual;
    const rp_dense_problem *g = r->problem;
    int64_t sum = 0;

    for (uint32_t p = rp_dense_problem_first(g, therapist);
         p < rp_dense_problem_end(g, therapist); p++)
        for (uint32_t i = r->places.first[p + 1]; i != RP_NONE;
             i = r->places.next[i])
            if (i < g->people)
                sum += price[p + 1];
    return sum;
}

int64_t rp_effect_bound(const rp_study *study, const rp_shift *shift,
                        int64_t *scratch) {
    const rp_residual *r = study->residual;
    const rp_dense_problem *g = study->seating;
    uint32_t count = 0;

    uint32_t next = rp_after_next(study, shift);
    if (next == RP_NEXT_NOBODY)
        return 0;
    if (next != RP_NONE || study->holds)
        return 4 * rp_study_scale(study)->tier; /* a client of any tier */
    uint32_t place = place_of(study, shift);
    uint32_t seats =
        shift->seats + (shift->is_new ? 0 : g->seats[shift->therapist]);
    if (seats > g->clients)
        seats = g->clients;
    for (uint32_t i = 0; i < g->clients; i++) {
        uint16_t s = shift->column
                         ? shift->column[i]
                         : rp_dense_problem_column(g, shift->therapist)[i];
        if (r->places.at[i] == RP_NONE || s == RP_NO_PAIR)
            continue;
        int64_t gain =
            rp_residual_worth_of(r, i, place, s) - rp_residual_left(r, i);
        if (gain > 0)
            put_largest(scratch, &count, seats, gain);
    }
    int64_t bound =
        shift->is_new ? 0
                      : -rp_effect_given_up(study, shift->therapist, r->price);
    for (uint32_t k = 0; k < count; k++)
        bound += scratch[k];
    return bound;
}

/* Take therapists apart until hours can be dealt. */
static rp_status deal_here(rp_after *after, const rp_shift *shift,
                           rp_dealt *dealt, bool *done) {
    uint32_t next = rp_after_next(after->study, shift), full;
    rp_status status;

    do {
        rp_after_read(after);
        status = rp_dealt_check(dealt, after, shift, next, &full);
    } while (status == RP_OK && full != RP_NONE &&
             rp_after_take_apart(after, shift, next, dealt->suiting, full));
    *done = full == RP_NONE;
    return status;
}

/* The settled plan, therapists taken apart until its hours can be dealt. */
static rp_status settle_here(rp_after *after, const rp_shift *shift,
                             rp_dealt *dealt, bool *done) {
    uint32_t next = rp_after_next(after->study, shift), full;
    rp_status status = RP_OK;

    if (!after->ties.price)
        status = rp_dense_ties_make(&after->ties, after->study->residual);
    if (status != RP_OK)
        return status;
    do {
        if (!rp_tie_break_dense(&after->graph, &after->ties))
            return RP_ERR_MEMORY;
        rp_after_read(after);
        status = rp_dealt_check(dealt, after, shift, next, &full);
    } while (status == RP_OK && full != RP_NONE &&
             rp_after_take_apart(after, shift, next, dealt->suiting, full));
    *done = full == RP_NONE;
    after->is_settled = *done;
    return status;
}

static rp_status solve_anew(rp_after *after, const rp_shift *shift,
                            rp_dealt *dealt, bool settle) {
    rp_after_restore(after);
    rp_status status = rp_anew_solve(after, shift, dealt, settle);
    after->is_settled = settle;
    after->is_anew = true;
    return status;
}

bool rp_effect_apply(const rp_study *study, const rp_shift *shift,
                     rp_after *after, rp_settling settling) {
    bool done = !study->holds, settle = settling != RP_SETTLE_NOT;
    rp_dealt dealt;

    rp_after_restore(after);
    if (rp_after_next(study, shift) == RP_NEXT_NOBODY)
        return true;
    rp_status status = rp_dealt_open(&dealt, after, shift);
    done = done && !dealt.conditions && status == RP_OK &&
           rp_after_shift(after, shift, rp_after_next(study, shift),
                          dealt.suiting);
    after->is_settled = false;
    if (status == RP_OK && done)
        status = deal_here(after, shift, &dealt, &done);
    if (status == RP_OK && done && settling == RP_SETTLE)
        status = settle_here(after, shift, &dealt, &done);
    if (status == RP_OK && !done)
        status = solve_anew(after, shift, &dealt, settle);
    rp_dealt_clear(&dealt);
    return status != RP_ERR_MEMORY;
}

bool rp_effect_settle(const rp_study *study, const rp_shift *shift,
                      rp_after *after) {
    rp_dealt dealt;
    bool done = true;

    if (after->is_settled ||
        (!after->is_anew && rp_residual_keeps_placed(&after->graph)))
        return true;
    if (after->is_anew) /* ties were not asked for */
        return rp_effect_apply(study, shift, after, RP_SETTLE);
    rp_status status = rp_dealt_open(&dealt, after, shift);
    if (status == RP_OK)
        status = settle_here(after, shift, &dealt, &done);
    if (status == RP_OK && !done)
        status = solve_anew(after, shift, &dealt, true);
    rp_dealt_clear(&dealt);
    return status != RP_ERR_MEMORY;
}

/* What a pair counts for; nobody is at RP_NONE. */
static void count_pair(rp_effect *effect, const rp_study *study,
                       const rp_shift *shift, uint32_t client,
                       uint32_t therapist, int sign) {
    const rp_dense_problem *g = study->seating;

    if (therapist == RP_NONE)
        return;
    int64_t points =
        rp_shift_score(shift, g, client, therapist) + g->wait[client];
    if (g->kept && g->kept[client] == therapist)
        points += g->scale.keep;
    effect->placed[g->tier[client]] += sign;
    effect->total += sign;
    effect->points += sign * points;
}

/* All but who is displaced. Most clients are where they were, with a pair that
 * the change leaves alone. */
static rp_effect read_sums(const rp_study *study, const rp_shift *shift,
                           const rp_after *after) {
    static const rp_shift nothing = {.therapist = RP_NONE};
    const rp_dense_problem *g = study->seating;
    rp_effect effect = {.points = shift->pinned};

    for (uint32_t i = 0; i < g->clients; i++) {
        uint32_t was = g->placed[i], now = after->therapist[i];
        bool is_same = now == was && !(shift->row && i == shift->client) &&
                       !(shift->column && now == shift->therapist);
        if (g->tier[i] == 0 || is_same)
            continue;
        count_pair(&effect, study, &nothing, i, was, -1);
        count_pair(&effect, study, shift, i, now, 1);
    }
    uint32_t next = rp_after_next(study, shift);
    if (next != RP_NONE && next != RP_NEXT_NOBODY) {
        const rp_triage *t = study->outcome->triage;
        bool is_kept = t->keep && t->keep->therapist[next] == shift->therapist;
        effect.placed[g->tier[next]]++;
        effect.total++;
        effect.points += t->next_score[shift->therapist] +
                         (is_kept ? t->keep->points : 0) + g->wait[next];
    }
    return effect;
}

/* Does a client lose their place? */
static bool is_displaced(const rp_study *study, const rp_shift *shift,
                         const rp_after *after, uint32_t client) {
    const rp_dense_problem *g = study->seating;

    return g->tier[client] > 0 && g->placed[client] != RP_NONE &&
           after->therapist[client] == RP_NONE &&
           client != rp_after_next(study, shift);
}

rp_effect rp_effect_read(const rp_study *study, const rp_shift *shift,
                         const rp_after *after) {
    rp_effect effect = read_sums(study, shift, after);

    for (uint32_t i = 0; i < study->seating->clients; i++)
        effect.displaced += is_displaced(study, shift, after, i);
    return effect;
}

rp_effect rp_effect_foresee(const rp_study *study, const rp_shift *shift,
                            const rp_after *after) {
    rp_effect effect = read_sums(study, shift, after);

    for (uint32_t i = 0; i < study->seating->clients; i++)
        effect.displaced += is_displaced(study, shift, after, i) &&
                            !rp_after_may_place(after, i);
    return effect;
}

bool rp_effect_moves_tiers(const rp_effect *effect) {
    for (int tier = RP_TIER_ROUTINE; tier <= RP_TIER_URGENT; tier++)
        if (effect->placed[tier] != 0)
            return true;
    return false;
}

int rp_effect_compare(const rp_effect *a, const rp_effect *b) {
    for (int tier = RP_TIER_URGENT; tier >= RP_TIER_ROUTINE; tier--)
        if (a->placed[tier] != b->placed[tier])
            return a->placed[tier] > b->placed[tier] ? -1 : 1;
    return (a->points < b->points) - (a->points > b->points);
}
