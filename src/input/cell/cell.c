#include "input/cell/cell.h"

#include "input/cell/times.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void rp_reader_clear(rp_reader *reader) {
    rp_buffer_clear(&reader->key);
    rp_buffer_clear(&reader->joined);
    free(reader->items);
    free(reader->seen);
    reader->items = NULL;
    reader->seen = NULL;
}

rp_text rp_cell_plain(rp_text cell) {
    cell = rp_text_trim(cell);
    if (cell.length > 1 && cell.bytes[0] == '\'' &&
        strchr("=+-@", cell.bytes[1])) {
        cell.bytes++;
        cell.length--;
    }
    return cell;
}

static int lower(char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; }

static bool is_one_of(rp_text cell, const char *const *words) {
    for (; *words; words++) {
        size_t i = 0;
        while (i < cell.length && (*words)[i] &&
               lower(cell.bytes[i]) == (*words)[i])
            i++;
        if (i == cell.length && !(*words)[i])
            return true;
    }
    return false;
}

rp_answer rp_answer_parse(rp_text cell) {
    static const char *const yes[] = {"yes", "y", "true", "1", NULL};
    static const char *const no[] = {"no", "n", "false", "0", NULL};

    cell = rp_text_trim(cell);
    if (is_one_of(cell, yes))
        return RP_YES;
    return is_one_of(cell, no) ? RP_NO : RP_UNKNOWN;
}

const char *rp_cell_other_kind(rp_text cell) {
    double number;
    int32_t day;
    rp_arena arena = {0};
    rp_times times;
    rp_text where;

    if (rp_number_parse(&number, cell, true))
        return "numbers";
    if (rp_answer_parse(cell) != RP_UNKNOWN)
        return "yes or no";
    if (rp_date_parse(&day, cell))
        return "dates";
    rp_times_trouble trouble = rp_times_parse(&times, &arena, cell, &where);
    rp_arena_clear(&arena);
    return trouble <= RP_TIMES_WHOLE_DAY ? "times of the week" : NULL;
}

bool rp_cell_fits(rp_reader *reader, const rp_column *column, rp_text cell) {
    double number;
    int32_t day;

    switch (column->kind) {
    case RP_KIND_WHOLE:
    case RP_KIND_NUMBER:
        return rp_number_parse(&number, cell, reader->decimal_comma);
    case RP_KIND_DATE:
        return rp_date_parse(&day, cell);
    case RP_KIND_ANSWER:
        return rp_answer_parse(cell) != RP_UNKNOWN;
    case RP_KIND_CHOICE:
        if (!rp_text_fold(&reader->key, cell)) {
            reader->out_of_memory = true;
            return true;
        }
        return rp_choice_find(column, (rp_text){reader->key.bytes,
                                                reader->key.length}) >= 0;
    case RP_KIND_TIMES: {
        const char *kind = rp_cell_other_kind(cell);
        return !kind || strcmp(kind, "times of the week") == 0;
    }
    case RP_KIND_LIST: /* a list may hold any text, but not yes and no */
        return rp_answer_parse(cell) == RP_UNKNOWN ||
               (cell.length == 1 && (cell.bytes[0] | 1) == '1');
    case RP_KIND_ID:
    case RP_KIND_TEXT:
    case RP_KIND_IDS:
    case RP_KIND_PRIORITIES:
    case RP_KIND_AUDIT:
        return true;
    }
    return true;
}

static void add_bad(rp_reader *reader, const rp_column *column, rp_place place,
                    const char *expected, rp_text cell) {
    rp_findings_add(reader->findings, RP_ERROR, place,
                    "%s: expected %s, got '%s'", column->name, expected,
                    rp_quote(cell).bytes);
}

static void read_number(rp_reader *reader, const rp_column *column,
                        rp_place place, rp_text cell, void *member) {
    bool whole = column->kind == RP_KIND_WHOLE;
    double value;

    if (!rp_number_parse(&value, cell, reader->decimal_comma) ||
        value < column->min || value > column->max ||
        (whole && value > floor(value))) {
        rp_quoted got = rp_quote(cell);
        if (column->max >= 1e9)
            rp_findings_add(reader->findings, RP_ERROR, place,
                            "%s: expected a number, %g or more, got '%s'",
                            column->name, column->min, got.bytes);
        else
            rp_findings_add(reader->findings, RP_ERROR, place,
                            "%s: expected a %s from %g to %g, got '%s'",
                            column->name, whole ? "whole number" : "number",
                            column->min, column->max, got.bytes);
        return;
    }
    if (whole)
        *(int32_t *)member = (int32_t)value;
    else
        *(double *)member = value;
}

static void read_times(rp_reader *reader, const rp_column *column,
                       rp_place place, rp_text cell, rp_times *times) {
    rp_text where = cell;
    rp_times_trouble trouble =
        rp_times_parse(times, reader->arena, cell, &where);

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

    if (!rp_text_fold(&reader->key, cell)) {
        reader->out_of_memory = true;
        return;
    }
    rp_text folded = {reader->key.bytes, reader->key.length};
    int found = rp_choice_find(column, folded);
    if (found >= 0) {
        *choice = (int8_t)found;
        return;
    }
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

/* A byte by which ids or lists of them are told apart. */
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
    static const char *const none[] = {"none", NULL};
    int count = 0;
    rp_text rest = cell;
    const char *separators = strpbrk(cell.bytes, ";|\r\n") ? ";|\r\n" : ",";

    if (is_one_of(cell, none))
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

void rp_cell_read(rp_reader *reader, const rp_column *column, rp_place place,
                  rp_text cell, void *record) {
    void *member = (char *)record + column->offset;

    switch (column->kind) {
    case RP_KIND_ID:
        read_id(reader, column, place, cell, member);
        break;
    case RP_KIND_TEXT: {
        char *text = rp_arena_text(reader->arena, cell.bytes, cell.length);
        reader->out_of_memory |= !text;
        *(const char **)member = text;
        break;
    }
    case RP_KIND_WHOLE:
    case RP_KIND_NUMBER:
        read_number(reader, column, place, cell, member);
        break;
    case RP_KIND_DATE:
        if (!rp_date_parse(member, cell))
            add_bad(reader, column, place, rp_kind_words(column), cell);
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
        break; /* lists: rp_list_take(); audits: not read here */
    }
}
