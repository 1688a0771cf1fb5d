#include "fit/sweep/concerns.h"

#include "base/tags.h"

#include <stdlib.h>
#include <string.h>

enum {
    WORD = 64,
    DEPTH_NONE = 0,
    DEPTH_BLANK,
    DEPTHS_MOST = 1 << 16,
    APPROACHES_MOST = RP_APPROACH_WORDS * WORD
};

/* More bytes than these are no table. */
static const size_t most_bytes = (size_t)1 << 30;

static const rp_therapist *at(const rp_tables *t, uint32_t therapist) {
    return &t->fit->roster->therapists[therapist];
}

/* ---- approaches as bits -------------------------------------------------- */

/* Number the approaches that somebody offers; `bit` [tags] is bit + 1. */
static bool number_approaches(rp_tables *t, uint8_t *bit) {
    uint32_t next = 0;

    for (uint32_t k = 0; k < t->therapists; k++) {
        const rp_list *has = at(t, k)->modalities;
        for (uint32_t i = 0; i < has->count; i++) {
            uint32_t tag = has->items[i].tag;
            if (bit[tag])
                continue;
            if (next == APPROACHES_MOST)
                return false;
            bit[tag] = (uint8_t)++next;
        }
    }
    return true;
}

static void add(rp_approaches *set, uint8_t bit) {
    if (bit)
        set->bits[(bit - 1u) / WORD] |= (uint64_t)1 << (bit - 1u) % WORD;
}

static void fill_approaches(rp_tables *t, const uint8_t *bit) {
    for (uint32_t k = 0; k < t->therapists; k++) {
        const rp_list *has = at(t, k)->modalities;
        for (uint32_t i = 0; i < has->count; i++)
            add(&t->approaches[k], bit[has->items[i].tag]);
    }
    for (uint32_t tag = 0; tag < t->approach_tags; tag++) {
        uint32_t parent =
            rp_taxonomy_parent(&t->fit->taxonomy->modalities, tag);
        add(&t->under[tag], bit[tag]);
        if (parent != RP_NONE)
            add(&t->under[parent], bit[tag]);
    }
    for (uint32_t c = 0; c < t->concern_tags; c++) {
        if (t->row_of[c] == RP_NONE)
            continue;
        for (uint32_t tag = 0; tag < t->approach_tags; tag++)
            add(&t->concerns[t->row_of[c]].rated[rp_fit_rating(t->fit, c, tag)],
                bit[tag]);
    }
}

static bool make_approaches(rp_tables *t) {
    const rp_names *names = &t->fit->roster->names;

    t->approach_tags = rp_names_count(names, RP_NAMES_MODALITIES);
    t->under = rp_arena_array(&t->arena, t->approach_tags, sizeof *t->under);
    uint8_t *bit = rp_arena_array(&t->arena, t->approach_tags, sizeof *bit);
    t->approaches =
        rp_arena_array(&t->arena, t->therapists, sizeof *t->approaches);
    if (!t->under || !bit || !t->approaches)
        return false;
    t->has_approaches = number_approaches(t, bit);
    if (t->has_approaches)
        fill_approaches(t, bit);
    return true;
}

/* ---- rows ---------------------------------------------------------------- */

/* A row for each concern that a client has. */
static bool number_rows(rp_tables *t) {
    const rp_roster *roster = t->fit->roster;

    t->concern_tags = rp_names_count(&roster->names, RP_NAMES_CONCERNS);
    t->row_of = rp_arena_array(&t->arena, t->concern_tags, sizeof *t->row_of);
    if (!t->row_of)
        return false;
    memset(t->row_of, 0xFF, t->concern_tags * sizeof *t->row_of);
    for (uint32_t c = 0; c < roster->client_count; c++) {
        const rp_list *concerns = roster->clients[c].concerns;
        for (uint32_t i = 0; i < concerns->count; i++)
            if (t->row_of[concerns->items[i].tag] == RP_NONE)
                t->row_of[concerns->items[i].tag] = t->concern_count++;
    }
    t->concerns =
        rp_arena_array(&t->arena, t->concern_count, sizeof *t->concerns);
    return t->concerns != NULL;
}

/* Too many rows: there are none. */
static void drop_rows(rp_tables *t) {
    memset(t->row_of, 0xFF, t->concern_tags * sizeof *t->row_of);
    t->concern_count = 0;
}

static bool add_to_set(rp_tables *t, uint64_t **set, uint32_t therapist) {
    if (!*set)
        *set = rp_arena_array(&t->arena, (t->therapists + WORD - 1) / WORD,
                              sizeof **set);
    if (!*set)
        return false;
    (*set)[therapist / WORD] |= (uint64_t)1 << therapist % WORD;
    return true;
}

/* What the approaches of a therapist come to for a concern. */
static bool fill_evidence(rp_tables *t, uint32_t concern, uint32_t therapist) {
    rp_concern_row *row = &t->concerns[t->row_of[concern]];
    const rp_list *has = at(t, therapist)->modalities;
    uint8_t best = has->known ? RP_EVIDENCE_NOTHING : RP_EVIDENCE_UNKNOWN;

    for (uint32_t i = 0; i < has->count; i++) {
        rp_rating rating = rp_fit_rating(t->fit, concern, has->items[i].tag);
        if (t->evidence[rating] > t->evidence[best])
            best = (uint8_t)rating;
        if (rating == RP_RATING_CONTRAINDICATED &&
            !add_to_set(t, &row->contraindicated, therapist))
            return false;
    }
    row->evidence[therapist] = best;
    return true;
}

static bool fill_refused(rp_tables *t, uint32_t concern, uint32_t therapist) {
    const rp_list *refused = at(t, therapist)->not_treated;
    uint32_t parent = rp_taxonomy_parent(&t->fit->taxonomy->concerns, concern);

    return refused->count == 0 ||
           !(rp_list_has(refused, concern) ||
             (parent != RP_NONE && rp_list_has(refused, parent))) ||
           add_to_set(t, &t->concerns[t->row_of[concern]].refused, therapist);
}

/* The code of a depth: tags number the bytes of those that occur, none and
 * blank first. RP_NONE: out of memory. */
static uint32_t code_of(rp_tags *codes, double depth) {
    return rp_tags_intern(codes, (rp_text){(const char *)&depth, sizeof depth});
}

static uint32_t depth_code(const rp_tables *t, rp_tags *codes, uint32_t concern,
                           uint32_t therapist) {
    if (!at(t, therapist)->specialties->known)
        return DEPTH_BLANK;
    const rp_depth *depth = rp_offer_depth(&t->fit->offers[therapist], concern);
    return depth ? code_of(codes, depth->depth) : DEPTH_NONE;
}

/* The bytes behind codes, in their order. */
static bool list_depths(rp_tables *t, const rp_tags *codes) {
    uint32_t count = rp_tags_count(codes);

    t->depths = rp_arena_array(&t->arena, count, sizeof *t->depths);
    if (!t->depths)
        return false;
    for (uint32_t k = 0; k < count; k++)
        memcpy(&t->depths[k], rp_tags_name(codes, k), sizeof *t->depths);
    t->depths[DEPTH_BLANK] = t->fit->policy->specialties_blank;
    return true;
}

/* @param[out] fits  false: too many depths */
static bool fill_row(rp_tables *t, rp_tags *codes, uint32_t concern,
                     bool *fits) {
    rp_concern_row *row = &t->concerns[t->row_of[concern]];

    row->depth = rp_arena_array(&t->arena, t->therapists, sizeof *row->depth);
    row->evidence =
        rp_arena_array(&t->arena, t->therapists, sizeof *row->evidence);
    if (!row->depth || !row->evidence)
        return false;
    for (uint32_t k = 0; k < t->therapists; k++) {
        uint32_t code = depth_code(t, codes, concern, k);
        if (code == RP_NONE || !fill_evidence(t, concern, k) ||
            !fill_refused(t, concern, k))
            return false;
        *fits &= code < DEPTHS_MOST;
        row->depth[k] = (uint16_t)code;
    }
    return true;
}

static bool fill_rows(rp_tables *t) {
    static const double blank = -1.0; /* no depth is that */
    rp_tags *codes = rp_tags_new();
    bool fits = true;
    bool is_fine = codes && code_of(codes, 0.0) == DEPTH_NONE &&
                   code_of(codes, blank) == DEPTH_BLANK;

    for (uint32_t c = 0; c < t->concern_tags && is_fine; c++)
        if (t->row_of[c] != RP_NONE)
            is_fine = fill_row(t, codes, c, &fits);
    is_fine = is_fine && list_depths(t, codes);
    if (!fits)
        drop_rows(t);
    rp_tags_free(codes);
    return is_fine;
}

bool rp_concerns_fill(rp_tables *t) {
    for (int r = 0; r < RP_RATING_COUNT; r++)
        t->evidence[r] = t->fit->policy->rating[r];
    if (!number_rows(t))
        return false;
    if ((size_t)t->concern_count * t->therapists > most_bytes / 3)
        drop_rows(t);
    return fill_rows(t) && make_approaches(t);
}
