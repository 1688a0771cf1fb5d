#include "why/edit/remedies.h"

#include "base/array.h"
#include "fit/meeting.h"
#include "fit/score.h"
#include "fit/spoken.h"
#include "input/times/times.h"
#include "why/edit/hour_offers.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const rp_remedy_row rp_remedy_opening = {.name = "opening",
                                         .words = " has one more opening",
                                         .rank = RP_RANK_OPENING,
                                         .side = RP_THERAPISTS,
                                         .column = "openings",
                                         .how = RP_REMEDY_OTHER};

/* With --unknown forbid; its words are those of the blank. */
static const rp_remedy_row confirm_row = {.name = "confirm",
                                          .rank = RP_RANK_CONFIRM,
                                          .side = RP_THERAPISTS,
                                          .how = RP_REMEDY_OTHER};

/* Whose cell is written, and what the other side asks of it. */
typedef struct aim {
    rp_side side;
    const rp_column *column;
    const rp_column *source; /* of the other side; NULL: none */
} aim;

/* What every finder needs. */
typedef struct finder {
    rp_remedies *to;
    rp_rewriter *w;
    const rp_fit *fit;
    const rp_need *need;
    uint32_t therapist;
    const rp_remedy_row *row;
    aim at;
    rp_tags *written; /* what was, for other clients; NULL: it is not kept */
} finder;

bool rp_remedies_put(rp_remedies *to, rp_rewriter *w, bool made,
                     const rp_remedy_row *row, const rp_edit *edit,
                     const char *value) {
    if (!made || strcmp(edit->from, edit->to) == 0)
        return !w->out_of_memory;
    rp_remedy *items =
        rp_grow_array(to->items, to->count, &to->room, sizeof *items);
    if (!items)
        return false;
    to->items = items;
    items[to->count++] = (rp_remedy){row, *edit, value};
    return true;
}

void rp_remedies_clear(rp_remedies *candidates) {
    free(candidates->items);
    *candidates = (rp_remedies){0};
}

static bool put(finder *f, bool made, const rp_edit *edit, const char *value) {
    return rp_remedies_put(f->to, f->w, made, f->row, edit, value);
}

/* -- whose cells ----------------------------------------------------------- */

static rp_side other_side(rp_side side) {
    return side == RP_CLIENTS ? RP_THERAPISTS : RP_CLIENTS;
}

static aim aim_at(rp_side side, const char *column, const char *source) {
    return (aim){side, rp_schema_find(side, rp_text_of(column)),
                 source ? rp_schema_find(other_side(side), rp_text_of(source))
                        : NULL};
}

static const void *record_of(const finder *f, rp_side side) {
    return side == RP_CLIENTS
               ? (const void *)f->need->client
               : (const void *)&f->fit->roster->therapists[f->therapist];
}

static uint32_t person_of(const finder *f) {
    return f->at.side == RP_CLIENTS ? f->need->index : f->therapist;
}

/* The member that is written, and the one that asks. */
static const void *cell_of(const finder *f) {
    return (const char *)record_of(f, f->at.side) + f->at.column->offset;
}

static const void *asked_of(const finder *f) {
    return (const char *)record_of(f, other_side(f->at.side)) +
           f->at.source->offset;
}

static const rp_list *list_in(const void *member) {
    return rp_list_at(member, 0);
}

/* As people say it; in the arena, NULL when out of memory. */
static const char *label(const finder *f, uint32_t tag) {
    rp_spoken spoken = rp_spoken_label(f->fit, f->at.column, tag);
    const char *kept = rp_arena_text(f->w->arena, spoken.words,
                                     rp_text_of(spoken.words).length);

    f->w->out_of_memory |= !kept;
    return kept;
}

/* -- one edit -------------------------------------------------------------- */

static bool suits(const finder *f, uint32_t tag) {
    return !f->row->suits || f->row->suits(f->fit, f->need, f->therapist, tag);
}

/* Is it the first time that this is to be written? To ask by numbers is faster
 * than to write the cell, and see that it was written before. */
static bool is_new(finder *f, const void *what, size_t size) {
    if (!f->written)
        return true;
    uint32_t before = rp_tags_count(f->written);
    uint32_t number = rp_tags_intern(f->written, (rp_text){what, size});
    f->w->out_of_memory |= number == RP_NONE;
    return number == before;
}

/* Each value of the other side's `from` that is missing in a list, by itself:
 * of wishes only the musts, for no rule asks for more. */
static bool add_each(finder *f) {
    const rp_list *has = list_in(cell_of(f)), *asked = list_in(asked_of(f));
    bool found = true;

    for (uint32_t i = 0; found && i < asked->count; i++) {
        const rp_item *item = &asked->items[i];
        rp_edit edit;
        if (rp_list_has(has, item->tag) || !suits(f, item->tag) ||
            !rp_columns_insists(f->at.source, item) ||
            !is_new(f, &item->tag, sizeof item->tag))
            continue;
        bool made = rp_rewrite_add(f->w, &edit, f->at.side, person_of(f),
                                   f->at.column->name, item->tag);
        found = put(f, made, &edit, label(f, item->tag));
    }
    return found;
}

/* The values of a list that suit go: together, or each by itself. */
static bool drop(finder *f, bool is_each) {
    const rp_list *list = list_in(cell_of(f));
    uint32_t *tags = rp_new_array(list->count, sizeof *tags);
    size_t count = 0, step = 1;
    bool found = tags != NULL;

    for (uint32_t i = 0; found && i < list->count; i++)
        if (suits(f, list->items[i].tag))
            tags[count++] = list->items[i].tag;
    if (!is_each)
        step = count;
    for (size_t k = 0; found && k < count; k += step) {
        rp_edit edit;
        if (!is_new(f, &tags[k], step * sizeof *tags))
            continue;
        bool made = rp_rewrite_without(f->w, &edit, f->at.side, person_of(f),
                                       f->at.column->name, &tags[k], step);
        found = put(f, made, &edit, label(f, tags[k + step - 1]));
    }
    free(tags);
    return found;
}

static bool unmark(finder *f) {
    const rp_list *wishes = list_in(cell_of(f));
    uint32_t first = 0;
    rp_edit edit;

    while (first < wishes->count && wishes->items[first].strength != RP_MUST)
        first++;
    if (first == wishes->count)
        return true;
    bool made = rp_rewrite_unmarked(f->w, &edit, f->at.side, person_of(f),
                                    f->at.column->name);
    return put(f, made, &edit, label(f, wishes->items[first].tag));
}

static bool set_number(finder *f, double value) {
    rp_edit edit;

    if (isnan(value) || !is_new(f, &value, sizeof value))
        return true;
    bool made = rp_rewrite_number(f->w, &edit, f->at.side, person_of(f),
                                  f->at.column->name, value);
    return put(f, made, &edit, made ? edit.to : "");
}

static bool set_text(finder *f, const char *text) {
    rp_edit edit;
    bool made = rp_rewrite_text(f->w, &edit, f->at.side, person_of(f),
                                f->at.column->name, text);

    return put(f, made, &edit, text);
}

static bool say_yes(finder *f) {
    return !is_new(f, "yes", 3) || set_text(f, "yes");
}

/* The choice that the other side has made. */
static bool say_same(finder *f) {
    int8_t choice = *(const int8_t *)asked_of(f);
    rp_text piece;

    if (choice < 0 ||
        !rp_piece(f->at.source->choices, (uint32_t)choice, &piece) ||
        !is_new(f, &choice, sizeof choice))
        return true;
    const char *value = rp_arena_text(f->w->arena, piece.bytes, piece.length);
    return value && set_text(f, value);
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

/* Windows more in a cell of slots. */
static bool put_times(finder *f, const rp_times *times) {
    rp_buffer words = {0};
    rp_edit edit;

    if (!is_new(f, times->windows, times->count * sizeof *times->windows))
        return true;
    bool made = rp_rewrite_times(f->w, &edit, f->at.side, person_of(f),
                                 f->at.column->name, times);
    const char *value =
        rp_times_format(&words, times)
            ? rp_arena_text(f->w->arena, words.bytes, words.length)
            : NULL;

    rp_buffer_clear(&words);
    return value && put(f, made, &edit, value);
}

static bool add_window(finder *f) {
    const rp_window *window = nearest_window(f, asked_of(f));
    rp_times one = {window, 1, NULL};

    return !window || put_times(f, &one);
}

/* The therapist offers an hour more. */
static bool add_hour(finder *f) {
    rp_window hour;
    rp_times one = {&hour, 1, NULL};

    return !rp_hour_offers_new(&hour, f->fit, f->need, f->therapist) ||
           put_times(f, &one);
}

/* The client can come at an hour of the therapist's as well. */
static bool add_own_hour(finder *f, const uint64_t *held) {
    rp_window hour;
    rp_times one = {&hour, 1, NULL}, moved;
    int shift = rp_meeting_shift(f->need->client, record_of(f, RP_THERAPISTS));

    return !rp_hour_offers_own(&hour, f->fit, f->need, f->therapist, held) ||
           (rp_meeting_moved(&moved, f->w->arena, &one, shift) &&
            put_times(f, &moved));
}

/* -- by the rule's row ----------------------------------------------------- */

static aim aim_of(const rp_remedy_row *row) {
    return aim_at(row->side, row->column, row->from);
}

static bool apply(finder *f, const rp_remedy_row *row, aim at) {
    f->row = row;
    f->at = at;
    switch (row->how) {
    case RP_REMEDY_ADD:
        return add_each(f);
    case RP_REMEDY_DROP:
    case RP_REMEDY_DROP_EACH:
        return drop(f, row->how == RP_REMEDY_DROP_EACH);
    case RP_REMEDY_UNMARK:
        return unmark(f);
    case RP_REMEDY_NUMBER:
        return set_number(f, row->number(f->fit, f->need, f->therapist));
    case RP_REMEDY_YES:
        return say_yes(f);
    case RP_REMEDY_SAME:
        return say_same(f);
    case RP_REMEDY_WINDOW:
        return add_window(f);
    case RP_REMEDY_HOUR:
        return add_hour(f);
    case RP_REMEDY_OTHER:
        break;
    }
    return true;
}

/* A number or a count of years in a client's cell; NAN where it is blank. */
static double number_asked(const finder *f) {
    const rp_column *column = f->at.source;

    if (!rp_columns_is_filled(column, f->need->client))
        return NAN;
    return column->kind == RP_KIND_NUMBER ? *(const double *)asked_of(f)
                                          : *(const int32_t *)asked_of(f);
}

/* With --unknown forbid: what this client needs of a blank cell. */
static bool confirm_one(finder *f, const rp_blank_row *blank) {
    f->at = aim_at(RP_THERAPISTS, blank->column, blank->asked);
    switch (blank->reply) {
    case RP_REPLY_LIST:
    case RP_REPLY_ELSEWHERE:
        if (!add_each(f))
            return false;
        f->at = aim_at(RP_THERAPISTS, blank->column, blank->asked_too);
        return !f->at.source || add_each(f);
    case RP_REPLY_FROM:
    case RP_REPLY_PRICE:
        return set_number(f, number_asked(f));
    case RP_REPLY_TIMES:
        return add_window(f);
    case RP_REPLY_YES:
        return say_yes(f);
    case RP_REPLY_FEWER:
        break; /* asked by no rule */
    }
    return true;
}

static bool confirm_all(finder *f, const rp_rule_row *rule,
                        const rp_confirm *confirm) {
    bool found = true;

    f->row = &confirm_row;
    for (uint32_t k = 0; found && k < confirm->count; k++) {
        const char *name = rp_confirm_column(confirm, k)->name;
        for (int b = 0; found && b < RP_RULE_BLANKS && rule->blanks[b].column;
             b++)
            if (strcmp(rule->blanks[b].column, name) == 0)
                found = confirm_one(f, &rule->blanks[b]);
    }
    return found;
}

static bool is_same_edit(const rp_edit *a, const rp_edit *b) {
    return a->side == b->side && a->person == b->person &&
           strcmp(a->header, b->header) == 0 && strcmp(a->to, b->to) == 0;
}

/* Of edits that are the same from `first` on, the earliest stays. */
static void drop_repeats(rp_remedies *to, size_t first) {
    size_t kept = first;

    for (size_t k = first; k < to->count; k++) {
        bool is_there = false;
        for (size_t i = first; i < kept && !is_there; i++)
            is_there = is_same_edit(&to->items[i].edit, &to->items[k].edit);
        if (!is_there)
            to->items[kept++] = to->items[k];
    }
    to->count = kept;
}

static bool apply_all(finder *f, const rp_rule_row *row) {
    bool found = true;

    for (int k = 0; found && k < RP_RULE_REMEDIES && row->remedies[k].name; k++)
        found = apply(f, &row->remedies[k], aim_of(&row->remedies[k]));
    return found;
}

/* What could lift the score of a pair that every other rule allows: whatever
 * the table has for it. */
static bool lift(finder *f) {
    bool found = true;

    for (rp_rule rule = 0; found && rule < rp_rule_of_score(); rule++)
        found = apply_all(f, rp_rule_at(rule));
    return found;
}

bool rp_remedies_find(rp_remedies *to, rp_rewriter *w, const rp_fit *fit,
                      const rp_need *need, uint32_t therapist, rp_rule rule) {
    const rp_rule_row *row = rp_rule_at(rule);
    finder f = {
        .to = to, .w = w, .fit = fit, .need = need, .therapist = therapist};
    rp_confirm confirm = {.count = 0};
    size_t first = to->count;
    bool found = true;

    if (rule == rp_rule_of_score())
        found = fit->scores || lift(&f); /* no cell changes a given score */
    else if (rp_rule_judge(fit, need, therapist, rule, &confirm) ==
             RP_UNCONFIRMED)
        found = confirm_all(&f, row, &confirm);
    found = found && apply_all(&f, row);
    drop_repeats(to, first);
    return found;
}

bool rp_remedies_hours(rp_remedies *to, rp_rewriter *w, const rp_fit *fit,
                       const rp_need *need, uint32_t therapist,
                       const uint64_t *held) {
    finder f = {
        .to = to, .w = w, .fit = fit, .need = need, .therapist = therapist};
    bool found = true;

    for (rp_rule rule = 0; found && rule < rp_rule_count(); rule++) {
        const rp_remedy_row *rows = rp_rule_at(rule)->remedies;
        for (int k = 0; found && k < RP_RULE_REMEDIES && rows[k].name; k++) {
            f.row = &rows[k];
            f.at = aim_of(f.row);
            if (rows[k].how == RP_REMEDY_HOUR)
                found = add_hour(&f);
            else if (rows[k].how == RP_REMEDY_WINDOW)
                found = add_own_hour(&f, held);
        }
    }
    return found;
}

/* -- one therapist, many clients ------------------------------------------- */

/* A row's columns, looked up once, and what it has the therapist at hand write.
 */
typedef struct known_row {
    aim at;
    rp_tags *written; /* as bytes: a tag, a number; NULL: nothing yet */
} known_row;

struct rp_remedy_search {
    finder f;
    known_row rows[RP_RULES_MOST][RP_RULE_REMEDIES];
};

/* The next row of a rule by which a therapist could change, from k on. */
static int next_row(const rp_rule_row *rule, int k) {
    for (; k < RP_RULE_REMEDIES && rule->remedies[k].name; k++)
        if (rule->remedies[k].side == RP_THERAPISTS)
            return k;
    return RP_RULE_REMEDIES;
}

rp_remedy_search *rp_remedy_search_new(rp_remedies *to, rp_rewriter *w,
                                       const rp_fit *fit) {
    rp_remedy_search *s = rp_new_array(1, sizeof *s);

    if (!s)
        return NULL;
    s->f = (finder){.to = to, .w = w, .fit = fit, .therapist = RP_NONE};
    for (rp_rule rule = 0; rule < rp_rule_count(); rule++) {
        const rp_rule_row *row = rp_rule_at(rule);
        for (int k = next_row(row, 0); k < RP_RULE_REMEDIES;
             k = next_row(row, k + 1))
            s->rows[rule][k].at = aim_of(&row->remedies[k]);
    }
    return s;
}

static void forget(rp_remedy_search *s) {
    for (int rule = 0; rule < RP_RULES_MOST; rule++)
        for (int k = 0; k < RP_RULE_REMEDIES; k++) {
            rp_tags_free(s->rows[rule][k].written);
            s->rows[rule][k].written = NULL;
        }
}

void rp_remedy_search_free(rp_remedy_search *search) {
    if (search)
        forget(search);
    free(search);
}

bool rp_remedy_search_find(rp_remedy_search *s, const rp_need *need,
                           uint32_t therapist, rp_rule rule, bool with_hours) {
    const rp_rule_row *row = rp_rule_at(rule);
    finder *f = &s->f;
    bool found = true;

    /* a remedy that does no more than confirm a blank is none of this pair, and
     * may be one of another */
    if (f->fit->unknown_forbids &&
        rp_rule_judge(f->fit, need, therapist, rule, NULL) == RP_UNCONFIRMED)
        return rp_remedies_find(f->to, f->w, f->fit, need, therapist, rule);
    if (f->therapist != therapist)
        forget(s);
    f->therapist = therapist;
    f->need = need;
    for (int k = next_row(row, 0); found && k < RP_RULE_REMEDIES;
         k = next_row(row, k + 1)) {
        known_row *known = &s->rows[rule][k];
        if (row->remedies[k].how == RP_REMEDY_HOUR && !with_hours)
            continue;
        if (!known->written && !(known->written = rp_tags_new()))
            return false;
        f->written = known->written;
        found = apply(f, &row->remedies[k], known->at);
    }
    return found;
}

/* -- what no rule asks for ------------------------------------------------- */

uint32_t rp_remedies_blocking(const rp_fit *fit, const rp_need *need,
                              uint32_t therapist, rp_rule *rules,
                              uint32_t most) {
    uint32_t count = rp_rules_forbidding(fit, need, therapist, rules, most);

    if (count > most || rp_rule_least_score(fit) == 0 ||
        rp_score_of(fit, need, therapist) >= rp_rule_least_score(fit))
        return count;
    if (count < most)
        rules[count] = rp_rule_of_score();
    return count + 1;
}

bool rp_remedies_opening(rp_remedies *to, rp_rewriter *w, uint32_t therapist) {
    rp_edit edit;
    bool made =
        rp_rewrite_number(w, &edit, RP_THERAPISTS, therapist, "openings",
                          w->roster->therapists[therapist].openings + 1);

    return rp_remedies_put(to, w, made, &rp_remedy_opening, &edit, "");
}
