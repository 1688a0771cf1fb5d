#include "output/csv/sheet.h"

#include "base/digits.h"
#include "base/formula.h"

#include <assert.h>
#include <csv.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* What a byte of a cell calls for. */
enum {
    QUOTES = 1, /* wherever it stands */
    A_LOOK = 2, /* at an end: a blank, which is quoted, or a formula's begin */
    SPLITS = 4  /* some spreadsheet: is a formula behind it? */
};

/* What begins a packed cell, or ends a row of them. */
enum { A_TEXT = 'T', A_NUMBER = 'N', ROW_ENDS = 'E' };

enum { TOGETHER = 32 * 1024 /* bytes of rows that are put at once */ };

void rp_sheet_begin(rp_sheet *out, rp_put *put, void *payload, char delimiter,
                    bool bom) {
    *out = (rp_sheet){.put = put, .payload = payload, .delimiter = delimiter};
    for (const char *at = " \t=+-@\r\n"; *at; at++)
        out->care[(unsigned char)*at] = A_LOOK;
    for (const char *at = "\"\r\n"; *at; at++)
        out->care[(unsigned char)*at] |= QUOTES;
    for (const char *at = ";,\t\r\n"; *at; at++)
        out->care[(unsigned char)*at] |= SPLITS;
    out->care[(unsigned char)delimiter] |= QUOTES;
    if (bom)
        put(payload, "\xEF\xBB\xBF", 3);
}

void rp_sheet_as_json(rp_sheet *sheet) { sheet->is_json = true; }

void rp_sheet_begin_apart(rp_sheet *out, const rp_sheet *sheet, rp_put *put,
                          void *payload) {
    rp_sheet_begin(out, put, payload, sheet->delimiter, false);
    out->columns = sheet->columns;
    out->is_json = sheet->is_json;
    out->names = sheet->names;
}

/* A cell as its kind, its length and its bytes, where that is asked for. */
static bool pack_cell(rp_sheet *sheet, rp_text text, char kind) {
    if (sheet->delimiter != RP_PACKED)
        return false;
    sheet->cells++;
    if (!rp_buffer_put(&sheet->rows, &kind, 1) ||
        !rp_buffer_put(&sheet->rows, (const char *)&text.length,
                       sizeof text.length) ||
        (text.length > 0 &&
         !rp_buffer_put(&sheet->rows, text.bytes, text.length)))
        sheet->out_of_memory = true;
    return true;
}

void rp_sheet_unpack(const void *bytes, size_t length,
                     const rp_cell_taker *taker, void *payload) {
    const char *at = bytes, *end = at + length;

    while (at < end) {
        char kind = *at++;
        rp_text text = {"", 0};
        if (kind == ROW_ENDS) {
            taker->end_row(payload);
            continue;
        }
        memcpy(&text.length, at, sizeof text.length);
        at += sizeof text.length;
        text.bytes = at;
        at += text.length;
        taker->cell(payload, text, kind == A_NUMBER);
    }
}

/* Begin a cell of at most so many bytes; gives where they go, or NULL. */
static char *begin_cell(rp_sheet *sheet, size_t most) {
    char *room = rp_buffer_room(&sheet->rows, most + 1);

    if (!room) {
        sheet->out_of_memory = true;
        return NULL;
    }
    if (sheet->cells++ > 0) {
        *room++ = sheet->delimiter;
        sheet->rows.length++;
    }
    return room;
}

static bool holds_quoted(const rp_sheet *sheet, rp_text text) {
    const char *at = text.bytes, *end = at + text.length;

    while (at < end && !(sheet->care[(unsigned char)*at] & QUOTES))
        at++;
    return at < end;
}

static unsigned ends_of(const rp_sheet *sheet, rp_text text) {
    return sheet->care[(unsigned char)text.bytes[0]] |
           sheet->care[(unsigned char)text.bytes[text.length - 1]];
}

static bool is_blank(char byte) { return byte == ' ' || byte == '\t'; }

static bool needs_quotes(const rp_sheet *sheet, rp_text text) {
    if (text.length == 0)
        return false;
    return is_blank(text.bytes[0]) || is_blank(text.bytes[text.length - 1]) ||
           holds_quoted(sheet, text);
}

/* The name of the column whose cell comes next. */
static rp_text next_name(const rp_sheet *sheet) {
    const char *at = sheet->names;

    for (unsigned k = 0; k < sheet->cells && *at; k++)
        at += strcspn(at, ",") + (at[strcspn(at, ",")] == ',');
    return (rp_text){at, strcspn(at, ",")};
}

static bool put_escaped(rp_buffer *out, rp_text text) {
    bool is_whole = rp_buffer_put(out, "\"", 1);

    for (size_t i = 0; i < text.length && is_whole; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        char escape[8];
        if (byte < 0x20) {
            snprintf(escape, sizeof escape, "\\u%04x", byte);
            is_whole = rp_buffer_puts(out, escape);
        } else {
            is_whole =
                (byte != '"' && byte != '\\') || rp_buffer_put(out, "\\", 1);
            is_whole = is_whole && rp_buffer_put(out, &text.bytes[i], 1);
        }
    }
    return is_whole && rp_buffer_put(out, "\"", 1);
}

/* A member of the object in the making; an empty text is null. */
static void put_member(rp_sheet *sheet, rp_text text, bool is_number) {
    rp_buffer *out = &sheet->rows;
    rp_text name = next_name(sheet);
    bool is_whole = rp_buffer_puts(out, sheet->cells > 0 ? ", " : "{") &&
                    put_escaped(out, name) && rp_buffer_puts(out, ": ");

    if (text.length == 0)
        is_whole = is_whole && rp_buffer_puts(out, "null");
    else if (is_number)
        is_whole = is_whole && rp_buffer_put(out, text.bytes, text.length);
    else
        is_whole = is_whole && put_escaped(out, text);
    sheet->cells++;
    sheet->out_of_memory |= !is_whole;
}

/* A cell that is none of CSV. */
static bool put_apart(rp_sheet *sheet, rp_text text, char kind) {
    if (sheet->is_json)
        put_member(sheet, text, kind == A_NUMBER);
    return sheet->is_json || pack_cell(sheet, text, kind);
}

/* libcsv doubles the quotes inside, byte by byte; without any, the two around
   are all that it would add. */
static size_t put_quoted(char *room, size_t most, rp_text text) {
    if (memchr(text.bytes, '"', text.length))
        return csv_write(room, most, text.bytes, text.length);
    room[0] = '"';
    memcpy(room + 1, text.bytes, text.length);
    room[text.length + 1] = '"';
    return text.length + 2;
}

static void fill(rp_sheet *sheet, char *room, size_t most, rp_text text) {
    if (needs_quotes(sheet, text)) {
        sheet->rows.length += put_quoted(room, most, text);
    } else if (text.length > 0) {
        memcpy(room, text.bytes, text.length);
        sheet->rows.length += text.length;
    }
}

static void put_cell(rp_sheet *sheet, rp_text text, bool is_quoted) {
    size_t most = 2 * text.length + 2;
    char *room = begin_cell(sheet, most);

    if (!room || text.length == 0)
        return;
    if (is_quoted) {
        sheet->rows.length += put_quoted(room, most, text);
    } else {
        memcpy(room, text.bytes, text.length);
        sheet->rows.length += text.length;
    }
}

static bool holds_formula(const rp_sheet *sheet, rp_text text, size_t from) {
    for (size_t at = from; at < text.length; at++)
        if ((sheet->care[(unsigned char)text.bytes[at]] & SPLITS) &&
            rp_formula_is_behind(text, at, sheet->delimiter))
            return true;
    return false;
}

/* A cell that is seldom, put where it begins: with blanks at an end, or with
 * what might be a formula. */
static void fill_guarded(rp_sheet *sheet, char *room, size_t most,
                         rp_text text) {
    rp_buffer guarded = {0};

    if (rp_formula_guard(&guarded, text, sheet->delimiter))
        fill(sheet, room, most, (rp_text){guarded.bytes, guarded.length});
    else
        sheet->out_of_memory = true;
    rp_buffer_clear(&guarded);
}

void rp_sheet_bytes(rp_sheet *sheet, rp_text text) {
    /* quotes doubled, and an apostrophe for every other byte */
    size_t most = 3 * text.length + 4, copied = 0;
    bool is_seldom = text.length > 0 && (ends_of(sheet, text) & A_LOOK);

    if (put_apart(sheet, text, A_TEXT))
        return;
    char *room = begin_cell(sheet, most);
    if (!room)
        return;
    /* looked at and copied in one go, up to a byte that calls for quotes */
    for (; !is_seldom && copied < text.length; copied++) {
        char byte = text.bytes[copied];
        unsigned care = sheet->care[(unsigned char)byte];
        if (care & QUOTES)
            break;
        is_seldom = (care & SPLITS) &&
                    rp_formula_is_behind(text, copied, sheet->delimiter);
        room[copied] = byte;
    }
    if (is_seldom || holds_formula(sheet, text, copied))
        fill_guarded(sheet, room, most, text);
    else if (copied < text.length)
        sheet->rows.length += put_quoted(room, most, text);
    else
        sheet->rows.length += copied;
}

void rp_sheet_exact(rp_sheet *sheet, rp_text text) {
    bool has_delimiter = false;

    if (put_apart(sheet, text, A_TEXT))
        return;
    for (size_t i = 0; i < text.length; i++)
        has_delimiter |= text.bytes[i] == ',' || text.bytes[i] == ';';
    put_cell(sheet, text, has_delimiter || needs_quotes(sheet, text));
}

void rp_sheet_text(rp_sheet *sheet, const char *text) {
    rp_sheet_bytes(sheet, rp_text_of(text));
}

void rp_sheet_blank(rp_sheet *sheet) {
    if (!put_apart(sheet, (rp_text){"", 0}, A_TEXT))
        put_cell(sheet, (rp_text){0}, false);
}

/* A number: nothing in it is ever quoted or guarded. */
static void put_number(rp_sheet *sheet, const char *text, size_t length) {
    rp_text number = {text, length};

    if (!put_apart(sheet, number, A_NUMBER))
        put_cell(sheet, number, false);
}

void rp_sheet_whole(rp_sheet *sheet, int64_t value) {
    char text[RP_DIGITS_MOST];

    put_number(sheet, text, rp_digits_put_signed(text, value));
}

void rp_sheet_tenths(rp_sheet *sheet, int tenths) {
    if (tenths < 0)
        rp_sheet_blank(sheet);
    else
        rp_sheet_signed_tenths(sheet, tenths);
}

void rp_sheet_signed_tenths(rp_sheet *sheet, int64_t tenths) {
    char text[RP_DIGITS_MOST + 1];

    put_number(sheet, text, rp_digits_put_decimal(text, tenths, 1));
}

void rp_sheet_cents(rp_sheet *sheet, int64_t cents) {
    char text[RP_DIGITS_MOST + 1];

    put_number(sheet, text, rp_digits_put_decimal(text, cents, 2));
}

void rp_sheet_real(rp_sheet *sheet, double value, int decimals) {
    char text[48];
    double scale = pow(10.0, decimals);
    long long size = (long long)floor(fabs(value) * scale + 0.5);
    long long one = (long long)scale;

    put_number(sheet, text,
               (size_t)snprintf(text, sizeof text, "%s%lld.%0*lld",
                                value < 0.0 && size > 0 ? "-" : "", size / one,
                                decimals, size % one));
}

/* Of objects a header is no row. */
static void keep_names(rp_sheet *sheet, const char *names) {
    sheet->names = names;
    sheet->columns = 1;
    for (; *names; names++)
        sheet->columns += *names == ',';
}

void rp_sheet_header(rp_sheet *sheet, const char *names) {
    if (sheet->is_json) {
        keep_names(sheet, names);
        return;
    }
    while (*names) {
        size_t length = strcspn(names, ",");
        rp_sheet_bytes(sheet, (rp_text){names, length});
        names += length + (names[length] == ',');
    }
    sheet->columns = sheet->out_of_memory ? 0 : sheet->cells;
    rp_sheet_end_row(sheet);
}

void rp_sheet_end_row(rp_sheet *sheet) {
    static const char packed[] = {ROW_ENDS, '\0'};
    const char *end = sheet->is_json                  ? "}\n"
                      : sheet->delimiter == RP_PACKED ? packed
                                                      : "\r\n";

    if (!rp_buffer_puts(&sheet->rows, end))
        sheet->out_of_memory = true;
    assert(sheet->columns == 0 || sheet->cells == sheet->columns ||
           sheet->out_of_memory);
    sheet->cells = 0;
    sheet->ended++;
    if (sheet->rows.length >= TOGETHER)
        rp_sheet_flush(sheet);
}

void rp_sheet_flush(rp_sheet *sheet) {
    if (!sheet->out_of_memory && sheet->rows.length > 0)
        sheet->put(sheet->payload, sheet->rows.bytes, sheet->rows.length);
    sheet->rows.length = 0;
}

bool rp_sheet_end(rp_sheet *sheet) {
    rp_sheet_flush(sheet);
    rp_buffer_clear(&sheet->rows);
    return !sheet->out_of_memory;
}
