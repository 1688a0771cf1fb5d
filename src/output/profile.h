/**
 * @file profile.h
 * A therapist's own cells as text again: names as a file would hold them, or
 * labels as a person reads them.
 */
#ifndef RP_OUTPUT_PROFILE_H
#define RP_OUTPUT_PROFILE_H

#include "base/texts.h"
#include "input/roster.h"

/**
 * Append a column of a therapist: lists and times joined by "; ", numbers
 * without needless decimals, answers as yes or no. A blank appends nothing.
 *
 * @param labels  names as they are shown ("Spanish"), not as they are stored
 * @return false when out of memory
 */
bool rp_profile_cell(rp_buffer *out, const rp_roster *roster,
                     const rp_therapist *therapist, const rp_column *column,
                     bool labels);

/** Add the values of a column, a list's or a time of the week each by itself:
 *  none when it is blank or `none`. @return false when out of memory */
bool rp_profile_values(rp_texts *out, const rp_roster *roster,
                       const rp_therapist *therapist, const rp_column *column,
                       bool labels);

/** The number of a column; NAN when it is blank or no number. */
double rp_profile_number(const rp_therapist *therapist,
                         const rp_column *column);

/** The column of therapists.csv of that very name. */
const rp_column *rp_profile_column(const char *name);

#endif
