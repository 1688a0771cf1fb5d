/**
 * @file worksheet.h
 * One sheet of a workbook as the CSV text that its program would save.
 *
 * Every row of the sheet is a row of the text, empty ones too, so that the
 * rows of the text count as the sheet's do.
 */
#ifndef RP_INPUT_WORKBOOK_WORKSHEET_H
#define RP_INPUT_WORKBOOK_WORKSHEET_H

#include "base/text.h"
#include "input/workbook/archive.h"
#include "input/workbook/styles.h"
#include "input/workbook/text_pool.h"

#include <stdint.h>

/** What is to be said of a cell. */
typedef enum rp_remark_kind {
    RP_REMARK_FORMULA, /* no value is kept of it */
    RP_REMARK_ERROR,   /* such as #N/A */
    RP_REMARK_HIDDEN,  /* the row is */
    RP_REMARK_MERGED   /* with others, which are blank */
} rp_remark_kind;

typedef struct rp_remark {
    rp_remark_kind kind;
    uint32_t record, cell; /* as the CSV parser will count, from 0 */
} rp_remark;

typedef struct rp_worksheet {
    rp_buffer text;     /* commas between cells, texts in quotes */
    rp_remark *remarks; /* [remark_count] */
    size_t remark_count, remark_room;
} rp_worksheet;

/** What the cells of all sheets refer to; borrowed. */
typedef struct rp_worksheet_book {
    rp_archive *archive;
    const rp_text_pool *strings;
    const rp_styles *styles;
    bool from_1904;
} rp_worksheet_book;

/**
 * Read the part of a sheet.
 *
 * @param[out] out  clear in any case
 * @return as rp_xml_read()
 */
rp_status rp_worksheet_read(rp_worksheet *out, const rp_worksheet_book *book,
                            const char *part);
void rp_worksheet_clear(rp_worksheet *sheet);

#endif
