#include "input/map/placed_values.h"

#include "base/array.h"
#include "input/cell/urgency.h"
#include "input/map/changed_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PIECES = 16 /* of one value */ };

/* ---- pieces -------------------------------------------------------------- */

static bool is_among(const char *set, char c) {
    return c != '\0' && strchr(set, c) != NULL;
}

static bool is_within(rp_text cell, char open, char close) {
    return cell.length > 1 && cell.bytes[0] == open &&
           cell.bytes[cell.length - 1] == close;
}

rp_pieces rp_pieces_of(rp_text cell) {
    rp_pieces p = {rp_text_trim(cell), ","};

    if (is_within(p.cell, '[', ']') || is_within(p.cell, '{', '}'))
        p.cell = (rp_text){p.cell.bytes + 1, p.cell.length - 2};
    for (size_t i = 0; i < p.cell.length; i++)
        if (is_among(";|\r\n", p.cell.bytes[i]))
            p.separators = ";|\r\n";
    return p;
}

size_t rp_pieces_end(const rp_pieces *p, size_t at) {
    rp_text cell = p->cell;

    for (; at < cell.length && !is_among(p->separators, cell.bytes[at]); at++) {
        size_t close = at;
        int depth = 0;
        if (*p->separators != ',' || cell.bytes[at] != '(')
            continue;
        for (; close < cell.length; close++) {
            depth += cell.bytes[close] == '(';
            depth -= cell.bytes[close] == ')';
            if (depth == 0)
                break;
        }
        if (close < cell.length)
            at = close;
    }
    return at;
}

rp_text rp_pieces_text(const rp_pieces *p, size_t at, size_t end) {
    rp_text piece = rp_text_trim((rp_text){p->cell.bytes + at, end - at});

    if (piece.length > 1 && piece.bytes[0] == '"' &&
        piece.bytes[piece.length - 1] == '"')
        piece = rp_text_trim((rp_text){piece.bytes + 1, piece.length - 2});
    return piece;
}

/* ---- cells --------------------------------------------------------------- */

/* A column with value rows. */
typedef struct placed_column {
    uint32_t at;
    rp_text header;
    rp_text name; /* of our column, by which a map may call it, too; or empty */
    const rp_column *column; /* NULL: none, or one of several for a list */
    rp_map_values values;
} placed_column;

typedef struct work {
    rp_map *map;
    rp_side side;
    const rp_table *table; /* that is changed */
    rp_reader *reader;
    placed_column columns[RP_MAX_COLUMNS]; /* [count] */
    uint32_t count;
    rp_arena arena; /* of the row that is changed */
    rp_buffer cell;
    bool decimal_comma, no_memory;
} work;

static bool is_list(const rp_column *column) {
    return column &&
           (column->kind == RP_KIND_LIST || column->kind == RP_KIND_IDS ||
            column->kind == RP_KIND_PRIORITIES);
}

static const char *placed(work *w, const placed_column *c, rp_text value) {
    const char *to =
        rp_map_placed(w->map, w->side, c->header, value, &w->no_memory);

    return to || c->name.length == 0
               ? to
               : rp_map_placed(w->map, w->side, c->name, value, &w->no_memory);
}

/* A value without the mark, number or reason behind it. */
static rp_text head_of(const rp_column *column, rp_text value) {
    rp_text head = value;

    if (column->flags & RP_MARKED)
        while (head.length > 0 && is_among("!?", head.bytes[head.length - 1]))
            head = rp_text_trim((rp_text){head.bytes, head.length - 1});
    if (column->flags & (RP_NUMBERED | RP_REASONED | RP_LINKED))
        for (size_t k = head.length; k > 1; k--)
            if (head.bytes[k - 1] == ':')
                return rp_text_trim((rp_text){head.bytes, k - 1});
    return head;
}

/* Put one more value; in a list by commas the row's own `;` are commas. */
static bool put_value(work *w, const rp_pieces *p, rp_text value,
                      rp_text tail) {
    bool commas = *p->separators == ',', put = true;

    if (value.length == 0)
        return true;
    if (w->cell.length > 0)
        put = rp_buffer_puts(&w->cell, commas ? ", " : "; ");
    for (size_t i = 0; put && i < value.length; i++) {
        char c = value.bytes[i];
        put = rp_buffer_put(&w->cell,
                            commas && is_among(";|\r\n", c) ? "," : &c, 1);
    }
    return put && (tail.length == 0 ||
                   rp_buffer_put(&w->cell, tail.bytes, tail.length));
}

/* The longest run of pieces from `at` on that a row names, else one piece. */
static const char *longest_run(work *w, const placed_column *c,
                               const rp_pieces *p, size_t at, rp_text *text,
                               size_t *end) {
    size_t ends[MOST_PIECES], count = 0, from = at;
    size_t most = c->values.most_breaks + 1;

    *end = at;
    while (count < most && count < MOST_PIECES && from <= p->cell.length) {
        ends[count] = rp_pieces_end(p, from);
        from = ends[count++] + 1;
    }
    for (size_t run = count; run > 0; run--) {
        *end = ends[run - 1];
        *text = rp_pieces_text(p, at, *end);
        const char *to = text->length > 0 ? placed(w, c, *text) : NULL;
        if (to)
            return to;
    }
    return NULL;
}

static bool place_pieces(work *w, const placed_column *c, rp_text cell,
                         bool *changed) {
    rp_pieces p = rp_pieces_of(cell);

    w->cell.length = 0;
    for (size_t at = 0, end = 0; at < p.cell.length && !w->no_memory;
         at = end + 1) {
        rp_text text = {"", 0}, tail = {"", 0};
        const char *to = longest_run(w, c, &p, at, &text, &end);
        rp_text head = to ? text : head_of(c->column, text);
        if (head.length > 0 && head.length < text.length) {
            to = placed(w, c, head);
            if (to)
                tail = (rp_text){head.bytes + head.length,
                                 text.length - head.length};
        }
        *changed |= to != NULL;
        if (!put_value(w, &p, to ? rp_text_of(to) : text, tail))
            return false;
    }
    return !w->no_memory;
}

/* -3 to 3 in place of 1 to 5; what is no such number stays one that no column
 * takes. */
static bool place_on_scale(work *w, rp_text cell) {
    char text[64];
    double value;

    if (!rp_number_parse(&value, cell, w->decimal_comma))
        return false;
    if (value < 1.0 || value > 5.0)
        snprintf(text, sizeof text, "%g on a scale from 1 to 5", value);
    else
        snprintf(text, sizeof text, "%g", (value - 3.0) * 1.5);
    w->cell.length = 0;
    w->no_memory |= !rp_buffer_puts(&w->cell, text);
    return !w->no_memory;
}

/* Who is urgent is not left out: it is said how urgent. */
static void refuse_to_lose(work *w, const placed_column *c, uint32_t row,
                           rp_text cell) {
    if (!c->column || !rp_urgency_is(c->column) ||
        rp_urgency_spoken(c->column, cell, &w->reader->key, &w->no_memory) ==
            RP_BLANK)
        return;
    rp_findings_add(w->reader->findings, RP_ERROR,
                    rp_table_place(w->table, row, c->at),
                    "urgency: '%s' cannot be left out: the map has to say "
                    "routine, soon, urgent or crisis",
                    rp_quote(cell).bytes);
}

/* What a cell becomes stands in w->cell. @return whether it changes */
static bool place_cell(work *w, const placed_column *c, uint32_t row,
                       rp_text cell) {
    bool changed = false;
    const char *to = placed(w, c, cell);

    if (to) {
        if (*to == '\0')
            refuse_to_lose(w, c, row, cell);
        w->cell.length = 0;
        w->no_memory |= !rp_buffer_puts(&w->cell, to);
        return true;
    }
    if (c->values.is_scale)
        return place_on_scale(w, cell);
    if (!is_list(c->column))
        return false;
    w->no_memory |= !place_pieces(w, c, cell, &changed);
    return changed;
}

static bool change(void *payload, uint32_t row, rp_text *cells, bool *changed) {
    work *w = payload;

    rp_arena_clear(&w->arena);
    for (uint32_t k = 0; k < w->count && !w->no_memory; k++) {
        const placed_column *c = &w->columns[k];
        rp_text cell = rp_cell_plain(cells[c->at]);
        if (cell.length == 0 || !place_cell(w, c, row, cell) || w->no_memory)
            continue;
        const char *kept = rp_arena_text(
            &w->arena, w->cell.length ? w->cell.bytes : "", w->cell.length);
        w->no_memory |= !kept;
        cells[c->at] = (rp_text){kept, kept ? w->cell.length : 0};
        *changed = true;
    }
    return !w->no_memory;
}

/* ---- columns ------------------------------------------------------------- */

static void find_columns(work *w, const rp_table *table, rp_reader *reader) {
    rp_text headers[RP_MAX_COLUMNS];

    rp_table_row(table, 0, headers);
    for (uint32_t c = 0; c < table->columns; c++) {
        placed_column *out = &w->columns[w->count];
        rp_map_values more = {0};
        bool silent;
        rp_text header = rp_text_trim(headers[c]);
        rp_text name =
            rp_map_renamed(w->map, w->side, header, &silent, &w->no_memory);
        const rp_column *column = rp_header_column(w->side, reader, name);
        bool any = rp_map_values_of(w->map, w->side, header, &out->values,
                                    &w->no_memory);
        out->name = column ? rp_text_of(column->name) : (rp_text){0};
        any |= column && rp_map_values_of(w->map, w->side, out->name, &more,
                                          &w->no_memory);
        if (!any)
            continue;
        out->values.is_scale |= more.is_scale;
        if (more.most_breaks > out->values.most_breaks)
            out->values.most_breaks = more.most_breaks;
        out->at = c;
        out->header = header;
        out->column =
            memchr(name.bytes, ':', name.length) || silent ? NULL : column;
        w->count++;
    }
    w->no_memory |= reader->out_of_memory;
}

rp_status rp_map_apply(rp_map *map, rp_side side, rp_table *table,
                       rp_reader *reader) {
    rp_status status = RP_OK;

    if (!map || rp_tags_count(map->columns) == 0 || table->columns == 0)
        return RP_OK;
    work *w = rp_new_array(1, sizeof *w);
    if (!w)
        return RP_ERR_MEMORY;
    w->map = map;
    w->side = side;
    w->decimal_comma = table->delimiter != ',';
    w->table = table;
    w->reader = reader;
    find_columns(w, table, reader);
    if (w->count > 0 && !w->no_memory)
        status = rp_changed_table_rows(table, change, w);
    if (w->no_memory)
        status = RP_ERR_MEMORY;
    rp_arena_clear(&w->arena);
    rp_buffer_clear(&w->cell);
    free(w);
    return status;
}
