#include "input/cell/list.h"

#include "input/cell/items.h"
#include "input/cell/place.h"
#include "input/cell/stated.h"
#include "input/cell/value.h"

#include <string.h>

enum { LONGEST_JOIN = 8 }; /* pieces by ',' that may be one known name */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool take_id(rp_reader *reader, const rp_column *column, rp_place place,
                    rp_text value, const rp_people *people) {
    if (column->flags & RP_REASONED) {
        const char *colon = memchr(value.bytes, ':', value.length);
        if (colon)
            value = rp_text_trim(
                (rp_text){value.bytes, (size_t)(colon - value.bytes)});
    }
    if (!rp_text_is_ascii(value)) {
        if (!rp_text_compose(&reader->key, value)) {
            reader->out_of_memory = true;
            return false;
        }
        value = rp_text_trim((rp_text){reader->key.bytes, reader->key.length});
    }
    uint32_t index = rp_tags_find(people->ids, value);
    if (index == RP_NONE && rp_stated_among(value, "no;never;none;n/a;na;-")) {
        rp_cell_tell_blank(reader, column, place, value);
        return false;
    }
    if (index == RP_NONE && people->is_cut)
        return true; /* it may be an id: what is wrong there was told */
    if (index == RP_NONE && people->strangers &&
        rp_tags_intern(people->strangers, value) == RP_NONE)
        reader->out_of_memory = true;
    if (index == RP_NONE)
        rp_findings_add(reader->findings,
                        strcmp(column->name, "pin") == 0 ? RP_ERROR
                                                         : RP_WARNING,
                        place, "%s: '%s' is not an id of the %s%s",
                        column->name, rp_quote(value).bytes, people->what,
                        strcmp(column->name, "pin") == 0 ? "" : ", ignored");
    else
        rp_items_add(reader, (rp_item){index, RP_NO_NUMBER, RP_STRONG});
    return true;
}

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

/* The piece up to the next separator; moves *rest behind it. A comma inside
 * brackets is none. */
static rp_text next_piece(rp_text *rest, const char *separators) {
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

/* Does the text, marks taken off, stand for a known name of the column? */
static bool is_known(rp_reader *reader, const rp_column *column, rp_text text) {
    while (text.length > 0 && strchr("!?", text.bytes[text.length - 1])) {
        text.length--;
        text = rp_text_trim(text);
    }
    size_t digits = text.length;
    while (digits > 0 && is_digit(text.bytes[digits - 1]))
        digits--;
    if (digits > 0 && digits < text.length && text.bytes[digits - 1] == ':')
        text = rp_text_trim((rp_text){text.bytes, digits - 1});
    return rp_value_is_name(reader, column, text);
}

/* Values by ',': the longest run of pieces that is a known name is one.
 * @return whether any of them said something */
static bool take_commas(rp_reader *reader, const rp_column *column,
                        rp_place place, rp_text cell) {
    bool any = false;

    while (cell.length > 0) {
        rp_text rest = cell, best = next_piece(&rest, ","), after = rest;
        rp_text tail = rest;
        for (int more = 1; more < LONGEST_JOIN && tail.length > 0; more++) {
            next_piece(&tail, ",");
            size_t length = (size_t)(tail.bytes - cell.bytes);
            if (tail.length > 0 || cell.bytes[length - 1] == ',')
                length--; /* the separator behind it */
            rp_text run = rp_text_trim((rp_text){cell.bytes, length});
            if (is_known(reader, column, run)) {
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

/* A list as programs write it, `["a","b"]` or `{a,b}`, without its brackets. */
static rp_text unwrapped(rp_text cell) {
    if (cell.length > 1 &&
        ((cell.bytes[0] == '[' && cell.bytes[cell.length - 1] == ']') ||
         (cell.bytes[0] == '{' && cell.bytes[cell.length - 1] == '}')))
        return rp_text_trim((rp_text){cell.bytes + 1, cell.length - 2});
    return cell;
}

/* `none` beside others, or alone: nothing more is read.
 * @return whether it is there */
static bool take_none(rp_reader *reader, const rp_column *column,
                      rp_place place, rp_text cell, const char *separators) {
    size_t values = 0, nones = 0;

    for (rp_text rest = cell; rest.length > 0;) {
        rp_text piece = next_piece(&rest, separators);
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
        rp_text piece = next_piece(&cell, ","), behind = cell;
        if (piece.length == 0 || rp_place_is_no_state(piece))
            continue;
        rp_text next = next_piece(&behind, ",");
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
            rp_items_add(reader, (rp_item){tag, RP_NO_NUMBER, RP_STRONG});
        any |= tag != RP_NONE || rp_value_take(reader, column, place, piece);
    }
    return any;
}

bool rp_list_take(rp_reader *reader, const rp_column *column, rp_place place,
                  rp_text cell, const rp_people *people) {
    cell = unwrapped(cell);
    const char *separators = has_any(cell, ";|\r\n") ? ";|\r\n" : ",";
    bool is_places = !people && column->names == RP_NAMES_REGIONS;
    bool any = false;

    if (take_none(reader, column, place, cell, separators))
        return true;
    if (!people && *separators == ',' && !is_places)
        return take_commas(reader, column, place, cell);
    while (cell.length > 0) {
        rp_text piece = is_places && *separators == ','
                            ? cell
                            : next_piece(&cell, separators);
        if (is_places && *separators == ',')
            cell.length = 0;
        if (piece.length == 0)
            continue;
        if (people)
            any |= take_id(reader, column, place, piece, people);
        else if (is_places)
            any |= take_places(reader, column, place, piece);
        else
            any |= rp_value_take(reader, column, place, piece);
    }
    return any;
}
