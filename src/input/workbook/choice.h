/**
 * @file choice.h
 * Which sheet of a workbook is meant: the one that was named, or the one whose
 * header fits.
 */
#ifndef RP_INPUT_WORKBOOK_CHOICE_H
#define RP_INPUT_WORKBOOK_CHOICE_H

#include "base/finding.h"
#include "input/heading.h"
#include "input/workbook/workbook.h"

/** A sheet that was chosen. */
typedef struct rp_chosen_sheet {
    rp_worksheet sheet;
    char *name; /* owned */
    bool is_hidden;
} rp_chosen_sheet;

/**
 * Open a workbook and choose one of its sheets.
 *
 * @param[out] out  clear in any case
 * @param bytes     of the workbook
 * @param known     NULL: no name is known
 * @param taken     the sheet that is read for the other roster; NULL
 * @param source    the workbook's number in findings
 * @return RP_OK, RP_ERR_DATA (said in findings), RP_ERR_MEMORY
 */
rp_status rp_chosen_sheet_open(rp_chosen_sheet *out, rp_text bytes,
                               const rp_known_names *known, const char *taken,
                               uint32_t source, rp_findings *findings);

/**
 * Tell that the sheet is hidden, and what there is to say of single cells.
 *
 * @param source  the sheet's number in findings
 * @param header  record of the header; what stands above is not told
 */
void rp_chosen_sheet_tell(const rp_chosen_sheet *chosen, uint32_t source,
                          uint32_t header, rp_findings *findings);

void rp_chosen_sheet_clear(rp_chosen_sheet *chosen);

#endif
