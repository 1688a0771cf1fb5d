/**
 * @file workbook.h
 * A workbook in memory: which sheets it has, and each as CSV text.
 */
#ifndef RP_INPUT_WORKBOOK_WORKBOOK_H
#define RP_INPUT_WORKBOOK_WORKBOOK_H

#include "base/arena.h"
#include "input/workbook/worksheet.h"

typedef struct rp_workbook_sheet {
    const char *name, *part;
    bool is_hidden;
} rp_workbook_sheet;

typedef struct rp_workbook {
    rp_workbook_sheet *sheets; /* [count] in the order of the tabs */
    size_t count, room;
    const char *trouble; /* what is wrong, after RP_ERR_DATA */
    /* private to workbook.c */
    rp_archive archive;
    rp_arena arena;
    rp_text_pool strings;
    rp_styles styles;
    const char *strings_part, *styles_part;
    bool from_1904;
} rp_workbook;

/** Do bytes begin as a workbook of any program does: a zip file, or one of
 *  Excel before 2007? */
bool rp_workbook_is(const void *bytes, size_t length);

/**
 * Open a workbook. One that is encrypted, or of another kind than .xlsx, is
 * trouble that says so.
 *
 * @param[out] out  clear in any case; must not move
 * @param bytes     borrowed until then
 * @return RP_OK, RP_ERR_DATA (out->trouble), RP_ERR_MEMORY
 */
rp_status rp_workbook_open(rp_workbook *out, const void *bytes, size_t length);

/** Read one of its sheets. @param[out] out  clear in any case
 *  @return as rp_workbook_open() */
rp_status rp_workbook_read(rp_workbook *book, size_t which, rp_worksheet *out);

void rp_workbook_clear(rp_workbook *book);

#endif
