#include "why/unknowns.h"

#include "base/array.h"
#include "fit/stale.h"
#include "input/times/times.h"
#include "why/edit/words.h"
#include "why/trial/effect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HOUR = 60 };

typedef struct finding_unknowns {
    const rp_study *study;
    rp_unknowns *out;
    rp_rewriter w;
    uint64_t readers;    /* bits: the rules that read one column */
    uint32_t *concerned; /* [count] clients of one cell */
    uint32_t count;
    rp_need *needs;  /* [clients] */
    rp_after *after; /* [threads] */
} finding_unknowns;

static const rp_client *client_at(const finding_unknowns *f, uint32_t k) {
    return &f->study->outcome->fit->roster->clients[f->concerned[k]];
}

/* The clients whose eligible pair with a therapist hangs on a blank. */
static void find_concerned(finding_unknowns *f, uint32_t t,
                           const rp_column *column) {
    const rp_fit *fit = f->study->outcome->fit;
    const uint16_t *pairs = rp_dense_problem_column(f->study->seating, t);

    f->count = 0; /* only what is blank has to be confirmed */
    if (rp_columns_is_filled(column, &fit->roster->therapists[t]))
        return;
    for (uint32_t c = 0; c < fit->roster->client_count; c++) {
        if (pairs[c] == RP_NO_PAIR)
            continue;
        bool hangs = false;
        for (rp_rule rule = 0; rule < rp_rule_count() && !hangs; rule++) {
            rp_confirm confirm;
            confirm.count = 0;
            if (f->readers >> rule & 1 &&
                rp_rule_judge(fit, &f->needs[c], t, rule, &confirm) ==
                    RP_UNCONFIRMED)
                hangs = rp_confirm_has(&confirm, column);
        }
        if (hangs)
            f->concerned[f->count++] = c;
    }
}

/* -- answers --------------------------------------------------------------- */

/* All that the clients concerned ask for in one or two columns of the same
 * names, each value once: of wishes only the musts. */
static bool put_union(const finding_unknowns *f, const rp_blank_row *blank,
                      rp_buffer *out) {
    const rp_names *names = &f->study->outcome->fit->roster->names;
    const rp_column *columns[2] = {
        rp_schema_find(RP_CLIENTS, rp_text_of(blank->asked)),
        blank->asked_too
            ? rp_schema_find(RP_CLIENTS, rp_text_of(blank->asked_too))
            : NULL};
    const rp_column *asked = columns[0];
    uint32_t count = rp_names_count(names, asked->names);
    uint8_t *seen = rp_new_array(count, 1);
    bool put = true;

    for (uint32_t k = 0; seen && put && k < 2 * f->count; k++) {
        asked = columns[k % 2];
        if (!asked)
            continue;
        const rp_list *list = rp_list_at(client_at(f, k / 2), asked->offset);
        for (uint32_t i = 0; put && i < list->count; i++) {
            const rp_item *item = &list->items[i];
            if (seen[item->tag] || !rp_columns_insists(asked, item))
                continue;
            seen[item->tag] = 1;
            put = (out->length == 0 || rp_buffer_puts(out, "; ")) &&
                  rp_buffer_puts(
                      out, rp_rewrite_word(names, asked->names, item->tag));
        }
    }
    put &= seen != NULL;
    free(seen);
    return put;
}

/* The first hour of the week that none of them has, or -1. */
static int free_hour(const finding_unknowns *f, const char *asked) {
    const rp_column *column = rp_schema_find(RP_CLIENTS, rp_text_of(asked));

    for (int begin = 0; begin < RP_WEEK_MINUTES; begin += HOUR) {
        rp_window window = {(uint16_t)begin, (uint16_t)(begin + HOUR)};
        rp_times hour = {&window, 1, NULL};
        bool is_free = true;
        for (uint32_t k = 0; k < f->count && is_free; k++) {
            const void *times = (const char *)client_at(f, k) + column->offset;
            is_free = rp_times_overlap(times, &hour) == 0;
        }
        if (is_free)
            return begin;
    }
    return -1;
}

static bool put_hour(const finding_unknowns *f, const rp_blank_row *blank,
                     rp_buffer *bad, bool *known) {
    int begin = free_hour(f, blank->asked);
    rp_window window = {(uint16_t)begin, (uint16_t)(begin + HOUR)};
    rp_times hour = {&window, 1, NULL};

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

/* The least and the most that the clients concerned say; least > most where
 * none says anything. */
static void find_range(const finding_unknowns *f, const char *asked,
                       double *least, double *most) {
    const rp_column *column = rp_schema_find(RP_CLIENTS, rp_text_of(asked));

    *least = INFINITY;
    *most = 0.0;
    for (uint32_t k = 0; k < f->count; k++) {
        const rp_client *c = client_at(f, k);
        const void *member = (const char *)c + column->offset;
        if (!rp_columns_is_filled(column, c))
            continue;
        double value = column->kind == RP_KIND_NUMBER
                           ? *(const double *)member
                           : *(const int32_t *)member;
        *least = fmin(*least, value);
        *most = fmax(*most, value);
    }
}

/* A bound: the lowest there is suits all, one above all of them none. A price:
 * the least they can pay, and more than any of them can. */
static bool put_numbers(const finding_unknowns *f, const rp_blank_row *blank,
                        const rp_column *column, rp_buffer *good,
                        rp_buffer *bad, bool *known) {
    double least, most;
    char text[32];

    find_range(f, blank->asked, &least, &most);
    *known = least <= most && floor(most) + 1.0 <= column->max;
    if (!*known)
        return true;
    rp_number_write(text, blank->reply == RP_REPLY_FROM ? column->min : least);
    if (!rp_buffer_puts(good, text))
        return false;
    rp_number_write(text, floor(most) + 1.0);
    return rp_buffer_puts(bad, text);
}

/* Good and bad answers as texts; *known false: there is no bad one. */
static bool put_answers(const finding_unknowns *f, const rp_blank_row *blank,
                        const rp_column *column, rp_buffer *good,
                        rp_buffer *bad, bool *known) {
    *known = true;
    switch (blank->reply) {
    case RP_REPLY_FROM:
    case RP_REPLY_PRICE:
        return put_numbers(f, blank, column, good, bad, known);
    case RP_REPLY_TIMES:
        return rp_buffer_puts(good, "mon-sun 00:00-24:00") &&
               put_hour(f, blank, bad, known);
    case RP_REPLY_ELSEWHERE:
        return put_union(f, blank, good) && put_elsewhere(f, bad);
    case RP_REPLY_LIST:
        return put_union(f, blank, good) && rp_buffer_puts(bad, "none");
    case RP_REPLY_YES:
        return rp_buffer_puts(good, "yes") && rp_buffer_puts(bad, "no");
    case RP_REPLY_FEWER:
        break; /* see collect_stale() */
    }
    return true;
}

/* -- collecting ------------------------------------------------------------ */

static bool add_item(finding_unknowns *f, const rp_unknown_cell *cell) {
    rp_unknown_cell *items = rp_grow_array(f->out->items, f->out->count,
                                           &f->out->room, sizeof *items);

    if (!items)
        return false;
    f->out->items = items;
    items[f->out->count++] = *cell;
    return true;
}

static bool add_cell(finding_unknowns *f, uint32_t t, const rp_column *column,
                     const rp_blank_row *blank) {
    const char *name = column->name;
    rp_buffer good = {0}, bad = {0};
    rp_unknown_cell cell = {.clients = f->count};
    bool known, added = true;
    bool put = put_answers(f, blank, column, &good, &bad, &known);

    if (put && known && good.length > 0 &&
        rp_rewrite_text(&f->w, &cell.good, RP_THERAPISTS, t, name,
                        good.bytes) &&
        rp_rewrite_text(&f->w, &cell.bad, RP_THERAPISTS, t, name, bad.bytes))
        added = add_item(f, &cell);
    rp_buffer_clear(&good);
    rp_buffer_clear(&bad);
    return put && added && !f->w.out_of_memory;
}

/* -- openings that may be wrong ------------------------------------------- */

static const rp_column *openings_column(void) {
    return rp_schema_find(RP_THERAPISTS, rp_text_of(rp_stale_row.column));
}

/* So many openings are taken whatever else is decided: by whom nothing moves,
 * and by who has started. */
static uint32_t taken_openings(const rp_outcome *o, uint32_t t) {
    const rp_standing *standing = o->fit->standing;
    uint32_t written = (uint32_t)o->fit->roster->therapists[t].openings;
    uint32_t taken = standing ? standing->started[t] : 0;

    for (uint32_t c = 0; c < o->fit->roster->client_count; c++)
        taken += o->triage->pin[c] == t;
    return taken < written ? taken : written;
}

/* Who was last asked long ago may have fewer openings now, or none. */
static bool add_stale(finding_unknowns *f, uint32_t t) {
    const rp_outcome *o = f->study->outcome;
    const rp_column *column = openings_column();
    const uint16_t *pairs = rp_dense_problem_column(f->study->seating, t);
    rp_unknown_cell cell = {0};

    for (uint32_t c = 0; c < o->fit->roster->client_count; c++)
        cell.clients += pairs[c] != RP_NO_PAIR;
    if (cell.clients == 0 || o->triage->openings[t] == 0)
        return true;
    if (!rp_rewrite_number(&f->w, &cell.good, RP_THERAPISTS, t, column->name,
                           o->fit->roster->therapists[t].openings) ||
        !rp_rewrite_number(&f->w, &cell.bad, RP_THERAPISTS, t, column->name,
                           taken_openings(o, t)))
        return !f->w.out_of_memory;
    return add_item(f, &cell);
}

/* -- all of them ---------------------------------------------------------- */

/* The rules that read a column of therapists. */
static uint64_t readers_of(const rp_column *column) {
    uint64_t bit = (uint64_t)1 << (column - rp_schemas[RP_THERAPISTS].columns);
    uint64_t readers = 0;

    for (rp_rule rule = 0; rule < rp_rule_count(); rule++)
        if (rp_columns_bits(RP_THERAPISTS, rp_rule_at(rule)->therapists) & bit)
            readers |= (uint64_t)1 << rule;
    return readers;
}

static bool collect(finding_unknowns *f) {
    const rp_roster *roster = f->study->outcome->fit->roster;
    const rp_schema *schema = &rp_schemas[RP_THERAPISTS];
    bool whole = true;

    for (uint32_t k = 0; whole && k < schema->count; k++) {
        const rp_column *column = &schema->columns[k];
        const rp_blank_row *blank = rp_rules_blank(column);
        if (!blank || !blank->is_phoned)
            continue;
        f->readers = readers_of(column);
        for (uint32_t t = 0; whole && t < roster->therapist_count; t++) {
            find_concerned(f, t, column);
            if (f->count > 0)
                whole = add_cell(f, t, column, blank);
        }
    }
    for (uint32_t t = 0; whole && t < roster->therapist_count; t++)
        if (rp_stale_is(f->study->outcome->fit, t))
            whole = add_stale(f, t);
    return whole;
}

/* -- trying ---------------------------------------------------------------- */

static bool is_stale(const rp_unknown_cell *cell) {
    return &rp_schemas[RP_THERAPISTS].columns[cell->good.column] ==
           openings_column();
}

static rp_status take_trial(void *payload, const rp_trial_result *result) {
    finding_unknowns *f = payload;
    rp_after *after = &f->after[result->thread];
    uint32_t number = result->trial->number;
    rp_unknown_cell *cell = &f->out->items[number / 2];
    rp_shift shift = {.client = RP_NONE,
                      .therapist = result->trial->therapist,
                      .column = result->column,
                      .pinned = result->pinned,
                      .edits = {&result->trial->edits[0]},
                      .fit = result->fit};

    if (is_stale(cell)) { /* as they are written nothing changes */
        shift.column = NULL;
        shift.closes = number % 2;
    }
    if (result->has_failed) { /* such as a bound past the other: no row */
        cell->clients = 0;
        return RP_OK;
    }
    if (!rp_effect_apply(f->study, &shift, after, RP_SETTLE_NOT))
        return RP_ERR_MEMORY;
    *(number % 2 ? &cell->if_bad : &cell->if_good) =
        rp_effect_read(f->study, &shift, after);
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
    rp_status status =
        rp_trials_read(f->study, trials, count, NULL, take_trial, f);
    free(trials);
    return status;
}

/* -- telling --------------------------------------------------------------- */

static bool changes(const rp_effect *e) {
    return rp_effect_moves_tiers(e) || e->points != 0;
}

/* A cell is worth a call where some answer changes the plan. */
static bool is_worth_asking(const rp_unknown_cell *cell) {
    return cell->clients > 0 &&
           (changes(&cell->if_good) || changes(&cell->if_bad));
}

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

    if (!changes(e))
        return rp_words_put(text, "changes nothing");
    if (moves &&
        (!rp_words_put(text, "places ") || !rp_words_placed(text, e->placed)))
        return false;
    return e->points == 0 ||
           (rp_words_put(text, moves ? " and means " : "means ") &&
            rp_words_points(text, e->points));
}

/* What to say on the phone. */
static const char *question_of(const rp_edit *edit) {
    const rp_column *column = &rp_schemas[RP_THERAPISTS].columns[edit->column];

    return column == openings_column() ? rp_stale_row.question
                                       : rp_rules_blank(column)->question;
}

/* "ask T01 (Ana Ruiz): “how many new clients can you take now?” openings were
 * last updated on 2026-01-05; with none left …" */
static bool tell_stale(rp_buffer *text, const rp_roster *roster,
                       const rp_unknown_cell *cell) {
    char day[16];

    rp_date_format(day, roster->therapists[cell->good.person].updated_on);
    return rp_words_put(text, "ask ") &&
           rp_words_therapist(text, roster, cell->good.person) &&
           rp_words_put(text,
                        ": “%s” What the sheet says is of %s, and matters to "
                        "%u client%s: as it stands nothing changes, with %s ",
                        question_of(&cell->good), day, (unsigned)cell->clients,
                        cell->clients == 1 ? "" : "s",
                        strcmp(cell->bad.to, "0") == 0
                            ? "no opening at all"
                            : "no other opening than those taken already") &&
           put_change(text, &cell->if_bad);
}

static rp_status tell(finding_unknowns *f) {
    rp_unknowns *out = f->out;
    size_t kept = 0;

    for (size_t k = 0; k < out->count; k++)
        if (is_worth_asking(&out->items[k]))
            out->items[kept++] = out->items[k];
    out->count = kept;
    if (kept > 1)
        qsort(out->items, kept, sizeof *out->items, compare);
    for (size_t k = 0; k < kept; k++) {
        rp_unknown_cell *cell = &out->items[k];
        rp_buffer text = {0};
        bool put =
            is_stale(cell)
                ? tell_stale(&text, f->study->outcome->fit->roster, cell)
                : rp_words_put(&text, "ask ") &&
                      rp_words_therapist(&text, f->study->outcome->fit->roster,
                                         cell->good.person) &&
                      rp_words_put(&text, ": “%s” It matters to %u client%s: ",
                                   question_of(&cell->good),
                                   (unsigned)cell->clients,
                                   cell->clients == 1 ? "" : "s") &&
                      rp_words_put(&text, "an answer that suits %s ",
                                   cell->clients == 1 ? "them"
                                                      : "all of them") &&
                      put_change(&text, &cell->if_good) &&
                      rp_words_put(&text, ", one that %s ",
                                   cell->clients == 1 ? "does not"
                                                      : "suits none") &&
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
    f.after = rp_new_array((size_t)study->threads, sizeof *f.after);
    f.needs = rp_needs_new(study->outcome->fit);
    if (!f.concerned || !f.after || !f.needs)
        goto done;
    for (int k = 0; k < study->threads; k++)
        if (rp_after_make(&f.after[k], study) != RP_OK)
            goto done;
    if (!collect(&f))
        goto done;
    status = try_all(&f);
    if (status == RP_OK)
        status = tell(&f);
done:
    for (int k = 0; f.after && k < study->threads; k++)
        rp_after_clear(&f.after[k]);
    free(f.after);
    free(f.concerned);
    rp_needs_free(f.needs, roster->client_count);
    return status;
}

void rp_unknowns_clear(rp_unknowns *unknowns) {
    rp_arena_clear(&unknowns->arena);
    free(unknowns->items);
    *unknowns = (rp_unknowns){0};
}
