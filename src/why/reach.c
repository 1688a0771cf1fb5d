#include "why/reach.h"

#include "base/array.h"

#include <stdlib.h>

/* Whoever has a pair with a place reaches it, and so who is there is reached.
 */
static void go_on(const rp_residual *r, uint32_t client, bool *clients,
                  bool *places, uint32_t *stack) {
    size_t depth = 0;

    stack[depth++] = client;
    clients[client] = true;
    while (depth > 0) {
        uint32_t i = stack[--depth];
        for (uint32_t p = 0; p < r->therapists; p++) {
            if (places[p] || rp_residual_score(r, i, p) == RP_NO_PAIR)
                continue;
            places[p] = true;
            for (uint32_t k = r->places.first[p + 1]; k != RP_NONE;
                 k = r->places.next[k])
                if (!clients[k]) {
                    clients[k] = true;
                    stack[depth++] = k;
                }
        }
    }
}

/* From all who wait of a tier or above. */
static void find(rp_reach *out, int tier, bool *places, uint32_t *stack) {
    const rp_study *study = out->study;
    const rp_residual *r = study->residual;

    for (uint32_t p = 0; p < r->therapists; p++)
        places[p] = false;
    for (uint32_t i = 0; i < study->seating->clients; i++)
        if (r->places.at[i] == 0 && study->seating->tier[i] >= tier &&
            !out->clients[tier][i])
            go_on(r, i, out->clients[tier], places, stack);
    for (uint32_t t = 0; t < study->seating->therapists; t++)
        for (uint32_t p = rp_dense_problem_first(r->problem, t);
             p < rp_dense_problem_end(r->problem, t); p++)
            out->leads[tier][t] |= r->seats[p] > 0 && !places[p];
}

rp_status rp_reach_make(rp_reach *out, const rp_study *study) {
    const rp_residual *r = study->residual;

    *out = (rp_reach){.study = NULL};
    if (study->holds || rp_study_scale(study)->queue > 0)
        return RP_OK;
    out->study = study;
    bool *places = rp_new_array(r->therapists, sizeof *places);
    uint32_t *stack = rp_new_array(r->clients, sizeof *stack);
    bool whole = places && stack;
    for (int tier = RP_TIER_ROUTINE; tier <= RP_TIER_URGENT && whole; tier++) {
        out->clients[tier] = rp_new_array(r->clients, sizeof(bool));
        out->leads[tier] =
            rp_new_array(study->seating->therapists, sizeof(bool));
        whole = out->clients[tier] && out->leads[tier];
        if (whole)
            find(out, tier, places, stack);
    }
    free(places);
    free(stack);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

void rp_reach_clear(rp_reach *reach) {
    for (int tier = RP_TIER_ROUTINE; tier <= RP_TIER_URGENT; tier++) {
        free(reach->clients[tier]);
        free(reach->leads[tier]);
    }
    *reach = (rp_reach){.study = NULL};
}

/* Is there a pair that goes out of what is reached? Where hours are others it
 * may be any pair. */
static bool goes_out(const rp_reach *reach, const rp_shift *shift, int tier) {
    const rp_dense_problem *g = reach->study->seating;
    const uint16_t *old = rp_dense_problem_column(g, shift->therapist);
    bool has_hours = rp_shift_changes_hours(shift);

    if (!has_hours && !reach->leads[tier][shift->therapist])
        return false;
    for (uint32_t i = 0; i < g->clients; i++)
        if (reach->clients[tier][i] && shift->column[i] != RP_NO_PAIR &&
            (has_hours || old[i] == RP_NO_PAIR))
            return true;
    return false;
}

int rp_reach_highest(const rp_reach *reach, const rp_shift *shift) {
    int tier = RP_TIER_URGENT;

    if (!reach->study || !shift->column || shift->row || shift->is_new ||
        shift->seats > 0)
        return tier;
    while (tier >= RP_TIER_ROUTINE && !goes_out(reach, shift, tier))
        tier--;
    return tier < RP_TIER_ROUTINE ? RP_TIER_NONE : tier;
}
