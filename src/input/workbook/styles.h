/**
 * @file styles.h
 * What the styles of a workbook's cells make of numbers.
 */
#ifndef RP_INPUT_WORKBOOK_STYLES_H
#define RP_INPUT_WORKBOOK_STYLES_H

#include "input/workbook/archive.h"
#include "input/workbook/numeral.h"

typedef struct rp_styles {
    rp_numeral *shown; /* [count] by the number of a style */
    size_t count, room;
} rp_styles;

/** Read the part. @param[out] out  clear in any case
 *  @return as rp_xml_read() */
rp_status rp_styles_read(rp_styles *out, rp_archive *archive, const char *part);
void rp_styles_clear(rp_styles *styles);

#endif
