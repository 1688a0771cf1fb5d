#include "why/edit/remedies.h"

#include "base/array.h"
#include "input/cell/times.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const rp_remedy_names[RP_REMEDY_COUNT] = {
    "confirm",    "wish",       "format",   "site",    "time",
    "fee",        "approach",   "opening",  "insurer", "language",
    "licence",    "format",     "site",     "age",     "treats",
    "population", "prescribes", "modality", "concern", "hire"};

/* What every finder needs. */
typedef struct finder {
    rp_remedies *to;
    rp_rewriter *w;
    const rp_fit *fit;
    const rp_need *need;
    const rp_client *c;
    const rp_therapist *t;
    uint32_t client, therapist;
} finder;

bool rp_remedies_put(rp_remedies *to, rp_rewriter *w, bool made,
                     rp_remedy_kind remedy, const rp_edit *edit,
                     const char *value) {
    if (!made || strcmp(edit->from, edit->to) == 0)
        return !w->out_of_memory;
    rp_remedy *items =
        rp_grow_array(to->items, to->count, &to->room, sizeof *items);
    if (!items)
        return false;
    to->items = items;
    items[to->count++] = (rp_remedy){remedy, *edit, value};
    return true;
}

void rp_remedies_clear(rp_remedies *candidates) {
    free(candidates->items);
    *candidates = (rp_remedies){0};
}

static bool put(finder *f, bool made, rp_remedy_kind remedy,
                const rp_edit *edit, const char *value) {
    return rp_remedies_put(f->to, f->w, made, remedy, edit, value);
}

/* One value more in a list of the therapist, or of the client. */
static bool add(finder *f, rp_remedy_kind remedy, rp_side side,
                const char *column, uint32_t tag) {
    const rp_column *schema = rp_schema_find(side, rp_text_of(column));
    rp_edit edit;
    bool made = rp_rewrite_add(f->w, &edit, side,
                               side == RP_CLIENTS ? f->client : f->therapist,
                               column, tag);

    return put(f, made, remedy, &edit,
               rp_names_label(&f->fit->roster->names, schema->names, tag));
}

/* Each value of the client's that the therapist does not have, by itself. */
static bool add_each(finder *f, rp_remedy_kind remedy, const char *column,
                     const rp_list *asked, const rp_list *had, bool musts) {
    bool found = true;

    for (uint32_t i = 0; found && i < asked->count; i++)
        if (!rp_list_has(had, asked->items[i].tag) &&
            (!musts || asked->items[i].strength == RP_MUST))
            found = add(f, remedy, RP_THERAPISTS, column, asked->items[i].tag);
    return found;
}

static bool number(finder *f, rp_remedy_kind remedy, rp_side side,
                   const char *column, double value) {
    rp_edit edit;
    bool made = rp_rewrite_number(f->w, &edit, side,
                                  side == RP_CLIENTS ? f->client : f->therapist,
                                  column, value);

    return put(f, made, remedy, &edit, made ? edit.to : "");
}

/* The window of at least a session whose length is nearest to one; ties to
 * the earlier. NULL when there is none. */
static const rp_window *nearest_window(const finder *f, const rp_times *times) {
    const rp_window *best = NULL;

    for (uint32_t k = 0; k < times->count; k++) {
        const rp_window *w = &times->windows[k];
        if (w->end - w->begin < f->fit->policy->session_minutes)
            continue;
        if (!best || w->end - w->begin < best->end - best->begin)
            best = w;
    }
    return best;
}

static bool time_candidates(finder *f) {
    const rp_window *window = nearest_window(f, &f->t->slots);
    rp_times one = {window, 1};
    rp_buffer words = {0};
    rp_edit edit;

    if (!window)
        return true;
    bool made =
        rp_rewrite_times(f->w, &edit, RP_CLIENTS, f->client, "slots", &one);
    const char *value =
        rp_times_format(&words, &one)
            ? rp_arena_text(f->w->arena, words.bytes, words.length)
            : NULL;
    rp_buffer_clear(&words);
    return value && put(f, made, RP_REMEDY_TIME, &edit, value);
}

static bool format_candidates(finder *f) {
    const rp_client *c = f->c;
    const rp_therapist *t = f->t;
    bool found = true;

    for (uint32_t i = 0; found && i < t->formats->count; i++)
        if (!rp_list_has(c->formats, t->formats->items[i].tag))
            found = add(f, RP_REMEDY_FORMAT, RP_CLIENTS, "formats",
                        t->formats->items[i].tag);
    if (c->sites->count > 0 && t->sites->count > 0 &&
        !rp_lists_meet(c->sites, t->sites)) {
        for (uint32_t i = 0; found && i < t->sites->count; i++)
            found = add(f, RP_REMEDY_SITE, RP_CLIENTS, "sites",
                        t->sites->items[i].tag);
        found = found && add_each(f, RP_REMEDY_WORKS_AT, "sites", c->sites,
                                  t->sites, false);
    }
    return found && add_each(f, RP_REMEDY_OFFERS_FORMAT, "formats", c->formats,
                             t->formats, false);
}

static bool cost_candidates(finder *f) {
    double lowest = f->fit->offers[f->therapist].lowest_fee;
    bool found = true;

    if (!isnan(lowest))
        found = number(f, RP_REMEDY_FEE, RP_CLIENTS, "max_fee", lowest);
    return found && add_each(f, RP_REMEDY_INSURER, "insurance", f->c->insurance,
                             f->t->insurance, false);
}

static bool age_candidates(finder *f) {
    bool is_young = f->t->age_min != RP_BLANK && f->c->age < f->t->age_min;

    return number(f, RP_REMEDY_AGE, RP_THERAPISTS,
                  is_young ? "age_min" : "age_max", f->c->age);
}

static bool treats_candidates(finder *f) {
    const rp_list *not_treated = f->t->not_treated;
    uint32_t *tags = rp_new_array(not_treated->count, sizeof *tags);
    const char *value = "";
    size_t count = 0;
    rp_edit edit;

    if (!tags)
        return false;
    for (uint32_t k = 0; k < not_treated->count; k++) {
        uint32_t tag = not_treated->items[k].tag;
        bool blocks = false;
        for (uint32_t i = 0; i < f->c->concerns->count; i++) {
            uint32_t concern = f->c->concerns->items[i].tag;
            blocks |=
                concern == tag ||
                rp_taxonomy_parent(&f->fit->taxonomy->concerns, concern) == tag;
        }
        if (!blocks)
            continue;
        tags[count++] = tag;
        value = rp_names_label(&f->fit->roster->names, RP_NAMES_CONCERNS, tag);
    }
    bool made = count > 0 &&
                rp_rewrite_without(f->w, &edit, RP_THERAPISTS, f->therapist,
                                   "not_treated", tags, count);
    free(tags);
    return put(f, made, RP_REMEDY_TREATS, &edit, value);
}

/* The first value of a wish that is a must, else RP_NONE. */
static uint32_t first_must(const rp_list *wishes) {
    for (uint32_t i = 0; i < wishes->count; i++)
        if (wishes->items[i].strength == RP_MUST)
            return wishes->items[i].tag;
    return RP_NONE;
}

static bool wish_candidate(finder *f, const char *column, const rp_list *wishes,
                           rp_names_id names) {
    rp_edit edit;
    uint32_t must = first_must(wishes);
    bool made = rp_rewrite_unmarked(f->w, &edit, RP_CLIENTS, f->client, column);

    return must == RP_NONE ||
           put(f, made, RP_REMEDY_WISH, &edit,
               rp_names_label(&f->fit->roster->names, names, must));
}

/* A must that the therapist would offer, were an approach not avoided. */
static bool approach_candidates(finder *f) {
    const rp_list *avoid = f->c->avoid_modalities;
    bool found = true;

    for (uint32_t k = 0; found && k < avoid->count; k++) {
        uint32_t avoided = avoid->items[k].tag;
        bool blocks = false;
        for (uint32_t i = 0; i < f->t->modalities->count; i++) {
            uint32_t has = f->t->modalities->items[i].tag;
            uint32_t parent =
                rp_taxonomy_parent(&f->fit->taxonomy->modalities, has);
            for (uint32_t m = 0; m < f->c->want_modalities->count; m++) {
                const rp_item *want = &f->c->want_modalities->items[m];
                blocks |= want->strength == RP_MUST &&
                          (has == want->tag || parent == want->tag) &&
                          (has == avoided || parent == avoided);
            }
        }
        rp_edit edit;
        if (blocks)
            found = put(f,
                        rp_rewrite_without(f->w, &edit, RP_CLIENTS, f->client,
                                           "avoid_modalities", &avoided, 1),
                        RP_REMEDY_APPROACH, &edit,
                        rp_names_label(&f->fit->roster->names,
                                       RP_NAMES_MODALITIES, avoided));
    }
    return found;
}

/* With --unknown forbid: what this client needs of a blank cell. */
static bool confirm_candidate(finder *f, rp_blank column) {
    const rp_client *c = f->c;
    const char *name = rp_blank_names[column];
    const rp_list none = {NULL, 0, false};
    const rp_list *lists[RP_BLANK_COUNT] = {
        [RP_BLANK_LICENSED_IN] = c->lives_in,
        [RP_BLANK_LANGUAGES] = c->languages,
        [RP_BLANK_FORMATS] = c->formats,
        [RP_BLANK_SITES] = c->sites,
        [RP_BLANK_INSURANCE] = c->insurance,
        [RP_BLANK_SPECIALTIES] = c->concerns};
    const rp_list *musts[RP_BLANK_COUNT] = {
        [RP_BLANK_GENDER] = c->want_gender,
        [RP_BLANK_MODALITIES] = c->want_modalities,
        [RP_BLANK_POPULATIONS] = c->want_populations};
    rp_edit edit;

    if (lists[column] || musts[column])
        return add_each(f, RP_REMEDY_CONFIRM, name,
                        lists[column] ? lists[column] : musts[column], &none,
                        musts[column] != NULL);
    if (column == RP_BLANK_AGE_MIN)
        return number(f, RP_REMEDY_CONFIRM, RP_THERAPISTS, name, c->age);
    if (column == RP_BLANK_FEE)
        return number(f, RP_REMEDY_CONFIRM, RP_THERAPISTS, name, c->max_fee);
    if (column == RP_BLANK_PRESCRIBES)
        return put(f,
                   rp_rewrite_text(f->w, &edit, RP_THERAPISTS, f->therapist,
                                   name, "yes"),
                   RP_REMEDY_CONFIRM, &edit, "yes");
    const rp_window *window = nearest_window(f, &c->slots);
    rp_times one = {window, 1};
    bool made =
        column == RP_BLANK_SLOTS && window &&
        rp_rewrite_times(f->w, &edit, RP_THERAPISTS, f->therapist, name, &one);
    return put(f, made, RP_REMEDY_CONFIRM, &edit, made ? edit.to : "");
}

static bool confirm_candidates(finder *f, rp_rule rule) {
    rp_confirm confirm = {0};
    bool found = true;

    rp_rule_judge(f->fit, f->need, f->therapist, rule, &confirm);
    for (uint32_t k = 0; found && k < confirm.count; k++)
        found = confirm_candidate(f, (rp_blank)confirm.columns[k]);
    return found;
}

static bool find_by_rule(finder *f, rp_rule rule) {
    const rp_client *c = f->c;
    rp_edit edit;

    switch (rule) {
    case RP_RULE_LICENCE:
        return add_each(f, RP_REMEDY_LICENCE, "licensed_in", c->lives_in,
                        f->t->licensed_in, false);
    case RP_RULE_AGE:
        return age_candidates(f);
    case RP_RULE_LANGUAGE:
        return add_each(f, RP_REMEDY_LANGUAGE, "languages", c->languages,
                        f->t->languages, false);
    case RP_RULE_FORMAT:
        return format_candidates(f);
    case RP_RULE_COST:
        return cost_candidates(f);
    case RP_RULE_TIME:
        return time_candidates(f);
    case RP_RULE_PRESCRIBER:
        return put(f,
                   rp_rewrite_text(f->w, &edit, RP_THERAPISTS, f->therapist,
                                   "prescribes", "yes"),
                   RP_REMEDY_PRESCRIBES, &edit, "yes");
    case RP_RULE_NOT_TREATED:
        return treats_candidates(f);
    case RP_RULE_MUST_GENDER:
        return wish_candidate(f, "want_gender", c->want_gender,
                              RP_NAMES_GENDERS);
    case RP_RULE_MUST_MODALITY:
        return wish_candidate(f, "want_modalities", c->want_modalities,
                              RP_NAMES_MODALITIES) &&
               approach_candidates(f);
    case RP_RULE_MUST_POPULATIONS:
        return wish_candidate(f, "want_populations", c->want_populations,
                              RP_NAMES_FREE) &&
               add_each(f, RP_REMEDY_POPULATION, "populations",
                        c->want_populations, f->t->populations, true);
    default: /* nothing that staff could or should change */
        return true;
    }
}

bool rp_remedies_find(rp_remedies *to, rp_rewriter *w, const rp_fit *fit,
                      const rp_need *need, uint32_t therapist, rp_rule rule) {
    finder f = {to,           w,
                fit,          need,
                need->client, &fit->roster->therapists[therapist],
                need->index,  therapist};

    if (rp_rule_judge(fit, need, therapist, rule, NULL) == RP_UNCONFIRMED)
        return confirm_candidates(&f, rule);
    return find_by_rule(&f, rule);
}

bool rp_remedies_opening(rp_remedies *to, rp_rewriter *w, uint32_t therapist) {
    rp_edit edit;
    bool made =
        rp_rewrite_number(w, &edit, RP_THERAPISTS, therapist, "openings",
                          w->roster->therapists[therapist].openings + 1);

    return rp_remedies_put(to, w, made, RP_REMEDY_OPENING, &edit, "");
}
