/**
 * @file timetable.h
 * The week on paper: for each therapist, what is on which day.
 */
#ifndef RP_OUTPUT_REPORT_TIMETABLE_H
#define RP_OUTPUT_REPORT_TIMETABLE_H

#include "output/report/material.h"

/**
 * A line a therapist with hours in the plan, by id:
 *
 *     {"days": ["Mon", …],
 *      "rows": [{"who": {id, name}, "days": [
 *                {"day": "Mon", "is_free": false, "hours": [{"begin", "end",
 * "week": "A", "kind": "prescriber", "who": {id, name}}]}]}]}
 *
 * Days are Monday to Friday, and those of the weekend on which anything is.
 * `week` and `kind` are "" for therapy every week. Times are the therapist's.
 *
 * @return NULL where no hours are given away, or out of memory
 */
json_t *rp_timetable_values(const rp_material *material);

#endif
