#include "match/second/words.h"

#include "input/times/times.h"
#include "match/holding.h"

#include <stdio.h>

bool rp_second_put_group(rp_buffer *out, const rp_group *g) {
    bool has_name = *g->offer.name != '\0';

    return rp_buffer_puts(out, g->offer.id) &&
           (!has_name ||
            (rp_buffer_puts(out, " (") && rp_buffer_puts(out, g->offer.name) &&
             rp_buffer_puts(out, ")"))) &&
           (g->offer.slots.count == 0 ||
            (rp_buffer_puts(out, ", ") &&
             rp_times_format(out, &g->offer.slots)));
}

bool rp_second_put_seat(rp_buffer *out, const rp_outcome *o, uint32_t client) {
    char words[80];

    if (!o->second || !o->second->has_groups)
        return true;
    const rp_group_plan *plan = &o->second->groups;
    uint32_t seeker = rp_group_plan_find(plan, client);
    if (seeker == RP_NONE)
        return true;
    if (plan->group[seeker] != RP_NONE)
        return rp_buffer_puts(out, "a seat in group ") &&
               rp_second_put_group(out,
                                   &plan->groups->items[plan->group[seeker]]);
    size_t fitting = plan->begin[seeker + 1] - plan->begin[seeker];
    if (fitting == 0)
        return rp_buffer_puts(out, "no group passes every rule");
    snprintf(words, sizeof words,
             fitting == 1 ? "%u group fits, and has no seat left or too few "
                            "members"
                          : "%u groups fit, and have no seat left or too few "
                            "members",
             (unsigned)fitting);
    return rp_buffer_puts(out, words);
}

bool rp_second_put_visit(rp_buffer *out, const rp_outcome *o,
                         const rp_prescription *p) {
    char hour[2 * RP_HOUR_NAME];

    if (p->seat == RP_NONE)
        return true;
    rp_visits_name(hour, &o->second->prescribers.visits, p->therapist, p->seat);
    return rp_buffer_puts(out, hour) &&
           (o->fit->roster->clients[p->client].slots.count > 0 ||
            rp_buffer_puts(out, " ?"));
}

bool rp_second_put_prescriber(rp_buffer *out, const rp_outcome *o,
                              uint32_t client) {
    const rp_prescription *p = rp_second_prescription(o, client);
    char words[100];

    if (!p)
        return true;
    if (p->therapist != RP_NONE)
        return rp_holding_put_therapist(out, o->fit->roster, p->therapist) &&
               rp_buffer_puts(out,
                              p->is_open ? " can be offered" : " prescribes") &&
               (p->seat == RP_NONE ||
                (rp_buffer_puts(out, ", ") && rp_second_put_visit(out, o, p)));
    if (p->eligible == 0)
        return rp_buffer_puts(out, "no prescriber passes every rule");
    snprintf(words, sizeof words,
             "%u prescriber%s fit%s, and no %s is left for them",
             (unsigned)p->eligible, p->eligible == 1 ? "" : "s",
             p->eligible == 1 ? "s" : "",
             p->lacks_hour ? "hour that suits" : "opening");
    return rp_buffer_puts(out, words);
}
