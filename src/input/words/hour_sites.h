/**
 * @file hour_sites.h
 * Sites that hours alone name: behind `@` in a window of slots, and in nobody's
 * cell of sites.
 */
#ifndef RP_INPUT_WORDS_HOUR_SITES_H
#define RP_INPUT_WORDS_HOUR_SITES_H

#include "input/roster.h"

/**
 * Warn once of each site that one therapist's windows alone name, with the
 * nearest that others do: mostly a spelling that differs, so that nobody who
 * names a site can come to these hours. Nothing where neither that therapist
 * nor any client fills the column, or where a client's spelling that no
 * therapist has is near: that is said of the client.
 *
 * @param column  sites of the clients
 * @param seen    [tags] 1: a therapist has it; of those that are warned of 2.
 *                Therapists stand in the order of their rows
 */
void rp_hour_sites_check(const rp_roster *roster, const rp_column *column,
                         unsigned char *seen, rp_findings *findings);

#endif
