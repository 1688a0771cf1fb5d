#include "input/map/placing.h"

#include "base/array.h"
#include "input/map/question.h"
#include "input/times/times.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool rp_placing_need(rp_placing *p, bool whole) {
    p->no_memory |= !whole;
    return whole;
}

const char *rp_placing_words(rp_placing *p, const char *format, ...) {
    char text[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return rp_placing_keep(p, rp_text_mend(text));
}

const char *rp_placing_keep(rp_placing *p, rp_text text) {
    const char *kept = rp_arena_text(p->arena, text.bytes, text.length);

    rp_placing_need(p, kept != NULL);
    return kept ? kept : "";
}

rp_text rp_placing_header(const rp_placing *p, uint32_t column) {
    return rp_text_trim(rp_table_cell(p->table, 0, column));
}

/* ---- columns ------------------------------------------------------------- */

const rp_column *rp_placing_column(const rp_placing *p, const char *name) {
    return rp_schema_find(p->side, rp_text_of(name));
}

static size_t index_of(const rp_placing *p, const rp_column *column) {
    return (size_t)(column - rp_schemas[p->side].columns);
}

static void decide(rp_placing *p, uint32_t column, rp_decided_state state,
                   const char *to, const char *why) {
    rp_decision *d = &p->decisions[column];
    const rp_column *named =
        *to && !strchr(to, ':') ? rp_placing_column(p, to) : NULL;

    *d = (rp_decision){.is_made = true, .state = state, .to = to, .why = why};
    if (state != RP_PROPOSED_OPEN && named && named->kind != RP_KIND_AUDIT)
        p->taken[index_of(p, named)] = true;
}

static void leave_open(rp_placing *p, uint32_t column, const char *why) {
    decide(p, column, RP_PROPOSED_OPEN, "?", why);
}

/* What the map of last time says. */
static void decide_old(rp_placing *p, uint32_t column) {
    bool silent, no_memory = false;
    rp_text header = rp_placing_header(p, column);

    if (!p->old || !rp_map_names(p->old, p->side, header))
        return;
    rp_text to = rp_map_renamed(p->old, p->side, header, &silent, &no_memory);
    rp_placing_need(p, !no_memory);
    const rp_column *named = rp_header_column(p->side, &p->probe->reader, to);
    decide(p, column, RP_PROPOSED_PLACED,
           named && !memchr(to.bytes, ':', to.length) ? named->name
                                                      : rp_placing_keep(p, to),
           "");
    p->decisions[column].is_old = true;
}

/* A name or an alias, also of a day of the week. */
static void decide_by_name(rp_placing *p, uint32_t column) {
    rp_text header = rp_placing_header(p, column);
    const rp_column *named =
        rp_header_column(p->side, &p->probe->reader, header);
    bool is_tag = memchr(rp_map_bare(header).bytes, ':',
                         rp_map_bare(header).length) != NULL;

    if (!named) {
        rp_text bare = rp_map_bare(header);
        rp_placing_need(p, rp_text_fold(&p->text, bare));
        if (!p->no_memory &&
            rp_times_day((rp_text){p->text.bytes, p->text.length}) >= 0)
            decide(p, column, RP_PROPOSED_PLACED, rp_placing_keep(p, header),
                   "a day of the week");
        return;
    }
    if (is_tag || named->kind == RP_KIND_AUDIT) {
        decide(p, column, RP_PROPOSED_PLACED, rp_placing_keep(p, header),
               is_tag ? "one value of a list" : "for audits alone");
        return;
    }
    if (p->taken[index_of(p, named)]) {
        leave_open(p, column,
                   rp_placing_words(p, "another column is %s already: keep one",
                                    named->name));
        return;
    }
    rp_placing_need(p, rp_text_fold(&p->text, rp_map_bare(header)));
    decide(p, column, RP_PROPOSED_PLACED, named->name,
           !p->no_memory &&
                   rp_text_equals((rp_text){p->text.bytes, p->text.length},
                                  named->name)
               ? "its own name"
               : rp_placing_words(p, "another name of %s", named->name));
}

static bool has_word_end(rp_text header, const char *end) {
    size_t length = strlen(end);

    return header.length > length &&
           memcmp(header.bytes + header.length - length, end, length) == 0;
}

/* Take a header apart where a form puts an answer behind its question. */
static bool split_option(rp_text header, rp_text *stem, rp_text *option) {
    static const char *const opens[] = {
        "(choice=", "[", " - Selected Choice - ", " - ", ": ", "___"};
    static const char *const closes[] = {")", "]", "", "", "", ""};

    for (size_t k = 0; k < sizeof opens / sizeof *opens; k++) {
        size_t length = strlen(opens[k]), end = strlen(closes[k]);
        if (end > 0 && !has_word_end(header, closes[k]))
            continue;
        for (size_t at = header.length; at-- > 1;) {
            if (at + length >= header.length ||
                memcmp(header.bytes + at, opens[k], length) != 0)
                continue;
            *stem = rp_text_trim((rp_text){header.bytes, at});
            *option = rp_text_trim((rp_text){
                header.bytes + at + length, header.length - at - length - end});
            return stem->length > 0 && option->length > 0;
        }
    }
    return false;
}

/* Are all cells marks, or the answer itself? */
static bool are_marks(const rp_placing *p, uint32_t column, rp_text option) {
    const rp_cells *cells = &p->cells[column];

    for (uint32_t k = 0; k < rp_tags_count(cells->texts); k++) {
        rp_text cell = rp_text_of(rp_tags_name(cells->texts, k));
        if (rp_answer_parse(cell) == RP_UNKNOWN &&
            rp_text_compare(cell, option) != 0)
            return false;
    }
    return true;
}

/* Is an answer one known name of a list? */
static bool knows(rp_placing *p, const rp_column *list, rp_text option) {
    rp_use use = {.column = list};
    rp_probed read = rp_probe_cell(p->probe, p->side, &use, option);

    return read.known == 1 && read.unknown == 0 && !read.is_bad;
}

/* A question about danger is a person's to place. */
static void decide_danger(rp_placing *p, uint32_t column) {
    rp_text header = rp_placing_header(p, column), stem, option;
    rp_danger_hit hit;

    if (p->side != RP_CLIENTS ||
        !rp_placing_need(
            p, rp_danger_find_in_header(&p->taxonomy->danger, header, &hit)) ||
        hit.grade == RP_DANGER_NONE)
        return;
    leave_open(
        p, column,
        split_option(header, &stem, &option)
            ? rp_placing_words(p,
                               "asks about danger: concerns:%.*s, risk, "
                               "or blank to leave it out on purpose",
                               (int)(option.length > 80 ? 80 : option.length),
                               option.bytes)
        : rp_danger_asks_safe(header)
            ? "asks about danger, and no is the danger: risk with rows that "
              "make Yes no and No yes, or blank to leave it out on purpose"
            : "asks about danger: risk, or blank to leave it out on "
              "purpose");
}

/* The column of which a header is one answer; NULL. */
static const rp_column *asked_list(rp_placing *p, uint32_t column, rp_text stem,
                                   rp_text option) {
    bool no_memory = false;
    const rp_question *asked;
    size_t at = 0;

    rp_placing_need(p, rp_text_fold(&p->text, option));
    bool is_day = !p->no_memory &&
                  rp_times_day((rp_text){p->text.bytes, p->text.length}) >= 0;
    while ((asked = rp_question_next(p->side, stem, &at, &no_memory))) {
        const rp_column *c =
            *asked->column ? rp_placing_column(p, asked->column) : NULL;
        if (c && ((c->kind == RP_KIND_TIMES && is_day) ||
                  (c->kind == RP_KIND_LIST && are_marks(p, column, option))))
            return c;
    }
    rp_placing_need(p, !no_memory);
    return NULL;
}

static void decide_answer(rp_placing *p, uint32_t column, const rp_column *list,
                          rp_text option) {
    rp_ages ages;

    if (rp_ages_parse(&ages, option) != RP_AGES_BAD) {
        leave_open(p, column, "ages: age_min, age_max or ages; blank if not");
        return;
    }
    if (list->kind == RP_KIND_LIST && list->names != RP_NAMES_FREE &&
        !knows(p, list, option)) {
        leave_open(p, column,
                   rp_placing_words(p,
                                    "no known name of %s; blank to leave it "
                                    "out",
                                    list->name));
        return;
    }
    p->text.length = 0;
    rp_placing_need(p,
                    rp_buffer_puts(&p->text, list->name) &&
                        rp_buffer_puts(&p->text, ":") &&
                        rp_buffer_put(&p->text, option.bytes, option.length));
    if (p->no_memory)
        return;
    decide(p, column, RP_PROPOSED,
           rp_placing_keep(p, (rp_text){p->text.bytes, p->text.length}),
           rp_placing_words(p, "one answer of %s", list->name));
    p->decisions[column].option = rp_placing_keep(p, option);
}

/* One answer of a question: `concerns:anxiety`, `slots:monday`; or a header
 * that is a known name, above marks. */
static void decide_option(rp_placing *p, uint32_t column) {
    static const char *const lists[] = {
        "client_types", "concerns",  "specialties", "want_modalities",
        "modalities",   "insurance", "languages",   "formats"};
    rp_text header = rp_placing_header(p, column), stem, option;
    const rp_column *list = NULL;

    if (split_option(header, &stem, &option)) {
        list = asked_list(p, column, stem, option);
    } else if (p->cells[column].filled > 0 && are_marks(p, column, header)) {
        option = header;
        for (size_t k = 0; k < sizeof lists / sizeof *lists && !list; k++) {
            const rp_column *c = rp_placing_column(p, lists[k]);
            if (c && c->kind == RP_KIND_LIST && knows(p, c, option))
                list = c;
        }
    }
    if (list)
        decide_answer(p, column, list, option);
}

/* How the cells speak for a column. */
typedef struct evidence {
    bool fits;
    const char *why;
} evidence;

static bool is_unique(const rp_placing *p, uint32_t column) {
    const rp_cells *cells = &p->cells[column];

    return cells->filled == p->table->rows &&
           rp_tags_count(cells->texts) == cells->filled && cells->filled > 0;
}

/* Small whole numbers, such as 1 to 5? */
static bool are_ratings(const rp_placing *p, uint32_t column) {
    const rp_cells *cells = &p->cells[column];

    for (uint32_t k = 0; k < rp_tags_count(cells->texts); k++) {
        double value;
        if (!rp_number_parse(&value, rp_text_of(rp_tags_name(cells->texts, k)),
                             false) ||
            value < -3.0 || value > 5.0)
            return false;
    }
    return cells->filled > 0;
}

/* @param[out] is_weak  of a list: less than half of the cells read so */
static evidence weigh(rp_placing *p, uint32_t column, const rp_column *as,
                      bool *is_weak) {
    uint32_t of;

    *is_weak = false;
    if (as->kind == RP_KIND_ID)
        return (evidence){is_unique(p, column), "its words; each cell once"};
    if (as->kind == RP_KIND_TEXT)
        return (evidence){true, "its words"};
    if (strncmp(as->name, "style_", 6) == 0)
        return (evidence){are_ratings(p, column), "its words; all ratings"};
    uint32_t good =
        rp_probe_share(p->probe, p->side, as, &p->cells[column], &of);
    const char *why =
        rp_placing_words(p, "its words; %u of %u different cells read so",
                         (unsigned)good, (unsigned)of);
    if (of == 0)
        return (evidence){as->kind != RP_KIND_ANSWER, "its words; no cell says "
                                                      "anything"};
    switch (as->kind) {
    case RP_KIND_LIST:
        *is_weak = good * 2 < of;
        return (evidence){good > 0 || as->names == RP_NAMES_CONCERNS ||
                              as->names == RP_NAMES_MODALITIES,
                          why};
    case RP_KIND_CHOICE: /* how soon, in the form's own words */
        return (evidence){good > 0 || strcmp(as->name, "urgency") == 0, why};
    case RP_KIND_TIMES:
        return (evidence){good > 0, why};
    case RP_KIND_ANSWER:
    case RP_KIND_ACCEPTING:
        return (evidence){good * 4 >= of * 3, why};
    case RP_KIND_IDS:
        return (evidence){
            strcmp(as->name, "requested_therapist") != 0 || good > 0, why};
    default:
        return (evidence){good * 2 >= of, why};
    }
}

/* Whole words of the question, if the cells do not speak against it. Where they
 * say little for a list, another of its questions may have more: "works with"
 * asks for couples or for concerns. */
static void decide_by_words(rp_placing *p, uint32_t column) {
    const rp_column *weak = NULL;
    const char *why = NULL;
    bool no_memory = false, is_weak;
    const rp_question *asked;
    size_t at = 0;

    while (!p->no_memory &&
           (asked = rp_question_next(p->side, rp_placing_header(p, column), &at,
                                     &no_memory))) {
        if (!*asked->column) {
            if (weak)
                break;
            decide(p, column, RP_PROPOSED, "", asked->why);
            return;
        }
        const rp_column *as = rp_placing_column(p, asked->column);
        if (p->taken[index_of(p, as)] || (weak && as->kind != RP_KIND_LIST))
            continue;
        evidence e = weigh(p, column, as, &is_weak);
        if (!e.fits)
            continue;
        if (!is_weak) {
            decide(p, column, RP_PROPOSED, as->name, e.why);
            return;
        }
        why = weak ? why : e.why;
        weak = weak ? weak : as;
    }
    if (weak)
        decide(p, column, RP_PROPOSED, weak->name, why);
    rp_placing_need(p, !no_memory);
}

/* Do most cells read as one of these columns? */
static const struct by_cells {
    const char *column, *what;
} by_cells[] = {
    {"lives_in", "states"},
    {"licensed_in", "states"},
    {"insurance", "payers"},
    {"languages", "languages"},
    {"concerns", "known concerns"},
    {"specialties", "known concerns"},
    {"want_modalities", "known approaches"},
    {"modalities", "known approaches"},
    {"want_gender", "genders"},
    {"gender", "genders"},
    {"formats", "formats"},
    {"slots", "times of the week"},
    {"ages", "ages"},
};

static bool are_answers(const rp_placing *p, uint32_t column) {
    return are_marks(p, column, (rp_text){"", 0});
}

static void decide_by_cells(rp_placing *p, uint32_t column) {
    const rp_cells *cells = &p->cells[column];
    uint32_t of, good;

    if (cells->filled == 0 || are_answers(p, column))
        return;
    if (p->side == RP_CLIENTS) {
        good =
            rp_probe_share(p->probe, p->side,
                           rp_placing_column(p, "past_therapists"), cells, &of);
        if (good > 0 && good * 2 >= of) {
            leave_open(
                p, column,
                rp_placing_words(p,
                                 "%u of %u different cells are therapists: "
                                 "past_therapists, avoid_therapists, "
                                 "requested_therapist or pin",
                                 (unsigned)good, (unsigned)of));
            return;
        }
    }
    for (size_t k = 0; k < sizeof by_cells / sizeof *by_cells; k++) {
        const rp_column *as = rp_placing_column(p, by_cells[k].column);
        double number;
        rp_text first = rp_text_of(rp_tags_name(cells->texts, 0));
        if (!as || p->taken[index_of(p, as)] ||
            rp_number_parse(&number, first, true))
            continue;
        good = rp_probe_share(p->probe, p->side, as, cells, &of);
        if (of < 2 || good * 5 < of * 4)
            continue;
        if (as->names == RP_NAMES_GENDERS) {
            leave_open(p, column,
                       rp_placing_words(p,
                                        "%u of %u different cells are genders: "
                                        "%s, or blank",
                                        (unsigned)good, (unsigned)of,
                                        as->name));
            return;
        }
        decide(p, column, RP_PROPOSED, as->name,
               rp_placing_words(p, "%u of %u different cells are %s",
                                (unsigned)good, (unsigned)of,
                                by_cells[k].what));
        return;
    }
}

static void decide_rest(rp_placing *p, uint32_t column) {
    uint32_t of, good;
    const rp_column *date = rp_placing_column(p, "referred_on");

    if (date && p->cells[column].filled > 0 && !p->taken[index_of(p, date)]) {
        good = rp_probe_share(p->probe, p->side, date, &p->cells[column], &of);
        if (good > 0 && good == of) {
            leave_open(p, column,
                       "dates: referred_on, or blank to leave it "
                       "out");
            return;
        }
    }
    decide(p, column, RP_PROPOSED, "",
           p->cells[column].filled > 0
               ? "no column of ours is like it: left out"
               : "no cell is filled: left out");
}

/* A map speaks of columns by name. Where several have one, the first speaks for
 * all of them: they are left out together, or a person renames. */
static void settle_repeated(rp_placing *p) {
    rp_tags *names = rp_tags_new();
    uint32_t *firsts = rp_new_array(p->table->columns, sizeof *firsts);

    rp_placing_need(p, names && firsts);
    for (uint32_t c = 0; c < p->table->columns && !p->no_memory; c++) {
        rp_decision *d = &p->decisions[c];
        if (!d->is_made ||
            !rp_placing_need(
                p,
                rp_text_fold(&p->text, rp_map_bare(rp_placing_header(p, c)))))
            continue;
        uint32_t before = rp_tags_count(names);
        uint32_t tag =
            rp_tags_intern(names, (rp_text){p->text.bytes, p->text.length});
        if (!rp_placing_need(p, tag != RP_NONE))
            break;
        if (tag == before) {
            firsts[tag] = c;
            continue;
        }
        rp_decision *first = &p->decisions[firsts[tag]];
        if (!first->is_old && (*first->to || *d->to)) {
            bool is_asked = first->state == RP_PROPOSED_OPEN;
            leave_open(p, firsts[tag],
                       rp_placing_words(p,
                                        "several columns have this name: "
                                        "rename all but one in the sheet%s%s",
                                        is_asked ? "; " : "",
                                        is_asked ? first->why : ""));
        }
        d->is_made = false;
    }
    free(firsts);
    rp_tags_free(names);
}

typedef void decider(rp_placing *p, uint32_t column);

void rp_placing_decide(rp_placing *p) {
    static decider *const deciders[] = {
        decide_old,      decide_by_name,  decide_danger, decide_option,
        decide_by_words, decide_by_cells, decide_rest};

    for (size_t k = 0; k < sizeof deciders / sizeof *deciders; k++)
        for (uint32_t c = 0; c < p->table->columns && !p->no_memory; c++)
            if (!p->decisions[c].is_made && rp_placing_header(p, c).length > 0)
                deciders[k](p, c);
    if (!p->no_memory)
        settle_repeated(p);
}
