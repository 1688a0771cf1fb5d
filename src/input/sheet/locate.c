#include "input/sheet/locate.h"

#include "base/array.h"
#include "input/sheet/csv_text.h"

#include <csv.h>
#include <stdlib.h>

/* A second pass over the text: byte by byte, so that the start of each cell is
 * known. */
typedef struct target {
    rp_place place;
    uint64_t *line, *column, *row; /* column and row may be NULL */
} target;

typedef struct locator {
    target *wanted; /* sorted by record and cell */
    size_t count, next;
    uint32_t record, cell;
    uint64_t line, column;           /* of the byte that comes next */
    uint64_t row;                    /* as a spreadsheet counts */
    uint64_t cell_line, cell_column; /* where the current cell began */
    bool fresh;                      /* the next byte begins a cell */
    bool is_sheet;                   /* of a workbook: its rows are lines */
} locator;

static void set_place(locator *l, const target *t) {
    *t->line = l->is_sheet ? l->row : l->cell_line;
    if (t->column)
        *t->column = l->is_sheet ? t->place.cell + UINT64_C(1) : l->cell_column;
    if (t->row)
        *t->row = l->row;
    l->next++;
}

static void place_wanted(locator *l, bool row_ends) {
    while (l->next < l->count) {
        const target *t = &l->wanted[l->next];
        if (t->place.record > l->record ||
            (t->place.record == l->record && t->place.cell > l->cell &&
             !row_ends))
            return;
        set_place(l, t);
    }
}

static void pass_cell(void *bytes, size_t length, void *payload) {
    locator *l = payload;

    (void)bytes;
    (void)length;
    place_wanted(l, false);
    l->cell++;
    l->fresh = true;
}

static void pass_row(int end, void *payload) {
    locator *l = payload;

    (void)end;
    /* a padded cell has no bytes of its own: it stands at the last one */
    place_wanted(l, true);
    l->record++;
    l->cell = 0;
    l->fresh = true;
}

static void walk(locator *l, struct csv_parser *parser, const char *text,
                 size_t length) {
    for (size_t i = 0; i < length && l->next < l->count; i++) {
        bool line_end = text[i] == '\n' || text[i] == '\r';
        if (l->fresh) {
            l->cell_line = l->line;
            l->cell_column = l->column;
            /* a line end here is a blank line or the rest of CR LF */
            l->fresh = line_end && l->cell == 0;
        }
        if (csv_parse(parser, text + i, 1, pass_cell, pass_row, l) != 1)
            break;
        l->column++;
        if (text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n')) {
            l->line++;
            l->column = 1;
            l->row += l->fresh; /* else it is one inside quotes */
        }
    }
    place_wanted(l, true);
    while (l->next < l->count) /* behind the last byte */
        set_place(l, &l->wanted[l->next]);
}

static int by_cell(const void *left, const void *right) {
    const rp_place *x = &((const target *)left)->place;
    const rp_place *y = &((const target *)right)->place;

    if (x->record != y->record)
        return x->record < y->record ? -1 : 1;
    return (x->cell > y->cell) - (x->cell < y->cell);
}

static void want(locator *l, const rp_table *table, rp_place place,
                 uint64_t *line, uint64_t *column, uint64_t *row) {
    if (place.source == table->source && place.record != RP_NO_RECORD)
        l->wanted[l->count++] = (target){place, line, column, row};
}

/* The line on which the first row begins: 2 behind `sep=;`. */
static uint64_t first_line(const rp_table *table) {
    const char *text = table->document.text;
    uint64_t line = 1;

    for (size_t i = 0; i < table->skipped; i++)
        line += text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n');
    return line;
}

void rp_table_locate(const rp_table *table, rp_findings *findings) {
    locator l = {.column = 1, .fresh = true, .is_sheet = table->sheet != NULL};
    struct csv_parser parser;

    if (!table->document.text)
        return;
    l.wanted = rp_new_array(findings->count * 2, sizeof *l.wanted);
    if (!l.wanted) {
        findings->out_of_memory = true;
        return;
    }
    for (size_t i = 0; i < findings->count; i++) {
        rp_found *f = &findings->items[i];
        want(&l, table, f->place, &f->line, &f->column, &f->row);
        want(&l, table, f->related, &f->related_line, NULL, NULL);
    }
    if (l.count > 0 && rp_csv_open(&parser, table->delimiter)) {
        qsort(l.wanted, l.count, sizeof *l.wanted, by_cell);
        l.line = l.row = first_line(table);
        walk(&l, &parser, table->document.text + table->skipped,
             table->document.length - table->skipped);
        csv_free(&parser);
    }
    free(l.wanted);
}
