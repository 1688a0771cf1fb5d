#include "input/cell/cell.h"

#include "base/formula.h"
#include "input/cell/stated.h"
#include "input/cell/urgency.h"
#include "input/record.h"
#include "input/times/times.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void rp_reader_clear(rp_reader *reader) {
    rp_buffer_clear(&reader->key);
    rp_buffer_clear(&reader->joined);
    for (int id = 0; id < RP_NAMES_COUNT; id++) {
        rp_nearest_free(reader->near[id]);
        reader->near[id] = NULL;
    }
    for (int side = 0; side < RP_SHEETS; side++)
        rp_schema_index_clear(&reader->headers[side]);
    free(reader->items);
    free(reader->seen);
    free(reader->notes);
    free(reader->partings);
    reader->notes = NULL;
    reader->partings = NULL;
    reader->items = NULL;
    reader->seen = NULL;
}

rp_text rp_cell_plain(rp_text cell) {
    cell = rp_text_trim(cell);
    if (cell.length > 1 && cell.bytes[0] == '\'' &&
        strchr("=+-@", cell.bytes[1])) {
        cell.bytes++;
        cell.length--;
    } else if (cell.length > 3 && cell.bytes[0] == '=' &&
               cell.bytes[1] == '"' && cell.bytes[cell.length - 1] == '"') {
        return rp_text_trim((rp_text){cell.bytes + 2, cell.length - 3});
    }
    return cell;
}

const char *rp_cell_other_kind(rp_text cell) {
    double number;
    int32_t day;
    rp_arena arena = {0};
    rp_times times;
    rp_text where;

    if (rp_number_parse(&number, cell, true))
        return "numbers";
    if (rp_answer_plain(cell) != RP_UNKNOWN)
        return "yes or no";
    if (rp_date_parse(&day, cell))
        return "dates";
    rp_times_trouble trouble =
        rp_times_parse(&times, &arena, cell, NULL, NULL, &where);
    rp_arena_clear(&arena);
    return trouble <= RP_TIMES_WHOLE_DAY ? "times of the week" : NULL;
}

static bool fits_number(const rp_reader *reader, const rp_column *column,
                        rp_text cell) {
    int32_t years;
    rp_money money;
    double number;

    if (column->flags & RP_OFFSET)
        return rp_offset_parse(&number, cell, reader->decimal_comma);
    return rp_number_parse(&number, cell, reader->decimal_comma) ||
           ((column->flags & RP_YEARS) && rp_age_parse(&years, cell)) ||
           ((column->flags & RP_MONEY) &&
            rp_money_parse(&money, cell, reader->decimal_comma)) ||
           ((column->flags & RP_IN_WORDS) &&
            rp_answer_accepting(cell) != RP_UNKNOWN);
}

static bool fits_date(const rp_column *column, rp_text cell) {
    rp_dated date;

    return rp_dates_read(&date, cell, RP_NO_DAY) ||
           rp_dates_serial(cell, column->kind == RP_KIND_BIRTH
                                     ? 1
                                     : RP_SERIAL_LEAST) != RP_NO_DAY;
}

/* The choice of a cell, -1 for none; a mark stands for yes or no where these
 * are choices. */
static int choice_of(rp_reader *reader, const rp_column *column, rp_text cell) {
    if (!rp_text_fold(&reader->key, cell)) {
        reader->out_of_memory = true;
        return -1;
    }
    int found = rp_choice_find(
        column, (rp_text){reader->key.bytes, reader->key.length});
    rp_answer answer = found < 0 ? rp_answer_parse(cell) : RP_UNKNOWN;
    return answer == RP_UNKNOWN
               ? found
               : rp_choice_find(column,
                                rp_text_of(answer == RP_YES ? "yes" : "no"));
}

static bool fits_choice(rp_reader *reader, const rp_column *column,
                        rp_text cell) {
    return choice_of(reader, column, cell) >= 0 || reader->out_of_memory;
}

bool rp_cell_fits(rp_reader *reader, const rp_column *column, rp_text cell) {
    rp_ages ages;

    if (column->kind != RP_KIND_ID && rp_stated_nothing(cell))
        return true;
    switch (column->kind) {
    case RP_KIND_WHOLE:
    case RP_KIND_NUMBER:
        return fits_number(reader, column, cell);
    case RP_KIND_DATE:
    case RP_KIND_BIRTH:
        return fits_date(column, cell);
    case RP_KIND_ANSWER:
        return rp_answer_parse(cell) != RP_UNKNOWN;
    case RP_KIND_ACCEPTING:
        return rp_answer_accepting(cell) != RP_UNKNOWN;
    case RP_KIND_AGES:
        return rp_ages_parse(&ages, cell) != RP_AGES_BAD;
    case RP_KIND_CHOICE:
        return fits_choice(reader, column, cell);
    case RP_KIND_TIMES: {
        const char *kind = rp_cell_other_kind(cell);
        return !kind || strcmp(kind, "times of the week") == 0;
    }
    case RP_KIND_LIST: /* a list may hold any text, but not yes and no */
        return rp_answer_plain(cell) == RP_UNKNOWN ||
               (cell.length == 1 && (cell.bytes[0] | 1) == '1');
    case RP_KIND_ID:
    case RP_KIND_TEXT:
    case RP_KIND_IDS:
    case RP_KIND_PRIORITIES:
    case RP_KIND_RISK:
    case RP_KIND_AUDIT:
        return true;
    }
    return true;
}

void rp_cell_tell_blank(rp_reader *reader, const rp_column *column,
                        rp_place place, rp_text cell) {
    rp_findings_add(reader->findings, RP_WARNING, place,
                    "%s: '%s' is read as blank", column->name,
                    rp_quote(cell).bytes);
    rp_findings_kind(reader->findings, "read as blank");
}

static void add_bad(rp_reader *reader, const rp_column *column, rp_place place,
                    const char *expected, rp_text cell) {
    rp_findings_add(reader->findings, RP_ERROR, place,
                    "%s: expected %s, got '%s'", column->name, expected,
                    rp_quote(cell).bytes);
}

static void refuse_number(rp_reader *reader, const rp_column *column,
                          rp_place place, rp_text cell) {
    bool whole = column->kind == RP_KIND_WHOLE;
    rp_quoted got = rp_quote(cell);

    if ((column->flags & RP_MONEY) && rp_stated_none(cell))
        rp_findings_add(reader->findings, RP_ERROR, place,
                        "%s: '%s': free, or no limit? expected 0, or a blank "
                        "cell",
                        column->name, got.bytes);
    else if (column->max >= 1e9)
        rp_findings_add(reader->findings, RP_ERROR, place,
                        "%s: expected a number, %g or more, got '%s'",
                        column->name, column->min, got.bytes);
    else
        rp_findings_add(reader->findings, RP_ERROR, place,
                        "%s: expected a %s from %g to %g, got '%s'",
                        column->name, whole ? "whole number" : "number",
                        column->min, column->max, got.bytes);
}

/* What a therapist charges: a range is fee_min and fee; elsewhere the one of
 * its ends that the column means. */
static bool take_range(rp_reader *reader, const rp_column *column,
                       rp_place place, rp_text cell, rp_money money,
                       double *value) {
    bool is_fee = strcmp(column->name, "fee") == 0;
    bool is_least = strcmp(column->name, "fee_min") == 0;

    *value = is_least ? money.least : money.most;
    if (money.most - money.least <= 0.0)
        return true;
    if (is_fee && reader->is_beside_fee_min) {
        rp_findings_add(reader->findings, RP_ERROR, place,
                        "%s: the range '%s' beside a filled fee_min, expected "
                        "one number",
                        column->name, rp_quote(cell).bytes);
        return false;
    }
    if (is_fee)
        reader->range_least = money.least;
    reader->is_range = is_fee;
    rp_findings_add(reader->findings, RP_CAUTION, place,
                    is_fee     ? "%s: '%s' is read as fee_min and fee"
                    : is_least ? "%s: of the range '%s' the least is read"
                               : "%s: of the range '%s' the most is read",
                    column->name, rp_quote(cell).bytes);
    rp_findings_kind(reader->findings, "range");
    return true;
}

/* `3 (evenings only)` is 3, full is 0. */
static bool read_in_words(rp_reader *reader, const rp_column *column,
                          rp_place place, rp_text cell, double *value) {
    const char *open = memchr(cell.bytes, '(', cell.length);

    if (rp_answer_accepting(cell) == RP_NO && rp_answer_parse(cell) != RP_NO) {
        *value = 0.0;
        return true;
    }
    if (!open || cell.bytes[cell.length - 1] != ')' ||
        !rp_number_parse(value,
                         (rp_text){cell.bytes, (size_t)(open - cell.bytes)},
                         reader->decimal_comma))
        return false;
    rp_findings_add(reader->findings, RP_WARNING, place,
                    "%s: of '%s' the number is read", column->name,
                    rp_quote(cell).bytes);
    rp_findings_kind(reader->findings, "number of");
    return true;
}

/* What a number may be beside a plain one. */
static bool read_loose(rp_reader *reader, const rp_column *column,
                       rp_place place, rp_text cell, double *value) {
    rp_money money;
    int32_t years;

    if ((column->flags & RP_YEARS) && rp_age_parse(&years, cell)) {
        *value = years;
        return true;
    }
    if ((column->flags & RP_MONEY) &&
        rp_money_parse(&money, cell, reader->decimal_comma)) {
        if (!take_range(reader, column, place, cell, money, value))
            *value = NAN; /* it was told */
        return true;
    }
    return (column->flags & RP_IN_WORDS) &&
           read_in_words(reader, column, place, cell, value);
}
/* Nothing of one that is too long: half a sentence may say another thing. */
static void read_text(rp_reader *reader, const rp_column *column,
                      rp_place place, rp_text cell, void *member) {
    bool is_long = column->max > 0.0 && (double)cell.length > column->max;

    if (is_long)
        rp_findings_add(reader->findings, RP_WARNING, place,
                        "%s: expected at most %g bytes, got %zu; left out",
                        column->name, column->max, cell.length);
    char *text =
        rp_arena_text(reader->arena, cell.bytes, is_long ? 0 : cell.length);
    reader->out_of_memory |= !text;
    *(const char **)member = text;
}

static void read_offset(rp_reader *reader, const rp_column *column,
                        rp_place place, rp_text cell, double *hours) {
    if (!rp_offset_parse(hours, cell, reader->decimal_comma))
        add_bad(reader, column, place,
                "hours from -12 to 14 in quarters, as in -5, +5:30 or 5.5",
                cell);
}

static void read_number(rp_reader *reader, const rp_column *column,
                        rp_place place, rp_text cell, void *member) {
    bool whole = column->kind == RP_KIND_WHOLE;
    /* 1.200 a session is twelve hundred, or a slip */
    bool unclear = (column->flags & RP_MONEY) && rp_money_is_grouped(cell);
    double value;

    if (column->flags & RP_OFFSET) {
        read_offset(reader, column, place, cell, member);
        return;
    }
    if (unclear || (!rp_number_parse(&value, cell, reader->decimal_comma) &&
                    !read_loose(reader, column, place, cell, &value)))
        value = INFINITY;
    if (isnan(value))
        return;
    if (value < column->min || value > column->max ||
        (whole && value > floor(value))) {
        refuse_number(reader, column, place, cell);
        return;
    }
    if (whole)
        *(int32_t *)member = (int32_t)value;
    else
        *(double *)member = value;
}

static void read_date(rp_reader *reader, const rp_column *column,
                      rp_place place, rp_text cell, int32_t *day) {
    rp_dated date;
    bool birth = column->kind == RP_KIND_BIRTH;

    if (rp_date_parse(day, cell))
        return;
    if (reader->reading.is_serial) {
        *day = rp_dates_serial(cell, birth ? 1 : RP_SERIAL_LEAST);
    } else if (rp_dates_read(&date, cell, reader->latest)) {
        *day = rp_dates_day(date, reader->reading.order);
        if (*day == RP_NO_DAY && reader->reading.order >= RP_DATES_OPEN)
            return; /* told once for the whole column */
    }
    if (*day == RP_NO_DAY)
        add_bad(reader, column, place, rp_kind_words(column), cell);
}

static void read_ages(rp_reader *reader, const rp_column *column,
                      rp_place place, rp_text cell, rp_ages *ages) {
    rp_ages_trouble trouble = rp_ages_parse(ages, cell);

    if (trouble == RP_AGES_BAD)
        add_bad(reader, column, place,
                "ages as in 18-65, 18+, under 18, children, teens or adults",
                cell);
    else if (trouble == RP_AGES_GAP)
        rp_findings_add(reader->findings, RP_CAUTION, place,
                        "%s: '%s' leaves ages out, read as %d-%d", column->name,
                        rp_quote(cell).bytes, (int)ages->least,
                        (int)ages->most);
}

static void read_accepting(rp_reader *reader, const rp_column *column,
                           rp_place place, rp_text cell, int8_t *answer) {
    *answer = (int8_t)rp_answer_accepting(cell);
    if (*answer == RP_UNKNOWN)
        add_bad(reader, column, place, "yes or no, open, full or waitlist",
                cell);
}

static uint32_t tag_site(void *payload, rp_text site) {
    rp_reader *reader = payload;
    uint32_t tag = RP_NONE;

    if (rp_text_fold(&reader->key, site))
        tag = rp_names_tag(reader->names, RP_NAMES_FREE,
                           (rp_text){reader->key.bytes, reader->key.length});
    reader->out_of_memory |= tag == RP_NONE;
    return tag;
}

static bool is_of_therapists(const rp_column *column) {
    const rp_schema *schema = &rp_schemas[RP_THERAPISTS];

    return column >= schema->columns &&
           column < schema->columns + schema->count;
}

static void read_times(rp_reader *reader, const rp_column *column,
                       rp_place place, rp_text cell, rp_times *times) {
    const rp_times_sites sites = {tag_site, reader};
    rp_text where = cell;
    rp_times_trouble trouble =
        rp_times_parse(times, reader->arena, cell, reader->parts,
                       is_of_therapists(column) ? &sites : NULL, &where);

    if (trouble == RP_TIMES_MEMORY)
        reader->out_of_memory = true;
    else if (trouble != RP_TIMES_FINE)
        rp_findings_add(reader->findings,
                        trouble == RP_TIMES_WHOLE_DAY ? RP_WARNING : RP_ERROR,
                        place, "%s: '%s': %s", column->name,
                        rp_quote(where).bytes, rp_times_expected(trouble));
}

static void read_choice(rp_reader *reader, const rp_column *column,
                        rp_place place, rp_text cell, int8_t *choice) {
    char expected[128] = "";
    size_t length = 0;
    rp_text piece;

    int found = choice_of(reader, column, cell);
    if (found >= 0)
        *choice = (int8_t)found;
    if (found >= 0 || reader->out_of_memory)
        return;
    /* an error, and nobody in a crisis goes unnamed because of it */
    if (rp_urgency_is(column) &&
        rp_urgency_spoken(column, cell, &reader->key, &reader->out_of_memory) ==
            RP_CRISIS)
        *choice = RP_CRISIS;
    for (uint32_t k = 0; rp_piece(column->choices, k, &piece); k++)
        if (!memchr(piece.bytes, '=', piece.length) &&
            length + piece.length + 3 < sizeof expected) {
            if (length) {
                memcpy(expected + length, ", ", 2);
                length += 2;
            }
            memcpy(expected + length, piece.bytes, piece.length);
            length += piece.length;
        }
    expected[length] = '\0';
    rp_findings_add(reader->findings, RP_ERROR, place,
                    "%s: unknown value '%s', expected one of %s", column->name,
                    rp_quote(cell).bytes, expected);
}

/* A byte that separates ids or lists of them. */
static bool is_mark(char c) {
    return c == ':' || c == ';' || c == '|' || c == ',' || c == '\r' ||
           c == '\n';
}

static void read_id(rp_reader *reader, const rp_column *column, rp_place place,
                    rp_text cell, const char **id) {
    for (size_t i = 0; i < cell.length; i++)
        if (is_mark(cell.bytes[i])) {
            add_bad(reader, column, place,
                    "an id without : ; | , or a line break", cell);
            return;
        }
    if (rp_text_is_formula(cell))
        rp_findings_add(reader->findings, RP_WARNING, place,
                        "%s: '%s' begins like a formula; results show it "
                        "with a leading apostrophe",
                        column->name, rp_quote(cell).bytes);
    if (!rp_text_is_ascii(cell)) {
        if (!rp_text_compose(&reader->key, cell)) {
            reader->out_of_memory = true;
            return;
        }
        cell = rp_text_trim((rp_text){reader->key.bytes, reader->key.length});
    }
    *id = rp_arena_text(reader->arena, cell.bytes, cell.length);
    reader->out_of_memory |= !*id;
}

/* "expertise, modality, style, preferences or access" */
static const char *criteria_words(char out[256]) {
    size_t used = 0;

    *out = '\0';
    for (int k = 0; k < RP_CRITERION_COUNT && used < 256; k++)
        used += (size_t)snprintf(out + used, 256 - used, "%s%s",
                                 k == 0                        ? ""
                                 : k == RP_CRITERION_COUNT - 1 ? " or "
                                                               : ", ",
                                 rp_criterion_names[k]);
    return out;
}

static void read_priorities(rp_reader *reader, const rp_column *column,
                            rp_place place, rp_text cell, int8_t *out) {
    int count = 0;
    rp_text rest = cell;
    const char *separators = strpbrk(cell.bytes, ";|\r\n") ? ";|\r\n" : ",";

    if (rp_stated_none(cell))
        return; /* an empty list asks nothing */
    while (rest.length > 0) {
        size_t length = 0;
        while (length < rest.length && !strchr(separators, rest.bytes[length]))
            length++;
        rp_text piece = {rest.bytes, length};
        length += length < rest.length;
        rest.bytes += length;
        rest.length -= length;
        if (rp_text_trim(piece).length == 0)
            continue;
        if (!rp_text_fold(&reader->key, piece)) {
            reader->out_of_memory = true;
            return;
        }
        rp_text folded = {reader->key.bytes, reader->key.length};
        int k = 0;
        while (k < RP_CRITERION_COUNT &&
               !rp_text_equals(folded, rp_criterion_names[k]))
            k++;
        bool twice = false;
        for (int before = 0; before < count && before < 3; before++)
            twice |= out[before] == k;
        if (k == RP_CRITERION_COUNT || twice || count == 3) {
            char words[256];
            add_bad(reader, column, place,
                    twice        ? "each criterion once"
                    : count == 3 ? "at most three criteria"
                                 : criteria_words(words),
                    rp_text_trim(piece));
            return;
        }
        out[count++] = (int8_t)k;
    }
}

/* In lists each value is asked for itself; texts and ids may be anything. */
static bool says_nothing(rp_reader *reader, const rp_column *column,
                         rp_text cell) {
    bool is_choice = column->kind == RP_KIND_CHOICE;

    switch (column->kind) {
    case RP_KIND_ID:
    case RP_KIND_TEXT:
    case RP_KIND_LIST:
    case RP_KIND_IDS:
    case RP_KIND_RISK:
    case RP_KIND_AUDIT:
        return false;
    default:
        break;
    }
    if (cell.bytes[0] >= '0' && cell.bytes[0] <= '9')
        return false;
    if (rp_stated_none(cell))
        return is_choice || column->kind == RP_KIND_DATE ||
               column->kind == RP_KIND_BIRTH;
    if (!rp_stated_nothing(cell) && !rp_stated_anything(cell))
        return false;
    return !(is_choice && fits_choice(reader, column, cell)) &&
           !(column->kind == RP_KIND_ACCEPTING &&
             rp_answer_accepting(cell) != RP_UNKNOWN);
}

void rp_cell_read(rp_reader *reader, const rp_column *column, rp_place place,
                  rp_text cell, void *record) {
    void *member = (char *)record + column->offset;

    if (says_nothing(reader, column, cell)) {
        rp_cell_tell_blank(reader, column, place, cell);
        return;
    }
    switch (column->kind) {
    case RP_KIND_ID:
        read_id(reader, column, place, cell, member);
        break;
    case RP_KIND_TEXT:
        read_text(reader, column, place, cell, member);
        break;
    case RP_KIND_WHOLE:
    case RP_KIND_NUMBER:
        read_number(reader, column, place, cell, member);
        break;
    case RP_KIND_DATE:
    case RP_KIND_BIRTH:
        read_date(reader, column, place, cell, member);
        break;
    case RP_KIND_AGES:
        read_ages(reader, column, place, cell, member);
        break;
    case RP_KIND_ACCEPTING:
        read_accepting(reader, column, place, cell, member);
        break;
    case RP_KIND_RISK: /* whatever is no plain no is a yes */
        *(int8_t *)member = (int8_t)(rp_answer_plain(cell) == RP_NO ||
                                             ((column->flags & RP_HOW_OFTEN) &&
                                              rp_stated_among(cell, "never"))
                                         ? RP_NO
                                         : RP_YES);
        break;
    case RP_KIND_ANSWER:
        *(int8_t *)member = (int8_t)rp_answer_parse(cell);
        if (*(int8_t *)member == RP_UNKNOWN)
            add_bad(reader, column, place, rp_kind_words(column), cell);
        break;
    case RP_KIND_CHOICE:
        read_choice(reader, column, place, cell, member);
        break;
    case RP_KIND_TIMES:
        read_times(reader, column, place, cell, member);
        break;
    case RP_KIND_PRIORITIES:
        read_priorities(reader, column, place, cell, member);
        break;
    case RP_KIND_LIST:
    case RP_KIND_IDS:
    case RP_KIND_AUDIT:
        break; /* lists: rp_list_cell_take(); audits: not read here */
    }
}
