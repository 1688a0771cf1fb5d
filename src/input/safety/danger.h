/**
 * @file danger.h
 * Words of danger in what clients wrote: suicide, self-harm, violence, an
 * emergency.
 *
 * A net under the form's own question and the column risk, no reason to leave
 * them out. It is for entries that are no known name as they stand and for
 * free text, of clients alone.
 */
#ifndef RP_INPUT_SAFETY_DANGER_H
#define RP_INPUT_SAFETY_DANGER_H

#include "input/safety/danger_rules.h"
#include "input/safety/near_names.h"
#include "input/safety/sieve.h"

/** From harmless to grave. */
typedef enum rp_danger_grade {
    RP_DANGER_NONE,
    RP_DANGER_LOOK,  /* it is pointed out, and matched as written */
    RP_DANGER_PERSON /* a person looks first */
} rp_danger_grade;

/** What was found in a text. */
typedef struct rp_danger_hit {
    rp_danger_grade grade;
    uint32_t concern; /* what it is read as; RP_NONE: no concern. Of a harmless
                         use the concern that it speaks of, such as grief */
    rp_text words;    /* where, in the text as it was given; empty: nothing */
    bool is_whole;    /* every word of the text is part of it */
} rp_danger_hit;

typedef struct rp_danger {
    rp_danger_rules rules;
    rp_near_names near;
    rp_sieve sieve;
    uint8_t *hurts; /* [concerns] violence, abuse or self-harm */
    uint32_t concerns;
} rp_danger;

/**
 * Load danger.csv.
 *
 * @param[out] out    clear with rp_danger_clear()
 * @param is_flagged  [concerns->count] a person looks at this concern first,
 *                    whoever the client is; borrowed during the call
 * @return RP_OK, RP_ERR_DATA or RP_ERR_IO (findings say where), RP_ERR_MEMORY
 */
rp_status rp_danger_load(rp_danger *out, const char *folder,
                         const rp_vocabulary *concerns,
                         const uint8_t *is_flagged, rp_findings *findings);
void rp_danger_clear(rp_danger *danger);

/** Is there anything to look for in a text? Cheap; where it says no,
 *  rp_danger_find() finds nothing. */
bool rp_danger_may_find(const rp_danger *danger, rp_text text);

/**
 * Look for words of danger. The gravest holds; of equally grave ones the
 * first in the text, then the longest.
 *
 * @return false when out of memory; *out is then NONE
 */
bool rp_danger_find(const rp_danger *danger, rp_text text, rp_danger_hit *out);

/** Does a header ask whether all is well, so that no is the grave answer: "do
 *  you feel safe at home?" It holds the whole word safe. */
bool rp_danger_asks_safe(rp_text header);

/** The same of a header, a question to the client; grave too is a whole word
 *  such as risk, crisis, safety or harm (LOOK, without a concern). */
bool rp_danger_find_in_header(const rp_danger *danger, rp_text header,
                              rp_danger_hit *out);

/** The grade that holds for the client: for one under 18 violence, abuse and
 *  self-harm that ask for a look ask for a person. */
rp_danger_grade rp_danger_grade_for(const rp_danger *danger,
                                    const rp_danger_hit *hit, bool is_minor);

/** Is it a sentence for a person to read: four words or more? */
bool rp_danger_is_sentence(rp_text text);

#endif
