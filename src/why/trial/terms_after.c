#include "why/trial/terms_after.h"

#include "base/array.h"
#include "input/schema.h"

#include <stdlib.h>
#include <string.h>

/* What columns of therapists say of limits, and what decides who counts in
 * them: rp_term_rows and rp_cost_is_reduced(). */
static const char *const columns[] = {
    "openings", "reserve", "max_urgent", "max_severe", "sliding_seats",
    "fee",      "fee_min", "max_fee",    "insurance"};

static bool is_of_terms(const rp_edit *edit) {
    const char *name = rp_schemas[edit->side].columns[edit->column].name;

    for (size_t k = 0; k < sizeof columns / sizeof *columns; k++)
        if (strcmp(name, columns[k]) == 0)
            return true;
    return false;
}

bool rp_terms_after_may_differ(const rp_study *study, const rp_shift *shift,
                               uint32_t next) {
    const rp_terms *terms = study->outcome->terms;
    bool differs = next != RP_NONE || shift->raised;

    if (!terms)
        return false;
    if (terms->count == 0) /* links alone */
        return differs;
    differs |= shift->is_new || shift->seats > 0 || shift->closes;
    for (int k = 0; k < 2; k++)
        if (shift->edits[k]) /* filters may read any column */
            differs |= terms->of_file > 0 || is_of_terms(shift->edits[k]);
    return differs;
}

static bool copy_triage(rp_terms_after *out, const rp_study *study,
                        const rp_shift *shift, uint32_t next) {
    const rp_triage *triage = study->outcome->triage;
    uint32_t clients = study->seating->clients;
    uint32_t therapists = study->seating->therapists;
    uint32_t t = shift->is_new ? therapists : shift->therapist;

    out->openings = rp_new_array((size_t)therapists + 1, sizeof *out->openings);
    out->pin = rp_new_array(clients, sizeof *out->pin);
    out->held = rp_new_array(clients, sizeof *out->held);
    if (!out->openings || !out->pin || !out->held)
        return false;
    memcpy(out->openings, triage->openings, therapists * sizeof *out->openings);
    memcpy(out->pin, triage->pin, clients * sizeof *out->pin);
    memcpy(out->held, triage->held, clients * sizeof *out->held);
    if (next != RP_NONE) { /* who takes the opening holds it */
        out->pin[next] = shift->therapist;
        out->held[next] = RP_HELD_FROZEN;
    } else if (shift->closes) {
        out->openings[t] = 0;
    } else if (shift->seats > 0) {
        out->openings[t] += shift->seats;
    }
    out->triage = *triage;
    out->triage.openings = out->openings;
    out->triage.pin = out->pin;
    out->triage.held = out->held;
    return true;
}

static bool raise_most(rp_terms_after *out, const rp_limit *raised) {
    const rp_limits *from = out->fit.limits;
    size_t number = (size_t)(raised - from->items);

    out->limits = *from;
    out->limits.items = rp_new_array(from->count, sizeof *out->limits.items);
    if (!out->limits.items)
        return false;
    memcpy(out->limits.items, from->items,
           from->count * sizeof *out->limits.items);
    out->limits.items[number].max++;
    out->fit.limits = &out->limits;
    return true;
}

rp_status rp_terms_after_make(rp_terms_after *out, const rp_study *study,
                              const rp_shift *shift, uint32_t next,
                              const rp_fit *fit) {
    rp_status status = RP_ERR_MEMORY;

    *out = (rp_terms_after){.fit = *fit, .roster = *fit->roster};
    out->roster.therapist_count = study->seating->therapists + shift->is_new;
    out->fit.roster = &out->roster;
    if (copy_triage(out, study, shift, next) &&
        (!shift->raised || raise_most(out, shift->raised)))
        status = rp_terms_make(&out->terms, &out->fit, &out->triage);
    out->conditions = rp_terms_conditions(out->terms);
    return status;
}

void rp_terms_after_clear(rp_terms_after *terms) {
    rp_terms_free(terms->terms);
    free(terms->openings);
    free(terms->pin);
    free(terms->held);
    free(terms->limits.items);
    *terms = (rp_terms_after){.conditions = NULL};
}
