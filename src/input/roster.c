#include "input/roster.h"

#include "input/cell/cell.h"

#include <stdlib.h>

void rp_roster_clear(rp_roster *roster) {
    for (int side = 0; side < RP_SIDES; side++) {
        rp_table_clear(&roster->tables[side]);
        rp_layout_clear(&roster->layouts[side]);
    }
    rp_names_clear(&roster->names);
    rp_tags_free(roster->strangers);
    rp_arena_clear(&roster->arena);
    free(roster->therapists);
    free(roster->clients);
    *roster = (rp_roster){0};
}

void rp_roster_settle(rp_roster *roster, rp_findings *findings) {
    for (int side = 0; side < RP_SIDES; side++) {
        rp_table_locate(&roster->tables[side], findings);
        rp_table_forget_text(&roster->tables[side]);
    }
}

uint32_t rp_roster_find(const rp_roster *roster, rp_side side, rp_text id) {
    uint32_t low = 0, high = side == RP_CLIENTS ? roster->client_count
                                                : roster->therapist_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const char *there = side == RP_CLIENTS ? roster->clients[middle].id
                                               : roster->therapists[middle].id;
        int order = there ? rp_text_compare(rp_text_of(there), id) : 1;
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return RP_NONE;
}

uint32_t rp_roster_find_typed(const rp_roster *roster, rp_side side,
                              rp_text id) {
    return rp_roster_find(roster, side, rp_cell_plain(id));
}
