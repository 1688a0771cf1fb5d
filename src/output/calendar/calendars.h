/**
 * @file calendars.h
 * A calendar (RFC 5545) for each therapist with hours in the plan.
 *
 * Events begin in the week of the first Monday after the day of the run, in
 * weeks of their letter where they have one: a week is A when its Monday is an
 * even number of weeks after 1970-01-05. Times are floating, the therapist's
 * own. What an event tells is the client's id and nothing else. Its UID names
 * therapist, client, kind and number, so that a moved hour takes the place of
 * the earlier one.
 */
#ifndef RP_OUTPUT_CALENDAR_CALENDARS_H
#define RP_OUTPUT_CALENDAR_CALENDARS_H

#include "output/calendar/agenda.h"
#include "output/directory/commit.h"

/** Their folder in a result directory. */
#define RP_CALENDARS_FOLDER "calendars"

/**
 * Write `calendars/<therapist>.ics` for each therapist of the agenda.
 *
 * A name is the id, with other bytes than letters, digits, `-` and `_` as `~`
 * and two hexadecimal digits, so that no two ids have the same one; of a long
 * id the first 32 digits of its SHA-256.
 *
 * @param as_of  the day of the run, which must be known
 * @return RP_OK, RP_ERR_IO, RP_ERR_MEMORY
 */
rp_status rp_calendars_write(rp_commit *commit, const rp_agenda *agenda,
                             const rp_roster *roster, int32_t as_of);

#endif
