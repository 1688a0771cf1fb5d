/**
 * @file sheet.h
 * CSV going out: RFC 4180 with CRLF, and the guard against formulas; or the
 * same cells packed, for a taker that knows texts from numbers.
 *
 * A table for a program is the same rows as JSON: one object a line, with the
 * names of the header. Numbers are numbers, a blank is null, and nothing is
 * guarded.
 *
 * The only module that writes with libcsv.
 */
#ifndef RP_OUTPUT_CSV_SHEET_H
#define RP_OUTPUT_CSV_SHEET_H

#include "base/text.h"

#include <stdint.h>

/** Takes bytes away, to a file or a buffer. */
typedef void rp_put(void *payload, const void *bytes, size_t length);

/** A delimiter of sheets that are no CSV: cells as they are, nothing quoted or
 *  guarded, whole rows in each put, for rp_sheet_unpack(). */
#define RP_PACKED '\0'

/** Takes cells instead of bytes. */
typedef struct rp_cell_taker {
    void (*cell)(void *payload, rp_text text, bool is_number);
    void (*end_row)(void *payload);
} rp_cell_taker;

/** Rows in the making; the bytes go wherever `put` brings them. */
typedef struct rp_sheet {
    rp_put *put;
    void *payload;
    char delimiter;          /* RP_PACKED: no CSV is made */
    rp_buffer rows;          /* not put yet, the last one in the making */
    unsigned cells;          /* of that one so far */
    uint64_t ended;          /* rows so far, with the header */
    unsigned columns;        /* cells of every row; 0: there is no header */
    bool is_json;            /* rows are objects, */
    const char *names;       /* with these names by ',': that of the header */
    unsigned char care[256]; /* what a byte calls for; private to sheet.c */
    bool out_of_memory;
} rp_sheet;

/** @param bom  begin with a byte-order mark, so that Excel sees UTF-8 */
void rp_sheet_begin(rp_sheet *out, rp_put *put, void *payload, char delimiter,
                    bool bom);

/** Write objects, not CSV; before the header. */
void rp_sheet_as_json(rp_sheet *sheet);

/** Rows of the same table, made apart from it: without a header, in the same
 *  form and as wide. */
void rp_sheet_begin_apart(rp_sheet *out, const rp_sheet *sheet, rp_put *put,
                          void *payload);

/** Give the cells of packed rows to a taker. @param bytes  of one put */
void rp_sheet_unpack(const void *bytes, size_t length,
                     const rp_cell_taker *taker, void *payload);

/** A header: names by ','; of objects it has to stay until the last row. Every
 * row below it has to have as many cells, or the program stops: a file whose
 * cells have shifted is worse than none. */
void rp_sheet_header(rp_sheet *sheet, const char *names);

/** A text: guarded where it begins like a formula and is no plain number. */
void rp_sheet_text(rp_sheet *sheet, const char *text);
void rp_sheet_bytes(rp_sheet *sheet, rp_text text);

/** A text exactly as it is: without the guard, and quoted where any delimiter
 *  stands in it. For files that are read again as the original was. */
void rp_sheet_exact(rp_sheet *sheet, rp_text text);

void rp_sheet_blank(rp_sheet *sheet);
void rp_sheet_whole(rp_sheet *sheet, int64_t value);

/** Tenths as a number with one decimal, negative ones as a blank. */
void rp_sheet_tenths(rp_sheet *sheet, int tenths);

/** Tenths as a number with one decimal, also below 0 ("-1.5"). */
void rp_sheet_signed_tenths(rp_sheet *sheet, int64_t tenths);

/** Hundredths as a number with two decimals ("-1.05"). */
void rp_sheet_cents(rp_sheet *sheet, int64_t cents);

/** A number with so many decimals, at most 9, half away from 0 and never -0;
 *  its size is below 1e9. */
void rp_sheet_real(rp_sheet *sheet, double value, int decimals);

void rp_sheet_end_row(rp_sheet *sheet);

/** Put the rows that were ended; else that waits until they are many. */
void rp_sheet_flush(rp_sheet *sheet);

/** The last rows are put now.
 *  @return false when a row was lost for want of memory */
bool rp_sheet_end(rp_sheet *sheet);

#endif
