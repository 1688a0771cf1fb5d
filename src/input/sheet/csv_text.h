/**
 * @file csv_text.h
 * How CSV is parsed, and what spreadsheets put into it that is none: looked at
 * before it is parsed.
 */
#ifndef RP_INPUT_SHEET_CSV_TEXT_H
#define RP_INPUT_SHEET_CSV_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct csv_parser;

/** A first line `sep=;` as spreadsheets write it: its length with its line end,
 *  or 0. @param[out] delimiter  what it says; as it was without it */
size_t rp_csv_separator(const char *text, size_t length, char *delimiter);

/** What a spreadsheet puts before a quoted cell, `=` to make it text and a
 *  byte-order mark where files were put together, becomes blanks: as many, so
 *  that every place stays. @param text  with a zero byte behind it */
void rp_csv_open_quotes(char *text, size_t length);

/** A parser as each pass over a text needs it. @param[out] parser  clear it
 * with csv_free() @return false when out of memory */
bool rp_csv_open(struct csv_parser *parser, char delimiter);

/** Does the last line that holds anything stand behind a blank one? */
bool rp_csv_follows_blank(const char *text, size_t length);

#endif
