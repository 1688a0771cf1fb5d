#include "input/check/mistaken.h"

#include <string.h>

/* Has a file more names of the other side than of its own? */
static bool looks_foreign(const rp_table *table, rp_side side,
                          rp_mistaken_test *is_foreign, void *payload) {
    rp_side other = side == RP_CLIENTS ? RP_THERAPISTS : RP_CLIENTS;
    rp_text headers[RP_MAX_COLUMNS];
    int foreign = 0, own = 0;

    rp_table_row(table, 0, headers);
    for (uint32_t c = 0; c < table->columns; c++) {
        if (rp_text_trim(headers[c]).length == 0)
            continue;
        foreign += is_foreign(payload, side, headers[c]);
        own += is_foreign(payload, other, headers[c]);
    }
    return foreign > own;
}

/* One file twice, and not two sheets of one workbook? */
static bool are_same(const rp_table *a, const rp_table *b) {
    bool are_sheets = a->sheet && b->sheet && strcmp(a->sheet, b->sheet) != 0;

    return strcmp(a->sha256, b->sha256) == 0 && !are_sheets;
}

bool rp_mistaken_tell(const rp_table tables[RP_SIDES],
                      rp_mistaken_test *is_foreign, void *payload,
                      rp_findings *findings) {
    const rp_table *therapists = &tables[RP_THERAPISTS];
    const rp_table *clients = &tables[RP_CLIENTS];
    rp_place place = {clients->source, RP_NO_RECORD, 0};

    if (therapists->columns == 0 || clients->columns == 0)
        return false;
    if (are_same(therapists, clients)) {
        rp_findings_add(findings, RP_ERROR, place,
                        "file: the same as that of the therapists, expected "
                        "one file of therapists and one of clients");
        return true;
    }
    if (!looks_foreign(therapists, RP_THERAPISTS, is_foreign, payload) ||
        !looks_foreign(clients, RP_CLIENTS, is_foreign, payload))
        return false;
    rp_findings_add(findings, RP_ERROR, place,
                    "file: this looks like the therapists and the other file "
                    "like the clients, expected the therapists first");
    return true;
}
