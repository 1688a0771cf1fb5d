#include "input/sheet/table.h"

#include "base/array.h"
#include "input/sheet/csv_text.h"
#include "input/workbook/choice.h"

#include <csv.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What the callbacks of one pass fill. */
typedef struct reader {
    rp_table *table;
    rp_findings *findings;
    rp_buffer row;    /* the cells so far, each with its zero byte */
    uint32_t cells;   /* in the row so far, blank ones too */
    uint32_t filled;  /* cells up to the last one that is not blank */
    uint32_t extra;   /* the first cell beyond the header that is not blank */
    size_t filled_to; /* bytes of the row up to there */
    uint32_t record;
    uint32_t header; /* record of the header */
    rp_place above;  /* the first filled cell above it */
    rp_quoted above_cell;
    bool is_ascii; /* all of the text */
    bool has_nul;  /* somewhere in the text */
    bool stopped;  /* by a finding after which nothing can be read */
    bool out_of_memory;
} reader;

static bool is_blank(const char *bytes, size_t length) {
    return length == 0 || rp_text_trim((rp_text){bytes, length}).length == 0;
}

/* An error at the cell that is being read, after which reading stops. */
static void refuse(reader *r, const char *what) {
    rp_findings_add(r->findings, RP_ERROR,
                    (rp_place){r->table->source, r->record, r->cells}, "%s",
                    what);
    r->stopped = true;
}

/* Clean a cell that holds more than ASCII, in place.
 * @return its length, 0 where nothing may be made of it */
static size_t clean(reader *r, char *bytes, size_t length) {
    if (r->is_ascii || rp_text_is_ascii((rp_text){bytes, length}))
        return length;
    length = rp_text_drop_invisible(bytes, length);
    if (!rp_text_is_overmarked((rp_text){bytes, length}))
        return length;
    rp_findings_add(r->findings, RP_ERROR,
                    (rp_place){r->table->source, r->record, r->cells},
                    "cell: more than 30 marks on one letter, expected text");
    return 0;
}

static const char too_long[] = "cell: longer than 1 MiB, the most that is read";

static void take_cell(void *bytes, size_t length, void *payload) {
    reader *r = payload;

    if (r->stopped)
        return;
    if (length > RP_MAX_CELL) {
        refuse(r, too_long);
        return;
    }
    if (r->has_nul && memchr(bytes, 0, length)) {
        refuse(r, "cell: a NUL byte, expected text");
        return;
    }
    length = clean(r, bytes, length);
    r->cells++;
    /* Cells past the last column matter only if they are not blank. */
    bool blank = is_blank(bytes, length);
    if (blank && r->cells > RP_MAX_COLUMNS)
        return;
    char *room = rp_buffer_room(&r->row, length + 1);
    if (!room) {
        r->out_of_memory = r->stopped = true;
        return;
    }
    if (length)
        memcpy(room, bytes, length);
    room[length] = '\0';
    r->row.length += length + 1;
    if (!blank) {
        if (r->record < r->header && r->above.record == RP_NO_RECORD) {
            r->above = (rp_place){r->table->source, r->record, r->cells - 1};
            r->above_cell = rp_quote(rp_text_trim((rp_text){bytes, length}));
        }
        if (r->filled <= r->table->columns && r->cells > r->table->columns)
            r->extra = r->cells - 1;
        r->filled = r->cells;
        r->filled_to = r->row.length;
    }
}

static bool take_header(reader *r) {
    if (r->filled > RP_MAX_COLUMNS) {
        rp_findings_add(r->findings, RP_ERROR,
                        (rp_place){r->table->source, r->record, RP_MAX_COLUMNS},
                        "header: more than %d columns, the most that are read",
                        RP_MAX_COLUMNS);
        r->stopped = true;
        return false;
    }
    r->table->columns = r->filled;
    return true;
}

const char *rp_delimiter_words(char delimiter) {
    return delimiter == '\t' ? "TAB" : delimiter == ';' ? ";" : ",";
}

/* A short row is padded, a row wider than the header is an error. */
static bool fit_width(reader *r) {
    rp_table *table = r->table;

    for (uint32_t missing = r->filled; missing < table->columns; missing++)
        if (!rp_buffer_put(&r->row, "", 1))
            return false;
    if (r->filled > table->columns && table->sheet)
        rp_findings_add(r->findings, RP_ERROR,
                        (rp_place){table->source, r->record, r->extra},
                        "row: %u cells, expected %u as in the header; give the "
                        "column a header, or empty the cell",
                        (unsigned)r->filled, (unsigned)table->columns);
    else if (r->filled > table->columns)
        rp_findings_add(r->findings, RP_ERROR,
                        (rp_place){table->source, r->record, r->extra},
                        "row: %u cells, expected %u as in the header; quote "
                        "a cell that holds the delimiter '%s'",
                        (unsigned)r->filled, (unsigned)table->columns,
                        rp_delimiter_words(table->delimiter));
    return true;
}

static bool keep_row(reader *r, uint32_t index) {
    rp_table *table = r->table;
    const char **packed = rp_grow_array(table->packed, index,
                                        &table->packed_room, sizeof *packed);
    if (packed)
        table->packed = packed;
    uint32_t *records = rp_grow_array(table->records, index,
                                      &table->records_room, sizeof *records);
    if (records)
        table->records = records;
    if (!packed || !records)
        return false;
    packed[index] = rp_arena_text(&table->arena, r->row.bytes, r->row.length);
    records[index] = r->record;
    return packed[index] != NULL;
}

static void take_row(int end, void *payload) {
    reader *r = payload;
    rp_table *table = r->table;
    bool is_header = table->columns == 0;

    (void)end;
    if (!r->stopped && r->filled > 0 && r->record >= r->header) {
        r->row.length = r->filled_to;
        if (!is_header && table->rows == RP_MAX_ROWS) {
            rp_findings_add(
                r->findings, RP_ERROR, (rp_place){table->source, r->record, 0},
                "row: more than %d rows, the most that are read", RP_MAX_ROWS);
            r->stopped = true;
        } else if (!is_header || take_header(r)) {
            if (!fit_width(r) || !keep_row(r, is_header ? 0 : table->rows + 1))
                r->out_of_memory = r->stopped = true;
            else
                table->rows += !is_header;
        }
    }
    r->record++;
    r->cells = r->filled = 0;
    r->filled_to = r->row.length = 0;
}

/* An error of the parser: a stray or an unterminated quote, or memory. */
static void report_parser(reader *r, int error, bool at_end) {
    if (error == CSV_EPARSE)
        refuse(r, at_end ? "cell: a quote that is opened here and never closed"
                         : "cell: a stray quote, expected the cell in quotes "
                           "and each quote inside it doubled");
    else
        r->out_of_memory = r->stopped = true;
}

/* Feed the text piece by piece: a lone quote must not swallow gigabytes. */
static rp_status parse(reader *r, const char *text, size_t length) {
    enum { PIECE = 1 << 16 };
    struct csv_parser parser;

    if (!rp_csv_open(&parser, r->table->delimiter))
        return RP_ERR_MEMORY;
    for (size_t at = 0; at < length && !r->stopped; at += PIECE) {
        size_t piece = length - at < PIECE ? length - at : PIECE;
        if (csv_parse(&parser, text + at, piece, take_cell, take_row, r) !=
            piece)
            report_parser(r, csv_error(&parser), false);
        else if (parser.entry_pos > RP_MAX_CELL)
            refuse(r, too_long);
    }
    if (!r->stopped && csv_fini(&parser, take_cell, take_row, r) != 0)
        report_parser(r, csv_error(&parser), true);
    csv_free(&parser);
    rp_buffer_clear(&r->row);
    if (r->out_of_memory || r->findings->out_of_memory)
        return RP_ERR_MEMORY;
    return r->stopped ? RP_ERR_DATA : RP_OK;
}

static void tell_above(const reader *r) {
    if (r->above.record != RP_NO_RECORD)
        rp_findings_add(r->findings, RP_WARNING, r->above,
                        "header: the rows above it are left out, from '%s' on",
                        r->above_cell.bytes);
}

/* @param chosen  of a workbook; NULL */
static rp_status parse_document(rp_table *table, const rp_known_names *known,
                                const rp_chosen_sheet *chosen,
                                rp_findings *findings) {
    char *text = table->document.text;
    size_t length = table->document.length;
    size_t errors = findings->errors;
    rp_heading heading;
    reader r = {.table = table,
                .findings = findings,
                .above = {table->source, RP_NO_RECORD, 0}};

    memcpy(table->sha256, table->document.sha256, sizeof table->sha256);
    table->is_marked = table->document.is_marked;
    table->delimiter = chosen ? ',' : '\0';
    if (!chosen)
        table->skipped = rp_csv_separator(text, length, &table->delimiter);
    text += table->skipped;
    length -= table->skipped;
    r.has_nul = memchr(text, 0, length) != NULL;
    r.is_ascii = rp_text_is_ascii((rp_text){text, length});
    if (!r.has_nul && !chosen)
        rp_csv_open_quotes(text, length);
    if (!rp_heading_find(&heading, (rp_text){text, length}, table->delimiter,
                         known && known->only_sheets ? NULL : known))
        return RP_ERR_MEMORY;
    table->delimiter = heading.delimiter;
    r.header = heading.record == UINT32_MAX ? 0 : heading.record;
    rp_status status = parse(&r, text, length);
    if (status == RP_ERR_MEMORY) {
        table->columns = table->rows = 0; /* the first row may be missing */
        return status;
    }
    tell_above(&r);
    if (chosen)
        rp_chosen_sheet_tell(chosen, table->source, r.header, findings);
    table->is_cut = r.stopped;
    if (status == RP_OK && table->columns == 0)
        rp_findings_add(findings, RP_ERROR,
                        (rp_place){table->source, RP_NO_RECORD, 0},
                        "file: empty, expected a header and rows");
    return findings->errors > errors ? RP_ERR_DATA : RP_OK;
}

/* Choose a sheet of a workbook, and parse it as the text that it is. */
static rp_status parse_book(rp_table *table, rp_text book, const char *taken,
                            const rp_known_names *known,
                            rp_findings *findings) {
    rp_chosen_sheet chosen;
    rp_document *document = &table->document;
    rp_status status = rp_chosen_sheet_open(&chosen, book, known, taken,
                                            table->source, findings);

    if (status == RP_OK) {
        table->source = rp_findings_sheet(findings, table->source, chosen.name);
        table->sheet = chosen.name;
        document->text = chosen.sheet.text.bytes;
        document->length = chosen.sheet.text.length;
        chosen.name = NULL;
        chosen.sheet.text = (rp_buffer){0};
        status = parse_document(table, known, &chosen, findings);
    }
    rp_chosen_sheet_clear(&chosen);
    return status;
}

static rp_status parse_any(rp_table *table, const rp_known_names *known,
                           rp_findings *findings) {
    const rp_document *document = &table->document;

    if (!document->book)
        return parse_document(table, known, NULL, findings);
    return parse_book(
        table, (rp_text){(const char *)document->book, document->book_length},
        NULL, known, findings);
}

bool rp_table_is_of_book(const rp_table *table) {
    return table->document.book != NULL;
}

rp_status rp_table_read_beside(rp_table *out, const rp_table *first,
                               const rp_known_names *known,
                               rp_findings *findings) {
    *out = (rp_table){.path = first->path, .is_cut = true};
    out->source = rp_findings_source(findings, strcmp(first->path, "-") == 0
                                                   ? "standard input"
                                                   : first->path);
    memcpy(out->document.sha256, first->document.sha256,
           sizeof out->document.sha256);
    return parse_book(out,
                      (rp_text){(const char *)first->document.book,
                                first->document.book_length},
                      first->sheet, known, findings);
}

rp_status rp_table_read_known(rp_table *out, const char *path,
                              const rp_known_names *known,
                              rp_findings *findings) {
    *out = (rp_table){.path = path, .is_cut = true};
    out->source = rp_findings_source(
        findings, strcmp(path, "-") == 0 ? "standard input" : path);
    rp_status status =
        rp_document_read(&out->document, path, out->source, findings);
    if (status == RP_ERR_IO)
        rp_findings_add(findings, RP_ERROR,
                        (rp_place){out->source, RP_NO_RECORD, 0},
                        "file: cannot be read: %s", strerror(errno));
    return status == RP_OK ? parse_any(out, known, findings) : status;
}

rp_status rp_table_read(rp_table *out, const char *path,
                        rp_findings *findings) {
    return rp_table_read_known(out, path, NULL, findings);
}

rp_status rp_table_parse(rp_table *out, const char *name, const void *bytes,
                         size_t length, rp_findings *findings) {
    *out = (rp_table){.path = name, .is_cut = true};
    out->source = rp_findings_source(findings, name);
    rp_status status = rp_document_decode(&out->document, bytes, length,
                                          out->source, findings);
    return status == RP_OK ? parse_any(out, NULL, findings) : status;
}

void rp_table_drop(rp_table *table, const bool *dropped) {
    uint32_t kept = 0;

    for (uint32_t row = 1; row <= table->rows; row++) {
        if (dropped[row])
            continue;
        kept++;
        table->packed[kept] = table->packed[row];
        table->records[kept] = table->records[row];
    }
    table->rows = kept;
}

bool rp_table_follows_blank(const rp_table *table, uint32_t row) {
    const rp_document *document = &table->document;

    /* only the last row is asked for: what stands before its line */
    return document->text && row == table->rows &&
           rp_csv_follows_blank(document->text, document->length);
}

static bool compose_row(rp_table *table, uint32_t row, const rp_text *cells,
                        rp_buffer *packed) {
    bool put = true;

    packed->length = 0;
    for (uint32_t c = 0; put && c < table->columns; c++)
        put = (cells[c].length == 0 ||
               rp_buffer_put(packed, cells[c].bytes, cells[c].length)) &&
              rp_buffer_put(packed, "", 1);
    if (put) {
        table->packed[row] =
            rp_arena_text(&table->arena, packed->bytes, packed->length);
        table->records[row] = row;
    }
    return put && table->packed[row];
}

rp_status rp_table_compose(rp_table *out, const char *name, char delimiter,
                           uint32_t columns, uint32_t rows, rp_table_fill *fill,
                           void *payload, rp_findings *findings) {
    rp_text cells[RP_MAX_COLUMNS];
    rp_buffer packed = {0};

    *out = (rp_table){
        .path = name, .delimiter = delimiter, .columns = columns, .rows = rows};
    out->source = rp_findings_source(findings, name);
    out->packed = rp_new_array((size_t)rows + 1, sizeof *out->packed);
    out->records = rp_new_array((size_t)rows + 1, sizeof *out->records);
    bool whole = out->packed && out->records;
    for (uint32_t row = 0; whole && row <= rows; row++)
        whole =
            fill(payload, row, cells) && compose_row(out, row, cells, &packed);
    rp_buffer_clear(&packed);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

void rp_table_clear(rp_table *table) {
    rp_arena_clear(&table->arena);
    rp_document_clear(&table->document);
    free(table->packed);
    free(table->records);
    free((void *)table->typed);
    free(table->sheet);
    *table = (rp_table){0};
}

void rp_table_forget_text(rp_table *table) {
    rp_document_clear(&table->document);
}

static void unpack(const rp_table *table, const char *at, rp_text *cells) {
    for (uint32_t column = 0; column < table->columns; column++) {
        size_t length = *at ? strlen(at) : 0;
        cells[column] = (rp_text){at, length};
        at += length + 1;
    }
}

void rp_table_row(const rp_table *table, uint32_t row, rp_text *cells) {
    unpack(table, table->packed[row], cells);
}

bool rp_table_typed(const rp_table *table, uint32_t row, rp_text *cells) {
    bool changed = table->typed && table->typed[row];

    unpack(table, changed ? table->typed[row] : table->packed[row], cells);
    return changed;
}

rp_text rp_table_cell(const rp_table *table, uint32_t row, uint32_t column) {
    const char *at = table->packed[row];

    for (; column > 0; column--)
        at += strlen(at) + 1;
    return rp_text_of(at);
}

rp_place rp_table_place(const rp_table *table, uint32_t row, uint32_t column) {
    return (rp_place){table->source, table->records[row], column};
}

uint32_t rp_table_find(const rp_table *table, uint32_t record) {
    uint32_t low = 1, high = table->rows + 1;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (table->records[middle] < record)
            low = middle + 1;
        else
            high = middle;
    }
    return low <= table->rows && table->records[low] == record ? low : RP_NONE;
}
