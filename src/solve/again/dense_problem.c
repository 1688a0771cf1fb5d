#include "solve/again/dense_problem.h"

#include "base/array.h"

#include <stdlib.h>

bool rp_scale_set(rp_scale *scale, uint32_t clients, uint32_t therapists,
                  int64_t worth_limit, const rp_aim *aim) {
    const int64_t most = (int64_t)1 << 62;
    int64_t people = (int64_t)clients + 1;
    int64_t moves =
        people < (int64_t)therapists + 3 ? people : (int64_t)therapists + 3;

    *scale = (rp_scale){0};
    if (aim) {
        scale->least = aim->floor;
        scale->keep = aim->kept ? aim->keep : 0;
    }
    if (worth_limit > most / 8 / people / moves)
        return false;
    int64_t points = moves * worth_limit;
    if (aim && aim->floor > 0)
        scale->floor = 2 * points + 1;
    if (scale->floor > most / 8 / people / moves)
        return false;
    int64_t below = moves * scale->floor + points; /* the queue */
    if (aim && aim->is_strict)
        scale->queue = 2 * below + 1;
    if (scale->queue > most / 8 / people / people)
        return false;
    scale->tier = 2 * (people * scale->queue + below) + 1;
    return scale->tier <= most / 8 / people;
}

/* The multiple of `unit` that is nearest, and what is left. */
static int64_t nearest(int64_t *value, int64_t unit) {
    int64_t half = unit / 2;
    int64_t count =
        *value >= 0 ? (*value + half) / unit : -((-*value + half) / unit);

    *value -= count * unit;
    return count;
}

rp_change rp_scale_split(const rp_scale *scale, int64_t value) {
    rp_change change = {0};

    change.tiers = nearest(&value, scale->tier);
    if (scale->queue > 0)
        change.queue = nearest(&value, scale->queue);
    if (scale->floor > 0)
        change.floors = nearest(&value, scale->floor);
    change.points = value;
    return change;
}

bool rp_change_is_of_points(const rp_change *change) {
    return change->tiers == 0 && change->queue == 0 && change->floors == 0;
}

const uint16_t *rp_dense_problem_column(const rp_dense_problem *problem,
                                        uint32_t therapist) {
    return problem->cells + (size_t)therapist * problem->clients;
}

static rp_status take_pairs(rp_dense_problem *s, const rp_market *market) {
    uint32_t *row = rp_new_array(s->therapists, sizeof *row);
    uint16_t *scores = rp_new_array(s->therapists, sizeof *scores);
    size_t size = (size_t)s->clients * ((size_t)s->therapists + 1);
    rp_status status = row && scores ? RP_OK : RP_ERR_MEMORY;

    for (size_t k = 0; k < size; k++)
        s->cells[k] = RP_NO_PAIR;
    for (uint32_t c = 0; status == RP_OK && c < s->clients; c++) {
        if (s->tier[c] == 0)
            continue;
        size_t count = rp_market_scores(market, c, 0, row, scores);
        for (size_t k = 0; k < count; k++)
            s->cells[(size_t)row[k] * s->clients + c] = scores[k];
    }
    free(row);
    free(scores);
    return status;
}

/* What tier, place in the queue and wait are worth. */
static void set_bases(rp_dense_problem *s) {
    for (uint32_t k = 0; k < s->clients; k++) {
        uint32_t i = s->sequence ? s->sequence[k] : k;
        s->owned_base[i] =
            rp_worth_base(s->scale.tier, s->tier[i], s->wait[i]) +
            (int64_t)(s->clients - 1 - k) * s->scale.queue;
    }
    s->base = s->owned_base;
}

rp_status rp_dense_problem_make(rp_dense_problem *out, const rp_market *market,
                                const rp_dense_plan *plan) {
    *out = (rp_dense_problem){.clients = rp_market_clients(market),
                              .people = rp_market_clients(market),
                              .therapists = rp_market_therapists(market),
                              .sequence = rp_market_sequence(market),
                              .lottery = rp_market_lottery(market),
                              .wait = plan->wait,
                              .kept = plan->aim.kept,
                              .seats = plan->seats,
                              .placed = plan->placed};
    if (!rp_scale_set(&out->scale, out->clients, out->therapists,
                      rp_market_worth_limit(market), &plan->aim))
        return RP_ERR_SIZE;
    if (out->therapists > SIZE_MAX / 2 / (out->clients + (size_t)1))
        return RP_ERR_MEMORY;
    out->owned_tier = rp_new_array(out->clients, 1);
    out->owned_base = rp_new_array(out->clients, sizeof *out->owned_base);
    size_t all = (size_t)out->clients * out->therapists;
    out->cells = rp_new_array(all + out->clients, sizeof *out->cells);
    if (!out->owned_tier || !out->owned_base || !out->cells)
        return RP_ERR_MEMORY;
    out->none = out->cells + all; /* one column more */
    for (uint32_t c = 0; c < out->clients; c++)
        out->owned_tier[c] = rp_market_tier(market, c);
    out->tier = out->owned_tier;
    set_bases(out);
    return take_pairs(out, market);
}

void rp_dense_problem_clear(rp_dense_problem *problem) {
    free(problem->owned_tier);
    free(problem->owned_base);
    free(problem->cells);
    *problem = (rp_dense_problem){0};
}
