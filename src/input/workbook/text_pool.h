/**
 * @file text_pool.h
 * The texts that the cells of a workbook share.
 */
#ifndef RP_INPUT_WORKBOOK_TEXT_POOL_H
#define RP_INPUT_WORKBOOK_TEXT_POOL_H

#include "base/text.h"
#include "input/workbook/archive.h"

typedef struct rp_text_pool {
    rp_buffer bytes;
    size_t *ends; /* [count] where each ends in the bytes */
    size_t count, room;
} rp_text_pool;

/** Read the part. @param[out] out  clear in any case
 *  @return as rp_xml_read() */
rp_status rp_text_pool_read(rp_text_pool *out, rp_archive *archive,
                            const char *part);
void rp_text_pool_clear(rp_text_pool *strings);

/** A text by its number, borrowed. @param which  below count */
rp_text rp_text_pool_at(const rp_text_pool *strings, size_t which);

#endif
