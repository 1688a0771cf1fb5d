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

#include <jansson.h>

/** Set a member; the value is taken over, also on failure. */
void rp_json_set(json_t *object, const char *name, json_t *value);

/** Append an element; likewise. */
void rp_json_append(json_t *array, json_t *value);

/** Set a member to one of another object, where that has it. */
void rp_json_copy(json_t *object, const char *name, const json_t *from,
                  const char *member);

#endif
