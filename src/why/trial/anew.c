#include "why/trial/anew.h"

#include "base/array.h"
#include "solve/planner.h"
#include "why/trial/after.h"

#include <stdlib.h>
#include <string.h>

/* A market of the clinic after a change. */
typedef struct anew {
    const rp_study *study;
    const rp_shift *shift;
    uint32_t next, therapists;
    const rp_conditions *conditions;
    uint8_t *tier;   /* [clients] */
    uint32_t *held;  /* [clients] who holds hours outside */
    uint32_t *seats; /* [therapists] */
    uint64_t *lots;  /* [therapists] */
    rp_lottery lottery;
    rp_suiting suiting;
    bool has_hours, is_settled;
} anew;

static size_t pairs_of(void *payload, uint32_t client, int thread,
                       uint32_t *therapist, uint16_t *score) {
    const anew *a = payload;
    size_t count = 0;

    (void)thread;
    for (uint32_t t = 0; t < a->therapists; t++) {
        uint16_t s = rp_shift_score(a->shift, a->study->seating, client, t);
        if (s == RP_NO_PAIR)
            continue;
        therapist[count] = t;
        score[count++] = s;
    }
    return count;
}

/* Who is in it, and whoever has to have a place before all others. */
static bool copy_people(anew *a) {
    const rp_dense_problem *g = a->study->seating;
    const rp_triage *triage = a->study->outcome->triage;

    a->tier = rp_new_array(g->clients, sizeof *a->tier);
    a->held = rp_new_array(g->clients, sizeof *a->held);
    a->lots = rp_new_array(a->therapists, sizeof *a->lots);
    if (!a->tier || !a->held || !a->lots)
        return false;
    memcpy(a->held, triage->pin, g->clients * sizeof *a->held);
    memcpy(a->lots, triage->lottery.therapists,
           g->therapists * sizeof *a->lots);
    for (uint32_t i = 0; i < g->clients; i++) {
        bool is_bound =
            g->base[i] / g->scale.tier > RP_TIERS ||
            (a->shift->must && a->shift->row && a->shift->client == i);
        if (g->tier[i] > 0 && i != a->next)
            a->tier[i] = (uint8_t)(g->tier[i] + (is_bound ? RP_TIERS : 0));
    }
    if (a->next != RP_NONE)
        a->held[a->next] = a->shift->therapist;
    a->lottery = triage->lottery;
    a->lottery.therapists = a->lots;
    return true;
}

static bool count_seats(anew *a) {
    const rp_dense_problem *g = a->study->seating;
    uint32_t *seats = rp_new_array(a->therapists, sizeof *seats);
    uint32_t t = a->shift->is_new ? g->therapists : a->shift->therapist;

    a->seats = seats;
    if (!seats)
        return false;
    memcpy(seats, g->seats, g->therapists * sizeof *seats);
    if (a->next != RP_NONE)
        return true;
    if (a->shift->closes)
        seats[t] = 0;
    if (a->shift->seats > 0)
        seats[t] += a->shift->seats;
    return true;
}

static rp_status plan(anew *a, rp_plan *out) {
    const rp_dense_problem *g = a->study->seating;
    rp_hour_source hours = {.count = NULL};
    const rp_context context = {
        .threads = 1,
        .floor = a->study->floor,
        .is_untied = !a->is_settled,
        .recall = a->study->recall,
        .edited = a->shift->row && !a->shift->must ? a->shift->client + 1 : 0};
    const rp_market_setup setup = {
        .clients = g->clients,
        .therapists = a->therapists,
        .tier = a->tier,
        .wait = g->wait,
        .openings = a->seats,
        .kept = g->kept,
        .keep = g->scale.keep,
        .worth_limit = rp_market_worth_limit(a->study->outcome->market),
        .sequence = g->sequence,
        .lottery = &a->lottery,
        .is_strict = g->scale.queue > 0,
        .hours = a->has_hours ? &hours : NULL,
        .conditions = a->conditions,
        .source = {pairs_of, a},
        .threads = 1};
    rp_market *market = NULL;
    if (a->has_hours)
        hours = rp_suiting_source(&a->suiting);
    rp_status status = rp_market_new(&market, &setup);

    if (status == RP_OK)
        status = rp_planner_solve(out, market, &context);
    if (status == RP_OK && a->has_hours && rp_suiting_failed(&a->suiting))
        status = RP_ERR_MEMORY;
    rp_market_free(market);
    return status;
}

rp_status rp_anew_solve(rp_after *after, const rp_shift *shift,
                        const rp_dealt *dealt, bool settle) {
    const rp_study *study = after->study;
    anew a = {.study = study,
              .shift = shift,
              .next = rp_after_next(study, shift),
              .therapists = study->seating->therapists + shift->is_new,
              .conditions = dealt->conditions,
              .is_settled = settle};
    rp_plan found = {0};
    rp_status status = RP_ERR_MEMORY;
    const rp_suiting *suiting = dealt->suiting;

    a.has_hours = suiting != NULL;
    if (copy_people(&a) && count_seats(&a))
        status = RP_OK;
    if (status == RP_OK && suiting)
        status = rp_suiting_init(&a.suiting, suiting->fit, a.held,
                                 suiting->named, 1);
    if (status == RP_OK)
        status = plan(&a, &found);
    if (status == RP_OK)
        memcpy(after->therapist, found.therapist,
               study->seating->clients * sizeof *after->therapist);
    rp_plan_clear(&found);
    if (a.has_hours)
        rp_suiting_clear(&a.suiting);
    free(a.tier);
    free(a.held);
    free(a.seats);
    free(a.lots);
    return status == RP_ERR_MEMORY ? status : RP_OK;
}
