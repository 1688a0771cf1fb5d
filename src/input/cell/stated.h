/**
 * @file stated.h
 * Words by which a form says that nothing was said.
 */
#ifndef RP_INPUT_CELL_STATED_H
#define RP_INPUT_CELL_STATED_H

#include "base/text.h"

#include <stdbool.h>

/** "no preference", "n/a", "don't know", "-" and the like. */
bool rp_stated_nothing(rp_text cell);

/** "open", "flexible", "anytime": nothing too, unless the column has such a
 *  value. */
bool rp_stated_anything(rp_text cell);

/** "any", "either": where the choice is among few, all of them. */
bool rp_stated_all(rp_text cell);

/** "none". */
bool rp_stated_none(rp_text cell);

/** Is a cell one of some words by ';', case folded, `’` as `'`, and without a
 *  full stop behind? */
bool rp_stated_among(rp_text cell, const char *words);

#endif
