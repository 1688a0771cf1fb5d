#include "input/roster.h"

#include "input/cell/cell.h"
#include "input/sheet/locate.h"

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

static const char *id_of(const rp_roster *roster, rp_side side,
                         uint32_t person) {
    return side == RP_CLIENTS ? roster->clients[person].id
                              : roster->therapists[person].id;
}

static const rp_pseudonym *behind(const rp_roster *roster, const char *id) {
    return roster->pseudonyms && id
               ? rp_pseudonyms_find(roster->pseudonyms, rp_text_of(id))
               : NULL;
}

const char *rp_roster_filed_id(const rp_roster *roster, rp_side side,
                               uint32_t person) {
    const char *id = id_of(roster, side, person);
    const rp_pseudonym *known = behind(roster, id);

    return known ? known->id : id;
}

const char *rp_roster_filed_name(const rp_roster *roster, rp_side side,
                                 uint32_t person) {
    const rp_pseudonym *known = behind(roster, id_of(roster, side, person));

    return known                ? known->name
           : side == RP_CLIENTS ? roster->clients[person].name
                                : roster->therapists[person].name;
}

const char *rp_roster_shown(const rp_roster *roster, rp_side side,
                            const char *id) {
    char shown[RP_PSEUDONYM_SIZE];
    const rp_pseudonym *known =
        roster->pseudonyms && rp_pseudonyms_make(shown, roster->pseudonyms,
                                                 side, rp_text_of(id))
            ? rp_pseudonyms_find(roster->pseudonyms, rp_text_of(shown))
            : NULL;

    return known ? known->shown : roster->pseudonyms ? "?" : id;
}

static uint32_t find(const rp_roster *roster, rp_side side, rp_text id) {
    uint32_t low = 0, high = side == RP_CLIENTS ? roster->client_count
                                                : roster->therapist_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const char *there = id_of(roster, side, middle);
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

uint32_t rp_roster_find(const rp_roster *roster, rp_side side, rp_text id) {
    char shown[RP_PSEUDONYM_SIZE];
    uint32_t found = find(roster, side, id);

    return found == RP_NONE && roster->pseudonyms &&
                   rp_pseudonyms_make(shown, roster->pseudonyms, side, id)
               ? find(roster, side, rp_text_of(shown))
               : found;
}

uint32_t rp_roster_find_typed(const rp_roster *roster, rp_side side,
                              rp_text id) {
    return rp_roster_find(roster, side, rp_cell_plain(id));
}

bool rp_roster_has_prescribers(const rp_roster *roster) {
    for (uint32_t k = 0; k < roster->therapist_count; k++)
        if (roster->therapists[k].prescriber_openings != RP_BLANK)
            return true;
    return false;
}
