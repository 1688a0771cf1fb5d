/**
 * @file one_book.h
 * One workbook for both rosters, and the names of its sheets.
 */
#ifndef RP_INPUT_CHECK_ONE_BOOK_H
#define RP_INPUT_CHECK_ONE_BOOK_H

#include "input/schema.h"
#include "input/sheet/table.h"

/** Is one file given for both rosters? Either may be NULL. */
bool rp_one_book_is(const char *therapists, const char *clients);

/** One file is given, and no sheet of it could be read as the first roster: the
 *  second is cut. A file that is no workbook is an error.
 *  @return RP_ERR_DATA */
rp_status rp_one_book_refuse(rp_table tables[RP_SIDES], rp_findings *findings);

/** Warn of a name of a sheet where no file has sheets. @param sheet  or NULL */
void rp_one_book_check(const rp_table tables[RP_SIDES], const char *sheet,
                       rp_findings *findings);

#endif
