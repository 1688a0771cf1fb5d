#include "input/check/unknown_column.h"

#include "input/cell/list_cell.h"
#include "input/cell/stated.h"
#include "input/map/probe.h"
#include "input/map/question.h"

#include <string.h>

enum {
    LONGEST_NAME = 4,   /* pieces by ',': `Ruiz, Ana, PhD, LCSW` */
    LONGEST_TEXT = 120, /* bytes; no name is longer */
    NEARLY_ALL = 10     /* one cell in so many may name nobody */
};

/* One column at hand. */
typedef struct work {
    const rp_table *table;
    rp_side side;
    rp_reader *reader;
    rp_people *others;
    uint32_t column;
    rp_text typed, name; /* its header, and as a map renames it */
} work;

static rp_text cell_of(const work *w, uint32_t row) {
    return rp_cell_plain(rp_table_cell(w->table, row, w->column));
}

/* ---- people -------------------------------------------------------------- */

static bool is_number(rp_text text) {
    size_t at = 0;

    while (at < text.length && text.bytes[at] >= '0' && text.bytes[at] <= '9')
        at++;
    return at == text.length;
}

static rp_person_how how_of(work *w, rp_text text) {
    rp_person_match match = {RP_PERSON_UNKNOWN, RP_NONE};

    if (text.length > LONGEST_TEXT)
        return match.how;
    if (!rp_text_is_ascii(text)) {
        if (!rp_text_compose(&w->reader->key, text)) {
            w->reader->out_of_memory = true;
            return match.how;
        }
        text = (rp_text){w->reader->key.bytes, w->reader->key.length};
    }
    if (!rp_people_find(w->others, text, &match))
        w->reader->out_of_memory = true;
    return match.how;
}

/* Does a piece name somebody, with a reason behind it or not? */
static bool is_person(work *w, rp_text piece, bool with_numbers) {
    const char *colon = memchr(piece.bytes, ':', piece.length);

    if (piece.length == 0)
        return false;
    if (with_numbers || !is_number(piece)) {
        rp_person_how how = how_of(w, piece);
        if (how != RP_PERSON_UNKNOWN && how != RP_PERSON_BLANK)
            return true;
    }
    if (!colon || colon == piece.bytes)
        return false;
    piece = rp_text_trim((rp_text){piece.bytes, (size_t)(colon - piece.bytes)});
    return is_person(w, piece, with_numbers);
}

/* Is a cell, or one of the values in it, the name or the id of somebody? */
static bool names_somebody(work *w, rp_text cell, bool with_numbers) {
    bool is_listed;

    if (is_person(w, cell, with_numbers))
        return true;
    rp_text whole = cell;
    cell = rp_list_cell_unwrapped(cell, &is_listed);
    while (cell.length > 0) {
        rp_text from = cell, rest;
        rp_text last =
            rp_list_cell_piece(&cell, is_listed ? RP_LIST_SEPARATORS : ",");
        if (last.length < whole.length && is_person(w, last, with_numbers))
            return true;
        rest = cell;
        for (int more = 1; !is_listed && more < LONGEST_NAME && rest.length > 0;
             more++) {
            last = rp_list_cell_piece(&rest, ",");
            rp_text run = {from.bytes,
                           (size_t)(last.bytes + last.length - from.bytes)};
            if (run.length < whole.length &&
                is_person(w, rp_text_trim(run), with_numbers))
                return true;
        }
    }
    return false;
}

/* A cell without a value, or with one that says that there is none. */
static bool says_nobody(work *w, rp_text cell) {
    return cell.length == 0 || rp_stated_nothing(cell) ||
           rp_stated_none(cell) || how_of(w, cell) == RP_PERSON_BLANK;
}

/* Do the cells name people of the other sheet: one of them, where `is_one` is
 * enough, or all but a few? Each text is looked at once. */
static bool names_people(work *w, bool is_one) {
    rp_cells cells;
    uint32_t named = 0, missed = 0;
    bool is_found = false;

    if (rp_cells_read(&cells, w->table, w->column) != RP_OK) {
        w->reader->out_of_memory = true;
        goto done;
    }
    uint32_t count = rp_tags_count(cells.texts);
    for (uint32_t k = 0; k < count && !is_found; k++) {
        rp_text cell = rp_text_of(rp_tags_name(cells.texts, k));
        bool is_named = names_somebody(w, cell, is_one);
        if (is_named)
            named += cells.counts[k];
        else if (!says_nobody(w, cell))
            missed += cells.counts[k];
        if (!is_one && missed > cells.filled / NEARLY_ALL)
            goto done; /* whatever follows */
        is_found = is_one && is_named;
    }
    is_found =
        is_found || (named > 0 && missed <= (named + missed) / NEARLY_ALL);
done:
    rp_cells_clear(&cells);
    return is_found;
}

/* Nobody may be lost because nobody said what the column is. */
static void tell_refused(const work *w, rp_place place, const char *line) {
    bool is_client = w->side == RP_CLIENTS;
    const char *who = is_client ? "therapists" : "clients";

    rp_findings_add(w->reader->findings, RP_DANGER, place,
                    "'%s' names %s who may have to be kept apart, so say what "
                    "it is in a --map file: the line '%s,%s' makes them %s, "
                    "'%s,' leaves the column out",
                    rp_quote(w->typed).bytes, who, line,
                    is_client ? "avoid_therapists" : "declines",
                    is_client ? "people to avoid" : "people not to be seen",
                    line);
}

static void tell_named(const work *w, rp_place place, const char *line) {
    rp_findings *findings = w->reader->findings;
    const char *shown = rp_quote(w->typed).bytes;

    if (w->typed.length == 0)
        rp_findings_add(
            findings, RP_CAUTION, place,
            w->side == RP_CLIENTS
                ? "header: a column without a name ignored, and its cells name "
                  "therapists: name it avoid_therapists if they are to be "
                  "avoided, requested_therapist if they are asked for"
                : "header: a column without a name ignored, and its cells name "
                  "clients: name it declines if they are not to be seen");
    else if (w->side == RP_CLIENTS)
        rp_findings_add(findings, RP_CAUTION, place,
                        "unknown column '%s' ignored, and its cells name "
                        "therapists: add the line '%s,avoid_therapists' to a "
                        "--map file if they are to be avoided, "
                        "'%s,requested_therapist' if they are asked for",
                        shown, line, line);
    else
        rp_findings_add(findings, RP_CAUTION, place,
                        "unknown column '%s' ignored, and its cells name "
                        "clients: add the line '%s,declines' to a --map file "
                        "if they are not to be seen",
                        shown, line);
}

/* @return false: the cells name nobody */
static bool tell_people(work *w, rp_place place, const char *line) {
    bool no_memory = false;
    bool refuses = rp_question_refuses(w->typed, &no_memory);

    w->reader->out_of_memory |= no_memory;
    if (!names_people(w, refuses))
        return false;
    if (refuses)
        tell_refused(w, place, line);
    else
        tell_named(w, place, line);
    return true;
}

/* ---- other columns ------------------------------------------------------- */

/* Do all values of a list cell belong to the names of `column`? */
static bool is_of_names(rp_reader *reader, const rp_column *column,
                        rp_text cell) {
    bool any = false;

    while (cell.length > 0) {
        size_t length = 0;
        while (length < cell.length && !strchr(";|,\r\n", cell.bytes[length]))
            length++;
        rp_text piece = {cell.bytes, length};
        length += length < cell.length;
        cell.bytes += length;
        cell.length -= length;
        if (rp_text_trim(piece).length == 0)
            continue;
        if (!rp_text_fold(&reader->key, piece)) {
            reader->out_of_memory = true;
            return false;
        }
        if (rp_names_known(reader->names, column->names,
                           (rp_text){reader->key.bytes, reader->key.length}) ==
            RP_NONE)
            return false;
        any = true;
    }
    return any;
}

static bool is_like(const work *w, const rp_column *column) {
    bool any = false;

    for (uint32_t row = 1; row <= w->table->rows; row++) {
        rp_text cell = cell_of(w, row);
        if (cell.length == 0)
            continue;
        if (!is_of_names(w->reader, column, cell))
            return false;
        any = true;
    }
    return any;
}

static bool tell_values(const work *w, rp_place place, const char *line) {
    static const char *const like[] = {"formats", "client_types", "modalities"};

    for (size_t k = 0; k < sizeof like / sizeof *like; k++) {
        const rp_column *as = rp_schema_find(w->side, rp_text_of(like[k]));
        if (!as || as->kind != RP_KIND_LIST || !is_like(w, as))
            continue;
        rp_findings_add(w->reader->findings, RP_WARNING, place,
                        "unknown column '%s' ignored; its values look like "
                        "%s: to use it add the line '%s,%s' to a --map file",
                        rp_quote(w->name).bytes, as->name, line, as->name);
        return true;
    }
    return false;
}

static void tell_nearest(const work *w, rp_place place) {
    rp_reader *reader = w->reader;

    if (!rp_text_fold(&reader->key, w->name)) {
        reader->out_of_memory = true;
        return;
    }
    rp_quoted near;
    const rp_column *column_near = rp_schema_nearest(
        w->side, (rp_text){reader->key.bytes, reader->key.length}, &near);
    bool is_alias = column_near && strcmp(near.bytes, column_near->name) != 0;
    rp_findings_add(
        reader->findings, RP_WARNING, place,
        "unknown column '%s' ignored%s%s%s%s", rp_quote(w->name).bytes,
        column_near ? ", nearest: " : "", column_near ? near.bytes : "",
        is_alias ? ", which is " : "", is_alias ? column_near->name : "");
}

static void tell(work *w) {
    rp_place place = rp_table_place(w->table, 0, w->column);
    rp_buffer line = {0};

    if (!rp_buffer_put(&line, "", 0) || !rp_map_put_header(&line, w->typed))
        w->reader->out_of_memory = true;
    else if (w->others && tell_people(w, place, line.bytes))
        ;
    else if (w->name.length == 0)
        rp_findings_add(w->reader->findings, RP_WARNING, place,
                        "header: a column without a name ignored");
    else if (!tell_values(w, place, line.bytes))
        tell_nearest(w, place);
    rp_buffer_clear(&line);
}

bool rp_unknown_columns_any(const rp_layout *layout) {
    bool any = false;

    for (uint32_t c = 0; c < layout->columns && layout->uses; c++)
        any |= layout->uses[c].is_unknown;
    return any;
}

void rp_unknown_columns_tell(const rp_layout *layout, const rp_table *table,
                             rp_map *map, rp_reader *reader,
                             rp_people *others) {
    for (uint32_t c = 0; c < layout->columns && layout->uses; c++) {
        bool silent;
        if (!layout->uses[c].is_unknown)
            continue;
        rp_text typed = rp_text_trim(rp_table_cell(table, 0, c));
        work w = {.table = table,
                  .side = layout->side,
                  .reader = reader,
                  .others = others,
                  .column = c,
                  .typed = typed,
                  .name = rp_text_trim(rp_map_renamed(map, layout->side, typed,
                                                      &silent,
                                                      &reader->out_of_memory))};
        tell(&w);
    }
}
