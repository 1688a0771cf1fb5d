#include "why/candidates.h"

#include "base/array.h"
#include "base/tags.h"
#include "why/edit/term_edits.h"
#include "why/edit/words.h"

#include <stdlib.h>
#include <string.h>

/* What is tried beside the rules' own remedies: a skill more, somebody more. */
const rp_remedy_row rp_candidate_modality = {.name = "modality",
                                             .words = " is trained in %s",
                                             .rank = RP_RANK_THERAPIST + 100,
                                             .side = RP_THERAPISTS,
                                             .column = "modalities",
                                             .how = RP_REMEDY_OTHER};
static const rp_remedy_row concern_row = {.name = "concern",
                                          .words = " treats %s",
                                          .rank = RP_RANK_THERAPIST + 110,
                                          .side = RP_THERAPISTS,
                                          .column = "specialties",
                                          .how = RP_REMEDY_OTHER};
const rp_remedy_row rp_candidate_hire = {.name = "hire",
                                         .words = " is hired",
                                         .rank = RP_RANK_THERAPIST + 120,
                                         .side = RP_THERAPISTS,
                                         .column = "therapist_id",
                                         .how = RP_REMEDY_OTHER};

typedef struct collecting {
    const rp_study *study;
    rp_rewriter w;
    rp_need *needs;           /* [clients] */
    rp_tags *keys;            /* of candidates */
    rp_remedies *found;       /* those */
    rp_remedies pair;         /* what would open a pair */
    rp_remedy_search *search; /* of such */
} collecting;

/* Keep a candidate that is not there yet. */
static bool keep(collecting *f, const rp_remedy *candidate) {
    const rp_edit *e = &candidate->edit;
    uint32_t before = rp_tags_count(f->keys);
    rp_buffer key = {0};
    bool put = rp_words_put(&key, "%u|%d|", (unsigned)e->person,
                            candidate->row->rank) &&
               rp_buffer_puts(&key, e->header) && rp_buffer_puts(&key, "|") &&
               rp_buffer_puts(&key, e->to);
    uint32_t number =
        put ? rp_tags_intern(f->keys, (rp_text){key.bytes, key.length})
            : RP_NONE;

    rp_buffer_clear(&key);
    if (number == RP_NONE)
        return false;
    return number < before ||
           rp_remedies_put(f->found, &f->w, true, candidate->row, e,
                           candidate->value);
}

static bool waits(const rp_outcome *o, uint32_t c) {
    return !rp_triage_is_out(o->triage, c) && o->therapist[c] == RP_NONE;
}

/* Keep those of a pair that are the therapist's; hours are offered to those who
 * wait. */
static bool keep_therapists(collecting *f, bool with_hours) {
    bool whole = true;

    for (size_t k = 0; whole && k < f->pair.count; k++) {
        const rp_remedy *one = &f->pair.items[k];
        if (one->row->rank > RP_RANK_OPENING &&
            (with_hours || one->row->how != RP_REMEDY_HOUR))
            whole = keep(f, one);
    }
    return whole;
}

/* What would let clients through whom one rule alone forbids. */
static bool collect_rules(collecting *f, uint32_t t) {
    const rp_outcome *o = f->study->outcome;
    const rp_forbidding *blockers = rp_blockers_of(f->study->blockers, t);
    bool whole = true;

    for (uint32_t c = 0; whole && c < o->fit->roster->client_count; c++) {
        if (rp_forbidding_count(&blockers[c]) != 1 ||
            rp_triage_is_out(o->triage, c))
            continue;
        f->pair.count = 0;
        whole = rp_remedy_search_find(f->search, &f->needs[c], t,
                                      blockers[c].rules[0], waits(o, c)) &&
                keep_therapists(f, waits(o, c));
    }
    return whole;
}

/* Hours more of a therapist, for those who wait and whom no rule forbids. */
static bool collect_hours(collecting *f, uint32_t t) {
    const rp_outcome *o = f->study->outcome;
    const uint16_t *pairs = rp_dense_problem_column(f->study->seating, t);
    const uint64_t held[RP_HOUR_WORDS(RP_HOURS_MOST)] = {0};
    bool whole = true;

    for (uint32_t c = 0; whole && c < o->fit->roster->client_count; c++) {
        if (pairs[c] == RP_NO_PAIR || !waits(o, c))
            continue;
        f->pair.count = 0;
        whole =
            rp_remedies_hours(&f->pair, &f->w, o->fit, &f->needs[c], t, held) &&
            keep_therapists(f, true);
    }
    return whole;
}

/* What limits therapists, or the clinic. */
static bool collect_terms(collecting *f) {
    const rp_outcome *o = f->study->outcome;
    bool whole = true;

    for (uint32_t k = 0; whole && o->terms && k < o->terms->count; k++)
        whole = rp_term_edits_find(f->found, &f->w, o, k);
    return whole;
}

/* The tags that clients name in a list, each once. */
static uint32_t *named_tags(const rp_outcome *o, bool concerns, size_t *count) {
    const rp_roster *roster = o->fit->roster;
    uint32_t names = rp_names_count(
        &roster->names, concerns ? RP_NAMES_CONCERNS : RP_NAMES_MODALITIES);
    uint32_t *tags = rp_new_array(names, sizeof *tags);
    uint8_t *seen = rp_new_array(names, 1);

    *count = 0;
    for (uint32_t c = 0; tags && seen && c < roster->client_count; c++) {
        const rp_list *list = concerns ? roster->clients[c].concerns
                                       : roster->clients[c].want_modalities;
        for (uint32_t i = 0;
             rp_status_is_matched(o->status[c]) && i < list->count; i++)
            seen[list->items[i].tag] = 1;
    }
    for (uint32_t tag = 0; tags && seen && tag < names; tag++)
        if (seen[tag])
            tags[(*count)++] = tag;
    if (!seen) {
        free(tags);
        tags = NULL;
    }
    free(seen);
    return tags;
}

static bool collect_skills(collecting *f, bool concerns) {
    const rp_outcome *o = f->study->outcome;
    const rp_roster *roster = o->fit->roster;
    size_t count;
    uint32_t *tags = named_tags(o, concerns, &count);
    bool whole = tags != NULL;

    for (uint32_t t = 0; whole && t < roster->therapist_count; t++) {
        const rp_therapist *therapist = &roster->therapists[t];
        const rp_list *list =
            concerns ? therapist->specialties : therapist->modalities;
        for (size_t k = 0; whole && k < count; k++) {
            rp_remedy one = {
                concerns ? &concern_row : &rp_candidate_modality, {0}, NULL};
            if (rp_list_has(list, tags[k]))
                continue;
            if (rp_rewrite_add(&f->w, &one.edit, RP_THERAPISTS, t,
                               one.row->column, tags[k])) {
                one.value = rp_names_label(&roster->names,
                                           concerns ? RP_NAMES_CONCERNS
                                                    : RP_NAMES_MODALITIES,
                                           tags[k]);
                whole = keep(f, &one);
            }
            whole &= !f->w.out_of_memory;
        }
    }
    free(tags);
    return whole;
}

static bool collect_hire(collecting *f, uint32_t t) {
    const rp_roster *roster = f->study->outcome->fit->roster;
    uint32_t own = roster->layouts[RP_THERAPISTS].own[0];
    rp_text headers[RP_MAX_COLUMNS];
    rp_edit edit = {
        RP_EDIT_COPY, RP_THERAPISTS, t, 0, own, NULL, roster->therapists[t].id,
        NULL};

    rp_table_row(&roster->tables[RP_THERAPISTS], 0, headers);
    rp_text header = rp_text_trim(headers[own]);
    edit.header = rp_arena_text(f->w.arena, header.bytes, header.length);
    edit.to = rp_edit_new_id(roster, t, NULL, 0, f->w.arena);
    return edit.header && edit.to &&
           rp_remedies_put(f->found, &f->w, true, &rp_candidate_hire, &edit,
                           NULL);
}

static bool collect(collecting *f) {
    const rp_fit *fit = f->study->outcome->fit;
    bool whole = true;

    /* what helps most comes first, and sets the bar for the rest */
    for (uint32_t t = 0; whole && t < fit->roster->therapist_count; t++)
        whole = rp_remedies_opening(f->found, &f->w, t) &&
                (fit->scores || collect_hire(f, t));
    for (uint32_t t = 0; whole && t < fit->roster->therapist_count; t++)
        whole = collect_rules(f, t) && collect_hours(f, t);
    return whole && collect_terms(f) && collect_skills(f, false) &&
           collect_skills(f, true);
}

rp_status rp_candidates_find(rp_remedies *out, const rp_study *study,
                             rp_arena *arena) {
    const rp_fit *fit = study->outcome->fit;
    collecting f = {.study = study,
                    .w = {fit->roster, arena, false},
                    .needs = rp_needs_new(fit),
                    .keys = rp_tags_new(),
                    .found = out};

    f.search = rp_remedy_search_new(&f.pair, &f.w, fit);
    bool whole = f.needs && f.keys && f.search && collect(&f);

    rp_remedies_clear(&f.pair);
    rp_remedy_search_free(f.search);
    rp_tags_free(f.keys);
    rp_needs_free(f.needs, fit->roster->client_count);
    return whole ? RP_OK : RP_ERR_MEMORY;
}
