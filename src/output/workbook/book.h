/**
 * @file book.h
 * A workbook (.xlsx) going out, sheet by sheet and row by row.
 *
 * The same cells give the same bytes: no clock, no name of a user. Texts are
 * texts, whatever they look like; nothing is ever a formula or a link.
 */
#ifndef RP_OUTPUT_WORKBOOK_BOOK_H
#define RP_OUTPUT_WORKBOOK_BOOK_H

#include "base/text.h"
#include "rapport/status.h"

#include <stdint.h>

/** How a cell looks. */
typedef enum rp_look {
    RP_LOOK_TEXT,
    RP_LOOK_TITLE,
    RP_LOOK_HEAD,   /* of a table */
    RP_LOOK_GOOD,   /* a status: green, */
    RP_LOOK_WAITS,  /* yellow, */
    RP_LOOK_ALARM,  /* red, */
    RP_LOOK_NOBODY, /* grey */
    RP_LOOKS
} rp_look;

typedef struct rp_book rp_book;

/**
 * Begin a workbook that will stand under a path.
 *
 * @param path  borrowed until it is closed
 * @param day   on which it says it was made, days since 1970-01-01
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_book_new(rp_book **out, const char *path, int32_t day);

/** Write it, and free the book.
 *  @return RP_OK, RP_ERR_IO (errno), RP_ERR_MEMORY */
rp_status rp_book_close(rp_book *book);

/** Begin a sheet, or go on with one. @param name  at most 31 letters */
void rp_book_sheet(rp_book *book, const char *name);

/** The next cell of the row. A text is cut to what a cell can hold. */
void rp_book_text(rp_book *book, rp_text text, rp_look look);

/** A number as written: its decimals are those that are shown. */
void rp_book_number(rp_book *book, rp_text text);

void rp_book_end_row(rp_book *book);

/** Rows of this sheet so far. */
uint32_t rp_book_rows(const rp_book *book);

/** What was written is a table with its head in row `head`: it stays in sight,
 *  can be filtered, is as wide as its cells need, and is printed across one
 *  page with the head on each. */
void rp_book_end_table(rp_book *book, uint32_t head);

/** What was written is for reading: as wide as its cells need. */
void rp_book_end_page(rp_book *book);

#endif
