#include "output/csv/second.h"

#include "fit/phrases.h"
#include "input/times/times.h"
#include "match/second/words.h"
#include "output/csv/reasons.h"

/* -- reasons --------------------------------------------------------------- */

/* What has to be asked, by the names that the sheet of groups has for it. */
static void put_confirm(rp_sheet *sheet, const rp_fit *fit,
                        const rp_confirm *confirm, rp_buffer *room) {
    bool whole = rp_buffer_put(room, "", 0);

    room->length = 0;
    for (uint32_t i = 0; whole && i < confirm->count; i++)
        whole = (i == 0 || rp_buffer_puts(room, ";")) &&
                rp_buffer_puts(room, rp_confirm_name(confirm, i,
                                                     fit->role == RP_ROLE_GROUP
                                                         ? RP_GROUPS
                                                         : RP_THERAPISTS));
    rp_sheet_bytes(sheet, (rp_text){room->bytes, room->length});
    sheet->out_of_memory |= !whole;
}

/* The cells score, and those between it and because by a function; blank
 * without a taker. */
static void put_reasons(rp_sheet *sheet, rp_reasons *r, const rp_fit *fit,
                        uint32_t client, uint32_t taker) {
    if (taker == RP_NONE) {
        for (int blank = 0; blank < 3; blank++)
            rp_sheet_blank(sheet);
        return;
    }
    if (!rp_reasons_turn(r, fit, client, NULL, 0) ||
        !rp_reasons_judge(r, taker)) {
        sheet->out_of_memory = true;
        return;
    }
    rp_reasons_cell(sheet, &r->because, &r->joined);
    rp_reasons_cell(sheet, &r->but, &r->joined);
    put_confirm(sheet, fit, &r->confirm, &r->joined);
}

static void put_score(rp_sheet *sheet, bool has, uint16_t score) {
    if (has)
        rp_sheet_tenths(sheet, rp_score_tenths(score));
    else
        rp_sheet_blank(sheet);
}

/* -- prescribers ----------------------------------------------------------- */

static void put_note(rp_sheet *sheet, const rp_outcome *o,
                     const rp_prescription *p, rp_buffer *room) {
    bool whole = rp_buffer_put(room, "", 0);

    room->length = 0;
    if (p->therapist == RP_NONE)
        whole = whole && rp_second_put_prescriber(room, o, p->client);
    else if (p->therapist == o->therapist[p->client])
        whole = whole && rp_buffer_puts(room, "their own therapist");
    sheet->out_of_memory |= !whole;
    rp_sheet_bytes(sheet, (rp_text){room->bytes, room->length});
}

static void put_visit(rp_sheet *sheet, const rp_outcome *o,
                      const rp_prescription *p, rp_buffer *room) {
    bool whole = rp_buffer_put(room, "", 0);

    room->length = 0;
    sheet->out_of_memory |= !whole || !rp_second_put_visit(room, o, p);
    rp_sheet_bytes(sheet, (rp_text){room->bytes, room->length});
}

void rp_second_prescribers(rp_sheet *sheet, const rp_source *source) {
    const rp_outcome *o = source->outcome;
    const rp_prescriber_plan *plan = &o->second->prescribers;
    const rp_roster *roster = o->fit->roster;
    rp_reasons reasons = {0};

    for (uint32_t k = 0; k < plan->count; k++) {
        const rp_prescription *p = &plan->rows[k];
        bool has = p->therapist != RP_NONE;
        rp_sheet_text(sheet, roster->clients[p->client].id);
        rp_sheet_text(sheet, rp_prescribed_names[p->status]);
        rp_sheet_text(sheet, has ? roster->therapists[p->therapist].id : "");
        rp_sheet_text(sheet, has ? roster->therapists[p->therapist].name : "");
        put_score(sheet, has, p->score);
        rp_sheet_text(sheet, rp_tier_names[o->triage->tier[p->client]]);
        put_visit(sheet, o, p, &reasons.joined);
        put_reasons(sheet, &reasons, &plan->fit, p->client, p->therapist);
        put_note(sheet, o, p, &reasons.joined);
        rp_sheet_end_row(sheet);
    }
    rp_reasons_clear(&reasons);
}

/* -- groups ---------------------------------------------------------------- */

static void put_hour(rp_sheet *sheet, const rp_group *g, rp_buffer *room) {
    room->length = 0;
    sheet->out_of_memory |=
        !rp_buffer_put(room, "", 0) || !rp_times_format(room, &g->offer.slots);
    rp_sheet_bytes(sheet, (rp_text){room->bytes, room->length});
}

/* The ids of those who join. */
static void put_members(rp_sheet *sheet, const rp_outcome *o, uint32_t group,
                        rp_buffer *room) {
    const rp_group_plan *plan = &o->second->groups;
    bool whole = rp_buffer_put(room, "", 0);

    room->length = 0;
    for (uint32_t k = 0; whole && k < plan->seeker_count; k++)
        if (plan->group[k] == group)
            whole = (room->length == 0 || rp_buffer_puts(room, ";")) &&
                    rp_buffer_puts(room,
                                   o->fit->roster->clients[plan->seeker[k]].id);
    sheet->out_of_memory |= !whole;
    rp_sheet_bytes(sheet, (rp_text){room->bytes, room->length});
}

void rp_second_groups(rp_sheet *sheet, const rp_source *source) {
    const rp_outcome *o = source->outcome;
    const rp_group_plan *plan = &o->second->groups;
    rp_buffer room = {0};

    for (uint32_t k = 0; k < plan->groups->count; k++) {
        const rp_group *g = &plan->groups->items[k];
        int32_t members = g->current + (int32_t)plan->joined[k];
        rp_sheet_text(sheet, g->offer.id);
        rp_sheet_text(sheet, g->offer.name);
        put_hour(sheet, g, &room);
        rp_sheet_whole(sheet, g->min_size);
        rp_sheet_whole(sheet, g->max_size);
        rp_sheet_whole(sheet, g->current);
        rp_sheet_whole(sheet, plan->joined[k]);
        rp_sheet_text(sheet, rp_group_plan_runs(plan, k) ? "yes" : "no");
        rp_sheet_whole(sheet,
                       members < g->min_size ? g->min_size - members : 0);
        put_members(sheet, o, k, &room);
        rp_sheet_whole(sheet, plan->waiting[k]);
        rp_sheet_end_row(sheet);
    }
    rp_buffer_clear(&room);
}

/* -- seats ----------------------------------------------------------------- */

static const char *wish_of(const rp_client *client) {
    static const char *const words[] = {[RP_GROUP_NO] = "no",
                                        [RP_GROUP_OPEN] = "open",
                                        [RP_GROUP_SUPPLEMENT] = "supplement",
                                        [RP_GROUP_INSTEAD] = "instead"};

    return words[client->wants_group];
}

/* S of a seat. */
static uint16_t score_of(const rp_group_plan *plan, uint32_t seeker) {
    size_t p = plan->begin[seeker];

    while (plan->choices[p].group != plan->group[seeker])
        p++;
    return plan->choices[p].score;
}

void rp_second_seats(rp_sheet *sheet, const rp_source *source) {
    const rp_outcome *o = source->outcome;
    const rp_group_plan *plan = &o->second->groups;
    rp_reasons reasons = {0};

    for (uint32_t k = 0; k < plan->seeker_count; k++) {
        const rp_client *client = &o->fit->roster->clients[plan->seeker[k]];
        uint32_t group = plan->group[k];
        bool has = group != RP_NONE;
        const rp_group *g = has ? &plan->groups->items[group] : NULL;
        rp_sheet_text(sheet, client->id);
        rp_sheet_text(sheet, has ? g->offer.id : "");
        rp_sheet_text(sheet, has ? g->offer.name : "");
        rp_sheet_text(sheet, has ? "seated"
                             : plan->begin[k + 1] > plan->begin[k]
                                 ? "waitlist"
                                 : "ineligible");
        rp_sheet_text(sheet, wish_of(client));
        put_score(sheet, has, has ? score_of(plan, k) : 0);
        put_reasons(sheet, &reasons, &plan->fit, plan->seeker[k], group);
        rp_sheet_end_row(sheet);
    }
    rp_reasons_clear(&reasons);
}
