#include "why/trial/dealt.h"

#include "base/array.h"

#include <stdlib.h>

/* The edited clinic: that of the shift, or read here. */
static rp_status read_clinic(rp_after *after, const rp_shift *shift,
                             const rp_fit **fit) {
    const rp_fit *before = after->study->outcome->fit;
    rp_status status = RP_OK;
    rp_edit edits[2];
    uint32_t count = 0;

    *fit = shift->fit ? shift->fit : before;
    for (int k = 0; k < 2; k++)
        if (shift->edits[k])
            edits[count++] = *shift->edits[k];
    if (shift->fit || count == 0)
        return RP_OK;
    if (!after->has_clinic)
        status = rp_amended_open(&after->clinic, before);
    after->has_clinic = status == RP_OK;
    if (status == RP_OK)
        status = rp_amended_apply(&after->clinic, edits, count);
    *fit = &after->clinic.fit;
    return status;
}

static uint32_t number_in(const rp_hours_list *hours, uint32_t hour,
                          const rp_hours_list *then) {
    return hour == RP_HOUR_NONE ? RP_HOUR_NONE
                                : rp_hours_find(then, hours->items[hour].begin);
}

/* Hours that pins named have other numbers where hours come before them. */
static rp_status name_hours(rp_dealt *out, const rp_outcome *o,
                            const rp_fit *then) {
    uint32_t clients = o->fit->roster->client_count;
    const rp_held_hours *named = o->triage->promises->named;

    out->named = rp_new_array(clients, sizeof *out->named);
    if (!out->named)
        return RP_ERR_MEMORY;
    for (uint32_t c = 0; c < clients; c++) {
        uint32_t t = o->triage->pin[c];
        out->named[c] = named[c];
        for (int k = 0; t != RP_NONE && k < 2; k++) {
            out->named[c].hours[k] =
                number_in(&o->fit->offers[t].hours, named[c].hours[k],
                          &then->offers[t].hours);
            if (named[c].hours[k] != RP_HOUR_NONE &&
                out->named[c].hours[k] == RP_HOUR_NONE)
                return RP_ERR_DATA; /* a pin names an hour that is gone */
        }
    }
    return RP_OK;
}

static rp_status open_hours(rp_dealt *out, const rp_outcome *o,
                            const rp_fit *fit) {
    rp_status status = name_hours(out, o, fit);

    if (status != RP_OK)
        return status;
    out->has_own = true;
    out->suiting = &out->own;
    return rp_suiting_init(&out->own, fit, o->suiting->held,
                           o->suiting->named ? out->named : NULL, 1);
}

rp_status rp_dealt_open(rp_dealt *out, rp_after *after, const rp_shift *shift) {
    const rp_study *study = after->study;
    const rp_outcome *o = study->outcome;
    uint32_t next = rp_after_next(study, shift);
    bool has_terms = rp_terms_after_may_differ(study, shift, next);
    bool has_hours =
        o->suiting && (rp_shift_changes_hours(shift) || shift->is_new);
    const rp_fit *fit;
    rp_status status = RP_OK;

    *out = (rp_dealt){.conditions = rp_outcome_conditions(o),
                      .suiting = o->suiting ? &after->suiting : NULL};
    if (!has_terms && !has_hours)
        return RP_OK;
    status = read_clinic(after, shift, &fit);
    if (status == RP_OK && has_terms) {
        status = rp_terms_after_make(&out->terms, study, shift, next, fit);
        out->conditions = out->terms.conditions;
    }
    return status == RP_OK && has_hours ? open_hours(out, o, fit) : status;
}

void rp_dealt_clear(rp_dealt *dealt) {
    if (dealt->has_own)
        rp_suiting_clear(&dealt->own);
    free(dealt->named);
    rp_terms_after_clear(&dealt->terms);
    rp_dealing_clear(&dealt->dealing);
}

/* Has anything changed of whom a therapist sees, or of their hours? */
static void find_touched(bool *touched, const rp_after *after,
                         const rp_shift *shift, uint32_t next) {
    const rp_dense_problem *g = after->study->seating;

    for (uint32_t i = 0; i < g->clients; i++) {
        uint32_t now = after->therapist[i];
        uint32_t was = g->tier[i] > 0 ? g->placed[i] : RP_NONE;
        bool is_edited = shift->row && shift->client == i;
        if (now != RP_NONE && now < g->therapists && (now != was || is_edited))
            touched[now] = true;
    }
    if (!shift->is_new &&
        (next != RP_NONE || (shift->column && rp_shift_changes_hours(shift))))
        touched[shift->therapist] = true;
}

/* Everybody who holds an hour there. */
static rp_status deal(rp_dealt *d, const rp_after *after, uint32_t t,
                      uint32_t next, bool *can) {
    const rp_triage *triage = after->study->outcome->triage;
    const rp_hours_list *hours = &d->suiting->fit->offers[t].hours;
    uint32_t clients = after->study->seating->clients;
    const rp_held_hours *named = d->named ? d->named : triage->promises->named;

    if (hours->count == 0)
        return RP_OK;
    rp_dealing_begin(&d->dealing, hours);
    for (uint32_t c = 0; c < clients; c++) {
        bool is_pinned = triage->pin[c] == t;
        if (!is_pinned && after->therapist[c] != t && c != next)
            continue;
        uint32_t before = d->dealing.count;
        if (!rp_promises_put(&d->dealing, d->suiting, NULL, c, t, 0,
                             is_pinned ? &named[c] : NULL))
            return RP_ERR_MEMORY;
        if (d->dealing.count == before && !is_pinned)
            *can = false; /* none suits */
    }
    *can = *can && rp_dealing_is_possible(&d->dealing);
    return d->dealing.out_of_memory ? RP_ERR_MEMORY : RP_OK;
}

rp_status rp_dealt_check(rp_dealt *d, const rp_after *after,
                         const rp_shift *shift, uint32_t next, uint32_t *full) {
    uint32_t therapists = after->study->seating->therapists;
    bool *touched, can = true;
    rp_status status = RP_OK;

    *full = RP_NONE;
    if (!d->suiting)
        return RP_OK;
    touched = rp_new_array(therapists, sizeof *touched);
    if (!touched)
        return RP_ERR_MEMORY;
    find_touched(touched, after, shift, next);
    for (uint32_t t = 0; t < therapists && can && status == RP_OK; t++) {
        if (!touched[t])
            continue;
        status =
            deal(d, after, t, t == shift->therapist ? next : RP_NONE, &can);
        if (!can)
            *full = t;
    }
    free(touched);
    return status;
}
