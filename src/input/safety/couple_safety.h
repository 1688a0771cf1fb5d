/**
 * @file couple_safety.h
 * Which concerns a person looks at first, and for whom: couples, families,
 * minors, adults, everybody.
 */
#ifndef RP_INPUT_SAFETY_COUPLE_SAFETY_H
#define RP_INPUT_SAFETY_COUPLE_SAFETY_H

#include "input/words/evidence.h"

/** Who comes: bits, of a client and of a row. A client whose age nobody knows
 *  is neither a minor nor an adult. */
typedef enum rp_comes {
    RP_COMES_ANY = 1, /* "always"; not of a client */
    RP_COMES_COUPLE = 2,
    RP_COMES_FAMILY = 4,
    RP_COMES_MINOR = 8, /* under 18 */
    RP_COMES_ADULT = 16
} rp_comes;

typedef enum rp_safety_kind {
    RP_SAFETY_RAISE,          /* the flag is raised */
    RP_SAFETY_RAISE_IF_ABUSE, /* flag_human, where abuse was written */
    RP_SAFETY_CLEAR           /* "none": flag_human is not raised here */
} rp_safety_kind;

/** One row of couple_safety.csv. Strings belong to the table. */
typedef struct rp_safety_row {
    uint32_t concern;
    uint8_t kind; /* rp_safety_kind */
    uint8_t flag; /* rp_flag */
    uint8_t comes;
    const char *why, *source, *status;
} rp_safety_row;

typedef struct rp_couple_safety {
    rp_arena arena;
    rp_safety_row *rows; /* [count] */
    size_t count, room;
} rp_couple_safety;

/** @param[out] out  clear with rp_couple_safety_clear()
 *  @return RP_OK, RP_ERR_DATA or RP_ERR_IO (findings say where),
 *          RP_ERR_MEMORY */
rp_status rp_couple_safety_load(rp_couple_safety *out, const char *folder,
                                const rp_vocabulary *concerns,
                                rp_findings *findings);
void rp_couple_safety_clear(rp_couple_safety *table);

/**
 * The flags that the table raises for a concern, its parent's with them: bits
 * 1 << rp_flag. Those of evidence.csv are not among them.
 *
 * @param comes        bits of rp_comes, without RP_COMES_ANY
 * @param wrote_abuse  rp_couple_safety_is_abuse() of what was written
 */
unsigned rp_couple_safety_flags(const rp_couple_safety *table,
                                const rp_vocabulary *concerns, uint32_t concern,
                                unsigned comes, bool wrote_abuse);

/** Is the word abuse in a text, or one of its kin (abused, abusive, abuso,
 *  maltrato)? */
bool rp_couple_safety_is_abuse(rp_text text);

#endif
