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

/* The longest run of pieces that is a known name, or one piece; moves *cell
 * behind it. Names of payers are compared without commas: pieces that are
 * payers each are never one, `tricare, humana` is not `tricare humana`. */
static rp_text next_by_comma(rp_reader *reader, const rp_column *column,
                             rp_text *cell) {
    rp_text after = *cell, best = rp_list_cell_piece(&after, ",");
    rp_text tail = after;
    bool each = column->names == RP_NAMES_PAYERS && tail.length > 0 &&
                rp_value_is_known(reader, column, best);

    for (int more = 1; more < LONGEST_JOIN && tail.length > 0; more++) {
        rp_text piece = rp_list_cell_piece(&tail, ",");
        each = each && rp_value_is_known(reader, column, piece);
        size_t length = (size_t)(tail.bytes - cell->bytes);
        if (tail.length > 0 || cell->bytes[length - 1] == ',')
            length--; /* the separator behind it */
        rp_text run = rp_text_trim((rp_text){cell->bytes, length});
        if (!each && rp_value_is_known(reader, column, run)) {
            best = run;
            after = tail;
        }
    }
    *cell = after;
    return best;
}

/* Entries that nobody knows, one behind the other: what none of them says may
 * be said across them, "I want to, you know, die". */
typedef struct across {
    rp_text words;
    int entries;
    size_t notes; /* of the row before the first */
} across;

static void end_across(rp_reader *reader, const rp_column *column,
                       rp_place place, across *a) {
    bool is_found = a->entries < 2;

    for (size_t k = a->notes; k < reader->note_count; k++)
        is_found |= reader->notes[k].grade != RP_DANGER_NONE;
    if (!is_found) {
        rp_danger_hit hit = rp_watch_entry(reader, place, a->words);
        if (hit.grade == RP_DANGER_PERSON)
            rp_value_add(reader, column,
                         (rp_item){hit.concern, RP_NO_NUMBER, RP_STRONG, 0});
    }
    *a = (across){{NULL, 0}, 0, reader->note_count};
}

/* Values by ','. @return whether any of them said something */
static bool take_commas(rp_reader *reader, const rp_column *column,
                        rp_place place, rp_text cell) {
    across a = {{NULL, 0}, 0, reader->note_count};
    bool any = false;

    while (cell.length > 0) {
        rp_text value = next_by_comma(reader, column, &cell);
        if (value.length == 0)
            continue;
        reader->has_unknown = false;
        any |= rp_value_take(reader, column, place, value);
        if (!rp_value_is_watched(reader, column) || !reader->has_unknown) {
            end_across(reader, column, place, &a);
            continue;
        }
        if (a.entries++ == 0)
            a.words.bytes = value.bytes;
        a.words.length = (size_t)(value.bytes + value.length - a.words.bytes);
    }
    end_across(reader, column, place, &a);
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

/* Without dots, up to 15 bytes of it: `D.C.` is DC. */
static rp_text undotted(rp_text text, char plain[16]) {
    size_t put = 0;

    for (size_t i = 0; i < text.length && put < 16; i++)
        if (text.bytes[i] != '.')
            plain[put++] = text.bytes[i];
    return (rp_text){plain, put};
}

/* Is a place given by its code, `NY`, `N.Y. 11201`, `NY (LCSW 123)`? */
static bool is_code(rp_text piece) {
    char plain[16];
    rp_text bare = rp_place_bare(piece);
    const char *open = memchr(bare.bytes, '(', bare.length);

    if (open)
        bare = rp_place_bare(
            rp_text_trim((rp_text){bare.bytes, (size_t)(open - bare.bytes)}));
    return bare.length < 16 && undotted(bare, plain).length == 2;
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
        tag = rp_value_known(reader, column, undotted(bare, plain));
    }
    return tag;
}

/* A town and its state are one place: `X, ST` where X is no code, `X, State`
 * where X is no known place. */
static bool take_places(rp_reader *reader, const rp_column *column,
                        rp_place place, rp_text cell) {
    rp_text whole = cell;
    bool any = false, says_nothing = false;

    while (cell.length > 0) {
        rp_text piece = rp_list_cell_piece(&cell, ","), behind = cell;
        if (piece.length == 0)
            continue;
        if (rp_place_is_no_state(piece)) {
            says_nothing = true;
            continue;
        }
        rp_text next = rp_list_cell_piece(&behind, ",");
        uint32_t tag = place_tag(reader, column, piece);
        uint32_t other =
            next.length ? place_tag(reader, column, next) : RP_NONE;
        bool is_town = other != RP_NONE &&
                       (is_code(next) ? !is_code(piece) : tag == RP_NONE);
        rp_value_tell_bracket(reader, column, place, piece);
        if (is_town) {
            rp_value_tell_bracket(reader, column, place, next);
            if (tag != RP_NONE && tag != other)
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
        says_nothing = false; /* or it was told */
    }
    if (says_nothing && !any)
        rp_cell_tell_blank(reader, column, place, whole);
    return any;
}

/* The values of a cell, one after the other. */
static bool take_cell(rp_reader *reader, const rp_column *column,
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

    return take_none(reader, column, place, cell, separators) ||
           take_cell(reader, column, place, cell, separators);
}
