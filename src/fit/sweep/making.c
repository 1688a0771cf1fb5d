#include "fit/sweep/making.h"

#include "base/array.h"
#include "fit/sweep/concerns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LINE = 64 /* bytes of a line of the cache */ };

/* Which list of a therapist answers which of a client. */
static const struct wish_lists {
    size_t therapists, clients;
} wish_lists[RP_WISH_COUNT] = {
    [RP_WISH_GENDER] = {offsetof(rp_therapist, gender),
                        offsetof(rp_client, want_gender)},
    [RP_WISH_ETHNICITY] = {offsetof(rp_therapist, ethnicity),
                           offsetof(rp_client, want_ethnicity)},
    [RP_WISH_FAITH] = {offsetof(rp_therapist, faith),
                       offsetof(rp_client, want_faith)},
    [RP_WISH_POPULATIONS] = {offsetof(rp_therapist, populations),
                             offsetof(rp_client, want_populations)},
    [RP_WISH_VALUES] = {offsetof(rp_therapist, values),
                        offsetof(rp_client, want_values)},
    [RP_WISH_LANGUAGES] = {offsetof(rp_therapist, languages),
                           offsetof(rp_client, languages)}};

static bool number_names(rp_tables *t) {
    const rp_roster *roster = t->fit->roster;
    bool is_fine = rp_marks_make(&t->insurance, &t->arena, roster,
                                 offsetof(rp_therapist, insurance),
                                 offsetof(rp_client, insurance)) &&
                   rp_marks_make(&t->sites, &t->arena, roster,
                                 offsetof(rp_therapist, sites),
                                 offsetof(rp_client, sites));

    for (int w = 0; w < RP_WISH_COUNT && is_fine; w++)
        is_fine =
            rp_marks_make(&t->wishes[w], &t->arena, roster,
                          wish_lists[w].therapists, wish_lists[w].clients);
    return is_fine;
}

/* The set of a cell, blank or not. */
static uint64_t marked(const rp_marks *marks, const rp_list *list,
                       bool is_blank) {
    return rp_marks_set(marks, list) | (uint64_t)is_blank << RP_MARK_BLANK;
}

/* Two blanks are the same. */
static bool are_same(double a, double b) {
    return isnan(a) ? isnan(b) : !isnan(b) && !islessgreater(a, b);
}

/* The number of a value of style, a new one if need be. */
static void code_style(rp_tables *t, rp_sweep_offer *offer,
                       const rp_therapist *therapist) {
    for (int k = 0; k < RP_AXIS_COUNT && t->has_style; k++) {
        double third = therapist->style[k] / 3.0;
        uint32_t code = 0, codes = t->style_codes[k];
        while (code < codes && !are_same(t->thirds[k][code], third))
            code++;
        if (code == RP_STYLE_CODES) {
            t->has_style = false;
            return;
        }
        if (code == codes)
            t->thirds[k][t->style_codes[k]++] = third;
        offer->style[k] = (uint8_t)code;
    }
}

static void code_session(rp_tables *t, rp_sweep_offer *offer, double minutes) {
    uint32_t k = 0;

    while (k < t->session_count &&
           (t->sessions[k] < minutes || t->sessions[k] > minutes))
        k++;
    if (k == RP_SESSIONS_MOST) {
        t->has_sessions = false;
        return;
    }
    if (k == t->session_count)
        t->sessions[t->session_count++] = minutes;
    offer->session = (uint8_t)k;
}

static void note_offset(rp_tables *t, double offset) {
    if (isnan(offset))
        return;
    t->has_offsets |= t->offset < offset || t->offset > offset;
    t->offset = offset;
}

static void fill_offer(rp_tables *t, uint32_t index) {
    const rp_therapist *therapist = &t->fit->roster->therapists[index];
    const rp_offer *from = &t->fit->offers[index];
    rp_sweep_offer *offer = &t->offers[index];

    offer->fee = therapist->fee;
    offer->lowest_fee = from->lowest_fee;
    offer->formats = (uint8_t)from->formats;
    offer->known =
        (uint8_t)((therapist->modalities->known ? RP_KNOWN_MODALITIES : 0) |
                  (therapist->formats->known ? RP_KNOWN_FORMATS : 0) |
                  (rp_times_are_unknown(&therapist->slots) ? 0
                                                           : RP_KNOWN_TIMES));
    offer->insurance = marked(&t->insurance, therapist->insurance,
                              !therapist->insurance->known);
    offer->sites =
        marked(&t->sites, therapist->sites, therapist->sites->count == 0);
    for (int w = 0; w < RP_WISH_COUNT; w++) {
        const rp_list *list = rp_list_at(therapist, wish_lists[w].therapists);
        offer->wishes[w] = marked(&t->wishes[w], list, !list->known);
    }
    code_style(t, offer, therapist);
    note_offset(t, therapist->utc_offset);
    code_session(t, offer, from->session);
}

/* 128 bytes each, none across three lines. */
static bool make_offers(rp_tables *t) {
    t->offers_room = rp_new_array((size_t)t->therapists + 1, sizeof *t->offers);
    if (!t->offers_room)
        return false;
    size_t over = (uintptr_t)t->offers_room % LINE;
    t->offers = (rp_sweep_offer *)(void *)((char *)t->offers_room +
                                           (over ? LINE - over : 0));
    return true;
}

static bool fill_times(rp_tables *t) {
    const rp_roster *roster = t->fit->roster;
    const rp_week *week = &t->week;

    t->time_words = week->start_words + week->span_words;
    t->times = rp_arena_array(&t->arena, (size_t)t->therapists * t->time_words,
                              sizeof *t->times);
    if (!t->times)
        return false;
    for (uint32_t k = 0; k < t->therapists; k++) {
        uint64_t *bits = t->times + (size_t)k * t->time_words;
        const rp_times *slots = &roster->therapists[k].slots;
        rp_week_starts(week, slots, t->fit->offers[k].session, bits);
        rp_week_spans(week, slots, bits + week->start_words);
    }
    return true;
}

static bool fill(rp_tables *t) {
    t->offset = (double)NAN;
    t->has_style = t->has_sessions = true;
    if (!number_names(t) || !make_offers(t))
        return false;
    for (uint32_t k = 0; k < t->therapists; k++)
        fill_offer(t, k);
    return rp_week_cut(&t->week, &t->arena, t->fit->roster) && fill_times(t) &&
           rp_promised_make(&t->promised, &t->arena, t->fit) &&
           rp_concerns_fill(t);
}

rp_status rp_tables_new(rp_tables **out, const rp_fit *fit) {
    *out = NULL;
    if (fit->scores || fit->role != RP_ROLE_THERAPIST)
        return RP_OK;
    rp_tables *tables = calloc(1, sizeof *tables);
    if (!tables)
        return RP_ERR_MEMORY;
    tables->fit = fit;
    tables->therapists = fit->roster->therapist_count;
    if (!fill(tables)) {
        rp_tables_free(tables);
        return RP_ERR_MEMORY;
    }
    *out = tables;
    return RP_OK;
}

void rp_tables_free(rp_tables *tables) {
    if (!tables)
        return;
    rp_arena_clear(&tables->arena);
    free(tables->offers_room);
    free(tables);
}
