/**
 * @file text.h
 * UTF-8 text: blanks, folding, comparison. The only module that knows Unicode.
 *
 * Texts are bytes with a length; functions never look past it. Everything
 * given here except to rp_text_is_utf8() is valid UTF-8.
 */
#ifndef RP_BASE_TEXT_H
#define RP_BASE_TEXT_H

#include "base/fence.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Bytes that are borrowed from somebody else. */
typedef struct rp_text {
    const char *bytes;
    size_t length;
} rp_text;

/** Bytes that grow; always ends with a zero byte once something was put. */
typedef struct rp_buffer {
    char *bytes;
    size_t length, room;
} rp_buffer;

/** Text of a string constant or any zero-terminated string. */
rp_text rp_text_of(const char *string);

bool rp_text_equals(rp_text text, const char *string);

/** Bytewise order, as of ids: negative, 0 or positive. */
int rp_text_compare(rp_text a, rp_text b);

/** Is it valid UTF-8 from end to end? */
bool rp_text_is_utf8(rp_text text);

/** A byte that is a character of its own and no blank. */
static inline bool rp_text_is_plain(char byte) {
    return byte > ' ' && byte < 0x7F;
}

rp_text rp_text_trim_ends(rp_text text); /* of rp_text_trim() */

/** Without the blanks (Unicode white space) at both ends. Most texts have
 *  none, which one look at their ends tells. */
static inline rp_text rp_text_trim(rp_text text) {
    return text.length == 0 || (rp_text_is_plain(text.bytes[0]) &&
                                rp_text_is_plain(text.bytes[text.length - 1]))
               ? text
               : rp_text_trim_ends(text);
}

/** Take out, in place, what cannot be seen: zero-width characters, marks of
 *  direction, soft hyphens, byte-order marks. @return the length left */
size_t rp_text_drop_invisible(char *bytes, size_t length);

/** Does it hold more marks on one letter than any language needs? To compose
 *  such a run costs the square of its length. */
bool rp_text_is_overmarked(rp_text text);

/** Only bytes that are characters of their own? */
bool rp_text_is_ascii(rp_text text);

/** The text composed to NFKC. @return false when out of memory */
bool rp_text_compose(rp_buffer *out, rp_text text);

/** The longest whole characters of at most `limit` bytes from its start. */
rp_text rp_text_cut(rp_text text, size_t limit);

/** Drop the bytes of characters that a printf precision cut in two.
 *  @param[in,out] text  zero-terminated
 *  @return the text */
rp_text rp_text_mend(char *text);

/** Put '?' in the place of each byte of a control character, which a terminal
 *  might take for an order. */
void rp_text_tame(char *bytes, size_t length);

/** Columns of a terminal that it takes up. */
size_t rp_text_width(rp_text text);

/**
 * The form in which tags are compared: Unicode case folding, NFKC, blanks at
 * the ends dropped, typographic dashes as '-', and each run of blanks, '-',
 * '_' and '/' as one '_'.
 *
 * @param[in,out] out  overwritten with the folded text
 * @return false when out of memory
 */
bool rp_text_fold(rp_buffer *out, rp_text text);

/** What is left of one character when width, marks and case are taken away. */
typedef struct rp_bare {
    char bytes[80];
    size_t length;  /* 0: a mark or an invisible character, dropped */
    bool is_marked; /* a mark was dropped */
} rp_bare;

/**
 * The character at `at`, in compatibility form without its marks. ASCII keeps
 * its case, unless a mark was dropped; every other letter or digit is small.
 * Apostrophes of all kinds are "'", and every other sign beyond ASCII a blank.
 *
 * @return how many bytes of the text it takes up
 */
size_t rp_text_bare_at(rp_text text, size_t at, rp_bare *out);

/**
 * The form in which people's and companies' names are compared: as
 * rp_text_bare_at(), all of it small.
 *
 * @param[in,out] out  overwritten
 * @return false when out of memory
 */
bool rp_text_bare(rp_buffer *out, rp_text text);

/**
 * The same text with every typographic dash and U+2212 as '-', and every blank
 * as a plain one: what numbers and times of the week are parsed from.
 *
 * @return false when out of memory
 */
bool rp_text_plain(rp_buffer *out, rp_text text);

/** The same into room for as many bytes as the text has, and a zero byte.
 *  @return the length */
size_t rp_text_plain_to(char *out, rp_text text);

/**
 * Edits (insert, delete, replace, swap of neighbours) that make one text of
 * the other, in bytes; `limit + 1` when there are more than `limit`.
 */
size_t rp_text_distance(rp_text a, rp_text b, size_t limit);

/** A text that many others are compared with; start with zeroes. */
typedef struct rp_pattern {
    rp_text text;
    uint64_t where[256]; /* a bit for each place of a byte in the text */
} rp_pattern;

/** Another text, borrowed until the next one. */
void rp_pattern_set(rp_pattern *pattern, rp_text text);

/** As rp_text_distance(). */
size_t rp_pattern_distance(const rp_pattern *pattern, rp_text other,
                           size_t limit);

/** Remembers the candidate nearest to a text; start with {text, NULL, 0}. */
typedef struct rp_nearest {
    rp_text wanted;
    const char *best; /* NULL while nothing is near enough to be named */
    size_t distance;
} rp_nearest;

/** Consider another candidate. Near enough is a third of the longer length,
 *  or one that begins with the other; ties go to the bytewise smaller. */
void rp_nearest_try(rp_nearest *nearest, const char *candidate);

/** The same with the pattern of the wanted text; a zero byte is behind the
 *  candidate. */
void rp_nearest_try_pattern(rp_nearest *nearest, const rp_pattern *pattern,
                            rp_text candidate);

bool rp_buffer_put(rp_buffer *buffer, const char *bytes, size_t length);
bool rp_buffer_puts(rp_buffer *buffer, const char *string);
/** Make room for `more` bytes and a zero byte; false when out of memory. */
bool rp_buffer_reserve(rp_buffer *buffer, size_t more);
/** Room for `more` bytes, to write behind buffer->length; NULL: no memory. */
static inline char *rp_buffer_room(rp_buffer *buffer, size_t more) {
    return (!RP_FENCED && buffer->room - buffer->length > more) ||
                   rp_buffer_reserve(buffer, more)
               ? buffer->bytes + buffer->length
               : NULL;
}
void rp_buffer_clear(rp_buffer *buffer);

#endif
