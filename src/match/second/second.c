#include "match/second/second.h"

#include "base/array.h"
#include "fit/meeting.h"

#include <stdlib.h>

/* The status of a client who would have a seat in place of a therapist. */
static uint8_t status_of(const rp_outcome *o, const rp_group_plan *plan,
                         uint32_t seeker) {
    uint32_t c = plan->seeker[seeker];

    if (plan->group[seeker] != RP_NONE)
        return RP_STATUS_GROUP;
    if (plan->begin[seeker + 1] > plan->begin[seeker])
        return RP_STATUS_WAITLIST;
    /* a therapist is no way out for who wants none */
    return o->fit->roster->clients[c].wants_group == RP_GROUP_OPEN &&
                   o->choices[c] > 0
               ? RP_STATUS_WAITLIST
               : RP_STATUS_INELIGIBLE;
}

static void tell(rp_outcome *o, const rp_group_plan *plan) {
    for (uint32_t k = 0; k < plan->seeker_count; k++) {
        uint32_t c = plan->seeker[k];
        if (!rp_group_plan_places(o, c))
            continue;
        o->counts[o->status[c]]--;
        o->status[c] = status_of(o, plan, k);
        o->counts[o->status[c]]++;
        o->placed[o->triage->tier[c]] += o->status[c] == RP_STATUS_GROUP;
    }
}

/* Prescribers, when who has a seat in a group is known. */
static rp_status find_prescribers(rp_second *out, const rp_outcome *o) {
    const rp_group_plan *plan = &out->groups;
    uint32_t clients = o->fit->roster->client_count;
    const rp_times **meets = rp_new_array(clients, sizeof *meets);
    const rp_list **leaders = rp_new_array(clients, sizeof *leaders);
    rp_status status = RP_ERR_MEMORY;

    for (uint32_t k = 0; meets && leaders && k < plan->seeker_count; k++) {
        if (plan->group[k] == RP_NONE)
            continue;
        const rp_group *group = &plan->groups->items[plan->group[k]];
        meets[plan->seeker[k]] = &group->offer.slots;
        leaders[plan->seeker[k]] = group->leaders;
    }
    if (meets && leaders)
        status = rp_prescriber_plan_make(&out->prescribers, o, meets, leaders);
    free((void *)meets);
    free((void *)leaders);
    return status;
}

/* ---- what they take of the week ------------------------------------------ */

static bool take_seat(rp_later *out, const rp_group *group, uint32_t client) {
    const rp_times *meets = &group->offer.slots;
    const rp_list *leaders = group->leaders;
    bool whole = true;

    for (uint32_t k = 0; whole && k < meets->count; k++)
        whole = rp_later_be(out,
                            (rp_later_time){client, meets->windows[k].begin,
                                            (uint16_t)(meets->windows[k].end -
                                                       meets->windows[k].begin),
                                            RP_LATER_A | RP_LATER_B});
    for (uint32_t k = 0; whole && leaders && k < leaders->count; k++)
        whole = rp_later_see(out, client, leaders->items[k].tag);
    return whole;
}

static bool take_visit(rp_later *out, const rp_outcome *o,
                       const rp_prescription *row) {
    const rp_visits *visits = &o->second->prescribers.visits;
    const rp_fit *fit = o->fit;
    uint32_t t = row->therapist;
    char week;

    if (t == RP_NONE)
        return true;
    if (!rp_later_see(out, row->client, t))
        return false;
    if (row->seat == RP_NONE)
        return true;
    const rp_hour *hour = rp_visits_at(visits, t, row->seat, &week);
    uint8_t weeks = week == 'A' ? RP_LATER_A : RP_LATER_B;
    unsigned begin = rp_meeting_minute(
        hour->begin, rp_meeting_shift(&fit->roster->clients[row->client],
                                      &fit->roster->therapists[t]));
    out->given[out->first[t] + (size_t)(hour - fit->offers[t].hours.items)] |=
        weeks;
    return rp_later_be(out, (rp_later_time){row->client, (uint16_t)begin,
                                            (uint16_t)(hour->end - hour->begin),
                                            weeks});
}

static rp_status find_later(rp_second *out, rp_outcome *o) {
    rp_status status = rp_later_init(&out->later, o->fit);
    bool whole = status == RP_OK;

    for (uint32_t c = 0; whole && c < o->fit->roster->client_count; c++) {
        const rp_group *group = rp_second_group(o, c);
        const rp_prescription *row = rp_second_prescription(o, c);
        whole = (!group || take_seat(&out->later, group, c)) &&
                (!row || take_visit(&out->later, o, row));
    }
    if (whole)
        rp_outcome_follow(o, &out->later);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

rp_status rp_second_make(rp_second *out, rp_outcome *o) {
    rp_status status = RP_OK;

    *out = (rp_second){.has_groups = o->fit->groups != NULL,
                       .has_prescribers = o->fit->has_prescribers};
    if (out->has_groups)
        status = rp_group_plan_make(&out->groups, o);
    if (status == RP_OK && out->has_groups)
        tell(o, &out->groups);
    if (status == RP_OK && out->has_prescribers)
        status = find_prescribers(out, o);
    if (status != RP_OK)
        return status;
    o->second = out;
    return out->has_groups || out->has_prescribers ? find_later(out, o) : RP_OK;
}

void rp_second_clear(rp_second *second) {
    rp_group_plan_clear(&second->groups);
    rp_prescriber_plan_clear(&second->prescribers);
    rp_later_clear(&second->later);
    *second = (rp_second){.has_groups = false};
}

const rp_group *rp_second_group(const rp_outcome *o, uint32_t client) {
    if (!o->second || !o->second->has_groups)
        return NULL;
    const rp_group_plan *plan = &o->second->groups;
    uint32_t seeker = rp_group_plan_find(plan, client);
    return seeker != RP_NONE && plan->group[seeker] != RP_NONE
               ? &plan->groups->items[plan->group[seeker]]
               : NULL;
}

const rp_prescription *rp_second_prescription(const rp_outcome *o,
                                              uint32_t client) {
    return o->second && o->second->has_prescribers
               ? rp_prescriber_plan_find(&o->second->prescribers, client)
               : NULL;
}
