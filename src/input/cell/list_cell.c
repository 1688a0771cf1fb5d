#include "input/cell/list_cell.h"

#include "input/cell/list.h"
#include "input/cell/place.h"
#include "input/cell/stated.h"
#include "input/cell/value.h"
#include "input/safety/watch.h"

#include <string.h>

enum { LONGEST_JOIN = 8 }; /* pieces by ',' that may be one known name */

static bool is_among(const char *set, char c) {
    while (*set && *set != c)
        set++;
    return *set != '\0';
}

/* The byte behind the bracket that closes the one at `at`; `at` itself when
 * nothing does. */
static size_t behind_bracket(rp_text text, size_t at) {
    int depth = 0;

    for (size_t k = at; k < text.length; k++) {
        depth += text.bytes[k] == '(';
        depth -= text.bytes[k] == ')';
        if (depth == 0)
            return k + 1;
    }
    return at;
}

rp_text rp_list_cell_piece(rp_text *rest, const char *separators) {
    size_t length = 0;

    while (length < rest->length &&
           !is_among(separators, rest->bytes[length])) {
        size_t behind = rest->bytes[length] == '(' && *separators == ','
                            ? behind_bracket(*rest, length)
                            : length;
        length = behind > length ? behind : length + 1;
    }
    rp_text piece = rp_text_trim((rp_text){rest->bytes, length});
    length += length < rest->length;
    rest->bytes += length;
    rest->length -= length;
    if (piece.length > 1 && piece.bytes[0] == '"' &&
        piece.bytes[piece.length - 1] == '"')
        piece = rp_text_trim((rp_text){piece.bytes + 1, piece.length - 2});
    return piece;
}

/* Values by ',': the longest run of pieces that is a known name is one.
 * @return whether any of them said something */
static bool take_commas(rp_reader *reader, const rp_column *column,
                        rp_place place, rp_text cell) {
    bool any = false;

    while (cell.length > 0) {
        rp_text rest = cell, best = rp_list_cell_piece(&rest, ","),
                after = rest;
        rp_text tail = rest;
        for (int more = 1; more < LONGEST_JOIN && tail.length > 0; more++) {
            rp_list_cell_piece(&tail, ",");
            size_t length = (size_t)(tail.bytes - cell.bytes);
            if (tail.length > 0 || cell.bytes[length - 1] == ',')
                length--; /* the separator behind it */
            rp_text run = rp_text_trim((rp_text){cell.bytes, length});
            if (rp_value_is_known(reader, column, run)) {
                best = run;
                after = tail;
            }
        }
        if (best.length > 0)
            any |= rp_value_take(reader, column, place, best);
        cell = after;
    }
    return any;
}

static bool has_any(rp_text text, const char *set) {
    for (size_t i = 0; i < text.length; i++)
        if (is_among(set, text.bytes[i]))
            return true;
    return false;
}

rp_text rp_list_cell_unwrapped(rp_text cell, bool *is_listed) {
    if (cell.length > 1 &&
        ((cell.bytes[0] == '[' && cell.bytes[cell.length - 1] == ']') ||
         (cell.bytes[0] == '{' && cell.bytes[cell.length - 1] == '}')))
        cell = rp_text_trim((rp_text){cell.bytes + 1, cell.length - 2});
    *is_listed = has_any(cell, RP_LIST_SEPARATORS);
    return cell;
}

/* `none` beside others, or alone: nothing more is read.
 * @return whether it is there */
static bool take_none(rp_reader *reader, const rp_column *column,
                      rp_place place, rp_text cell, const char *separators) {
    size_t values = 0, nones = 0;

    for (rp_text rest = cell; rest.length > 0;) {
        rp_text piece = rp_list_cell_piece(&rest, separators);
        values += piece.length > 0;
        nones += rp_stated_none(piece);
    }
    if (nones > 0 && values > 1)
        rp_findings_add(reader->findings, RP_ERROR, place,
                        "%s: 'none' beside other values, expected it alone",
                        column->name);
    return nones > 0;
}

/* A place as it is known: without ZIP, postal code and dots; RP_NONE. */
static uint32_t place_tag(rp_reader *reader, const rp_column *column,
                          rp_text piece) {
    rp_text bare = rp_place_bare(piece);
    uint32_t tag = rp_value_known(reader, column, bare);

    if (tag == RP_NONE && bare.length > 0)
        tag = rp_value_bare(reader, column, bare);
    if (tag == RP_NONE && rp_value_drop_end(&bare, " state"))
        tag = rp_value_known(reader, column, bare);
    if (tag == RP_NONE && memchr(bare.bytes, '.', bare.length) &&
        bare.length < 16) {
        char plain[16];
        size_t put = 0;
        for (size_t i = 0; i < bare.length; i++)
            if (bare.bytes[i] != '.')
                plain[put++] = bare.bytes[i];
        tag = rp_value_known(reader, column, (rp_text){plain, put});
    }
    return tag;
}

/* A town and its state are one place: `X, ST` where X is no code, `X, State`
 * where X is no known place. */
static bool take_places(rp_reader *reader, const rp_column *column,
                        rp_place place, rp_text cell) {
    bool any = false;

    while (cell.length > 0) {
        rp_text piece = rp_list_cell_piece(&cell, ","), behind = cell;
        if (piece.length == 0 || rp_place_is_no_state(piece))
            continue;
        rp_text next = rp_list_cell_piece(&behind, ",");
        uint32_t tag = place_tag(reader, column, piece);
        uint32_t other =
            next.length ? place_tag(reader, column, next) : RP_NONE;
        bool is_town = other != RP_NONE &&
                       (rp_place_bare(next).length == 2 ? piece.length != 2
                                                        : tag == RP_NONE);
        if (is_town) {
            if (tag != RP_NONE)
                rp_findings_add(reader->findings, RP_CAUTION, place,
                                "%s: '%s, %s' is read as one place in %s",
                                column->name, rp_quote(piece).bytes,
                                rp_quote(next).bytes,
                                rp_quote(rp_place_bare(next)).bytes);
            tag = other;
            cell = behind;
        }
        if (tag != RP_NONE)
            rp_list_add(reader, (rp_item){tag, RP_NO_NUMBER, RP_STRONG, 0});
        any |= tag != RP_NONE || rp_value_take(reader, column, place, piece);
    }
    return any;
}

/* What no entry says may be said across them: "I want to, you know, die". */
static void take_across(rp_reader *reader, const rp_column *column,
                        rp_place place, rp_text cell, size_t notes) {
    for (size_t k = notes; k < reader->note_count; k++)
        if (reader->notes[k].grade != RP_DANGER_NONE)
            return;
    rp_danger_hit hit = rp_watch_entry(reader, place, cell);
    rp_item item = {hit.concern, RP_NO_NUMBER, RP_STRONG, 0};
    if (hit.grade == RP_DANGER_PERSON)
        rp_value_add(reader, column, item);
}

/* The values of a cell, one after the other. */
static bool take_values(rp_reader *reader, const rp_column *column,
                        rp_place place, rp_text cell, const char *separators) {
    bool is_places = column->names == RP_NAMES_REGIONS;
    bool any = false;

    if (*separators == ',' && is_places)
        return take_places(reader, column, place, cell);
    if (*separators == ',')
        return take_commas(reader, column, place, cell);
    while (cell.length > 0) {
        rp_text piece = rp_list_cell_piece(&cell, separators);
        if (piece.length == 0)
            continue;
        any |= is_places ? take_places(reader, column, place, piece)
                         : rp_value_take(reader, column, place, piece);
    }
    return any;
}

bool rp_list_cell_take(rp_reader *reader, const rp_column *column,
                       rp_place place, rp_text cell) {
    bool is_listed;
    cell = rp_list_cell_unwrapped(cell, &is_listed);
    const char *separators = is_listed ? RP_LIST_SEPARATORS : ",";
    size_t notes = reader->note_count;

    if (take_none(reader, column, place, cell, separators))
        return true;
    reader->has_unknown = false;
    bool any = take_values(reader, column, place, cell, separators);
    if (reader->has_unknown && rp_value_is_watched(reader, column) &&
        has_any(cell, separators))
        take_across(reader, column, place, cell, notes);
    return any;
}
