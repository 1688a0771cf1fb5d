#include "input/table.h"

#include "base/array.h"

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
    if (r->filled > table->columns)
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

/* A first line `sep=;` as spreadsheets write it: its length, or 0. */
static size_t separator_line(const char *text, size_t length, char *delimiter) {
    size_t at = 4;

    if (length < 5 || !rp_text_equals((rp_text){text, 3}, "sep") ||
        text[3] != '=' || !strchr(",;\t", text[4]) || text[4] == '\0')
        return 0;
    *delimiter = text[4];
    at++;
    while (at < length && (text[at] == *delimiter || text[at] == ' '))
        at++;
    if (at < length && text[at] != '\r' && text[at] != '\n')
        return 0;
    if (at < length && text[at] == '\r')
        at++;
    if (at < length && text[at] == '\n')
        at++;
    return at;
}

static bool open_parser(struct csv_parser *parser, char delimiter) {
    if (csv_init(parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
        return false;
    csv_set_delim(parser, (unsigned char)delimiter);
    /* by 128 bytes, as it does otherwise, a long cell is copied again and
     * again */
    csv_set_blk_size(parser, 1 << 16);
    return true;
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

    if (!open_parser(&parser, r->table->delimiter))
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

/* May a cell begin behind this byte? */
static bool ends_cell(char c) {
    return c == ',' || c == ';' || c == '\t' || c == '\n' || c == '\r';
}

/* What a spreadsheet puts before a quoted cell, `=` to make it text and a
 * byte-order mark where files were put together, becomes blanks: as many, so
 * that every place stays. */
static void open_quotes(char *text, size_t length) {
    bool quoted = false;

    if (!strstr(text, "=\"") && !strstr(text, "\xEF\xBB\xBF"))
        return;
    for (size_t at = 0; at < length; at++) {
        bool begins = !quoted && (at == 0 || ends_cell(text[at - 1]));
        if (begins && strncmp(text + at, "\xEF\xBB\xBF", 3) == 0) {
            memset(text + at, ' ', 3);
            at += 2;
            if (at + 1 < length && text[at + 1] == '=' && text[at + 2] == '"')
                text[at + 1] = ' ';
        } else if (begins && text[at] == '=' && text[at + 1] == '"') {
            text[at] = ' ';
        } else if (text[at] == '"') {
            quoted = !quoted;
        }
    }
}

static void tell_above(const reader *r) {
    if (r->above.record != RP_NO_RECORD)
        rp_findings_add(r->findings, RP_WARNING, r->above,
                        "header: the rows above it are left out, from '%s' on",
                        r->above_cell.bytes);
}

static rp_status parse_document(rp_table *table, const rp_known_names *known,
                                rp_findings *findings) {
    char *text = table->document.text;
    size_t length = table->document.length;
    size_t errors = findings->errors;
    rp_heading heading;
    reader r = {.table = table,
                .findings = findings,
                .above = {table->source, RP_NO_RECORD, 0}};

    memcpy(table->sha256, table->document.sha256, sizeof table->sha256);
    table->delimiter = '\0';
    table->skipped = separator_line(text, length, &table->delimiter);
    text += table->skipped;
    length -= table->skipped;
    r.has_nul = memchr(text, 0, length) != NULL;
    r.is_ascii = rp_text_is_ascii((rp_text){text, length});
    if (!r.has_nul)
        open_quotes(text, length);
    if (!rp_heading_find(&heading, (rp_text){text, length}, table->delimiter,
                         known))
        return RP_ERR_MEMORY;
    table->delimiter = heading.delimiter;
    r.header = heading.record == UINT32_MAX ? 0 : heading.record;
    rp_status status = parse(&r, text, length);
    if (status == RP_ERR_MEMORY)
        return status;
    tell_above(&r);
    table->is_cut = r.stopped;
    if (status == RP_OK && table->columns == 0)
        rp_findings_add(findings, RP_ERROR,
                        (rp_place){table->source, RP_NO_RECORD, 0},
                        "file: empty, expected a header and rows");
    return findings->errors > errors ? RP_ERR_DATA : RP_OK;
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
    return status == RP_OK ? parse_document(out, known, findings) : status;
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
    return status == RP_OK ? parse_document(out, NULL, findings) : status;
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
    const char *text = table->document.text;
    size_t at = table->document.length;

    /* only the last row is asked for: what stands before its line */
    if (!text || row != table->rows)
        return false;
    while (at > 0 && strchr(" \t,;\r\n", text[at - 1]))
        at--;
    while (at > 0 && text[at - 1] != '\n' && text[at - 1] != '\r')
        at--;
    size_t line_ends = 0;
    for (; at > 0 && strchr(" \t,;\r\n", text[at - 1]); at--)
        line_ends +=
            text[at - 1] == '\n' || (text[at - 1] == '\r' && text[at] != '\n');
    return line_ends > 1;
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

/* The second pass: byte by byte, so that the start of each cell is known. */
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
} locator;

static void set_place(locator *l, const target *t) {
    *t->line = l->cell_line;
    if (t->column)
        *t->column = l->cell_column;
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
    locator l = {.column = 1, .fresh = true};
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
    if (l.count > 0 && open_parser(&parser, table->delimiter)) {
        qsort(l.wanted, l.count, sizeof *l.wanted, by_cell);
        l.line = l.row = first_line(table);
        walk(&l, &parser, table->document.text + table->skipped,
             table->document.length - table->skipped);
        csv_free(&parser);
    }
    free(l.wanted);
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
