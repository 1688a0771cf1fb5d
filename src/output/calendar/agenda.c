#include "output/calendar/agenda.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

const char *const rp_agenda_names[RP_AGENDA_KINDS] = {"therapy", "prescriber",
                                                      "group"};

static int by_time(const void *left, const void *right) {
    const rp_appointment *a = left, *b = right;

    if (a->therapist != b->therapist)
        return a->therapist < b->therapist ? -1 : 1;
    if (a->hour.begin != b->hour.begin)
        return a->hour.begin < b->hour.begin ? -1 : 1;
    if (a->week != b->week)
        return a->week < b->week ? -1 : 1;
    int order = strcmp(a->id, b->id);
    return order ? order : (int)a->kind - (int)b->kind;
}

/* Hours of one therapist with one client stand near each other. */
static void number_them(rp_agenda *agenda) {
    for (size_t k = 0; k < agenda->count; k++) {
        rp_appointment *one = &agenda->items[k];
        one->number = 1;
        for (size_t i = k; i-- > 0;) {
            const rp_appointment *other = &agenda->items[i];
            if (other->therapist != one->therapist)
                break;
            one->number +=
                other->kind == one->kind && strcmp(other->id, one->id) == 0;
        }
    }
}

/* -- what is on it ----------------------------------------------------------
 */

static size_t count_leaders(const rp_group_plan *plan) {
    size_t count = 0;

    for (uint32_t g = 0; plan->groups && g < plan->groups->count; g++)
        count += plan->groups->items[g].leaders->count;
    return count;
}

static void add(rp_agenda *agenda, rp_appointment one) {
    agenda->items[agenda->count++] = one;
}

static void add_therapy(rp_agenda *agenda, const rp_outcome *o, uint32_t c) {
    const rp_held_hours *held = &o->schedule->held[c];
    uint32_t t = o->therapist[c];

    for (int k = 0; k < 2 && t != RP_NONE; k++)
        if (held->hours[k] != RP_HOUR_NONE)
            add(agenda, (rp_appointment){
                            t, o->fit->offers[t].hours.items[held->hours[k]],
                            held->week, RP_AGENDA_THERAPY,
                            o->fit->roster->clients[c].id, 0});
}

static void add_prescribers(rp_agenda *agenda, const rp_outcome *o) {
    const rp_prescriber_plan *plan = &o->second->prescribers;

    for (uint32_t k = 0; k < plan->count; k++) {
        const rp_prescription *p = &plan->rows[k];
        if (p->seat == RP_NONE)
            continue;
        rp_appointment one = {.therapist = p->therapist,
                              .kind = RP_AGENDA_PRESCRIBER,
                              .id = o->fit->roster->clients[p->client].id};
        one.hour =
            *rp_visits_at(&plan->visits, p->therapist, p->seat, &one.week);
        add(agenda, one);
    }
}

/* The window of a group is an hour of each who leads it. */
static void add_groups(rp_agenda *agenda, const rp_group_plan *plan) {
    for (uint32_t g = 0; plan->groups && g < plan->groups->count; g++) {
        const rp_group *group = &plan->groups->items[g];
        if (group->offer.slots.count == 0 || !rp_group_plan_runs(plan, g))
            continue;
        const rp_window *window = &group->offer.slots.windows[0];
        for (uint32_t k = 0; k < group->leaders->count; k++)
            add(agenda,
                (rp_appointment){.therapist = group->leaders->items[k].tag,
                                 .hour = {window->begin, window->end, RP_NONE},
                                 .kind = RP_AGENDA_GROUP,
                                 .id = group->offer.id});
    }
}

rp_status rp_agenda_make(rp_agenda *out, const rp_outcome *o) {
    uint32_t clients = o->fit->roster->client_count;

    *out = (rp_agenda){0};
    if (!o->schedule)
        return RP_OK;
    size_t room = (size_t)clients * 2;
    if (o->second)
        room +=
            o->second->prescribers.count + count_leaders(&o->second->groups);
    out->items = rp_new_array(room, sizeof *out->items);
    if (!out->items)
        return RP_ERR_MEMORY;
    for (uint32_t c = 0; c < clients; c++)
        add_therapy(out, o, c);
    if (o->second) {
        add_prescribers(out, o);
        add_groups(out, &o->second->groups);
    }
    if (out->count > 1)
        qsort(out->items, out->count, sizeof *out->items, by_time);
    number_them(out);
    return RP_OK;
}

void rp_agenda_clear(rp_agenda *agenda) {
    free(agenda->items);
    *agenda = (rp_agenda){0};
}
