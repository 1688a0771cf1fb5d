/**
 * @file template_book.h
 * Empty sheets to fill in, as a workbook: drop-downs, typed cells, notes.
 */
#ifndef RP_OUTPUT_WORKBOOK_TEMPLATE_BOOK_H
#define RP_OUTPUT_WORKBOOK_TEMPLATE_BOOK_H

#include "input/schema.h"
#include "rapport/status.h"

/**
 * Write a workbook with a sheet for therapists and one for clients.
 *
 * @param path  a file that is replaced
 * @return RP_OK, RP_ERR_IO (errno), RP_ERR_MEMORY
 */
rp_status rp_template_book_write(const char *path);

#endif
