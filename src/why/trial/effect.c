#include "why/trial/effect.h"

#include "solve/again/tie_break_dense.h"

#include <stdlib.h>

static int descending(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

    return (a < b) - (a > b);
}

uint32_t rp_effect_next(const rp_study *study, const rp_shift *shift) {
    return shift->seats == 0 || shift->is_new
               ? RP_NONE
               : study->outcome->triage->next[shift->therapist];
}

int64_t rp_effect_bound(const rp_study *study, const rp_shift *shift,
                        int64_t *scratch) {
    const rp_residual *r = study->residual;
    size_t count = 0;

    uint32_t next = rp_effect_next(study, shift);
    if (next == RP_NEXT_NOBODY)
        return 0;
    if (next != RP_NONE)
        return 4 * study->seating->scale.tier; /* a client of any tier */
    uint32_t seats = shift->is_new ? 0 : r->seats[shift->therapist];
    for (uint32_t i = 0; i < r->clients; i++) {
        uint16_t s = shift->column ? shift->column[i]
                                   : rp_residual_score(r, i, shift->therapist);
        if (r->places.at[i] == RP_NONE || s == RP_NO_PAIR)
            continue;
        int64_t gain = rp_residual_worth_of(r, i, shift->therapist, s) -
                       rp_residual_left(r, i);
        if (gain > 0)
            scratch[count++] = gain;
    }
    if (count > 1)
        qsort(scratch, count, sizeof *scratch, descending);
    int64_t bound =
        shift->is_new ? 0 : -(int64_t)seats * r->price[shift->therapist + 1];
    for (size_t k = 0; k < count && k < seats + shift->seats; k++)
        bound += scratch[k];
    return bound;
}

static void exchange_column(rp_residual *r, uint32_t therapist,
                            const uint16_t *column, uint32_t more) {
    uint32_t seats = r->seats[therapist] + more;

    while (column && !rp_residual_set_column(r, therapist, column))
        rp_residual_drop_seat(r, therapist);
    while (r->seats[therapist] < seats)
        rp_residual_add_seat(r, therapist);
}

bool rp_effect_apply(const rp_study *study, const rp_shift *shift,
                     rp_residual *scratch, bool settle) {
    uint32_t therapist =
        shift->is_new ? study->seating->therapists : shift->therapist;

    uint32_t next = rp_effect_next(study, shift);

    rp_residual_restore(scratch, study->residual);
    if (next == RP_NEXT_NOBODY)
        return true;
    if (next != RP_NONE) { /* who takes the seat leaves the market with it */
        rp_residual_remove(scratch, next);
        return !settle || rp_tie_break_dense(scratch);
    }
    if (shift->row)
        rp_residual_remove(scratch, shift->client);
    if (shift->column || shift->seats > 0)
        exchange_column(scratch, therapist, shift->column, shift->seats);
    if (shift->row) {
        rp_residual_set_row(scratch, shift->client, shift->row);
        rp_residual_insert(scratch, shift->client);
    }
    return !settle || rp_tie_break_dense(scratch);
}

rp_effect rp_effect_read(const rp_study *study, const rp_shift *shift,
                         const rp_residual *after) {
    const rp_residual *before = study->residual;
    rp_sums then = rp_residual_sums(after), now = rp_residual_sums(before);
    rp_effect effect = {.total = then.total - now.total,
                        .points = then.points - now.points + shift->pinned};

    for (int tier = 0; tier <= RP_TIER_URGENT; tier++)
        effect.placed[tier] = then.placed[tier] - now.placed[tier];
    uint32_t next = rp_effect_next(study, shift);
    if (next != RP_NONE && next != RP_NEXT_NOBODY) {
        const rp_triage *t = study->outcome->triage;
        bool is_kept = t->keep && t->keep->therapist[next] == shift->therapist;
        effect.placed[study->seating->tier[next]]++;
        effect.total++;
        effect.points += t->next_score[shift->therapist] +
                         (is_kept ? t->keep->points : 0) +
                         study->seating->wait[next];
    }
    for (uint32_t i = 0; i < before->clients; i++)
        effect.displaced += rp_residual_therapist(before, i) != RP_NONE &&
                            rp_residual_therapist(after, i) == RP_NONE &&
                            i != next;
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
