/**
 * @file others.h
 * The people of one sheet, as the other may name them.
 */
#ifndef RP_INPUT_MAP_OTHERS_H
#define RP_INPUT_MAP_OTHERS_H

#include "base/text.h"

#include <stdbool.h>

typedef struct rp_others rp_others;

/** Nobody; NULL when out of memory. */
rp_others *rp_others_new(void);
void rp_others_free(rp_others *others);

/** @param id, name  either may be empty. @return false when out of memory */
bool rp_others_add(rp_others *others, rp_text id, rp_text name);

/** Is it the id of somebody, or the name of one person alone? False too when
 *  out of memory, which sets *no_memory. */
bool rp_others_has(rp_others *others, rp_text text, bool *no_memory);

#endif
