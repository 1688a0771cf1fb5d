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

/* Whose rows the findings are about, where the sheet has names. */
static void name_people(const rp_roster *roster, rp_side side,
                        rp_findings *findings) {
    const rp_table *table = &roster->tables[side];
    const rp_layout *layout = &roster->layouts[side];
    const rp_column *name = rp_schema_find(side, rp_text_of("name"));
    uint32_t own =
        layout->uses ? layout->own[name - rp_schemas[side].columns] : RP_NONE;

    for (size_t i = 0; own != RP_NONE && i < findings->count; i++) {
        rp_found *f = &findings->items[i];
        uint32_t row = f->place.source == table->source
                           ? rp_table_find(table, f->place.record)
                           : RP_NONE;
        if (row != RP_NONE)
            f->person = rp_text_trim(rp_table_cell(table, row, own));
    }
}

void rp_roster_settle(rp_roster *roster, rp_findings *findings) {
    for (int side = 0; side < RP_SIDES; side++) {
        rp_table_locate(&roster->tables[side], findings);
        if (roster->tables[side].rows > 0)
            name_people(roster, (rp_side)side, findings);
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
