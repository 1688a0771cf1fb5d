/**
 * @file mistaken.h
 * Two files of which one was taken for the other.
 */
#ifndef RP_INPUT_CHECK_MISTAKEN_H
#define RP_INPUT_CHECK_MISTAKEN_H

#include "input/schema.h"
#include "input/sheet/table.h"

/** Is a header of one side's file the name of a column of the other side
 *  alone? */
typedef bool rp_mistaken_test(void *payload, rp_side side, rp_text header);

/**
 * One error where both files are the same, or where each looks like the other:
 * with more names of the other side than of its own. Nothing else that would
 * be found in them means anything then.
 *
 * @return true when that was so
 */
bool rp_mistaken_tell(const rp_table tables[RP_SIDES],
                      rp_mistaken_test *is_foreign, void *payload,
                      rp_findings *findings);

#endif
