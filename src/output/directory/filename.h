/**
 * @file filename.h
 * Ids as names of files: no way out of the folder, no two alike.
 *
 * A plain id (ASCII letters, digits, '-', '_', and '.' within) is its own
 * name. Any other, and every id of a pair that some file systems cannot tell
 * apart (c1 and C1), gets its plain letters, '~' and 16 digits of its SHA-256;
 * '~' stands in no plain name.
 */
#ifndef RP_OUTPUT_DIRECTORY_FILENAME_H
#define RP_OUTPUT_DIRECTORY_FILENAME_H

#include "input/roster.h"

enum { RP_FILENAME_SIZE = 96 }; /* with ".html" and a zero byte */

typedef struct rp_filenames rp_filenames;

/** Look at all clients of a roster. @return RP_OK or RP_ERR_MEMORY */
rp_status rp_filenames_new(rp_filenames **out, const rp_roster *roster);
void rp_filenames_free(rp_filenames *names);

/** The name of a client's page, "C01.html". */
void rp_filenames_page(const rp_filenames *names, uint32_t client,
                       char out[RP_FILENAME_SIZE]);

/** A short code that identifies a client's page on the telephone, "K7QF-2M9X":
 *  of the id and the digest of the clients' file, without letters that are
 *  taken for digits. @return false when out of memory: then it is empty */
bool rp_filenames_code(const rp_roster *roster, uint32_t client, char out[10]);

#endif
