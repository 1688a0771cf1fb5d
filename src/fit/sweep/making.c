#include "fit/sweep/making.h"

#include "base/array.h"
#include "fit/meeting.h"
#include "fit/sweep/concerns.h"
#include "input/times/times.h"

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
static void code_style(rp_tables *t, rp_sweep_codes *codes,
                       const rp_therapist *therapist) {
    for (int k = 0; k < RP_AXIS_COUNT && t->has_style; k++) {
        double third = therapist->style[k] / 3.0;
        uint32_t code = 0, count = t->style_codes[k];
        while (code < count && !are_same(t->thirds[k][code], third))
            code++;
        if (code == RP_STYLE_CODES) {
            t->has_style = false;
            return;
        }
        if (code == count)
            t->thirds[k][t->style_codes[k]++] = third;
        codes->style[k] = (uint8_t)code;
    }
}

static void code_session(rp_tables *t, rp_sweep_codes *codes, double minutes) {
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
    codes->session = (uint8_t)k;
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
    offer->insurance = marked(&t->insurance, therapist->insurance,
                              !therapist->insurance->known);
    offer->sites =
        marked(&t->sites, therapist->sites, therapist->sites->count == 0);
    for (int w = 0; w < RP_WISH_COUNT; w++) {
        const rp_list *list = rp_list_at(therapist, wish_lists[w].therapists);
        offer->wishes[w] = marked(&t->wishes[w], list, !list->known);
    }
}

static uint8_t known_of(const rp_therapist *t) {
    return (uint8_t)((t->modalities->known ? RP_KNOWN_MODALITIES : 0) |
                     (t->formats->known ? RP_KNOWN_FORMATS : 0) |
                     (rp_times_are_unknown(&t->slots) ? 0 : RP_KNOWN_TIMES));
}

static void fill_codes(rp_tables *t, uint32_t index) {
    const rp_therapist *therapist = &t->fit->roster->therapists[index];
    const rp_sweep_offer *offer = &t->offers[index];
    rp_sweep_codes *codes = &t->codes[index];

    codes->known = known_of(therapist);
    codes->insurance = rp_codes_of(&t->insurances, offer->insurance);
    codes->fee = rp_codes_of_number(&t->fees, offer->fee);
    codes->lowest_fee = rp_codes_of_number(&t->lowest_fees, offer->lowest_fee);
    codes->way = rp_codes_of(
        &t->ways, (uint64_t)rp_codes_of(&t->site_sets, offer->sites) |
                      (uint64_t)offer->formats << RP_WAY_FORMATS);
    for (int w = 0; w < RP_WISH_COUNT; w++)
        codes->wishes[w] = rp_codes_of(&t->wish_sets[w], offer->wishes[w]);
    code_style(t, codes, therapist);
    note_offset(t, therapist->utc_offset);
    code_session(t, codes, t->fit->offers[index].session);
}

/* Codes at a line of the cache, so that none are across two. */
static bool make_offers(rp_tables *t) {
    size_t more = LINE / sizeof *t->codes;

    t->offers = rp_arena_array(&t->arena, t->therapists, sizeof *t->offers);
    t->codes_room =
        rp_new_array((size_t)t->therapists + more, sizeof *t->codes);
    if (!t->offers || !t->codes_room)
        return false;
    size_t over = (uintptr_t)t->codes_room % LINE;
    t->codes = (rp_sweep_codes *)(void *)((char *)t->codes_room +
                                          (over ? LINE - over : 0));
    return true;
}

/* As in fit/criteria/access.c. */
static bool fill_time_parts(rp_tables *t) {
    t->time_parts =
        rp_arena_array(&t->arena, RP_WEEK_MINUTES + 1, sizeof *t->time_parts);
    for (unsigned m = 0; t->time_parts && m <= RP_WEEK_MINUTES; m++)
        t->time_parts[m] = fmin(1.0, m / t->fit->policy->access_minutes);
    return t->time_parts != NULL;
}

static bool fill_starts(rp_tables *t) {
    size_t words = t->week.start_words;

    t->starts =
        rp_arena_array(&t->arena, t->therapists * words, sizeof *t->starts);
    for (uint32_t k = 0; t->starts && k < t->therapists; k++)
        rp_week_starts(&t->week, &t->fit->roster->therapists[k].slots,
                       t->fit->offers[k].session, t->starts + k * words);
    return t->starts != NULL;
}

static bool fill_times(rp_tables *t) {
    size_t words = t->week.span_words;

    t->spans =
        rp_arena_array(&t->arena, t->therapists * words, sizeof *t->spans);
    for (uint32_t k = 0; t->spans && k < t->therapists; k++)
        rp_week_spans(&t->week, &t->fit->roster->therapists[k].slots,
                      t->spans + k * words);
    return t->spans && fill_time_parts(t) &&
           (rp_meeting_promises(t->fit) || fill_starts(t));
}

static bool fill(rp_tables *t) {
    t->offset = (double)NAN;
    t->has_style = t->has_sessions = true;
    if (!number_names(t) || !make_offers(t))
        return false;
    for (uint32_t k = 0; k < t->therapists; k++) {
        fill_offer(t, k);
        fill_codes(t, k);
    }
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
    free(tables->codes_room);
    free(tables);
}
