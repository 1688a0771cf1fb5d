#include "why/reach.h"

#include "base/array.h"

#include <stdlib.h>

/* Whoever has a pair with a place reaches those who are there. */
static void go_on(const rp_residual *r, uint32_t client, bool *clients,
                  uint32_t *stack) {
    size_t depth = 0;

    stack[depth++] = client;
    clients[client] = true;
    while (depth > 0) {
        uint32_t i = stack[--depth];
        for (uint32_t p = 0; p < r->therapists; p++) {
            if (rp_residual_score(r, i, p) == RP_NO_PAIR)
                continue;
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
static void find_clients(rp_reach *out, int tier, uint32_t *stack) {
    const rp_dense_problem *g = out->study->seating;
    const rp_residual *r = out->study->residual;

    for (uint32_t i = 0; i < g->clients; i++)
        if (r->places.at[i] == 0 && g->tier[i] >= tier &&
            !out->clients[tier][i])
            go_on(r, i, out->clients[tier], stack);
}

/* Is there an opening, or somebody of a lower tier? */
static bool is_end(const rp_study *study, uint32_t place, int tier) {
    const rp_residual *r = study->residual;
    bool is = r->load[place] < r->seats[place];

    for (uint32_t k = r->places.first[place + 1]; k != RP_NONE && !is;
         k = r->places.next[k])
        is = k < study->seating->clients && study->seating->tier[k] < tier;
    return is;
}

/* Places that are ends, and those from which somebody can go on to one. */
static void find_ends(rp_reach *out, int tier, bool *places, uint32_t *stack) {
    const rp_residual *r = out->study->residual;
    size_t depth = 0;

    for (uint32_t p = 0; p < r->therapists; p++) {
        places[p] = is_end(out->study, p, tier);
        if (places[p])
            stack[depth++] = p;
    }
    while (depth > 0) {
        uint32_t p = stack[--depth];
        for (uint32_t i = 0; i < r->clients; i++) {
            uint32_t here = rp_residual_therapist(r, i);
            if (here == RP_NONE || places[here] ||
                rp_residual_score(r, i, p) == RP_NO_PAIR)
                continue;
            places[here] = true;
            stack[depth++] = here;
        }
    }
    for (uint32_t t = 0; t < out->study->seating->therapists; t++)
        for (uint32_t p = rp_dense_problem_first(r->problem, t);
             p < rp_dense_problem_end(r->problem, t); p++)
            out->leads[tier][t] |= places[p];
}

rp_status rp_reach_make(rp_reach *out, const rp_study *study) {
    const rp_residual *r = study->residual;

    *out = (rp_reach){.study = NULL};
    if (study->holds || rp_study_scale(study)->queue > 0)
        return RP_OK;
    out->study = study;
    bool *places = rp_new_array(r->therapists, sizeof *places);
    uint32_t *stack =
        rp_new_array((size_t)r->clients + r->therapists, sizeof *stack);
    bool whole = places && stack;
    for (int tier = RP_TIER_ROUTINE; tier <= RP_TIER_URGENT && whole; tier++) {
        out->clients[tier] = rp_new_array(r->clients, sizeof(bool));
        out->leads[tier] =
            rp_new_array(study->seating->therapists, sizeof(bool));
        whole = out->clients[tier] && out->leads[tier];
        if (whole) {
            find_clients(out, tier, stack);
            find_ends(out, tier, places, stack);
        }
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

/* Is there a pair that leads on to an end? Where hours are others it may be any
 * pair. */
static bool goes_on(const rp_reach *reach, const rp_shift *shift, int tier) {
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
    while (tier >= RP_TIER_ROUTINE && !goes_on(reach, shift, tier))
        tier--;
    return tier < RP_TIER_ROUTINE ? RP_TIER_NONE : tier;
}
