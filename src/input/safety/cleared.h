/**
 * @file cleared.h
 * Clients at whom a person has looked (--cleared): they are matched again.
 */
#ifndef RP_INPUT_SAFETY_CLEARED_H
#define RP_INPUT_SAFETY_CLEARED_H

#include "input/layout.h"
#include "input/roster.h"

/** Who looked, and when. Strings belong to the list. */
typedef struct rp_clearance {
    const char *client, *on, *by; /* on: YYYY-MM-DD */
} rp_clearance;

typedef struct rp_cleared {
    rp_arena arena;
    rp_tags *ids;       /* of the clients, in the order of `rows` */
    rp_clearance *rows; /* [count] of clients of the roster, by id */
    size_t count, room;
} rp_cleared;

/**
 * Read the file.
 *
 * @param[out] out    clear with rp_cleared_clear()
 * @param[out] input  its line of run.json
 * @return RP_OK, RP_ERR_DATA, RP_ERR_IO (findings tell), RP_ERR_MEMORY
 */
rp_status rp_cleared_read(rp_cleared *out, const char *path,
                          const rp_roster *roster, rp_input *input,
                          rp_findings *findings);
void rp_cleared_clear(rp_cleared *cleared);

/** Has a person looked at this client? @param cleared  NULL: at nobody */
bool rp_cleared_has(const rp_cleared *cleared, const char *id);

#endif
