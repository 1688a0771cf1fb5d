#include "match/schedule.h"

#include <stdlib.h>
#include <string.h>

/* With whom a client holds hours, if any. */
static uint32_t holds_with(const rp_schedule_plan *plan, uint32_t c) {
    if (plan->triage->human[c])
        return plan->triage->pin[c];
    return plan->therapist[c];
}

static const rp_held_hours *named_of(const rp_schedule_plan *plan, uint32_t c) {
    const rp_promises *promises = plan->triage->promises;

    return promises && plan->triage->pin[c] != RP_NONE ? &promises->named[c]
                                                       : NULL;
}

static const rp_hours_list *hours_of(const rp_schedule *s, uint32_t t) {
    return &s->plan.suiting->fit->offers[t].hours;
}

/* Everybody at a therapist who holds hours, in the order in which they come
 * first; `clients` gets who they are. Whoever cannot hold any beside those
 * before is left out, though no plan that was solved has such a one. */
static bool gather(const rp_schedule *s, rp_dealing *d, uint32_t t,
                   uint32_t *clients) {
    rp_dealing_begin(d, hours_of(s, t));
    for (uint32_t c = s->at.first[t]; c != RP_NONE; c = s->at.next[c]) {
        uint32_t before = d->count;
        if (!rp_promises_put(d, s->plan.suiting, NULL, c, t, 0,
                             named_of(&s->plan, c)))
            return false;
        if (d->count > before)
            clients[before] = c;
    }
    if (rp_dealing_is_possible(d))
        return true;
    uint32_t all = d->count, kept = 0;
    for (uint32_t i = 0; i < all; i++) {
        rp_dealing_copy(d, kept, i);
        clients[kept] = clients[i];
        d->count = kept + 1;
        kept += rp_dealing_is_possible(d);
    }
    d->count = kept;
    return !d->out_of_memory;
}

/* Pairs of an earlier run that stand ask for the hours that they had. */
static void settle_kept(const rp_schedule *s, rp_dealing *d, uint32_t t,
                        const uint32_t *clients) {
    const rp_keep *keep = s->plan.triage->keep;
    rp_held_hours had;

    for (uint32_t i = 0; keep && i < d->count; i++) {
        uint32_t c = clients[i];
        if (keep->therapist[c] == t && keep->hours[c].count > 0 &&
            rp_keep_is_as_often(s->plan.suiting->fit, c, &keep->hours[c]) &&
            rp_promises_find(&had, s->plan.suiting->fit, t, &keep->hours[c]))
            rp_dealing_settle(d, i, &had);
    }
}

static bool deal(rp_schedule *s, uint32_t t, uint32_t *clients) {
    rp_dealing *d = &s->dealings[0];

    if (!gather(s, d, t, clients))
        return false;
    settle_kept(s, d, t, clients);
    rp_dealing_finish(d);
    for (uint32_t i = 0; i < d->count; i++)
        s->held[clients[i]] = d->held[i];
    return !d->out_of_memory;
}

rp_status rp_schedule_make(rp_schedule *out, const rp_schedule_plan *plan,
                           int threads) {
    const rp_roster *roster = plan->suiting->fit->roster;
    uint32_t clients = roster->client_count;
    uint32_t *room = rp_new_array(clients, sizeof *room);
    bool whole = room != NULL;

    *out = (rp_schedule){.plan = *plan, .threads = threads};
    out->held = rp_new_array(clients, sizeof *out->held);
    out->dealings = rp_new_array((size_t)threads, sizeof *out->dealings);
    whole &= rp_places_init(&out->at, clients, roster->therapist_count) &&
             out->held && out->dealings;
    for (uint32_t k = clients; whole && k-- > 0;) { /* the last put is first */
        uint32_t c = plan->triage->sequence[k], t = holds_with(plan, c);
        out->held[c] = rp_no_hours;
        if (t != RP_NONE && hours_of(out, t)->count > 0)
            rp_places_put(&out->at, c, t);
    }
    for (uint32_t t = 0; whole && t < roster->therapist_count; t++)
        if (out->at.first[t] != RP_NONE)
            whole = deal(out, t, room);
    free(room);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

void rp_schedule_clear(rp_schedule *s) {
    for (int k = 0; s->dealings && k < s->threads; k++)
        rp_dealing_clear(&s->dealings[k]);
    free(s->dealings);
    free(s->held);
    rp_places_clear(&s->at);
    *s = (rp_schedule){0};
}

static void put(const rp_schedule *s, rp_dealing *d, uint32_t client,
                uint32_t therapist, int thread, const rp_held_hours *named) {
    rp_promises_put(d, s->plan.suiting, s->later, client, therapist, thread,
                    named);
}

bool rp_schedule_has_room(const rp_schedule *s, uint32_t client,
                          uint32_t therapist, int thread) {
    rp_dealing *d = &s->dealings[thread];

    if (hours_of(s, therapist)->count == 0)
        return true;
    rp_dealing_begin(d, hours_of(s, therapist));
    if (s->later)
        rp_dealing_give(d, rp_later_given(s->later, therapist));
    for (uint32_t c = s->at.first[therapist]; c != RP_NONE; c = s->at.next[c])
        if (c != client)
            put(s, d, c, therapist, thread, named_of(&s->plan, c));
    put(s, d, client, therapist, thread, NULL);
    return rp_dealing_is_possible(d);
}

void rp_schedule_held(const rp_schedule *s, uint32_t therapist,
                      uint64_t *bits) {
    uint32_t count = s ? s->plan.suiting->count[therapist] : 0;

    for (uint32_t w = 0; w < RP_HOUR_WORDS(count); w++)
        bits[w] = 0;
    for (uint32_t c = s ? s->at.first[therapist] : RP_NONE; c != RP_NONE;
         c = s->at.next[c])
        for (int k = 0; k < 2; k++)
            if (s->held[c].hours[k] != RP_HOUR_NONE)
                bits[s->held[c].hours[k] / 64] |= (uint64_t)1
                                                  << s->held[c].hours[k] % 64;
}

bool rp_schedule_put(rp_buffer *out, const rp_hours_list *hours,
                     const rp_held_hours *held) {
    char name[RP_HOUR_NAME], week[3] = {' ', held->week, '\0'};
    bool whole = true;

    for (int k = 0; whole && k < 2 && held->hours[k] != RP_HOUR_NONE; k++) {
        rp_hour_name(name, hours->items[held->hours[k]].begin);
        whole = (k == 0 || rp_buffer_puts(out, "; ")) &&
                rp_buffer_puts(out, name) &&
                (held->week == 0 || rp_buffer_puts(out, week));
    }
    return whole;
}
