#include "input/cell/list.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST_JOIN = 8 }; /* pieces by ',' that may be one known name */

void rp_list_begin(rp_reader *reader) { reader->count = 0; }

/* The position of a tag in the list so far: `seen` remembers where each tag
 * was put last, in whatever list; the look at the list itself decides. */
static bool position_of(rp_reader *reader, uint32_t tag, size_t *position) {
    if (tag >= reader->seen_room) {
        size_t room = reader->seen_room;
        size_t wanted = (size_t)tag + 1 + tag / 2;
        uint32_t *seen = rp_resize_array(reader->seen, wanted, sizeof *seen);
        if (!seen) {
            reader->out_of_memory = true;
            return false;
        }
        memset(seen + room, 0, (wanted - room) * sizeof *seen);
        reader->seen = seen;
        reader->seen_room = wanted;
    }
    *position = reader->seen[tag];
    return *position < reader->count && reader->items[*position].tag == tag;
}

void rp_list_add(rp_reader *reader, rp_item item) {
    size_t at;

    if (position_of(reader, item.tag, &at)) {
        rp_item *before = &reader->items[at];
        if (item.number > before->number)
            before->number = item.number;
        if (item.strength > before->strength)
            before->strength = item.strength;
        return;
    }
    rp_item *items = rp_grow_array(reader->items, reader->count, &reader->room,
                                   sizeof *items);
    if (!items || reader->out_of_memory) {
        reader->out_of_memory = true;
        return;
    }
    reader->items = items;
    reader->seen[item.tag] = (uint32_t)reader->count;
    items[reader->count++] = item;
}

const rp_list rp_unknown_list = {NULL, 0, false};

const rp_list *rp_list_end(rp_reader *reader, bool known) {
    static const rp_list none = {NULL, 0, true};

    if (reader->count == 0)
        return known ? &none : &rp_unknown_list;
    rp_list *list = rp_arena_array(reader->arena, 1, sizeof *list);
    rp_item *items =
        rp_arena_array(reader->arena, reader->count, sizeof *items);
    if (!list || !items) {
        reader->out_of_memory = true;
        return &rp_unknown_list;
    }
    memcpy(items, reader->items, reader->count * sizeof *items);
    *list = (rp_list){items, (uint32_t)reader->count, known};
    return list;
}

static void expected_choices(rp_reader *reader, const rp_column *column,
                             rp_place place, rp_text value, rp_text folded) {
    const char *near =
        rp_vocabulary_nearest(reader->names->vocabulary[column->names], folded);

    rp_findings_add(reader->findings, RP_ERROR, place,
                    "%s: unknown value '%s', expected %s%s%s", column->name,
                    rp_quote(value).bytes,
                    column->names == RP_NAMES_FORMATS
                        ? "in_person, video, phone or hybrid"
                        : "individual, couple, family or group",
                    near ? "; nearest: " : "", near ? near : "");
}

static void warn_unknown(rp_reader *reader, const rp_column *column,
                         rp_place place, rp_text value, rp_text folded) {
    const rp_vocabulary *vocabulary = reader->names->vocabulary[column->names];
    const char *near = rp_vocabulary_nearest(vocabulary, folded);
    const char *elsewhere =
        rp_names_elsewhere(reader->names, column->names, folded);

    if (vocabulary->is_cut)
        return; /* it may be a name: that file was told of */
    if (elsewhere)
        rp_findings_add(reader->findings,
                        reader->strict ? RP_ERROR : RP_WARNING, place,
                        "%s: '%s' is not a known name here, but one of "
                        "%s: is this the right column?",
                        column->name, rp_quote(value).bytes, elsewhere);
    else
        rp_findings_add(
            reader->findings, reader->strict ? RP_ERROR : RP_WARNING, place,
            "%s: '%s' is not a known name%s%s", column->name,
            rp_quote(value).bytes, near ? ", nearest: " : "", near ? near : "");
}

uint32_t rp_tag_read(rp_reader *reader, const rp_column *column, rp_place place,
                     rp_text value) {
    if (!rp_text_fold(&reader->key, value)) {
        reader->out_of_memory = true;
        return RP_NONE;
    }
    rp_text folded = {reader->key.bytes, reader->key.length};
    uint32_t tag = rp_names_known(reader->names, column->names, folded);
    if (tag != RP_NONE)
        return tag;
    if (rp_names_closed(column->names)) {
        expected_choices(reader, column, place, value, folded);
        return RP_NONE;
    }
    if (column->names == RP_NAMES_CONCERNS ||
        column->names == RP_NAMES_MODALITIES ||
        column->names == RP_NAMES_LANGUAGES)
        warn_unknown(reader, column, place, value, folded);
    tag = rp_names_tag(reader->names, column->names, folded);
    if (tag == RP_NONE)
        reader->out_of_memory = true;
    return tag;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Take `!` and `?` off the end of a value. */
static bool take_marks(rp_reader *reader, const rp_column *column,
                       rp_place place, rp_text *value, rp_item *item) {
    bool must = false, mild = false;
    rp_text whole = *value;

    while (value->length > 0 && strchr("!?", value->bytes[value->length - 1])) {
        must |= value->bytes[value->length - 1] == '!';
        mild |= value->bytes[value->length - 1] == '?';
        value->length--;
        *value = rp_text_trim(*value);
    }
    if (!must && !mild)
        return true;
    if (!(column->flags & RP_MARKED) || (must && mild)) {
        rp_findings_add(reader->findings, RP_ERROR, place,
                        must && mild
                            ? "%s: '%s': expected '!' or '?', not both"
                            : "%s: '%s': no '!' or '?' has a meaning here",
                        column->name, rp_quote(whole).bytes);
        return false;
    }
    if (must && (column->flags & RP_MUST_WISH))
        rp_findings_add(reader->findings, RP_WARNING, place,
                        "%s: '%s' is read as a strong wish: identity is "
                        "honoured as a wish, never used to exclude",
                        column->name, rp_quote(whole).bytes);
    item->strength = (uint8_t)(mild                           ? RP_MILD
                               : column->flags & RP_MUST_WISH ? RP_STRONG
                                                              : RP_MUST);
    return true;
}

/* Does the whole text stand for a known name of the column? */
static bool is_name(rp_reader *reader, const rp_column *column, rp_text text) {
    if (!rp_text_fold(&reader->key, text)) {
        reader->out_of_memory = true;
        return false;
    }
    const rp_vocabulary *vocabulary = reader->names->vocabulary[column->names];
    return vocabulary &&
           rp_vocabulary_find(
               vocabulary, (rp_text){reader->key.bytes, reader->key.length}) !=
               RP_NONE;
}

/* Take `:12` off the end of a value. */
static bool take_number(rp_reader *reader, const rp_column *column,
                        rp_place place, rp_text *value, rp_item *item) {
    size_t colon = value->length;

    while (colon > 0 && value->bytes[colon - 1] != ':')
        colon--;
    if (colon == 0)
        return true;
    rp_text digits =
        rp_text_trim((rp_text){value->bytes + colon, value->length - colon});
    if (digits.length == 0 || !strchr("-+.0123456789", digits.bytes[0]))
        return true; /* the colon belongs to the name */
    double number = 0.0;
    bool whole = digits.length <= 10;
    for (size_t i = 0; i < digits.length && whole; i++) {
        whole = is_digit(digits.bytes[i]);
        number = number * 10.0 + (digits.bytes[i] - '0');
    }
    if (!(column->flags & RP_NUMBERED)) {
        if (is_name(reader, column, *value))
            return true; /* "1:1" is one of client_types */
        rp_findings_add(reader->findings, RP_ERROR, place,
                        "%s: '%s': no number has a meaning here", column->name,
                        rp_quote(*value).bytes);
        return false;
    }
    if (!whole || number < column->min || number > column->max) {
        rp_findings_add(reader->findings, RP_ERROR, place,
                        column->max > 9
                            ? "%s: '%s': expected a whole number of %s"
                            : "%s: '%s': expected a whole %s from 1 to 9",
                        column->name, rp_quote(*value).bytes, column->unit);
        return false;
    }
    item->number = (int32_t)number;
    value->length = colon - 1;
    *value = rp_text_trim(*value);
    return true;
}

static void take_name(rp_reader *reader, const rp_column *column,
                      rp_place place, rp_text value, rp_item item) {
    if (value.length == 0) {
        rp_findings_add(reader->findings, RP_ERROR, place,
                        "%s: a mark without a name", column->name);
        return;
    }
    item.tag = rp_tag_read(reader, column, place, value);
    if (item.tag == RP_NONE)
        return;
    if (column->names == RP_NAMES_FORMATS && item.tag == RP_HYBRID) {
        item.tag = RP_IN_PERSON;
        rp_list_add(reader, item);
        item.tag = RP_VIDEO;
    }
    rp_list_add(reader, item);
}

static void take_value(rp_reader *reader, const rp_column *column,
                       rp_place place, rp_text value) {
    rp_item item = {RP_NONE, RP_NO_NUMBER, RP_STRONG};

    if (take_marks(reader, column, place, &value, &item) &&
        take_number(reader, column, place, &value, &item))
        take_name(reader, column, place, value, item);
}

static void take_id(rp_reader *reader, const rp_column *column, rp_place place,
                    rp_text value, const rp_people *people) {
    if (column->flags & RP_REASONED) {
        const char *colon = memchr(value.bytes, ':', value.length);
        if (colon)
            value = rp_text_trim(
                (rp_text){value.bytes, (size_t)(colon - value.bytes)});
    }
    uint32_t index = rp_tags_find(people->ids, value);
    if (index == RP_NONE && people->is_cut)
        return; /* it may be an id: what is wrong there was told */
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
        rp_list_add(reader, (rp_item){index, RP_NO_NUMBER, RP_STRONG});
}

static bool is_among(const char *set, char c) {
    while (*set && *set != c)
        set++;
    return *set != '\0';
}

/* The piece up to the next separator; moves *rest behind it. */
static rp_text next_piece(rp_text *rest, const char *separators) {
    size_t length = 0;

    while (length < rest->length && !is_among(separators, rest->bytes[length]))
        length++;
    rp_text piece = rp_text_trim((rp_text){rest->bytes, length});
    length += length < rest->length;
    rest->bytes += length;
    rest->length -= length;
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
    return is_name(reader, column, text);
}

/* Values by ',': the longest run of pieces that is a known name is one. */
static void take_commas(rp_reader *reader, const rp_column *column,
                        rp_place place, rp_text cell) {
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
            take_value(reader, column, place, best);
        cell = after;
    }
}

static bool is_none(rp_text text) {
    return text.length == 4 && (text.bytes[0] | 0x20) == 'n' &&
           (text.bytes[1] | 0x20) == 'o' && (text.bytes[2] | 0x20) == 'n' &&
           (text.bytes[3] | 0x20) == 'e';
}

static bool has_any(rp_text text, const char *set) {
    for (size_t i = 0; i < text.length; i++)
        if (is_among(set, text.bytes[i]))
            return true;
    return false;
}

void rp_list_take(rp_reader *reader, const rp_column *column, rp_place place,
                  rp_text cell, const rp_people *people) {
    const char *separators = has_any(cell, ";|\r\n") ? ";|\r\n" : ",";
    size_t values = 0, nones = 0;

    for (rp_text rest = cell; rest.length > 0;) {
        rp_text piece = next_piece(&rest, separators);
        values += piece.length > 0;
        nones += is_none(piece);
    }
    if (nones > 0 && values > 1) {
        rp_findings_add(reader->findings, RP_ERROR, place,
                        "%s: 'none' beside other values, expected it alone",
                        column->name);
        return;
    }
    if (nones > 0)
        return;
    if (!people && *separators == ',') {
        take_commas(reader, column, place, cell);
        return;
    }
    while (cell.length > 0) {
        rp_text piece = next_piece(&cell, separators);
        if (piece.length == 0)
            continue;
        if (people)
            take_id(reader, column, place, piece, people);
        else
            take_value(reader, column, place, piece);
    }
}
