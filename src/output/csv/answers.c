#include "output/csv/answers.h"

#include "fit/score.h"

static void put_person(rp_sheet *sheet, const rp_fit *fit, rp_side side,
                       uint32_t person) {
    const rp_roster *roster = fit->roster;

    rp_sheet_text(sheet, side == RP_LIMITS    ? fit->limits->items[person].id
                         : side == RP_CLIENTS ? roster->clients[person].id
                                              : roster->therapists[person].id);
}

/* file, id, column, from, to */
static void put_edit(rp_sheet *sheet, const rp_fit *fit, const rp_edit *e) {
    rp_sheet_text(sheet, rp_schemas[e->side].name);
    put_person(sheet, fit, e->side, e->person);
    rp_sheet_text(sheet, e->header);
    rp_sheet_text(sheet, e->from);
    rp_sheet_text(sheet, e->to);
}

static void put_option(rp_sheet *sheet, const rp_source *from,
                       const rp_placing *o, uint32_t which) {
    const rp_remedy *remedy = which < o->count ? &o->remedies[which] : NULL;

    rp_sheet_text(sheet, from->outcome->fit->roster->clients[o->client].id);
    if (remedy) {
        rp_sheet_whole(sheet, o->number);
        rp_sheet_text(sheet, remedy->row->name);
        put_edit(sheet, from->outcome->fit, &remedy->edit);
        rp_sheet_whole(sheet, o->effect.total);
        rp_sheet_whole(sheet, o->effect.displaced);
        rp_sheet_cents(sheet, o->effect.points);
    } else {
        rp_sheet_blank(sheet);
        rp_sheet_text(sheet, "none");
        for (int blank = 0; blank < 8; blank++)
            rp_sheet_blank(sheet);
    }
    rp_sheet_text(sheet, o->words[which]);
    rp_sheet_end_row(sheet);
}

void rp_answers_options(rp_sheet *sheet, const rp_source *from) {
    const rp_placings *options = &from->analyses->options;

    for (size_t k = 0; k < options->count; k++) {
        const rp_placing *o = &options->items[k];
        if (o->count == 0)
            put_option(sheet, from, o, 0);
        for (uint32_t r = 0; r < o->count; r++)
            put_option(sheet, from, o, r);
    }
}

void rp_answers_bottlenecks(rp_sheet *sheet, const rp_source *from) {
    const rp_bottlenecks *found = &from->analyses->bottlenecks;

    for (size_t k = 0; k < found->count; k++) {
        const rp_bottleneck *b = &found->items[k];
        const rp_edit *e = &b->candidate.edit;
        rp_sheet_text(sheet, b->candidate.row->name);
        put_person(sheet, from->outcome->fit, e->side, e->person);
        rp_sheet_text(sheet, e->header);
        rp_sheet_text(sheet, e->from);
        rp_sheet_text(sheet, e->to);
        for (int tier = RP_TIER_URGENT; tier >= RP_TIER_ROUTINE; tier--)
            rp_sheet_whole(sheet, b->effect.placed[tier]);
        rp_sheet_cents(sheet, b->effect.points);
        rp_sheet_text(sheet, b->words);
        rp_sheet_end_row(sheet);
    }
}

void rp_answers_unknowns(rp_sheet *sheet, const rp_source *from) {
    const rp_unknowns *found = &from->analyses->unknowns;

    for (size_t k = 0; k < found->count; k++) {
        const rp_unknown_cell *cell = &found->items[k];
        rp_sheet_text(sheet, rp_schemas[RP_THERAPISTS].name);
        put_person(sheet, from->outcome->fit, RP_THERAPISTS, cell->good.person);
        rp_sheet_text(sheet, cell->good.header);
        rp_sheet_text(sheet, cell->good.to);
        rp_sheet_text(sheet, cell->bad.to);
        rp_sheet_whole(sheet, cell->if_good.total);
        rp_sheet_whole(sheet, cell->if_bad.total);
        rp_sheet_cents(sheet, cell->if_good.points);
        rp_sheet_cents(sheet, cell->if_bad.points);
        rp_sheet_text(sheet, cell->words);
        rp_sheet_end_row(sheet);
    }
}

/* S-units as points, -1 as a blank. */
static void put_score(rp_sheet *sheet, int64_t score) {
    if (score < 0)
        rp_sheet_blank(sheet);
    else
        rp_sheet_cents(sheet, score);
}

void rp_answers_prices(rp_sheet *sheet, const rp_source *from) {
    for (int method = 0; method < RP_METHODS; method++) {
        const rp_method_sums *w = &from->analyses->prices.methods[method];
        rp_sheet_text(sheet, rp_method_names[method]);
        for (int tier = RP_TIER_URGENT; tier >= RP_TIER_ROUTINE; tier--)
            rp_sheet_whole(sheet, w->placed[tier]);
        rp_sheet_cents(sheet, w->total);
        put_score(sheet,
                  w->count ? (2 * w->total + w->count) / (2 * w->count) : -1);
        put_score(sheet, w->worst);
        put_score(sheet, w->p10);
        rp_sheet_whole(sheet, w->below_floor);
        rp_sheet_whole(sheet, w->envy);
        rp_sheet_end_row(sheet);
    }
}

void rp_answers_envy(rp_sheet *sheet, const rp_source *from) {
    const rp_envies *found = &from->analyses->envy;

    for (size_t k = 0; k < found->count; k++) {
        const rp_envy *e = &found->items[k];
        bool waits = from->outcome->therapist[e->client] == RP_NONE;
        put_person(sheet, from->outcome->fit, RP_CLIENTS, e->client);
        put_person(sheet, from->outcome->fit, RP_THERAPISTS, e->therapist);
        rp_sheet_tenths(sheet, rp_score_tenths(e->score));
        rp_sheet_tenths(sheet, waits ? -1 : rp_score_tenths(e->own));
        rp_sheet_text(sheet, rp_envy_names[e->reason]);
        put_score(sheet, e->cost);
        rp_sheet_end_row(sheet);
    }
}

void rp_answers_moved(rp_sheet *sheet, const rp_source *from) {
    const rp_moved_found *found = &from->analyses->moved;

    for (size_t k = 0; k < found->count; k++) {
        const rp_moved *m = &found->items[k];
        uint32_t now = from->outcome->therapist[m->client];
        put_person(sheet, from->outcome->fit, RP_CLIENTS, m->client);
        rp_sheet_bytes(sheet, m->from);
        if (now == RP_NONE)
            rp_sheet_blank(sheet);
        else
            put_person(sheet, from->outcome->fit, RP_THERAPISTS, now);
        rp_sheet_tenths(sheet, m->score < 0 ? -1 : rp_score_tenths(m->score));
        rp_sheet_tenths(sheet,
                        now == RP_NONE
                            ? -1
                            : rp_score_tenths(from->outcome->score[m->client]));
        rp_sheet_text(sheet, rp_moved_names[m->reason]);
        put_score(sheet, m->cost);
        rp_sheet_text(sheet, m->words);
        rp_sheet_end_row(sheet);
    }
}
