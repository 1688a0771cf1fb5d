#include "input/workbook/worksheet.h"

#include "base/array.h"
#include "input/workbook/filled.h"
#include "input/workbook/rich.h"
#include "input/workbook/xml.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The cell that is being read. */
typedef struct open_cell {
    char type; /* of its value: n, s, b, e, S (a formula's text), i, d */
    size_t style;
    rp_cell_at at;
    bool is_open, in_value, has_value, is_formula;
} open_cell;

typedef struct work {
    const rp_worksheet_book *book;
    rp_filled cells;
    open_cell cell;
    rp_buffer value; /* of <v> */
    rp_rich rich;    /* of <is> */
    rp_cell_at next; /* where a cell stands that does not say it */
    bool in_row;
} work;

static rp_status complain(work *w, const char *trouble) {
    w->book->archive->trouble = trouble;
    return RP_ERR_DATA;
}

static rp_status misplaced(work *w) {
    return complain(w, "this workbook is damaged: a cell stands outside the "
                       "sheet; open it in a spreadsheet program and save it "
                       "again");
}

/* ---- elements ----------------------------------------------------------- */

static rp_status start_row(work *w, const char *const *attributes) {
    const char *number = rp_xml_attribute(attributes, "r");

    if (number) {
        unsigned long row = strtoul(number, NULL, 10);
        if (row == 0 || row > RP_SHEET_ROWS)
            return misplaced(w);
        w->next.row = (uint32_t)row - 1;
    } else if (w->next.row >= RP_SHEET_ROWS) {
        return misplaced(w);
    }
    w->next.column = 0;
    w->in_row = true;
    return rp_xml_is_set(attributes, "hidden")
               ? rp_filled_hide(&w->cells, w->next.row)
               : RP_OK;
}

static char type_of(const char *type) {
    static const char *const names[] = {"n",   "s",         "b", "e",
                                        "str", "inlineStr", "d"};
    static const char letters[] = "nsbeSid";

    for (size_t k = 0; type && k < sizeof names / sizeof *names; k++)
        if (strcmp(type, names[k]) == 0)
            return letters[k];
    return 'n';
}

static rp_status start_cell(work *w, const char *const *attributes) {
    const char *style = rp_xml_attribute(attributes, "s");
    const char *at = rp_xml_attribute(attributes, "r");

    w->cell = (open_cell){.type = type_of(rp_xml_attribute(attributes, "t")),
                          .style = style ? strtoul(style, NULL, 10) : SIZE_MAX,
                          .at = w->next,
                          .is_open = true};
    if (at && !rp_cell_at_parse(&w->cell.at, at, NULL))
        return misplaced(w);
    if (w->cell.at.column >= RP_SHEET_COLUMNS)
        return misplaced(w);
    w->next.column = w->cell.at.column + 1;
    w->value.length = 0;
    w->rich = (rp_rich){.text = w->rich.text};
    w->rich.text.length = 0;
    return RP_OK;
}

static rp_status add_merge(work *w, const char *const *attributes) {
    const char *range = rp_xml_attribute(attributes, "ref");
    rp_cell_range merged;
    const char *rest = NULL;

    if (!range || !rp_cell_at_parse(&merged.first, range, &rest))
        return misplaced(w);
    merged.last = merged.first;
    if (*rest == ':' && !rp_cell_at_parse(&merged.last, rest + 1, NULL))
        return misplaced(w);
    return rp_filled_merge(&w->cells, merged);
}

static rp_status start(void *payload, const char *name,
                       const char *const *attributes) {
    work *w = payload;

    if (w->cell.is_open) {
        if (strcmp(name, "v") == 0)
            w->cell.in_value = w->cell.has_value = true;
        else if (strcmp(name, "f") == 0)
            w->cell.is_formula = true;
        else
            rp_rich_start(&w->rich, name);
        return RP_OK;
    }
    if (strcmp(name, "c") == 0 && w->in_row)
        return start_cell(w, attributes);
    if (strcmp(name, "row") == 0)
        return start_row(w, attributes);
    if (strcmp(name, "mergeCell") == 0)
        return add_merge(w, attributes);
    return RP_OK;
}

static rp_status text(void *payload, const char *bytes, size_t length) {
    work *w = payload;
    bool kept = true;

    if (w->cell.in_value)
        kept = rp_buffer_put(&w->value, bytes, length);
    else if (w->cell.is_open)
        kept = rp_rich_text(&w->rich, bytes, length);
    return kept ? RP_OK : RP_ERR_MEMORY;
}

/* ---- values ------------------------------------------------------------- */

static rp_numeral shown_of(const work *w) {
    const rp_styles *styles = w->book->styles;

    /* without a style it has the first one */
    size_t style = w->cell.style == SIZE_MAX ? 0 : w->cell.style;
    return style < styles->count ? styles->shown[style] : RP_NUMERAL_NUMBER;
}

static rp_status put_number(work *w) {
    char shown[RP_NUMERAL_SIZE], *end;
    rp_text raw = rp_text_trim((rp_text){w->value.bytes, w->value.length});
    double value = strtod(raw.bytes, &end);

    if (end != raw.bytes + raw.length || !isfinite(value))
        return rp_filled_add(&w->cells, w->cell.at, raw);
    rp_numeral_value(shown, value, shown_of(w), w->book->from_1904);
    return rp_filled_add(&w->cells, w->cell.at, rp_text_of(shown));
}

/* A date as ISO 8601 writes it, with a blank for its T; of midnight the date
 * alone. */
static rp_status put_iso(work *w) {
    rp_text raw = rp_text_trim((rp_text){w->value.bytes, w->value.length});
    char *t = memchr(w->value.bytes, 'T', w->value.length);

    if (t)
        *t = ' ';
    if (raw.length > 10 && strncmp(raw.bytes + 10, " 00:00:00", 9) == 0)
        raw.length = 10;
    return rp_filled_add(&w->cells, w->cell.at, raw);
}

static rp_status put_shared(work *w) {
    char *end;
    unsigned long which = strtoul(w->value.bytes, &end, 10);

    if (end == w->value.bytes || which >= w->book->strings->count)
        return complain(w, "this workbook is damaged: a cell refers to a text "
                           "that is not there; open it in a spreadsheet "
                           "program and save it again");
    return rp_filled_share(&w->cells, w->cell.at,
                           rp_text_pool_at(w->book->strings, which));
}

static rp_status put_text(work *w, rp_buffer *text) {
    size_t length = rp_rich_unescape(text->bytes, text->length);

    return length ? rp_filled_add(&w->cells, w->cell.at,
                                  (rp_text){text->bytes, length})
                  : RP_OK;
}

static rp_status put_value(work *w) {
    switch (w->cell.type) {
    case 's':
        return put_shared(w);
    case 'b':
        return rp_filled_add(
            &w->cells, w->cell.at,
            rp_text_of(w->value.bytes[0] == '0' ? "FALSE" : "TRUE"));
    case 'e':
        return rp_filled_remark(&w->cells, w->cell.at, RP_CELL_ERROR);
    case 'S':
        return put_text(w, &w->value);
    case 'd':
        return put_iso(w);
    default:
        return put_number(w);
    }
}

static rp_status end_cell(work *w) {
    w->cell.is_open = false;
    if (w->cell.type == 'i')
        return put_text(w, &w->rich.text);
    rp_text value = rp_text_trim((rp_text){w->value.bytes, w->value.length});
    bool is_text = w->cell.type == 'S' && w->cell.has_value;
    if (w->value.length == 0 || (!is_text && value.length == 0))
        return w->cell.is_formula && !is_text
                   ? rp_filled_remark(&w->cells, w->cell.at, RP_CELL_FORMULA)
                   : RP_OK;
    return put_value(w);
}

static rp_status end(void *payload, const char *name) {
    work *w = payload;

    if (w->cell.is_open) {
        if (strcmp(name, "v") == 0)
            w->cell.in_value = false;
        else if (strcmp(name, "c") == 0)
            return end_cell(w);
        else
            rp_rich_end(&w->rich, name);
    } else if (strcmp(name, "row") == 0) {
        w->in_row = false;
        w->next.row++;
    }
    return RP_OK;
}

/* ---- text --------------------------------------------------------------- */

static bool put_cell(rp_buffer *text, const char *bytes, size_t length) {
    bool put = rp_buffer_put(text, "\"", 1);

    while (put && length > 0) {
        const char *quote = memchr(bytes, '"', length);
        size_t run = quote ? (size_t)(quote - bytes) + 1 : length;
        put = rp_buffer_put(text, bytes, run) &&
              (!quote || rp_buffer_put(text, "\"", 1));
        bytes += run;
        length -= run;
    }
    return put && rp_buffer_put(text, "\"", 1);
}

static bool repeat(rp_buffer *text, char c, size_t count) {
    char *room = count ? rp_buffer_room(text, count) : NULL;

    if (room) {
        memset(room, c, count);
        text->length += count;
    }
    return room || count == 0;
}

static bool put_remark(rp_worksheet *out, rp_remark remark) {
    rp_remark *remarks = rp_grow_array(out->remarks, out->remark_count,
                                       &out->remark_room, sizeof *remarks);

    if (!remarks)
        return false;
    out->remarks = remarks;
    remarks[out->remark_count++] = remark;
    return true;
}

/* What the text has come to. */
typedef struct writer {
    rp_worksheet *out;
    rp_cell_at at;   /* behind the last byte */
    uint32_t record; /* of that row, should it be filled */
    bool is_filled;  /* it is */
} writer;

/* On to a cell; rows between are empty, and no records. */
static bool go_to(writer *w, rp_cell_at at) {
    rp_buffer *text = &w->out->text;

    if (at.row > w->at.row) {
        if (!repeat(text, '\n', at.row - w->at.row))
            return false;
        w->record += w->is_filled;
        w->is_filled = false;
        w->at = (rp_cell_at){at.row, 0};
    }
    size_t commas = at.column - w->at.column;
    w->at.column = at.column;
    return repeat(text, ',', commas);
}

static bool write_remark(writer *w, const rp_cell *cell) {
    static const rp_remark_kind kinds[] = {[RP_CELL_FORMULA] =
                                               RP_REMARK_FORMULA,
                                           [RP_CELL_ERROR] = RP_REMARK_ERROR};

    /* a lone one is quoted, so that its row is a record */
    if (!put_cell(&w->out->text, "", 0))
        return false;
    return put_remark(
        w->out, (rp_remark){kinds[cell->kind], w->record, cell->at.column});
}

static rp_status write_cells(rp_worksheet *out, const rp_filled *cells,
                             rp_archive *archive) {
    writer w = {.out = out};
    size_t hidden = 0;

    for (size_t k = 0; k < cells->count; k++) {
        const rp_cell *cell = &cells->items[k];
        if (cell->is_covered)
            continue;
        size_t before = out->text.length;
        bool put = go_to(&w, cell->at);
        while (hidden < cells->hidden_count &&
               cells->hidden[hidden] < cell->at.row)
            hidden++;
        if (put && !w.is_filled && hidden < cells->hidden_count &&
            cells->hidden[hidden] == cell->at.row)
            put = put_remark(out, (rp_remark){RP_REMARK_HIDDEN, w.record, 0});
        w.is_filled = true;
        if (put && cell->is_merged)
            put = put_remark(
                out, (rp_remark){RP_REMARK_MERGED, w.record, cell->at.column});
        put = put && (cell->kind == RP_CELL_TEXT
                          ? put_cell(&out->text, rp_filled_text(cells, cell),
                                     cell->length)
                          : write_remark(&w, cell));
        if (!put)
            return RP_ERR_MEMORY;
        if (rp_archive_charge(archive, out->text.length - before) != RP_OK)
            return RP_ERR_DATA;
    }
    return RP_OK;
}

rp_status rp_worksheet_read(rp_worksheet *out, const rp_worksheet_book *book,
                            const char *part) {
    static const rp_xml_reader reader = {start, end, text};
    work w = {.book = book};

    *out = (rp_worksheet){0};
    rp_status status = rp_xml_read(book->archive, part, &reader, &w);
    if (status == RP_OK)
        status = rp_filled_settle(&w.cells, book->archive);
    if (status == RP_OK)
        status = write_cells(out, &w.cells, book->archive);
    if (status == RP_OK && !rp_buffer_put(&out->text, "\n", 1))
        status = RP_ERR_MEMORY;
    rp_filled_clear(&w.cells);
    rp_buffer_clear(&w.value);
    rp_buffer_clear(&w.rich.text);
    return status;
}

void rp_worksheet_clear(rp_worksheet *sheet) {
    rp_buffer_clear(&sheet->text);
    free(sheet->remarks);
    *sheet = (rp_worksheet){0};
}
