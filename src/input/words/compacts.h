/**
 * @file compacts.h
 * Licence compacts: for which states a compact stands, and since when that is
 * known.
 */
#ifndef RP_INPUT_WORDS_COMPACTS_H
#define RP_INPUT_WORDS_COMPACTS_H

#include "base/finding.h"
#include "input/words/vocabulary.h"
#include "rapport/status.h"

/** One compact. Strings belong to the table. */
typedef struct rp_compact {
    const char *name;
    uint8_t formats; /* bits 1 << rp_format in which its members count; 0: it
                        stands for no state */
    int32_t as_of;   /* day of the list */
    const char *note;
} rp_compact;

/** A state in which a licence of the compact holds. */
typedef struct rp_compact_member {
    uint32_t compact;
    const char *state; /* "ny" */
} rp_compact_member;

typedef struct rp_compacts {
    rp_arena arena;
    rp_vocabulary names;  /* entries are indices of `compacts` */
    rp_compact *compacts; /* [count] */
    size_t count, room;
    rp_compact_member *members; /* [member_count] in force alone */
    size_t member_count, member_room;
} rp_compacts;

/** @param[out] out  clear with rp_compacts_clear()
 *  @return RP_OK, RP_ERR_DATA or RP_ERR_IO (findings say where),
 *          RP_ERR_MEMORY */
rp_status rp_compacts_load(rp_compacts *out, const char *folder,
                           rp_findings *findings);
void rp_compacts_clear(rp_compacts *compacts);

/** The compact that a folded text (rp_text_fold()) stands for, or RP_NONE. */
uint32_t rp_compacts_find(const rp_compacts *compacts, rp_text folded);

/** Does the compact stand for a state ("ny", folded)? Only in the formats of
 *  its row; never for a compact whose privileges are held state by state. */
bool rp_compacts_covers(const rp_compacts *compacts, uint32_t compact,
                        rp_text state);

/** Is the list more than a year older than a day? */
bool rp_compacts_is_old(const rp_compact *compact, int32_t today);

#endif
