#include "input/nobody.h"

#include "base/array.h"
#include "input/cell/stated.h"

#include <stdlib.h>
#include <string.h>

/* What looking at rows needs. */
typedef struct look {
    const rp_table *table;
    rp_side side;
    rp_map *map;
    rp_reader *reader;
    uint32_t id;   /* column of the ids */
    uint32_t name; /* column of the names, beside one of ids; or RP_NONE */
    const rp_column *columns[RP_MAX_COLUMNS]; /* NULL: unknown */
    bool is_tag[RP_MAX_COLUMNS];
    rp_text header[RP_MAX_COLUMNS];
    bool *dropped; /* [rows + 1] */
} look;

static void read_header(look *l) {
    rp_table_row(l->table, 0, l->header);
    l->id = RP_NONE;
    for (uint32_t c = 0; c < l->table->columns; c++) {
        bool silent;
        l->header[c] = rp_text_trim(l->header[c]);
        rp_text name = rp_map_renamed(l->map, l->side, l->header[c], &silent,
                                      &l->reader->out_of_memory);
        l->is_tag[c] = memchr(name.bytes, ':', name.length) != NULL;
        l->columns[c] =
            silent ? NULL : rp_header_column(l->side, l->reader, name);
        if (l->columns[c] && l->columns[c]->kind == RP_KIND_ID &&
            l->id == RP_NONE)
            l->id = c;
    }
    l->name = RP_NONE;
    for (uint32_t c = 0; c < l->table->columns; c++)
        if (l->columns[c] && l->columns[c]->kind == RP_KIND_TEXT)
            *(l->id == RP_NONE ? &l->id : &l->name) = c;
    if (l->id == RP_NONE)
        l->id = 0;
}

static rp_quoted first_cell(const look *l, const rp_text *cells) {
    for (uint32_t c = 0; c < l->table->columns; c++)
        if (rp_text_trim(cells[c]).length > 0)
            return rp_quote(rp_text_trim(cells[c]));
    return rp_quote((rp_text){"", 0});
}

static void drop(look *l, uint32_t row, const rp_text *cells,
                 const char *what) {
    l->dropped[row] = true;
    rp_findings_add(l->reader->findings, RP_WARNING,
                    rp_table_place(l->table, row, 0), "row: %s, left out: '%s'",
                    what, first_cell(l, cells).bytes);
}

static bool is_alike(rp_text a, rp_text b) {
    if (a.length != b.length)
        return false;
    for (size_t i = 0; i < a.length; i++) {
        char x = a.bytes[i], y = b.bytes[i];
        x = (char)(x >= 'A' && x <= 'Z' ? x + 32 : x);
        y = (char)(y >= 'A' && y <= 'Z' ? y + 32 : y);
        if (x != y)
            return false;
    }
    return true;
}

static bool is_header(const look *l, const rp_text *cells) {
    for (uint32_t c = 0; c < l->table->columns; c++)
        if (!is_alike(rp_text_trim(cells[c]), l->header[c]))
            return false;
    return true;
}

static bool has_import_id(const look *l, const rp_text *cells) {
    static const char words[] = "\"ImportId\"";

    for (uint32_t c = 0; c < l->table->columns; c++)
        for (size_t at = 0; at + sizeof words - 1 <= cells[c].length; at++)
            if (memcmp(cells[c].bytes + at, words, sizeof words - 1) == 0)
                return true;
    return false;
}

/* Is a row directly below the header a second one? */
static bool is_second_header(const look *l, const rp_text *cells) {
    const rp_column *id = rp_header_column(l->side, l->reader, cells[l->id]);
    int names = 0;

    if (id && id->kind == RP_KIND_ID)
        return true;
    for (uint32_t c = 0; c < l->table->columns && names < 2; c++) {
        rp_text cell = rp_text_trim(cells[c]);
        if (cell.length < 3)
            continue;
        const rp_column *column = rp_header_column(l->side, l->reader, cell);
        names += column && column->kind != RP_KIND_AUDIT &&
                 (!l->columns[c] || column == l->columns[c]);
    }
    return names >= 2 || has_import_id(l, cells);
}

/* `Total`, `Grand total:`, `12 records`. */
static bool is_total_word(rp_text id) {
    static const char words[] =
        "total;totals;sum;subtotal;grand total;average;count";
    const char *colon = memchr(id.bytes, ':', id.length);
    size_t digits = 0;

    if (colon)
        id.length = (size_t)(colon - id.bytes);
    while (digits < id.length && id.bytes[digits] >= '0' &&
           id.bytes[digits] <= '9')
        digits++;
    if (digits == 0)
        return rp_stated_among(id, words);
    return digits < id.length && id.bytes[digits] == ' ' &&
           rp_stated_among((rp_text){id.bytes + digits, id.length - digits},
                           "record;records;row;rows");
}

static bool may_be_total(rp_text id) {
    char last = '0';

    if (id.length == 0)
        return false;
    if (id.length > 2)
        last = id.bytes[id.length - 1];
    return (last < '0' || last > '9' || memchr(id.bytes, ':', id.length)) &&
           strchr("tTsSgGaAcC0123456789", id.bytes[0]);
}

/* How many there are, counted by the spreadsheet, is no list. */
static bool is_count(rp_text cell) {
    for (size_t i = 0; i < cell.length; i++)
        if (cell.bytes[i] < '0' || cell.bytes[i] > '9')
            return false;
    return true;
}

static bool has_list(const look *l, const rp_text *cells) {
    for (uint32_t c = 0; c < l->table->columns; c++)
        if (l->columns[c] && !l->is_tag[c] &&
            !is_count(rp_text_trim(cells[c])) &&
            (l->columns[c]->kind == RP_KIND_LIST ||
             l->columns[c]->kind == RP_KIND_IDS))
            return true;
    return false;
}

static bool is_total(const look *l, const rp_text *cells) {
    return is_total_word(rp_text_trim(cells[l->id])) && !has_list(l, cells);
}

/* `Total`, and nothing but numbers behind it: under whatever the sheet's first
 * column is. A person has a word somewhere. */
static bool is_bare_total(const look *l, const rp_text *cells) {
    if (!is_total_word(rp_text_trim(cells[0])))
        return false;
    for (uint32_t c = 1; c < l->table->columns; c++)
        for (size_t i = 0; i < cells[c].length; i++) {
            char byte = cells[c].bytes[i], lower = (char)(byte | 0x20);
            if ((lower >= 'a' && lower <= 'z') || (unsigned char)byte >= 0x80)
                return false;
        }
    return true;
}

/* A total that was given an id of its own. */
static void ask_for_total(look *l, uint32_t row, rp_text name) {
    l->dropped[row] = true; /* one error is enough */
    rp_findings_add(l->reader->findings, RP_ERROR,
                    rp_table_place(l->table, row, l->name),
                    "row: it is called '%s': if it is a total, take it out",
                    rp_quote(name).bytes);
}

static uint32_t count_filled(const look *l, const rp_text *cells) {
    uint32_t filled = 0;

    for (uint32_t c = 0; c < l->table->columns; c++)
        filled += rp_text_trim(cells[c]).length > 0;
    return filled;
}

/* Is a cell of a kind that not every text is of? */
static bool is_strict(const rp_column *column) {
    switch (column->kind) {
    case RP_KIND_WHOLE:
    case RP_KIND_NUMBER:
    case RP_KIND_DATE:
    case RP_KIND_BIRTH:
    case RP_KIND_ANSWER:
    case RP_KIND_ACCEPTING:
    case RP_KIND_AGES:
    case RP_KIND_CHOICE:
        return true;
    default:
        return false;
    }
}

/* Of which kind a column is by the first rows behind one; NULL: not told. */
static bool rest_fits(const look *l, uint32_t row, uint32_t column) {
    rp_text cells[RP_MAX_COLUMNS];
    int fit = 0;

    for (uint32_t k = row + 1; k <= l->table->rows && k < row + 50; k++) {
        rp_table_row(l->table, k, cells);
        rp_text cell = rp_cell_plain(cells[column]);
        if (cell.length == 0)
            continue;
        if (!rp_cell_fits(l->reader, l->columns[column], cell))
            return false;
        fit++;
    }
    return fit > 0;
}

/* In every column that has a kind, something else: two such at least. */
static bool only_looks_like_header(const look *l, uint32_t row,
                                   const rp_text *cells) {
    int odd = 0;

    for (uint32_t c = 0; c < l->table->columns; c++) {
        rp_text cell = rp_cell_plain(cells[c]);
        if (!l->columns[c] || l->is_tag[c] || !is_strict(l->columns[c]) ||
            cell.length == 0)
            continue;
        if (rp_cell_fits(l->reader, l->columns[c], cell) ||
            rp_answer_plain(cell) != RP_UNKNOWN)
            return false;
        for (size_t i = 0; i < cell.length; i++)
            if (cell.bytes[i] >= '0' && cell.bytes[i] <= '9')
                return false; /* a value with a slip in it */
        odd += rest_fits(l, row, c);
    }
    return odd >= 2;
}

/* The rows directly below the header. */
static void look_below(look *l) {
    rp_text cells[RP_MAX_COLUMNS], next[RP_MAX_COLUMNS];
    uint32_t row = 1;

    for (; row <= l->table->rows; row++) {
        rp_table_row(l->table, row, cells);
        bool is_label = false;
        if (row < l->table->rows && row == 1) {
            rp_table_row(l->table, row + 1, next);
            is_label = has_import_id(l, next);
        }
        if (!is_header(l, cells) && !is_label && !is_second_header(l, cells))
            break;
        drop(l, row, cells, "a second header");
    }
    if (row > l->table->rows || !only_looks_like_header(l, row, cells))
        return;
    l->dropped[row] = true; /* one error is enough */
    rp_findings_add(l->reader->findings, RP_ERROR,
                    rp_table_place(l->table, row, 0),
                    "row: '%s' looks like a second header: no cell of it is of "
                    "the kind of those below; take it out",
                    first_cell(l, cells).bytes);
}

/* The example row of `rapport template`, as it was written? Each filled cell,
 * its id among them, and more than chance could make alike. */
static bool is_example(const look *l, uint32_t row) {
    enum { ENOUGH = 5 };
    rp_text cells[RP_MAX_COLUMNS];
    uint32_t alike = 0;
    const rp_column *id = l->columns[l->id];

    if (!id ||
        !rp_text_equals(rp_text_trim(rp_table_cell(l->table, row, l->id)),
                        id->example))
        return false;
    rp_table_row(l->table, row, cells);
    for (uint32_t c = 0; c < l->table->columns; c++) {
        rp_text cell = rp_text_trim(cells[c]);
        if (cell.length == 0)
            continue;
        if (!l->columns[c] || !rp_text_equals(cell, l->columns[c]->example))
            return false;
        alike++;
    }
    return alike >= ENOUGH;
}

static void look_at_rows(look *l) {
    rp_text cells[RP_MAX_COLUMNS];
    uint32_t last = l->table->rows;

    for (uint32_t row = 1; row <= last; row++) {
        if (l->dropped[row])
            continue;
        if (is_example(l, row))
            rp_findings_add(l->reader->findings, RP_ERROR,
                            rp_table_place(l->table, row, 0),
                            "row: this is the example of the template, "
                            "expected people; take it out");
        rp_text id = rp_text_trim(rp_table_cell(l->table, row, l->id));
        rp_text name =
            l->name == RP_NONE
                ? (rp_text){"", 0}
                : rp_text_trim(rp_table_cell(l->table, row, l->name));
        bool may_be_named = may_be_total(name) && is_total_word(name);
        bool may_be_bare =
            may_be_total(rp_text_trim(rp_table_cell(l->table, row, 0)));
        if (id.length != l->header[l->id].length && !may_be_total(id) &&
            !may_be_named && !may_be_bare)
            continue;
        rp_table_row(l->table, row, cells);
        if (is_header(l, cells))
            drop(l, row, cells, "the header again");
        else if ((may_be_total(id) && is_total(l, cells)) ||
                 (may_be_bare && is_bare_total(l, cells)))
            drop(l, row, cells, "a total");
        else if (may_be_named && !has_list(l, cells))
            ask_for_total(l, row, name);
    }
    if (last > 1 && !l->dropped[last] &&
        rp_table_follows_blank(l->table, last)) {
        rp_table_row(l->table, last, cells);
        if (count_filled(l, cells) == 1 && l->table->columns > 1)
            drop(l, last, cells, "one cell behind a blank row");
    }
}

rp_status rp_nobody_leave(rp_table *table, rp_side side, rp_map *map,
                          rp_reader *reader) {
    look *l = rp_new_array(1, sizeof *l);
    size_t errors = reader->findings->errors;
    rp_status status = RP_ERR_MEMORY;

    if (!l)
        return status;
    *l = (look){.table = table, .side = side, .map = map, .reader = reader};
    l->dropped = rp_new_array((size_t)table->rows + 1, sizeof *l->dropped);
    if (l->dropped) {
        read_header(l);
        look_below(l);
        look_at_rows(l);
        rp_table_drop(table, l->dropped);
        status = reader->out_of_memory               ? RP_ERR_MEMORY
                 : reader->findings->errors > errors ? RP_ERR_DATA
                                                     : RP_OK;
    }
    free(l->dropped);
    free(l);
    return status;
}
