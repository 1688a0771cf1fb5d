/**
 * @file formula.h
 * Texts that a spreadsheet would run, and the apostrophe that stops it.
 *
 * A spreadsheet takes a cell for a formula by its first byte. Which bytes are
 * first is for the spreadsheet to say: where Excel splits at ';', quotes that a
 * file with ',' puts around a cell count for nothing, so that the text
 * `x;=cmd` is cut in two and a line break inside a cell begins a row.
 */
#ifndef RP_BASE_FORMULA_H
#define RP_BASE_FORMULA_H

#include "base/text.h"

/** Would a spreadsheet take it for a formula: it begins with = + - @, TAB, CR
 *  or LF, and is no plain number? */
bool rp_text_is_formula(rp_text text);

/** Would what stands behind this byte be a cell of its own where a spreadsheet
 *  splits otherwise than at `delimiter`, and be a formula?
 *  @param at  of a ; , TAB, CR or LF in the text */
bool rp_formula_is_behind(rp_text text, size_t at, char delimiter);

/** Add a text with an apostrophe before each formula.
 *  @return false when out of memory */
bool rp_formula_guard(rp_buffer *out, rp_text text, char delimiter);

/** A text without the apostrophes that guard it; borrowed from the text, or
 *  from `room` where one stood inside. `room` is emptied first.
 *  @return a text whose bytes are NULL when out of memory */
rp_text rp_formula_unguard(rp_buffer *room, rp_text text);

#endif
