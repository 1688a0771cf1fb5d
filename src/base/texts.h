/**
 * @file texts.h
 * Several texts, one after the other, each of them whole.
 */
#ifndef RP_BASE_TEXTS_H
#define RP_BASE_TEXTS_H

#include "base/text.h"

/** Begin with a zeroed one; clear it at the end. */
typedef struct rp_texts {
    rp_buffer bytes; /* the texts, a zero byte behind each */
    size_t count;
} rp_texts;

/** Empty it; what it has room for stays. */
void rp_texts_empty(rp_texts *texts);

/** Add a copy at the end; false when out of memory. */
bool rp_texts_add(rp_texts *texts, const char *text);

/** The first text (before is NULL), or the one behind `before`; NULL behind
 *  the last. Valid until one is added. */
const char *rp_texts_next(const rp_texts *texts, const char *before);

bool rp_texts_has(const rp_texts *texts, const char *text);

/** Append all of them, with `between` between two; false when out of memory. */
bool rp_texts_join(rp_buffer *out, const rp_texts *texts, const char *between);

void rp_texts_clear(rp_texts *texts);

#endif
