#include "output/sheet.h"

#include "base/array.h"

#include <csv.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void rp_sheet_begin(rp_sheet *out, rp_put *put, void *payload, char delimiter,
                    bool bom) {
    *out = (rp_sheet){.put = put, .payload = payload, .delimiter = delimiter};
    if (bom)
        put(payload, "\xEF\xBB\xBF", 3);
}

static void append(rp_sheet *sheet, const char *bytes, size_t length) {
    if (!rp_buffer_put(&sheet->row, bytes, length))
        sheet->out_of_memory = true;
}

static void begin_cell(rp_sheet *sheet) {
    if (sheet->begun)
        append(sheet, &sheet->delimiter, 1);
    sheet->begun = true;
}

static bool needs_quotes(const rp_sheet *sheet, rp_text text) {
    if (text.length == 0)
        return false;
    if (strchr(" \t", text.bytes[0]) ||
        strchr(" \t", text.bytes[text.length - 1]))
        return true;
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] == sheet->delimiter || text.bytes[i] == '"' ||
            text.bytes[i] == '\r' || text.bytes[i] == '\n')
            return true;
    return false;
}

/* libcsv writes two quotes around, and doubles those inside. */
static void append_quoted(rp_sheet *sheet, rp_text text) {
    size_t room = csv_write(NULL, 0, text.bytes, text.length);
    char *quoted = rp_new_array(room, 1);

    if (!quoted) {
        sheet->out_of_memory = true;
        return;
    }
    append(sheet, quoted, csv_write(quoted, room, text.bytes, text.length));
    free(quoted);
}

void rp_sheet_bytes(rp_sheet *sheet, rp_text text) {
    rp_buffer guarded = {0};

    begin_cell(sheet);
    if (rp_text_is_formula(text)) {
        if (!rp_buffer_puts(&guarded, "'") ||
            !rp_buffer_put(&guarded, text.bytes, text.length)) {
            sheet->out_of_memory = true;
            return;
        }
        text = (rp_text){guarded.bytes, guarded.length};
    }
    if (needs_quotes(sheet, text))
        append_quoted(sheet, text);
    else
        append(sheet, text.bytes, text.length);
    rp_buffer_clear(&guarded);
}

void rp_sheet_exact(rp_sheet *sheet, rp_text text) {
    bool has_delimiter = false;

    for (size_t i = 0; i < text.length; i++)
        has_delimiter |= text.bytes[i] == ',' || text.bytes[i] == ';';
    begin_cell(sheet);
    if (has_delimiter || needs_quotes(sheet, text))
        append_quoted(sheet, text);
    else
        append(sheet, text.bytes, text.length);
}

void rp_sheet_text(rp_sheet *sheet, const char *text) {
    rp_sheet_bytes(sheet, rp_text_of(text));
}

void rp_sheet_blank(rp_sheet *sheet) { begin_cell(sheet); }

void rp_sheet_whole(rp_sheet *sheet, int64_t value) {
    char text[32];
    int length = snprintf(text, sizeof text, "%" PRId64, value);

    begin_cell(sheet);
    append(sheet, text, (size_t)length);
}

void rp_sheet_tenths(rp_sheet *sheet, int tenths) {
    char text[32];

    begin_cell(sheet);
    if (tenths < 0)
        return;
    int length = snprintf(text, sizeof text, "%d.%d", tenths / 10, tenths % 10);
    append(sheet, text, (size_t)length);
}

void rp_sheet_signed_tenths(rp_sheet *sheet, int64_t tenths) {
    char text[32];
    long long size = tenths < 0 ? -tenths : tenths;

    begin_cell(sheet);
    int length = snprintf(text, sizeof text, "%s%lld.%lld",
                          tenths < 0 ? "-" : "", size / 10, size % 10);
    append(sheet, text, (size_t)length);
}

void rp_sheet_cents(rp_sheet *sheet, int64_t cents) {
    char text[32];
    long long size = cents < 0 ? -cents : cents;

    begin_cell(sheet);
    int length = snprintf(text, sizeof text, "%s%lld.%02lld",
                          cents < 0 ? "-" : "", size / 100, size % 100);
    append(sheet, text, (size_t)length);
}

void rp_sheet_header(rp_sheet *sheet, const char *names) {
    while (*names) {
        size_t length = strcspn(names, ",");
        rp_sheet_bytes(sheet, (rp_text){names, length});
        names += length + (names[length] == ',');
    }
    rp_sheet_end_row(sheet);
}

void rp_sheet_end_row(rp_sheet *sheet) {
    append(sheet, "\r\n", 2);
    if (!sheet->out_of_memory)
        sheet->put(sheet->payload, sheet->row.bytes, sheet->row.length);
    sheet->row.length = 0;
    sheet->begun = false;
}

bool rp_sheet_end(rp_sheet *sheet) {
    rp_buffer_clear(&sheet->row);
    return !sheet->out_of_memory;
}
