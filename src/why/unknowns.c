#include "why/unknowns.h"

#include "base/array.h"
#include "input/cell/times.h"
#include "why/edit/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The columns that are asked about, in the order of rp_blank. */
static const rp_blank deciding[] = {
    RP_BLANK_LICENSED_IN, RP_BLANK_AGE_MIN,    RP_BLANK_LANGUAGES,
    RP_BLANK_FORMATS,     RP_BLANK_SITES,      RP_BLANK_INSURANCE,
    RP_BLANK_FEE,         RP_BLANK_SLOTS,      RP_BLANK_GENDER,
    RP_BLANK_MODALITIES,  RP_BLANK_POPULATIONS};

enum { DECIDING = sizeof deciding / sizeof *deciding, HOUR = 60 };

typedef struct finding_unknowns {
    const rp_study *study;
    rp_unknowns *out;
    rp_rewriter w;
    uint32_t *concerned; /* [count] clients of one cell */
    uint32_t count;
    rp_residual *scratch; /* [threads] */
} finding_unknowns;

static const rp_client *client_at(const finding_unknowns *f, uint32_t k) {
    return &f->study->outcome->fit->roster->clients[f->concerned[k]];
}

/* The clients whose eligible pair with a therapist hangs on a blank. */
static bool find_concerned(finding_unknowns *f, rp_need *need, uint32_t t,
                           rp_blank column) {
    const rp_fit *fit = f->study->outcome->fit;
    const uint16_t *pairs = rp_dense_problem_column(f->study->seating, t);

    f->count = 0;
    for (uint32_t c = 0; c < fit->roster->client_count; c++) {
        if (pairs[c] == RP_NO_PAIR)
            continue;
        if (!rp_need_set(need, fit, c))
            return false;
        bool hangs = false;
        for (int rule = 0; rule < RP_RULE_MINIMUM && !hangs; rule++) {
            rp_confirm confirm = {0};
            if (rp_rule_judge(fit, need, t, (rp_rule)rule, &confirm) ==
                RP_UNCONFIRMED)
                hangs = confirm.seen >> column & 1;
        }
        if (hangs)
            f->concerned[f->count++] = c;
    }
    return true;
}

/* -- answers --------------------------------------------------------------- */

static const rp_list *asked_of(const rp_client *c, rp_blank column,
                               rp_names_id *names, bool *musts) {
    *musts = false;
    *names = RP_NAMES_FREE;
    switch (column) {
    case RP_BLANK_LICENSED_IN:
        *names = RP_NAMES_REGIONS;
        return c->lives_in;
    case RP_BLANK_LANGUAGES:
        *names = RP_NAMES_LANGUAGES;
        return c->languages;
    case RP_BLANK_FORMATS:
        *names = RP_NAMES_FORMATS;
        return c->formats;
    case RP_BLANK_SITES:
        return c->sites;
    case RP_BLANK_INSURANCE:
        return c->insurance;
    case RP_BLANK_GENDER:
        *musts = true;
        *names = RP_NAMES_GENDERS;
        return c->want_gender;
    case RP_BLANK_MODALITIES:
        *musts = true;
        *names = RP_NAMES_MODALITIES;
        return c->want_modalities;
    case RP_BLANK_POPULATIONS:
        *musts = true;
        return c->want_populations;
    default:
        return NULL;
    }
}

/* All that the clients concerned ask for, each value once. */
static bool put_union(const finding_unknowns *f, rp_blank column,
                      rp_buffer *out) {
    const rp_names *names = &f->study->outcome->fit->roster->names;
    rp_names_id id = RP_NAMES_FREE;
    bool musts, put = true;
    asked_of(client_at(f, 0), column, &id, &musts);
    uint32_t count = rp_names_count(names, id);
    uint8_t *seen = rp_new_array(count, 1);

    for (uint32_t k = 0; seen && put && k < f->count; k++) {
        const rp_list *list = asked_of(client_at(f, k), column, &id, &musts);
        for (uint32_t i = 0; put && i < list->count; i++) {
            const rp_item *item = &list->items[i];
            if (seen[item->tag] || (musts && item->strength != RP_MUST))
                continue;
            seen[item->tag] = 1;
            put = (out->length == 0 || rp_buffer_puts(out, "; ")) &&
                  rp_buffer_puts(out, rp_rewrite_word(names, id, item->tag));
        }
    }
    put &= seen != NULL;
    free(seen);
    return put;
}

/* The first hour of the week that none of them has, or -1. */
static int free_hour(const finding_unknowns *f) {
    for (int begin = 0; begin < RP_WEEK_MINUTES; begin += HOUR) {
        rp_window window = {(uint16_t)begin, (uint16_t)(begin + HOUR)};
        rp_times hour = {&window, 1};
        bool is_free = true;
        for (uint32_t k = 0; k < f->count && is_free; k++)
            is_free = rp_times_overlap(&client_at(f, k)->slots, &hour) == 0;
        if (is_free)
            return begin;
    }
    return -1;
}

static bool put_hour(const finding_unknowns *f, rp_buffer *bad, bool *known) {
    int begin = free_hour(f);
    rp_window window = {(uint16_t)begin, (uint16_t)(begin + HOUR)};
    rp_times hour = {&window, 1};

    *known = begin >= 0;
    return begin < 0 || rp_times_format(bad, &hour);
}

/* A site that nobody has named: `none` would be read as a blank cell. */
static bool put_elsewhere(const finding_unknowns *f, rp_buffer *bad) {
    const rp_names *names = &f->study->outcome->fit->roster->names;
    char word[32] = "elsewhere";

    for (unsigned k = 2;
         rp_names_find(names, RP_NAMES_FREE, rp_text_of(word)) != RP_NONE; k++)
        snprintf(word, sizeof word, "elsewhere_%u", k);
    return rp_buffer_puts(bad, word);
}

/* Good and bad answers as texts; *known false: there is no bad one. */
static bool put_answers(const finding_unknowns *f, rp_blank column,
                        rp_buffer *good, rp_buffer *bad, bool *known) {
    double least = INFINITY, most = 0.0;
    int32_t oldest = 0;
    char text[32];

    *known = true;
    for (uint32_t k = 0; k < f->count; k++) {
        const rp_client *c = client_at(f, k);
        if (!isnan(c->max_fee)) {
            least = fmin(least, c->max_fee);
            most = fmax(most, c->max_fee);
        }
        oldest = c->age > oldest ? c->age : oldest;
    }
    switch (column) {
    case RP_BLANK_AGE_MIN:
        *known = oldest < 120;
        return rp_words_put(good, "0") &&
               rp_words_put(bad, "%d", (int)oldest + 1);
    case RP_BLANK_FEE:
        *known = least <= most;
        rp_number_write(text, least);
        if (!rp_buffer_puts(good, text))
            return false;
        rp_number_write(text, floor(most) + 1.0);
        return rp_buffer_puts(bad, text);
    case RP_BLANK_SLOTS:
        return rp_buffer_puts(good, "mon-sun 00:00-24:00") &&
               put_hour(f, bad, known);
    case RP_BLANK_SITES:
        return put_union(f, column, good) && put_elsewhere(f, bad);
    default:
        return put_union(f, column, good) && rp_buffer_puts(bad, "none");
    }
}

/* -- collecting ------------------------------------------------------------ */

static bool add_cell(finding_unknowns *f, uint32_t t, rp_blank column) {
    const char *name = rp_blank_names[column];
    rp_buffer good = {0}, bad = {0};
    rp_unknown_cell cell = {.clients = f->count};
    bool known, added = true;
    bool put = put_answers(f, column, &good, &bad, &known);

    if (put && known && good.length > 0 &&
        rp_rewrite_text(&f->w, &cell.good, RP_THERAPISTS, t, name,
                        good.bytes) &&
        rp_rewrite_text(&f->w, &cell.bad, RP_THERAPISTS, t, name, bad.bytes)) {
        rp_unknown_cell *items = rp_grow_array(f->out->items, f->out->count,
                                               &f->out->room, sizeof *items);
        added = items != NULL;
        if (items) {
            f->out->items = items;
            items[f->out->count++] = cell;
        }
    }
    rp_buffer_clear(&good);
    rp_buffer_clear(&bad);
    return put && added && !f->w.out_of_memory;
}

static bool collect(finding_unknowns *f) {
    const rp_roster *roster = f->study->outcome->fit->roster;
    rp_need need = {0};
    bool whole = true;

    for (uint32_t t = 0; whole && t < roster->therapist_count; t++)
        for (int k = 0; whole && k < DECIDING; k++) {
            whole = find_concerned(f, &need, t, deciding[k]);
            if (whole && f->count > 0)
                whole = add_cell(f, t, deciding[k]);
        }
    rp_need_clear(&need);
    return whole;
}

/* -- trying ---------------------------------------------------------------- */

static rp_status take_trial(void *payload, const rp_trial_result *result) {
    finding_unknowns *f = payload;
    rp_residual *scratch = &f->scratch[result->thread];
    uint32_t number = result->trial->number;
    rp_unknown_cell *cell = &f->out->items[number / 2];
    rp_shift shift = {.client = RP_NONE,
                      .therapist = result->trial->therapist,
                      .column = result->column,
                      .pinned = result->pinned};

    if (result->has_failed) { /* such as a bound past the other: no row */
        cell->clients = 0;
        return RP_OK;
    }
    if (!rp_effect_apply(f->study, &shift, scratch, false))
        return RP_ERR_MEMORY;
    *(number % 2 ? &cell->if_bad : &cell->if_good) =
        rp_effect_read(f->study, &shift, scratch);
    return RP_OK;
}

static rp_status try_all(finding_unknowns *f) {
    size_t count = 2 * f->out->count;
    rp_trial *trials = rp_new_array(count, sizeof *trials);

    if (!trials)
        return RP_ERR_MEMORY;
    for (size_t k = 0; k < count; k++) {
        const rp_unknown_cell *cell = &f->out->items[k / 2];
        const rp_edit *edit = k % 2 ? &cell->bad : &cell->good;
        trials[k] = (rp_trial){.edits = {*edit},
                               .count = 1,
                               .client = RP_NONE,
                               .therapist = edit->person,
                               .number = (uint32_t)k};
    }
    rp_status status = rp_trials_read(f->study, trials, count, take_trial, f);
    free(trials);
    return status;
}

/* -- telling --------------------------------------------------------------- */

static int64_t size_of(int64_t number) { return number < 0 ? -number : number; }

static int compare(const void *left, const void *right) {
    const rp_unknown_cell *a = left, *b = right;
    int64_t placed[2] = {size_of(a->if_good.total - a->if_bad.total),
                         size_of(b->if_good.total - b->if_bad.total)};
    int64_t points[2] = {size_of(a->if_good.points - a->if_bad.points),
                         size_of(b->if_good.points - b->if_bad.points)};

    if (placed[0] != placed[1])
        return placed[0] > placed[1] ? -1 : 1;
    if (points[0] != points[1])
        return points[0] > points[1] ? -1 : 1;
    if (a->good.person != b->good.person)
        return a->good.person < b->good.person ? -1 : 1;
    return strcmp(a->good.header, b->good.header);
}

static bool put_change(rp_buffer *text, const rp_effect *e) {
    bool moves = rp_effect_moves_tiers(e);

    if (!moves && e->points == 0)
        return rp_words_put(text, "changes nothing");
    if (moves &&
        (!rp_words_put(text, "places ") || !rp_words_placed(text, e->placed)))
        return false;
    return e->points == 0 ||
           (rp_words_put(text, moves ? " and means " : "means ") &&
            rp_words_points(text, e->points));
}

static rp_status tell(finding_unknowns *f) {
    rp_unknowns *out = f->out;
    size_t kept = 0;

    for (size_t k = 0; k < out->count; k++)
        if (out->items[k].clients > 0)
            out->items[kept++] = out->items[k];
    out->count = kept;
    if (kept > 1)
        qsort(out->items, kept, sizeof *out->items, compare);
    for (size_t k = 0; k < kept; k++) {
        rp_unknown_cell *cell = &out->items[k];
        rp_buffer text = {0};
        bool put =
            rp_words_put(&text, "ask ") &&
            rp_words_therapist(&text, f->study->outcome->fit->roster,
                               cell->good.person) &&
            rp_words_put(&text, " about %.60s, which matters to %u client%s: ",
                         cell->good.header, (unsigned)cell->clients,
                         cell->clients == 1 ? "" : "s") &&
            rp_words_put(&text, "an answer that suits %s ",
                         cell->clients == 1 ? "them" : "all of them") &&
            put_change(&text, &cell->if_good) &&
            rp_words_put(&text, ", one that %s ",
                         cell->clients == 1 ? "does not" : "suits none") &&
            put_change(&text, &cell->if_bad);
        if (put)
            cell->words = rp_arena_text(&out->arena, text.bytes, text.length);
        rp_buffer_clear(&text);
        if (!put || !cell->words)
            return RP_ERR_MEMORY;
    }
    return RP_OK;
}

rp_status rp_unknowns_find(rp_unknowns *out, const rp_study *study) {
    const rp_roster *roster = study->outcome->fit->roster;
    finding_unknowns f = {
        .study = study, .out = out, .w = {roster, &out->arena, false}};
    rp_status status = RP_ERR_MEMORY;

    *out = (rp_unknowns){0};
    f.concerned = rp_new_array(roster->client_count, sizeof *f.concerned);
    f.scratch = rp_new_array((size_t)study->threads, sizeof *f.scratch);
    if (!f.concerned || !f.scratch)
        goto done;
    for (int k = 0; k < study->threads; k++)
        if (rp_residual_copy(&f.scratch[k], study->residual) != RP_OK)
            goto done;
    if (!collect(&f))
        goto done;
    status = try_all(&f);
    if (status == RP_OK)
        status = tell(&f);
done:
    for (int k = 0; f.scratch && k < study->threads; k++)
        rp_residual_clear(&f.scratch[k]);
    free(f.scratch);
    free(f.concerned);
    return status;
}

void rp_unknowns_clear(rp_unknowns *unknowns) {
    rp_arena_clear(&unknowns->arena);
    free(unknowns->items);
    *unknowns = (rp_unknowns){0};
}
