#include "output/csv/sheet.h"

#include <assert.h>
#include <csv.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* What a byte of a cell calls for. */
enum {
    QUOTES = 1, /* wherever it stands */
    A_LOOK = 2  /* at an end: a blank, which is quoted, or a formula's begin */
};

enum { TOGETHER = 32 * 1024 /* bytes of rows that are put at once */ };

void rp_sheet_begin(rp_sheet *out, rp_put *put, void *payload, char delimiter,
                    bool bom) {
    *out = (rp_sheet){.put = put, .payload = payload, .delimiter = delimiter};
    for (const char *at = " \t=+-@\r"; *at; at++)
        out->care[(unsigned char)*at] = A_LOOK;
    for (const char *at = "\"\r\n"; *at; at++)
        out->care[(unsigned char)*at] |= QUOTES;
    out->care[(unsigned char)delimiter] |= QUOTES;
    if (bom)
        put(payload, "\xEF\xBB\xBF", 3);
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

/* A cell that is seldom: with blanks at an end, or maybe a formula. */
static void put_guarded(rp_sheet *sheet, rp_text text) {
    rp_buffer guarded = {0};

    if (rp_text_is_formula(text)) {
        if (!rp_buffer_puts(&guarded, "'") ||
            !rp_buffer_put(&guarded, text.bytes, text.length))
            sheet->out_of_memory = true;
        text = (rp_text){guarded.bytes, guarded.length};
    }
    put_cell(sheet, text, needs_quotes(sheet, text));
    rp_buffer_clear(&guarded);
}

void rp_sheet_bytes(rp_sheet *sheet, rp_text text) {
    size_t most = 2 * text.length + 2, copied = 0;

    if (text.length > 0 && (ends_of(sheet, text) & A_LOOK)) {
        put_guarded(sheet, text);
        return;
    }
    char *room = begin_cell(sheet, most);
    if (!room)
        return;
    /* looked at and copied in one go, up to a byte that calls for quotes */
    for (; copied < text.length; copied++) {
        char byte = text.bytes[copied];
        if (sheet->care[(unsigned char)byte] & QUOTES)
            break;
        room[copied] = byte;
    }
    sheet->rows.length +=
        copied == text.length ? copied : put_quoted(room, most, text);
}

void rp_sheet_exact(rp_sheet *sheet, rp_text text) {
    bool has_delimiter = false;

    for (size_t i = 0; i < text.length; i++)
        has_delimiter |= text.bytes[i] == ',' || text.bytes[i] == ';';
    put_cell(sheet, text, has_delimiter || needs_quotes(sheet, text));
}

void rp_sheet_text(rp_sheet *sheet, const char *text) {
    rp_sheet_bytes(sheet, rp_text_of(text));
}

void rp_sheet_blank(rp_sheet *sheet) { put_cell(sheet, (rp_text){0}, false); }

/* A number: nothing in it is ever quoted or guarded. */
static void put_number(rp_sheet *sheet, const char *text, int length) {
    put_cell(sheet, (rp_text){text, (size_t)length}, false);
}

void rp_sheet_whole(rp_sheet *sheet, int64_t value) {
    char text[32];

    put_number(sheet, text, snprintf(text, sizeof text, "%" PRId64, value));
}

void rp_sheet_tenths(rp_sheet *sheet, int tenths) {
    char text[32];

    if (tenths < 0)
        rp_sheet_blank(sheet);
    else
        put_number(
            sheet, text,
            snprintf(text, sizeof text, "%d.%d", tenths / 10, tenths % 10));
}

void rp_sheet_signed_tenths(rp_sheet *sheet, int64_t tenths) {
    char text[32];
    long long size = tenths < 0 ? -tenths : tenths;

    put_number(sheet, text,
               snprintf(text, sizeof text, "%s%lld.%lld", tenths < 0 ? "-" : "",
                        size / 10, size % 10));
}

void rp_sheet_cents(rp_sheet *sheet, int64_t cents) {
    char text[32];
    long long size = cents < 0 ? -cents : cents;

    put_number(sheet, text,
               snprintf(text, sizeof text, "%s%lld.%02lld",
                        cents < 0 ? "-" : "", size / 100, size % 100));
}

void rp_sheet_real(rp_sheet *sheet, double value, int decimals) {
    char text[48];
    double scale = pow(10.0, decimals);
    long long size = (long long)floor(fabs(value) * scale + 0.5);
    long long one = (long long)scale;

    put_number(sheet, text,
               snprintf(text, sizeof text, "%s%lld.%0*lld",
                        value < 0.0 && size > 0 ? "-" : "", size / one,
                        decimals, size % one));
}

void rp_sheet_header(rp_sheet *sheet, const char *names) {
    while (*names) {
        size_t length = strcspn(names, ",");
        rp_sheet_bytes(sheet, (rp_text){names, length});
        names += length + (names[length] == ',');
    }
    sheet->columns = sheet->out_of_memory ? 0 : sheet->cells;
    rp_sheet_end_row(sheet);
}

void rp_sheet_end_row(rp_sheet *sheet) {
    if (!rp_buffer_put(&sheet->rows, "\r\n", 2))
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
