/**
 * @file rescue.h
 * Putting back an exchange that was cut short, before anything else is done to
 * a directory: afterwards it holds one whole run, the earlier or the new one.
 *
 * Nothing is removed but what the journal names and, by its digest, still is
 * what that run wrote.
 */
#ifndef RP_OUTPUT_DIRECTORY_RESCUE_H
#define RP_OUTPUT_DIRECTORY_RESCUE_H

#include "output/directory/journal.h"

/**
 * Put back what a run has left.
 *
 * @param journal      of that run; an empty one: there is none, and then only
 *                     a record NAME.old without a NAME tells
 * @param[out] name    what the trouble is about, borrowed from the journal, or
 *                     NULL
 * @return RP_OK, RP_ERR_IO (errno; EEXIST: a file that nobody knows stands
 *         where an earlier one has to go back to), RP_ERR_MEMORY
 */
rp_status rp_rescue(rp_folder *folder, rp_journal *journal, const char **name);

#endif
