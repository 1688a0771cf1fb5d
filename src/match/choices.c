#include "match/choices.h"

#include "base/array.h"

#include <stdlib.h>

const char *const rp_seat_names[] = {"assigned", "open", "choice", "full"};

/* Of a plan that was taken over: who has what they have chosen stays. */
static rp_status hold_chosen(rp_choices *out) {
    const rp_outcome *o = out->outcome;
    uint32_t clients = o->fit->roster->client_count;

    out->own_held = rp_new_array(clients, sizeof *out->own_held);
    if (!out->own_held)
        return RP_ERR_MEMORY;
    for (uint32_t c = 0; c < clients; c++)
        out->own_held[c] = o->triage->wish[c] != RP_NONE &&
                           o->therapist[c] == o->triage->wish[c] &&
                           o->is_adopted;
    out->held = out->own_held;
    return RP_OK;
}

rp_status rp_choices_make(rp_choices *out, const rp_outcome *outcome,
                          const rp_dense_problem *problem,
                          const rp_context *context, const bool *held) {
    rp_caps caps = {.held = held,
                    .drop = (int32_t)outcome->fit->policy->choice_drop,
                    .floor = context->floor};
    rp_status status = RP_OK;

    *out = (rp_choices){.outcome = outcome, .held = held};
    if (!held)
        status = hold_chosen(out);
    caps.held = out->held;
    if (status == RP_OK && !problem) {
        status = rp_outcome_pairs(&out->problem, outcome, context->floor);
        problem = &out->problem;
    }
    return status == RP_OK ? rp_capped_plan_make(&out->plan, problem, &caps,
                                                 context->threads)
                           : status;
}

void rp_choices_clear(rp_choices *choices) {
    rp_capped_plan_clear(&choices->plan);
    rp_dense_problem_clear(&choices->problem);
    free(choices->own_held);
    *choices = (rp_choices){0};
}

int64_t rp_choices_price(const rp_choices *choices, uint32_t client,
                         uint32_t therapist) {
    if (!choices || !choices->outcome ||
        choices->outcome->status[client] != RP_STATUS_ASSIGNED ||
        (choices->held && choices->held[client]))
        return RP_NO_PRICE;
    return rp_capped_plan_price(&choices->plan, client, therapist);
}

/* What the others lose is the price less what the client loses. */
static bool is_choice(const rp_choices *choices, uint32_t client,
                      uint32_t therapist) {
    int64_t price = rp_choices_price(choices, client, therapist);

    if (price == RP_NO_PRICE)
        return false;
    const rp_outcome *o = choices->outcome;
    int64_t fall =
        (int64_t)o->score[client] -
        rp_dense_problem_column(choices->plan.problem, therapist)[client];
    return price - fall <= (int64_t)o->fit->policy->choice_points;
}

rp_seat rp_choices_seat(const rp_choices *choices, const rp_outcome *outcome,
                        uint32_t client, uint32_t therapist) {
    if (outcome->therapist[client] == therapist)
        return RP_SEAT_ASSIGNED;
    if (outcome->left[therapist] > 0)
        return RP_SEAT_OPEN;
    return is_choice(choices, client, therapist) ? RP_SEAT_CHOICE
                                                 : RP_SEAT_FULL;
}
