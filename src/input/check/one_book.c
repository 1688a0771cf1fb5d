#include "input/check/one_book.h"

#include <string.h>

bool rp_one_book_is(const char *therapists, const char *clients) {
    return therapists && clients && strcmp(therapists, clients) == 0;
}

rp_status rp_one_book_refuse(rp_table tables[RP_SIDES], rp_findings *findings) {
    const rp_table *first = &tables[RP_THERAPISTS];

    tables[RP_CLIENTS].is_cut = true;
    if (!rp_table_is_of_book(first)) /* else it was said what is wrong */
        rp_findings_add(findings, RP_ERROR,
                        (rp_place){first->source, RP_NO_RECORD, 0},
                        "file: no workbook, expected one with a sheet of "
                        "therapists and one of clients");
    return RP_ERR_DATA;
}

void rp_one_book_check(const rp_table tables[RP_SIDES], const char *sheet,
                       rp_findings *findings) {
    const rp_table *clients = &tables[RP_CLIENTS];

    if (sheet && !tables[RP_THERAPISTS].sheet && !clients->sheet &&
        clients->columns > 0)
        rp_findings_add(findings, RP_WARNING,
                        (rp_place){clients->source, RP_NO_RECORD, 0},
                        "file: no workbook, so that --sheet has no effect");
}
