/**
 * @file own_words.h
 * What a client in danger wrote in the cells that say so, as it was typed, and
 * the question about danger that nobody answered.
 *
 * A cell is quoted, never the row. What stands elsewhere in the row is
 * quoted by the notes of the client (fit/flags.h).
 */
#ifndef RP_OUTPUT_REPORT_OWN_WORDS_H
#define RP_OUTPUT_REPORT_OWN_WORDS_H

#include "input/roster.h"

#include <jansson.h>

/**
 * Append what a client who needs a person wrote under urgency, risk and
 * concerns, where it says more than the program's own word for it:
 * `their words: “most days” under “Thoughts of suicide?”`; then that the
 * question about danger has no answer, where that is so. Parts are joined by
 * "; "; nothing where there is nothing to say.
 *
 * @return false when out of memory
 */
bool rp_own_words_put(rp_buffer *out, const rp_roster *roster, uint32_t client);

/** "12 of 80 clients did not answer “risk”, …": NULL when out of memory; JSON
 *  null where the sheet does not ask, or everybody has answered. */
json_t *rp_own_words_unanswered(const rp_roster *roster);

#endif
