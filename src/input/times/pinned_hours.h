/**
 * @file pinned_hours.h
 * Hours behind the id of a pin: `T07 tue 18:00; thu 18:00`, `T07 tue 18:00 A`.
 */
#ifndef RP_INPUT_TIMES_PINNED_HOURS_H
#define RP_INPUT_TIMES_PINNED_HOURS_H

#include "base/text.h"
#include "input/record.h"

/** Cut hours off the end of a cell. Without any the cell stays as it is, and
 *  *out is empty.
 *  @return false where there are more than two, or of two different weeks */
bool rp_pinned_hours_take(rp_pin_hours *out, rp_text *cell);

/** Read hours as assignments.csv tells them: `tue 18:00; thu 18:00 ?`.
 *  @return false where it is anything else; a blank text is no hours */
bool rp_pinned_hours_read(rp_pin_hours *out, rp_text text);

#endif
