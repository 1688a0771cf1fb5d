#include "input/cell/persons.h"

#include "base/array.h"
#include "input/cell/list.h"
#include "input/cell/list_cell.h"
#include "input/cell/stated.h"
#include "input/parting.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_NAME = 4 /* pieces by ',': `Ruiz, Ana, PhD, LCSW` */ };

/* What reading the people of one cell needs. */
typedef struct taking {
    rp_reader *reader;
    const rp_column *column;
    rp_place place;
    rp_register *people;
} taking;

static bool is_pin(const rp_column *column) {
    return strcmp(column->name, "pin") == 0;
}

/* Does the column stand in the sheet of clients? */
static bool is_of_clients(const taking *t) {
    return t->column->flags & RP_LINKED ||
           strcmp(t->people->what, "clients") != 0;
}

/* The id of a person. */
static const char *id_of(const rp_people *people, uint32_t person) {
    for (uint32_t k = 0; k < rp_tags_count(people->ids.tags); k++)
        if (people->ids.slots[k].person == person)
            return rp_tags_name(people->ids.tags, k);
    return "";
}

/* The person that a text names. */
static rp_person_match find(taking *t, rp_text text) {
    rp_reader *reader = t->reader;
    rp_person_match match;

    if (!rp_text_is_ascii(text)) {
        if (rp_text_compose(&reader->key, text))
            text = (rp_text){reader->key.bytes, reader->key.length};
        else
            reader->out_of_memory = true;
    }
    if (!rp_people_find(&t->people->people, text, &match))
        reader->out_of_memory = true;
    return match;
}

static void tell_name(taking *t, rp_text value, uint32_t person) {
    rp_reader *reader = t->reader;
    rp_quoted shown = rp_quote(value);

    rp_findings_add(
        reader->findings, RP_CAUTION, t->place,
        "%s: '%s' is not an id; read as '%s', the person of that name",
        t->column->name, shown.bytes,
        rp_quote(rp_text_of(id_of(&t->people->people, person))).bytes);
    rp_findings_kind(reader->findings, RP_KIND_NAMED);
    if (is_pin(t->column)) {
        reader->name_taken =
            rp_arena_text(reader->arena, shown.bytes, strlen(shown.bytes));
        reader->out_of_memory |= !reader->name_taken;
    }
}

/* May somebody be offered whom they must not be, where this is not read? */
static bool is_grave(const taking *t, const rp_person_match *match,
                     bool has_reason) {
    if (strcmp(t->column->name, "requested_therapist") == 0)
        return false;
    if (strcmp(t->column->name, "leaders") == 0)
        return match->how != RP_PERSON_UNKNOWN; /* who leads may be a guest */
    return !(t->column->flags & RP_PARTED) || !has_reason ||
           match->how != RP_PERSON_UNKNOWN; /* who has left has a reason */
}

/* May it be the name of somebody: two words, no number and no `/`? */
static bool is_like_name(rp_text value) {
    bool has_blank = false;

    for (size_t i = 0; i < value.length; i++) {
        if (strchr("0123456789/&\"()", value.bytes[i]))
            return false;
        has_blank |= value.bytes[i] == ' ';
    }
    return has_blank;
}

/* The line for a map that says that somebody has left; empty where it would be
 * too long to be said whole, or the value is no name. */
static void put_advice(char out[160], const taking *t, rp_text value,
                       bool grave) {
    bool is_quoted = memchr(value.bytes, ',', value.length) != NULL;
    rp_quoted shown = rp_quote(value);

    *out = '\0';
    if (!grave || is_pin(t->column) || value.length != strlen(shown.bytes) ||
        memcmp(shown.bytes, value.bytes, value.length) != 0 ||
        !is_like_name(value))
        return;
    snprintf(out, 160,
             "; has left? add the line '%s,%s,%s%s%s,' to a --map "
             "file",
             is_of_clients(t) ? "clients" : "therapists", t->column->name,
             is_quoted ? "\"" : "", shown.bytes, is_quoted ? "\"" : "");
}

static void tell_nobody(taking *t, rp_text value, const rp_person_match *match,
                        bool has_reason, bool acts) {
    const rp_people *people = &t->people->people;
    bool grave = is_grave(t, match, has_reason);
    const char *near = match->how == RP_PERSON_NEAR
                           ? id_of(people, match->person)
                           : rp_people_nearest_id(people, value);

    char advice[160] = "";

    if (match->how == RP_PERSON_SHARED)
        near = NULL;
    else if (!near)
        put_advice(advice, t, value, grave);
    rp_findings_add(
        t->reader->findings, grave ? RP_ERROR : RP_WARNING, t->place,
        match->how == RP_PERSON_SHARED
            ? "%s: '%s' is the name of several of the %s: write the "
              "id%s%s%s%s%s"
            : "%s: '%s' is not an id of the %s%s%s%s%s%s",
        t->column->name, rp_quote(value).bytes, t->people->what,
        grave  ? ""
        : acts ? ", and is read as one who has left: the reason counts"
               : ", ignored",
        near ? ", nearest: '" : "",
        near ? rp_quote(rp_text_of(near)).bytes : "", near ? "'" : "", advice);
    if (!grave && acts)
        rp_findings_kind(t->reader->findings, "past therapists who have left");
    if (match->how == RP_PERSON_UNKNOWN && t->people->strangers &&
        rp_tags_intern(t->people->strangers, value) == RP_NONE)
        t->reader->out_of_memory = true;
}

/* The value without its reason, which may be empty. */
static rp_text without_reason(const taking *t, rp_text value, rp_text *reason) {
    const char *colon = t->column->flags & (RP_REASONED | RP_LINKED)
                            ? memchr(value.bytes, ':', value.length)
                            : NULL;

    *reason = (rp_text){"", 0};
    if (!colon)
        return value;
    size_t length = (size_t)(colon - value.bytes);
    *reason = rp_text_trim((rp_text){colon + 1, value.length - length - 1});
    return rp_text_trim((rp_text){value.bytes, length});
}

/* The row of a reason that acts; -1: none, or not known, which gets a warning.
 */
static int find_reason(taking *t, rp_text reason) {
    rp_reader *reader = t->reader;

    if (reason.length == 0 || !(t->column->flags & RP_PARTED))
        return -1;
    if (!rp_text_fold(&reader->key, reason)) {
        reader->out_of_memory = true;
        return -1;
    }
    rp_text folded = {reader->key.bytes, reader->key.length};
    int row = rp_parting_find(folded);
    const char *near = row < 0 ? rp_parting_nearest(folded) : NULL;
    if (row < 0)
        rp_findings_add(reader->findings, RP_WARNING, t->place,
                        "%s: '%s' is no known reason and changes nothing%s%s%s",
                        t->column->name, rp_quote(reason).bytes,
                        near ? ", nearest: '" : "", near ? near : "",
                        near ? "'" : "");
    return row;
}

/* @param person  RP_NONE: one who has left, or whom an edit removed */
static void keep_reason(taking *t, uint32_t person, rp_text id, int row) {
    rp_reader *reader = t->reader;

    if (row < 0)
        return;
    const char *kept = rp_arena_text(reader->arena, id.bytes, id.length);
    rp_parting *grown = rp_grow_array(reader->partings, reader->parting_count,
                                      &reader->parting_room, sizeof *grown);
    if (grown)
        reader->partings = grown;
    if (!grown || !kept) {
        reader->out_of_memory = true;
        return;
    }
    grown[reader->parting_count++] = (rp_parting){person, kept, (uint8_t)row};
}

/* What the mark behind a linked client says; none is apart. One that is not
 * known is an error. */
static int32_t find_link(taking *t, rp_text mark) {
    rp_reader *reader = t->reader;

    if (mark.length == 0)
        return RP_LINK_APART;
    if (!rp_text_fold(&reader->key, mark)) {
        reader->out_of_memory = true;
        return RP_LINK_APART;
    }
    rp_text folded = {reader->key.bytes, reader->key.length};
    if (rp_stated_among(folded, "same;together;with"))
        return RP_LINK_SAME;
    if (!rp_stated_among(folded, "apart;separate;not"))
        rp_findings_add(reader->findings, RP_ERROR, t->place,
                        "%s: expected same or apart behind ':', got '%s'",
                        t->column->name, rp_quote(mark).bytes);
    return RP_LINK_APART;
}

/* One client is named twice: what is said of them must be the same. */
static void add_person(taking *t, rp_text value, rp_item item) {
    rp_reader *reader = t->reader;

    for (size_t i = 0; t->column->flags & RP_LINKED && i < reader->count; i++)
        if (reader->items[i].tag == item.tag &&
            reader->items[i].number != item.number)
            rp_findings_add(reader->findings, RP_ERROR, t->place,
                            "%s: '%s' is said to be same and apart; expected "
                            "one of them",
                            t->column->name, rp_quote(value).bytes);
    rp_list_add(reader, item);
}

/* Was it somebody whom an edit removed? */
static bool is_gone(taking *t, rp_text value) {
    rp_person_match match = {RP_PERSON_UNKNOWN, RP_NONE};

    if (t->people->gone && !is_pin(t->column) &&
        !rp_people_find(t->people->gone, value, &match))
        t->reader->out_of_memory = true;
    return match.how == RP_PERSON_ID || match.how == RP_PERSON_NAME;
}

/* @return false for a value that says nothing */
static bool take_person(taking *t, rp_text value) {
    rp_reader *reader = t->reader;
    rp_text reason;

    value = without_reason(t, value, &reason);
    rp_person_match match = find(t, value);
    if (match.how == RP_PERSON_BLANK) {
        rp_cell_tell_blank(reader, t->column, t->place, value);
        return false;
    }
    int row = find_reason(t, reason);
    int32_t number =
        t->column->flags & RP_LINKED ? find_link(t, reason) : RP_NO_NUMBER;
    switch (match.how) {
    case RP_PERSON_NAME:
        tell_name(t, value, match.person);
        /* fall through */
    case RP_PERSON_ID:
        add_person(t, value, (rp_item){match.person, number, RP_STRONG, 0});
        keep_reason(t, match.person,
                    match.how == RP_PERSON_ID
                        ? value
                        : rp_text_of(id_of(&t->people->people, match.person)),
                    row);
        return true;
    case RP_PERSON_BLANK:
    case RP_PERSON_UNKNOWN:
    case RP_PERSON_SHARED:
    case RP_PERSON_NEAR:
        break;
    }
    keep_reason(t, RP_NONE, value, row);
    if (!is_gone(t, value) &&
        !t->people->is_cut) /* else it may be an id: that was told of */
        tell_nobody(t, value, &match, reason.length > 0, row >= 0);
    return true;
}

/* `Last, First`: the longest run of pieces that is a name, or one piece. */
static rp_text next_by_comma(taking *t, rp_text *rest) {
    rp_text from = *rest, last = rp_list_cell_piece(rest, ","), best = last;
    rp_text after = *rest;
    rp_text reason;

    if (find(t, without_reason(t, best, &reason)).how == RP_PERSON_ID)
        return best;
    for (int more = 1; more < LONGEST_NAME && rest->length > 0; more++) {
        if (memchr(last.bytes, ':', last.length) &&
            t->column->flags & (RP_REASONED | RP_LINKED))
            break; /* a reason ends a person */
        last = rp_list_cell_piece(rest, ",");
        rp_text run = {from.bytes,
                       (size_t)(last.bytes + last.length - from.bytes)};
        run = rp_text_trim(run);
        rp_person_how how = find(t, without_reason(t, run, &reason)).how;
        if (how == RP_PERSON_NAME || how == RP_PERSON_SHARED) {
            best = run;
            after = *rest;
        }
    }
    *rest = after;
    return best;
}

bool rp_persons_take(rp_reader *reader, const rp_column *column, rp_place place,
                     rp_text cell, rp_register *people) {
    taking t = {reader, column, place, people};
    bool any = false, is_listed;

    cell = rp_list_cell_unwrapped(cell, &is_listed);
    if (rp_stated_none(cell) && find(&t, cell).how != RP_PERSON_ID)
        return true; /* nobody, and that is known */
    while (cell.length > 0) {
        rp_text piece = is_listed
                            ? rp_list_cell_piece(&cell, RP_LIST_SEPARATORS)
                            : next_by_comma(&t, &cell);
        if (piece.length > 0)
            any |= take_person(&t, piece);
    }
    return any;
}
