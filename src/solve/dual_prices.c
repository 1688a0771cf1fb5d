#include "solve/dual_prices.h"

#include "base/array.h"

#include <stdlib.h>

/*
 * A plan is optimal exactly when prices fit it: u + v covers every pair and
 * meets those of the plan, a client who waits has u = 0, and a therapist with
 * an empty seat has v = 0. With u_i = w_ij - v_j at client i's own therapist
 * j, and 0 without one, what is left to ask of the v is
 *
 *     v_k >= w_ik - u_i              for every eligible pair (i, k)
 *     0 <= v_j <= limit_j            limit_j = 0 with an empty seat, else the
 *                                    least w_ij of j's clients, as u_i >= 0
 *
 * The first line says that v_k is at least the longest path to k in the
 * residual graph, whose arcs j -> k of length w_ik - w_ij move a client i of j.
 * Raising v from 0 by what the first line lacks, again and again (Bellman and
 * Ford), ends at the least v there is. One above its limit, or still rising
 * after as many rounds as a path can have arcs, is a cycle of gain: the plan
 * could be bettered.
 */
typedef struct residual {
    const rp_model *model;
    rp_solution *solution;
    int64_t *own;      /* [clients] worth of its own pair */
    int64_t *limit;    /* [therapists] */
    uint32_t *taken;   /* [therapists] seats */
    uint64_t *raised;  /* [therapists] when its price last rose */
    uint64_t *scanned; /* [clients] when its row was last gone over */
    uint64_t clock;    /* counts rows gone over */
} residual;

/* Own worths, seats and limits; false when the plan is none. */
static bool measure(residual *r) {
    const rp_model *m = r->model;
    rp_row row;

    for (uint32_t j = 0; j < m->therapists; j++)
        r->limit[j] = INT64_MAX;
    for (uint32_t i = 0; i < m->clients; i++) {
        uint32_t j = r->solution->therapist[i];
        size_t at = 0;
        if (j == RP_NONE)
            continue;
        size_t count = rp_model_row(m, i, 0, &row);
        while (at < count && row.therapist[at] != j)
            at++;
        if (at == count)
            return false;
        r->own[i] = rp_model_worth(m, i, j, row.score[at]);
        if (r->own[i] < r->limit[j])
            r->limit[j] = r->own[i];
        r->taken[j]++;
    }
    for (uint32_t j = 0; j < m->therapists; j++) {
        if (r->taken[j] > m->seats[j])
            return false;
        if (r->taken[j] < m->seats[j])
            r->limit[j] = 0;
    }
    return true;
}

/* Raise what one client's row asks for; false when a limit is passed. */
static bool scan(residual *r, uint32_t i, bool *is_changed) {
    const rp_model *m = r->model;
    int64_t *price = r->solution->therapist_price;
    uint32_t own = r->solution->therapist[i];
    int64_t gain = own == RP_NONE ? 0 : r->own[i] - price[own];
    rp_row row;
    size_t count = rp_model_row(m, i, 0, &row);

    r->scanned[i] = ++r->clock;
    for (size_t k = 0; k < count; k++) {
        uint32_t j = row.therapist[k];
        int64_t asked = rp_model_worth(m, i, j, row.score[k]) - gain;
        if (asked <= price[j])
            continue;
        price[j] = asked;
        r->raised[j] = r->clock;
        *is_changed = true;
        if (price[j] > r->limit[j])
            return false;
    }
    return true;
}

/* Only a client whose own therapist rose since has anything new to ask. */
static bool is_due(const residual *r, uint32_t i) {
    uint32_t own = r->solution->therapist[i];

    return r->scanned[i] == 0 ||
           (own != RP_NONE && r->raised[own] > r->scanned[i]);
}

static bool raise_all(residual *r) {
    const rp_model *m = r->model;
    bool is_changed = true;

    for (uint32_t round = 0; is_changed; round++) {
        if (round > m->therapists + 1)
            return false;
        is_changed = false;
        for (uint32_t i = 0; i < m->clients; i++)
            if (is_due(r, i) && !scan(r, i, &is_changed))
                return false;
    }
    return true;
}

rp_status rp_dual_prices_find(rp_solution *solution, const rp_model *model) {
    residual r = {.model = model, .solution = solution};
    rp_status status = RP_ERR_MEMORY;

    r.own = rp_new_array(model->clients, sizeof *r.own);
    r.limit = rp_new_array(model->therapists, sizeof *r.limit);
    r.taken = rp_new_array(model->therapists, sizeof *r.taken);
    r.raised = rp_new_array(model->therapists, sizeof *r.raised);
    r.scanned = rp_new_array(model->clients, sizeof *r.scanned);
    if (!r.own || !r.limit || !r.taken || !r.raised || !r.scanned)
        goto done;
    for (uint32_t j = 0; j < model->therapists; j++)
        solution->therapist_price[j] = 0;
    status = measure(&r) && raise_all(&r) ? RP_OK : RP_ERR_SOLVER;
    for (uint32_t i = 0; status == RP_OK && i < model->clients; i++) {
        uint32_t j = solution->therapist[i];
        solution->client_price[i] =
            j == RP_NONE ? 0 : r.own[i] - solution->therapist_price[j];
    }
done:
    free(r.own);
    free(r.limit);
    free(r.taken);
    free(r.raised);
    free(r.scanned);
    return status;
}
