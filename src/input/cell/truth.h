/**
 * @file truth.h
 * Yes and no, as people and forms write them.
 */
#ifndef RP_INPUT_CELL_TRUTH_H
#define RP_INPUT_CELL_TRUTH_H

#include "base/text.h"
#include "input/record.h"

/** yes/no, y/n, true/false, 1/0, and marks of a form: x, ✓, ✔, ☑, checked, on,
 *  available, 1.0; unchecked, ✗, off. RP_UNKNOWN for anything else. */
rp_answer rp_answer_parse(rp_text cell);

/** yes/no, y/n, true/false, 1/0 alone: what no other column would hold. */
rp_answer rp_answer_plain(rp_text cell);

/** Is it a mark that is set, as a box of a form? */
bool rp_answer_is_mark(rp_text cell);

/** Does somebody take new clients? yes/no, open; full, waitlist, closed. */
rp_answer rp_answer_accepting(rp_text cell);

#endif
