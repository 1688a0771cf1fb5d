/**
 * @file rich.h
 * A text of a workbook: runs of one cell joined, without how it is spoken.
 */
#ifndef RP_INPUT_WORKBOOK_RICH_H
#define RP_INPUT_WORKBOOK_RICH_H

#include "base/text.h"

/** Begin with {0}, or with a length of text of 0. */
typedef struct rp_rich {
    rp_buffer text;
    bool in_text, in_phonetic;
} rp_rich;

void rp_rich_start(rp_rich *rich, const char *name);
void rp_rich_end(rp_rich *rich, const char *name);
/** @return false when out of memory */
bool rp_rich_text(rp_rich *rich, const char *bytes, size_t length);

/** Put characters in place of what stands for them, as _x000D_ does for a
 *  carriage return. @return the new length */
size_t rp_rich_unescape(char *bytes, size_t length);

#endif
