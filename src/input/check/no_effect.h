/**
 * @file no_effect.h
 * Columns that are read and act only beside something that is not there.
 */
#ifndef RP_INPUT_CHECK_NO_EFFECT_H
#define RP_INPUT_CHECK_NO_EFFECT_H

#include "input/roster.h"
#include "input/row.h"

/**
 * One warning for each such column of the clients that is filled.
 *
 * @param rows        of the clients
 * @param has_groups  there is a sheet of them
 */
void rp_no_effect_tell(const rp_roster *roster, const rp_rows *rows,
                       bool has_groups);

#endif
