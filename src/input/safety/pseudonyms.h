/**
 * @file pseudonyms.h
 * What ids are called where nobody may know them: `--pseudonyms KEYFILE`.
 *
 * A pseudonym is a letter (C of a client, T of a therapist, G of a group), a
 * hyphen and the first sixteen letters of the base32 (RFC 4648: A to Z, 2 to 7)
 * of the HMAC-SHA-256 of the kind ("client", "therapist", "group"), a zero
 * byte and the bytes of the id: 80 bits. Equal ids with equal keys have equal
 * pseudonyms, in whatever file or run; without the key nobody can go back, not
 * even by trying all ids there may be.
 *
 * Whoever was named is noted, so that files that name them by their ids can be
 * read, and so that messages can be told without.
 */
#ifndef RP_INPUT_SAFETY_PSEUDONYMS_H
#define RP_INPUT_SAFETY_PSEUDONYMS_H

#include "base/finding.h"
#include "input/schema.h"
#include "rapport/status.h"

/** Bytes of a pseudonym, with a zero byte behind. */
enum { RP_PSEUDONYM_SIZE = 19 };

/** The shortest key, and the longest, in bytes. */
enum { RP_KEY_LEAST = 32, RP_KEY_MOST = 4096 };

typedef struct rp_pseudonyms rp_pseudonyms;

/**
 * Read a key: the bytes of a file without an end of line behind them.
 *
 * Findings tell a key that is too short or too long, one of fewer than eight
 * different bytes, and a file that others than its owner can read.
 *
 * @param[out] out  NULL on failure; free with rp_pseudonyms_free()
 * @return RP_OK, RP_ERR_DATA, RP_ERR_IO (findings tell), RP_ERR_MEMORY
 */
rp_status rp_pseudonyms_read(rp_pseudonyms **out, const char *path,
                             rp_findings *findings);

/** Free it, and wipe the key out of memory. NULL is fine. */
void rp_pseudonyms_free(rp_pseudonyms *pseudonyms);

/** The pseudonym of an id, noted or not. @param side  clients, therapists or
 *  groups @return false when out of memory */
bool rp_pseudonyms_make(char out[RP_PSEUDONYM_SIZE],
                        const rp_pseudonyms *pseudonyms, rp_side side,
                        rp_text id);

/**
 * The same of somebody of whom files may speak by this id, or by this name.
 *
 * @param name  NULL or empty: none
 * @return borrowed from the pseudonyms; NULL when out of memory
 */
const char *rp_pseudonyms_note(rp_pseudonyms *pseudonyms, rp_side side,
                               const char *id, const char *name);

/** Does a text look like a pseudonym? */
bool rp_pseudonyms_is(rp_text text);

/** Who was noted. */
typedef struct rp_pseudonym {
    const char *shown, *id, *name; /* name: "" where there is none */
    rp_side side;
} rp_pseudonym;

/** Whose pseudonym it is; NULL: nobody's who was noted. */
const rp_pseudonym *rp_pseudonyms_find(const rp_pseudonyms *pseudonyms,
                                       rp_text shown);

/** All who were noted. */
const rp_pseudonym *rp_pseudonyms_all(const rp_pseudonyms *pseudonyms,
                                      size_t *count);

/**
 * Take ids and names of those who were noted out of messages.
 *
 * A name that a cell has for an id is a name, however it is spelt. An id of
 * digits alone counts only in quotes or behind the words client and therapist:
 * else no number of a message would be left as it is.
 */
void rp_pseudonyms_hide(const rp_pseudonyms *pseudonyms, rp_findings *findings);

/** The same in one text, which is put behind `out`. @return false when out of
 *  memory */
bool rp_pseudonyms_put_hidden(rp_buffer *out, const rp_pseudonyms *pseudonyms,
                              rp_text text);

#endif
