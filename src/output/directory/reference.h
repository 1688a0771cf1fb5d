/**
 * @file reference.h
 * The reference of each client's page: what it is called, as a file and on the
 * telephone, without saying whose it is.
 *
 * It is the beginning of the base32 (RFC 4648: A to Z, 2 to 7) of the SHA-256
 * of the bytes of the id, directly followed by the day to which waits are
 * counted as YYYY-MM-DD, by nothing where no such day is known: eight letters,
 * and where those of two clients are the same as many more as tell them apart.
 */
#ifndef RP_OUTPUT_DIRECTORY_REFERENCE_H
#define RP_OUTPUT_DIRECTORY_REFERENCE_H

#include "input/roster.h"

/** The fewest letters, and the most with a zero byte behind them. */
enum { RP_REFERENCE_LETTERS = 8, RP_REFERENCE_SIZE = 25 };

typedef struct rp_references rp_references;

/**
 * The references of all clients of a roster.
 *
 * @param as_of  the day to which waits are counted, or RP_NO_DAY
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_references_new(rp_references **out, const rp_roster *roster,
                            int32_t as_of);
void rp_references_free(rp_references *references);

/** The reference of a client, "K7QF2M5X". */
const char *rp_references_of(const rp_references *references, uint32_t client);

#endif
