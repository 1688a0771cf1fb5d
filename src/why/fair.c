#include "why/fair.h"

#include <math.h>
#include <string.h>

int32_t rp_fair_floor(const rp_policy *policy) {
    return (int32_t)floor(100.0 * policy->fair_floor + 0.5);
}

rp_status rp_fair_solve(rp_residual *out, rp_seating *aimed,
                        const rp_seating *seating, int64_t worth_limit,
                        int32_t floor_score) {
    rp_aim aim = {floor_score, seating->scale.keep, seating->kept};

    *out = (rp_residual){0};
    *aimed = *seating;
    aimed->owned_tier = NULL;
    if (!rp_scale_set(&aimed->scale, seating->clients, worth_limit, &aim))
        return RP_ERR_SIZE;
    rp_status status = rp_residual_solve(out, aimed);
    if (status == RP_OK && !rp_settle(out))
        status = RP_ERR_MEMORY;
    if (status == RP_OK && !rp_residual_is_proven(out))
        status = RP_ERR_SOLVER;
    return status;
}

/* Count anew all that depends on who goes where. */
static void recount(rp_outcome *o) {
    const rp_triage *triage = o->triage;
    uint32_t therapists = o->fit->roster->therapist_count;

    memset(o->assigned, 0, therapists * sizeof *o->assigned);
    memset(o->score_sum, 0, therapists * sizeof *o->score_sum);
    memset(o->counts, 0, sizeof o->counts);
    memset(o->placed, 0, sizeof o->placed);
    memcpy(o->left, triage->openings, therapists * sizeof *o->left);
    o->fit_total = o->wait_total = 0;
    o->worst = -1;
    for (uint32_t c = 0; c < o->fit->roster->client_count; c++) {
        uint32_t t = o->therapist[c];
        o->counts[o->status[c]]++;
        if (t == RP_NOBODY || o->status[c] == RP_STATUS_HUMAN)
            continue;
        if (o->status[c] == RP_STATUS_ASSIGNED)
            o->left[t]--;
        o->assigned[t]++;
        o->score_sum[t] += o->score[c];
        o->placed[triage->tier[c]]++;
        o->fit_total += o->score[c];
        o->wait_total += triage->wait[c];
        if (o->worst < 0 || o->score[c] < o->worst)
            o->worst = o->score[c];
    }
}

static void take_plan(rp_outcome *o, const rp_residual *r) {
    for (uint32_t c = 0; c < r->clients; c++) {
        if (r->at[c] == RP_NOBODY)
            continue;
        uint32_t t = rp_residual_therapist(r, c);
        o->therapist[c] = t;
        o->score[c] = t == RP_NOBODY ? 0 : rp_residual_score(r, c, t);
        o->status[c] = t != RP_NOBODY      ? RP_STATUS_ASSIGNED
                       : o->choices[c] > 0 ? RP_STATUS_WAITLIST
                                           : RP_STATUS_INELIGIBLE;
    }
    recount(o);
}

rp_status rp_fair_apply(rp_outcome *outcome) {
    int32_t floor_score = rp_fair_floor(outcome->fit->policy);
    int64_t limit = rp_market_worth_limit(outcome->market);
    rp_seating seating, aimed;
    rp_residual r = {0};
    rp_status status = rp_seating_make(&seating, outcome, 0);

    if (status == RP_OK)
        status = rp_fair_solve(&r, &aimed, &seating, limit, floor_score);
    if (status == RP_OK)
        take_plan(outcome, &r);
    rp_residual_clear(&r);
    rp_seating_clear(&seating);
    return status;
}
