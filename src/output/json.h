/**
 * @file json.h
 * JSON in the making: jansson, whose calls that put one value into another are
 * too many to ask each whether it worked. Here a failure is noted instead:
 * base/shortage.h.
 *
 * A value that could not be made is NULL, which cannot be put anywhere: so to
 * look at the note once, at the end, is enough.
 */
#ifndef RP_OUTPUT_JSON_H
#define RP_OUTPUT_JSON_H

#include "base/text.h"

#include <jansson.h>

/** Set a member; the value is taken over, also on failure. */
void rp_json_set(json_t *object, const char *name, json_t *value);

/** Append an element; likewise. */
void rp_json_append(json_t *array, json_t *value);

/** Set a member to one of another object, where that has it. */
void rp_json_copy(json_t *object, const char *name, const json_t *from,
                  const char *member);

/**
 * Append a value as text. Not json_dumps(): that does not ask whether the name
 * of a member was put, and answers with the rest of it.
 *
 * @param value  NULL where it could not be made
 * @param flags  of json_dumps()
 * @return false when out of memory
 */
bool rp_json_text(rp_buffer *out, const json_t *value, size_t flags);

#endif
