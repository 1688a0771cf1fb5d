/**
 * @file links.h
 * Clients who are linked to others, and what must not be said of them.
 */
#ifndef RP_INPUT_CHECK_LINKS_H
#define RP_INPUT_CHECK_LINKS_H

#include "input/roster.h"
#include "input/row.h"

/**
 * Read the links of clients who are all known.
 *
 * Errors are two clients who are to have one therapist, also through others,
 * and to be apart. A link to oneself is dropped, with a warning.
 *
 * @param roster  its clients in the order of the file
 * @param rows    of the clients, who are `same` there
 * @return false when out of memory
 */
bool rp_links_read(rp_roster *roster, const rp_rows *rows);

#endif
