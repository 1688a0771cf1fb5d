#include "input/map/proposal.h"

#include "base/array.h"
#include "input/cell/stated.h"
#include "input/cell/times.h"
#include "input/map/question.h"
#include "input/map/values.h"
#include "input/nobody.h"
#include "input/order.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is decided about one column of the file. */
typedef struct decision {
    bool is_made;
    bool is_old; /* the map of last time says it */
    rp_proposed_state state;
    const char *to, *why;
    const char *option; /* of `column:tag`: the answer that it stands for */
} decision;

typedef struct work {
    const rp_proposal_options *how;
    rp_proposal *out;
    rp_probe probe;
    rp_findings unseen;
    rp_map *map; /* of what is decided, as reading would have it */
    rp_others *therapists;
    rp_status status;
    /* of the side at hand */
    rp_side side;
    rp_table *table;
    rp_cells *cells;           /* [table->columns] */
    decision *decisions;       /* [table->columns] */
    bool taken[RP_MAX_COLUMNS]; /* [schema columns] */
    uint32_t value_column;     /* of the rows of values that are told */
    rp_buffer text;
} work;

/* ---- rows ---------------------------------------------------------------- */

static bool fine(const work *w) { return w->status != RP_ERR_MEMORY; }

static bool need(work *w, bool whole) {
    if (!whole)
        w->status = RP_ERR_MEMORY;
    return whole;
}

#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
static const char *
words(work *w, const char *format, ...) {
    char text[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    rp_text mended = rp_text_mend(text);
    const char *kept =
        rp_arena_text(&w->out->arena, mended.bytes, mended.length);
    need(w, kept != NULL);
    return kept ? kept : "";
}

static const char *keep(work *w, rp_text text) {
    const char *kept = rp_arena_text(&w->out->arena, text.bytes, text.length);

    need(w, kept != NULL);
    return kept ? kept : "";
}

static rp_text header_of(const work *w, uint32_t column) {
    return rp_text_trim(rp_table_cell(w->table, 0, column));
}

static void put_row(work *w, const rp_map_row *row, rp_proposed_state state) {
    rp_proposed *rows = rp_grow_array(w->out->rows, w->out->count,
                                      &w->out->room, sizeof *rows);

    if (!need(w, rows != NULL))
        return;
    w->out->rows = rows;
    rows[w->out->count++] = (rp_proposed){*row, state};
}

static void put_proposed(work *w, uint32_t column, const char *value,
                         const char *to, uint64_t count, const char *why,
                         rp_proposed_state state) {
    rp_map_row row = {.side = (int)w->side,
                      .column = keep(w, header_of(w, column)),
                      .value = value,
                      .to = to,
                      .count = words(w, "%llu", (unsigned long long)count),
                      .why = why,
                      .is_open = state == RP_PROPOSED_OPEN};

    if (fine(w))
        put_row(w, &row, state);
}

/* ---- columns ------------------------------------------------------------- */

static const rp_column *column_named(const work *w, const char *name) {
    return rp_schema_find(w->side, rp_text_of(name));
}

static size_t index_of(const work *w, const rp_column *column) {
    return (size_t)(column - rp_schemas[w->side].columns);
}

static void decide(work *w, uint32_t column, rp_proposed_state state,
                   const char *to, const char *why) {
    decision *d = &w->decisions[column];
    const rp_column *named =
        *to && !strchr(to, ':') ? column_named(w, to) : NULL;

    *d = (decision){.is_made = true, .state = state, .to = to, .why = why};
    if (state != RP_PROPOSED_OPEN && named && named->kind != RP_KIND_AUDIT)
        w->taken[index_of(w, named)] = true;
}

static void leave_open(work *w, uint32_t column, const char *why) {
    decide(w, column, RP_PROPOSED_OPEN, "?", why);
}

/* What the map of last time says. */
static void decide_old(work *w, uint32_t column) {
    bool silent, no_memory = false;
    rp_text header = header_of(w, column);

    if (!w->how->old || !rp_map_names(w->how->old, w->side, header))
        return;
    rp_text to =
        rp_map_renamed(w->how->old, w->side, header, &silent, &no_memory);
    need(w, !no_memory);
    const rp_column *named =
        rp_header_column(w->side, &w->probe.reader, to);
    decide(w, column, RP_PROPOSED_PLACED,
           named && !memchr(to.bytes, ':', to.length) ? named->name
                                                      : keep(w, to),
           "");
    w->decisions[column].is_old = true;
}

/* A name or an alias, also of a day of the week. */
static void decide_by_name(work *w, uint32_t column) {
    rp_text header = header_of(w, column);
    const rp_column *named =
        rp_header_column(w->side, &w->probe.reader, header);
    bool is_tag = memchr(rp_map_bare(header).bytes, ':',
                         rp_map_bare(header).length) != NULL;

    if (!named) {
        rp_text bare = rp_map_bare(header);
        need(w, rp_text_fold(&w->text, bare));
        if (fine(w) &&
            rp_times_day((rp_text){w->text.bytes, w->text.length}) >= 0)
            decide(w, column, RP_PROPOSED_PLACED, keep(w, header),
                   "a day of the week");
        return;
    }
    if (is_tag || named->kind == RP_KIND_AUDIT) {
        decide(w, column, RP_PROPOSED_PLACED, keep(w, header),
               is_tag ? "one value of a list" : "for audits alone");
        return;
    }
    if (w->taken[index_of(w, named)]) {
        leave_open(w, column,
                   words(w, "another column is %s already: keep one",
                         named->name));
        return;
    }
    need(w, rp_text_fold(&w->text, rp_map_bare(header)));
    decide(w, column, RP_PROPOSED_PLACED, named->name,
           fine(w) && rp_text_equals((rp_text){w->text.bytes, w->text.length},
                                     named->name)
               ? "its own name"
               : words(w, "another name of %s", named->name));
}

/* A question about danger is a person's to place. */
static void decide_danger(work *w, uint32_t column) {
    rp_danger_hit hit;

    if (w->side != RP_CLIENTS)
        return;
    if (need(w, rp_danger_find_in_header(&w->how->taxonomy->danger,
                                         header_of(w, column), &hit)) &&
        hit.grade != RP_DANGER_NONE)
        leave_open(w, column,
                   "asks about danger: risk, or blank to leave it out on "
                   "purpose");
}

static bool has_word_end(rp_text header, const char *end) {
    size_t length = strlen(end);

    return header.length > length &&
           memcmp(header.bytes + header.length - length, end, length) == 0;
}

/* Take a header apart where a form puts an answer behind its question. */
static bool split_option(rp_text header, rp_text *stem, rp_text *option) {
    static const char *const opens[] = {"(choice=", "[", " - Selected Choice - ",
                                        " - ", ": "};
    static const char *const closes[] = {")", "]", "", "", ""};

    for (size_t k = 0; k < sizeof opens / sizeof *opens; k++) {
        size_t length = strlen(opens[k]), end = strlen(closes[k]);
        if (end > 0 && !has_word_end(header, closes[k]))
            continue;
        for (size_t at = header.length; at-- > 1;) {
            if (at + length >= header.length ||
                memcmp(header.bytes + at, opens[k], length) != 0)
                continue;
            *stem = rp_text_trim((rp_text){header.bytes, at});
            *option = rp_text_trim(
                (rp_text){header.bytes + at + length,
                          header.length - at - length - end});
            return stem->length > 0 && option->length > 0;
        }
    }
    return false;
}

/* Are all cells marks, or the answer itself? */
static bool are_marks(const work *w, uint32_t column, rp_text option) {
    const rp_cells *cells = &w->cells[column];

    for (uint32_t k = 0; k < rp_tags_count(cells->texts); k++) {
        rp_text cell = rp_text_of(rp_tags_name(cells->texts, k));
        if (rp_answer_parse(cell) == RP_UNKNOWN &&
            rp_text_compare(cell, option) != 0)
            return false;
    }
    return true;
}

/* The list column that knows an answer; NULL. */
static const rp_column *list_with(work *w, rp_text option,
                                  const char *const *names) {
    for (; *names; names++) {
        const rp_column *c = column_named(w, *names);
        rp_use use = {.column = c};
        if (!c)
            continue;
        rp_probed p = rp_probe_cell(&w->probe, w->side, &use, option);
        if (p.known == 1 && p.unknown == 0 && !p.is_bad)
            return c;
    }
    return NULL;
}

/* One answer of a question: `concerns:anxiety`, `slots:monday`. */
static void decide_option(work *w, uint32_t column) {
    static const char *const lists[] = {
        "concerns",  "specialties", "want_modalities", "modalities",
        "insurance", "languages",   "formats",         NULL};
    rp_text header = header_of(w, column), stem, option;
    const rp_column *list = NULL;
    bool no_memory = false;
    const rp_question *asked = NULL;
    size_t at = 0;

    if (split_option(header, &stem, &option)) {
        need(w, rp_text_fold(&w->text, option));
        bool is_day =
            fine(w) &&
            rp_times_day((rp_text){w->text.bytes, w->text.length}) >= 0;
        while ((asked = rp_question_next(w->side, stem, &at, &no_memory)) &&
               !list) {
            const rp_column *c =
                *asked->column ? column_named(w, asked->column) : NULL;
            if (c && c->kind == RP_KIND_TIMES && is_day)
                list = c;
            else if (c && c->kind == RP_KIND_LIST &&
                     are_marks(w, column, option))
                list = c;
        }
        need(w, !no_memory);
    } else {
        option = header;
        if (w->cells[column].filled > 0 && are_marks(w, column, option))
            list = list_with(w, option, lists);
    }
    if (!list)
        return;
    decide(w, column, RP_PROPOSED,
           words(w, "%s:%.*s", list->name, (int)option.length, option.bytes),
           words(w, "one answer of %s", list->name));
    w->decisions[column].option = keep(w, option);
}

/* How the cells speak for a column. */
typedef struct evidence {
    bool fits;
    const char *why;
} evidence;

static bool is_unique(const work *w, uint32_t column) {
    const rp_cells *cells = &w->cells[column];

    return cells->filled == w->table->rows &&
           rp_tags_count(cells->texts) == cells->filled && cells->filled > 0;
}

static evidence weigh(work *w, uint32_t column, const rp_column *as) {
    uint32_t of;

    if (as->kind == RP_KIND_ID)
        return (evidence){is_unique(w, column), "its words; each cell once"};
    if (as->kind == RP_KIND_TEXT)
        return (evidence){true, "its words"};
    uint32_t good =
        rp_probe_share(&w->probe, w->side, as, &w->cells[column], &of);
    const char *why = words(w, "its words; %u of %u different cells read so",
                            (unsigned)good, (unsigned)of);
    if (of == 0)
        return (evidence){as->kind != RP_KIND_ANSWER, "its words; no cell says "
                                                      "anything"};
    switch (as->kind) {
    case RP_KIND_LIST:
        if (as->names == RP_NAMES_CONCERNS || as->names == RP_NAMES_MODALITIES)
            return (evidence){true, why};
        return (evidence){good > 0, why};
    case RP_KIND_CHOICE:
    case RP_KIND_TIMES:
        return (evidence){good > 0, why};
    case RP_KIND_IDS:
        return (evidence){strcmp(as->name, "requested_therapist") != 0 ||
                              good > 0,
                          why};
    default:
        return (evidence){good * 2 >= of, why};
    }
}

/* Whole words of the question, if the cells do not speak against it. */
static void decide_by_words(work *w, uint32_t column) {
    bool no_memory = false;
    const rp_question *asked;
    size_t at = 0;

    while (fine(w) &&
           (asked = rp_question_next(w->side, header_of(w, column), &at,
                                     &no_memory))) {
        if (!*asked->column) {
            decide(w, column, RP_PROPOSED, "", asked->why);
            return;
        }
        const rp_column *as = column_named(w, asked->column);
        if (w->taken[index_of(w, as)])
            continue;
        evidence e = weigh(w, column, as);
        if (!e.fits)
            continue;
        decide(w, column, RP_PROPOSED, as->name, e.why);
        return;
    }
    need(w, !no_memory);
}

/* Do most cells read as one of these columns? */
static const struct by_cells {
    const char *column, *what;
} by_cells[] = {
    {"lives_in", "states"},         {"licensed_in", "states"},
    {"insurance", "payers"},        {"languages", "languages"},
    {"concerns", "known concerns"}, {"specialties", "known concerns"},
    {"want_modalities", "known approaches"},
    {"modalities", "known approaches"},
    {"formats", "formats"},         {"slots", "times of the week"},
    {"ages", "ages"},
};

static bool are_answers(const work *w, uint32_t column) {
    return are_marks(w, column, (rp_text){"", 0});
}

static void decide_by_cells(work *w, uint32_t column) {
    const rp_cells *cells = &w->cells[column];
    uint32_t of, good;

    if (cells->filled == 0 || are_answers(w, column))
        return;
    if (w->side == RP_CLIENTS) {
        good = rp_probe_share(&w->probe, w->side,
                              column_named(w, "past_therapists"), cells, &of);
        if (good > 0 && good * 2 >= of) {
            leave_open(w, column,
                       words(w,
                             "%u of %u different cells are therapists: "
                             "past_therapists, avoid_therapists, "
                             "requested_therapist or pin",
                             (unsigned)good, (unsigned)of));
            return;
        }
    }
    for (size_t k = 0; k < sizeof by_cells / sizeof *by_cells; k++) {
        const rp_column *as = column_named(w, by_cells[k].column);
        double number;
        rp_text first = rp_text_of(rp_tags_name(cells->texts, 0));
        if (!as || w->taken[index_of(w, as)] ||
            rp_number_parse(&number, first, true))
            continue;
        good = rp_probe_share(&w->probe, w->side, as, cells, &of);
        if (of == 0 || good * 5 < of * 4)
            continue;
        decide(w, column, RP_PROPOSED, as->name,
               words(w, "%u of %u different cells are %s", (unsigned)good,
                     (unsigned)of, by_cells[k].what));
        return;
    }
}

static void decide_rest(work *w, uint32_t column) {
    uint32_t of, good;
    const rp_column *date = column_named(w, "referred_on");

    if (date && w->cells[column].filled > 0 &&
        !w->taken[index_of(w, date)]) {
        good =
            rp_probe_share(&w->probe, w->side, date, &w->cells[column], &of);
        if (good > 0 && good == of) {
            leave_open(w, column, "dates: referred_on, or blank to leave it "
                                  "out");
            return;
        }
    }
    decide(w, column, RP_PROPOSED, "",
           w->cells[column].filled > 0
               ? "no column of ours is like it: left out"
               : "no cell is filled: left out");
}

typedef void decider(work *w, uint32_t column);

static void decide_columns(work *w) {
    static decider *const deciders[] = {decide_old,      decide_by_name,
                                        decide_danger,   decide_option,
                                        decide_by_words, decide_by_cells,
                                        decide_rest};

    for (size_t k = 0; k < sizeof deciders / sizeof *deciders; k++)
        for (uint32_t c = 0; c < w->table->columns && fine(w); c++)
            if (!w->decisions[c].is_made && header_of(w, c).length > 0)
                deciders[k](w, c);
}

/* ---- values -------------------------------------------------------------- */

static bool is_danger(work *w, rp_text value) {
    rp_danger_hit hit;

    return w->side == RP_CLIENTS &&
           need(w, rp_danger_find(&w->how->taxonomy->danger, value, &hit)) &&
           hit.grade != RP_DANGER_NONE;
}

/* `Yes, please`, `No thanks`. */
static const char *answer_in(rp_text value) {
    size_t length = 0;

    while (length < value.length && value.bytes[length] != ' ' &&
           value.bytes[length] != ',')
        length++;
    rp_answer answer = rp_answer_plain((rp_text){value.bytes, length});
    return length == value.length || answer == RP_UNKNOWN ? NULL
           : answer == RP_YES                             ? "yes"
                                                          : "no";
}

static bool has_name(const rp_column *column) {
    return column->kind == RP_KIND_LIST || column->kind == RP_KIND_CHOICE;
}

static bool is_answer(const rp_column *column) {
    return column->kind == RP_KIND_ANSWER ||
           column->kind == RP_KIND_ACCEPTING ||
           strcmp(column->name, "needs_prescriber") == 0;
}

static bool tell_value(void *payload, rp_text value, uint64_t count) {
    work *w = payload;
    uint32_t column = w->value_column;
    const rp_column *as = rp_header_column(w->side, &w->probe.reader,
                                           rp_text_of(w->decisions[column].to));
    const char *option = w->decisions[column].option;
    const char *kept = keep(w, value), *near = NULL;

    if (option && rp_text_equals(value, option)) {
        put_proposed(w, column, kept, "yes", count, "the answer itself",
                     RP_PROPOSED);
        return fine(w);
    }
    if (is_danger(w, value))
        put_proposed(w, column, kept, "?", count,
                     "words of danger: it is read as it stands",
                     RP_PROPOSED_OPEN);
    else if (as && is_answer(as) && answer_in(value))
        put_proposed(w, column, kept, answer_in(value), count,
                     "begins with it", RP_PROPOSED);
    else if (as && has_name(as) &&
             (near = rp_probe_slip(&w->probe, as, value)) != NULL)
        put_proposed(w, column, kept, near, count, "the nearest known name",
                     RP_PROPOSED);
    else if (as && has_name(as) &&
             rp_probe_name_in(&w->probe, as, value, &w->text))
        put_proposed(w, column, kept,
                     keep(w, (rp_text){w->text.bytes, w->text.length}), count,
                     "a known name inside it", RP_PROPOSED);
    else if (as && as->kind == RP_KIND_IDS)
        put_proposed(w, column, kept, "?", count,
                     "no id and no name: an id, or blank for nobody",
                     RP_PROPOSED_OPEN);
    else if (as)
        put_proposed(w, column, kept, "?", count,
                     words(w, "expected %s", as->kind == RP_KIND_LIST
                                                 ? "a known name"
                                                 : rp_kind_words(as)),
                     RP_PROPOSED_OPEN);
    return fine(w);
}

/* A column on a scale from 1 to 5, as far as its cells tell. */
static bool may_be_scale(const work *w, uint32_t column, const rp_column *as) {
    const rp_cells *cells = &w->cells[column];
    uint32_t most = 0;

    if (strncmp(as->name, "style_", 6) != 0)
        return false;
    for (uint32_t k = 0; k < rp_tags_count(cells->texts); k++) {
        double value;
        if (!rp_number_parse(&value,
                             rp_text_of(rp_tags_name(cells->texts, k)),
                             w->table->delimiter != ',') ||
            value < 1.0 || value > 5.0)
            return false;
        most += value > 3.0;
    }
    return cells->filled >= 10 || most > 0;
}

/* The values of a column that somebody has to place. */
static void propose_values(work *w, uint32_t column, const rp_layout *layout) {
    const rp_use *use = &layout->uses[column];
    rp_cells cells;

    if (!use->column || use->column->kind == RP_KIND_TEXT ||
        use->column->kind == RP_KIND_ID || use->column->kind == RP_KIND_AUDIT)
        return;
    if (!use->is_tag && may_be_scale(w, column, use->column)) {
        bool no_memory = false;
        rp_map_values values;
        bool is_said = rp_map_values_of(w->map, w->side, header_of(w, column),
                                        &values, &no_memory) &&
                       values.is_scale;
        if (!is_said)
            put_proposed(w, column, "scale 1-5", "?", w->cells[column].filled,
                         "from 1 to 5? blank if so; else 0 is the middle",
                         RP_PROPOSED_OPEN);
        return;
    }
    /* without values that are placed already */
    need(w, rp_cells_read(&cells, w->table, column) == RP_OK);
    w->value_column = column;
    if (fine(w))
        need(w, rp_probe_values(&w->probe, w->side, use, &cells, tell_value,
                                w) == RP_OK);
    rp_cells_clear(&cells);
}

/* Are the free values of a client's column said otherwise by therapists? That
 * is asked while reading. */

/* ---- one sheet ----------------------------------------------------------- */

static bool is_known_name(void *payload, rp_text cell) {
    work *w = payload;

    return rp_header_column(w->side, &w->probe.reader, cell) ||
           rp_map_names(w->how->old, w->side, cell);
}

/* The words of a form's questions count as well. */
static bool is_like_name(void *payload, rp_text cell) {
    work *w = payload;
    bool no_memory = false;
    size_t at = 0;

    return is_known_name(payload, cell) ||
           rp_question_next(w->side, cell, &at, &no_memory);
}

static uint32_t known_names(work *w) {
    uint32_t count = 0;

    for (uint32_t c = 0; c < w->table->columns; c++)
        count += header_of(w, c).length > 0 &&
                 is_known_name(w, header_of(w, c));
    return count;
}

static void open_table(work *w, rp_findings *findings) {
    const char *path = w->how->paths[w->side];
    rp_known_names known = {is_known_name, w}, like = {is_like_name, w};
    rp_status status = rp_table_read_known(w->table, path, &known, findings);

    w->status = rp_status_graver(w->status, status);
    if (status == RP_OK && known_names(w) < 2 && strcmp(path, "-") != 0) {
        rp_table_clear(w->table);
        w->status = rp_status_graver(
            w->status, rp_table_read_known(w->table, path, &like, findings));
    }
}

/* What is decided, as reading would have it. */
static void note_columns(work *w) {
    bool twice;

    for (uint32_t c = 0; c < w->table->columns && fine(w); c++) {
        const decision *d = &w->decisions[c];
        rp_map_row row = {.side = (int)w->side,
                          .column = keep(w, header_of(w, c)),
                          .to = d->to,
                          .is_open = d->state == RP_PROPOSED_OPEN};
        if (d->is_made)
            need(w, rp_map_add(w->map, &row, &twice));
    }
}

/* What the map of last time places. */
static void note_old_values(work *w) {
    bool twice;

    for (size_t k = 0; w->how->old && k < w->how->old->count; k++) {
        const rp_map_row *row = &w->how->old->rows[k];
        if (row->value && !row->is_open)
            need(w, rp_map_add(w->map, row, &twice));
    }
}

/* Who may be named by the other sheet. */
static void note_people(work *w, const rp_layout *layout) {
    const rp_column *name = column_named(w, "name");
    uint32_t at[2] = {layout->own[0], layout->own[index_of(w, name)]};
    rp_text cells[RP_MAX_COLUMNS], none = {"", 0};

    w->therapists = rp_others_new();
    need(w, w->therapists != NULL);
    for (uint32_t row = 1; row <= w->table->rows && fine(w); row++) {
        rp_table_row(w->table, row, cells);
        need(w, rp_others_add(
                    w->therapists,
                    at[0] == RP_NONE ? none : rp_text_trim(cells[at[0]]),
                    at[1] == RP_NONE ? none : rp_text_trim(cells[at[1]])));
    }
}

static void propose_rows(work *w, const rp_layout *layout) {
    for (uint32_t c = 0; c < w->table->columns && fine(w); c++) {
        const decision *d = &w->decisions[c];
        if (!d->is_made)
            continue;
        if (!d->is_old)
            put_proposed(w, c, NULL, d->to, w->cells[c].filled, d->why,
                         d->state);
        propose_values(w, c, layout);
    }
}

/* The columns as they are decided, then the values in them. */
static void propose(work *w) {
    rp_reader *reader = &w->probe.reader;
    rp_layout layout = {0};

    reader->decimal_comma = w->table->delimiter != ',';
    reader->findings = &w->unseen;
    need(w, rp_nobody_leave(w->table, w->side, w->how->old, reader) !=
                RP_ERR_MEMORY);
    w->cells = rp_new_array(w->table->columns, sizeof *w->cells);
    w->decisions = rp_new_array(w->table->columns, sizeof *w->decisions);
    memset(w->taken, 0, sizeof w->taken);
    need(w, w->cells && w->decisions);
    for (uint32_t c = 0; c < w->table->columns && fine(w); c++)
        need(w, rp_cells_read(&w->cells[c], w->table, c) == RP_OK);
    reader->findings = &w->probe.findings;
    w->probe.others = w->therapists;
    if (fine(w))
        decide_columns(w);
    if (fine(w))
        note_columns(w);
    reader->findings = &w->unseen;
    if (fine(w))
        need(w, rp_map_apply(w->map, w->side, w->table, reader) == RP_OK);
    if (fine(w))
        need(w, rp_layout_make(&layout, w->side, w->table, w->map, reader) !=
                    RP_ERR_MEMORY);
    if (fine(w))
        rp_order_find(&layout, w->table, reader);
    reader->findings = &w->probe.findings;
    if (fine(w) && w->side == RP_THERAPISTS)
        note_people(w, &layout);
    if (fine(w))
        propose_rows(w, &layout);
    rp_layout_clear(&layout);
}

static void forget_side(work *w) {
    for (uint32_t c = 0; w->cells && c < w->table->columns; c++)
        rp_cells_clear(&w->cells[c]);
    free(w->cells);
    free(w->decisions);
    w->cells = NULL;
    w->decisions = NULL;
}

/* ---- both ---------------------------------------------------------------- */

/* Rows of last time stay as they are; what was open is asked again where it is
 * still there. */
static void put_old(work *w) {
    const rp_map *old = w->how->old;

    for (size_t k = 0; old && k < old->count && fine(w); k++) {
        rp_map_row row = old->rows[k];
        if (row.is_open)
            continue;
        row.column = keep(w, rp_text_of(row.column));
        row.value = row.value ? keep(w, rp_text_of(row.value)) : NULL;
        row.to = keep(w, rp_text_of(row.to));
        row.count = keep(w, rp_text_of(row.count));
        row.why = keep(w, rp_text_of(row.why));
        put_row(w, &row, RP_PROPOSED_PLACED);
    }
}

rp_status rp_proposal_make(rp_proposal *out, const rp_proposal_options *how,
                           rp_findings *findings) {
    rp_table tables[RP_SIDES] = {{0}, {0}};
    work *w = rp_new_array(1, sizeof *w);

    *out = (rp_proposal){0};
    if (!w)
        return RP_ERR_MEMORY;
    w->how = how;
    w->out = out;
    w->status = RP_OK;
    rp_findings_source(&w->unseen, "");
    w->map = rp_map_new();
    need(w, rp_probe_init(&w->probe, how->taxonomy) == RP_OK && w->map);
    if (fine(w)) {
        put_old(w);
        note_old_values(w);
    }
    for (int side = 0; side < RP_SIDES && fine(w); side++) {
        w->side = (rp_side)side;
        w->table = &tables[side];
        open_table(w, findings);
        if (fine(w) && w->table->columns > 0)
            propose(w);
        forget_side(w);
        rp_table_locate(w->table, findings);
    }
    need(w, !w->probe.no_memory && !w->unseen.out_of_memory);
    rp_status status = w->status;
    for (int side = 0; side < RP_SIDES; side++)
        rp_table_clear(&tables[side]);
    rp_others_free(w->therapists);
    rp_probe_clear(&w->probe);
    rp_map_free(w->map);
    rp_findings_clear(&w->unseen);
    rp_buffer_clear(&w->text);
    free(w);
    return status;
}

void rp_proposal_clear(rp_proposal *proposal) {
    rp_arena_clear(&proposal->arena);
    free(proposal->rows);
    *proposal = (rp_proposal){0};
}

size_t rp_proposal_count(const rp_proposal *proposal, bool of_values,
                         rp_proposed_state state) {
    size_t count = 0;

    for (size_t k = 0; k < proposal->count; k++)
        count += (proposal->rows[k].row.value != NULL) == of_values &&
                 proposal->rows[k].state == state;
    return count;
}
