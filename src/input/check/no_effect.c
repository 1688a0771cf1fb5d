#include "input/check/no_effect.h"

static void tell(const rp_rows *rows, uint32_t row, const char *column,
                 const char *what) {
    rp_findings_add(rows->reader->findings, RP_WARNING,
                    rp_row_place(rows, row, column),
                    "%s: %s is read and has no effect yet", column, what);
}

/* A prescriber who is only offered acts beside prescriber_openings, a group
 * with a sheet of groups. */
void rp_no_effect_tell(const rp_roster *roster, const rp_rows *rows,
                       bool has_groups) {
    uint32_t open = 0, group = 0; /* the first rows; these count from 1 */

    for (uint32_t i = roster->client_count; i-- > 0;) {
        const rp_client *c = &roster->clients[i];
        if (c->needs_prescriber == RP_NEED_OPEN)
            open = c->row;
        if (c->wants_group != RP_BLANK)
            group = c->row;
    }
    if (open > 0 && !rp_roster_has_prescribers(roster))
        tell(rows, open, "needs_prescriber", "'open'");
    if (group > 0 && !has_groups)
        tell(rows, group, "wants_group", "the column");
}
