#include "input/words/licences.h"

#include "base/array.h"

#include <stdlib.h>

static rp_place place_of(const rp_roster *r, uint32_t row) {
    const rp_column *column =
        rp_schema_find(RP_THERAPISTS, rp_text_of("licensed_in"));
    const rp_layout *layout = &r->layouts[RP_THERAPISTS];
    uint32_t own = layout->own[column - rp_schemas[RP_THERAPISTS].columns];

    return rp_table_place(&r->tables[RP_THERAPISTS], row,
                          own == RP_NONE ? 0 : own);
}

static unsigned count_members(const rp_compacts *compacts, uint32_t compact) {
    unsigned members = 0;

    for (size_t i = 0; i < compacts->member_count; i++)
        members += compacts->members[i].compact == compact;
    return members;
}

/* What a compact stands for changes who may see whom. */
static void tell_compact(const rp_roster *r, uint32_t index, uint32_t row,
                         int32_t today, rp_findings *findings) {
    const rp_compacts *compacts = &r->names.taxonomy->compacts;
    const rp_compact *compact = &compacts->compacts[index];
    char day[16];

    rp_date_format(day, compact->as_of);
    if (compact->formats)
        rp_findings_add(
            findings, RP_CAUTION, place_of(r, row),
            "licensed_in: '%s' stands for its %u members of %s, by video or "
            "phone alone%s",
            compact->name, count_members(compacts, index), day,
            rp_compacts_is_old(compact, today)
                ? "; THAT LIST IS MORE THAN A YEAR OLD: check each state"
                : "");
    else
        rp_findings_add(findings, RP_CAUTION, place_of(r, row),
                        "licensed_in: '%s' stands for no state (as of %s): "
                        "write the states in which it was issued",
                        compact->name, day);
}

static void mark_homes(const rp_roster *r, unsigned char *seen) {
    for (uint32_t c = 0; c < r->client_count; c++)
        for (uint32_t i = 0; i < r->clients[c].lives_in->count; i++)
            seen[r->clients[c].lives_in->items[i].tag] = 1;
}

void rp_licences_check(const rp_roster *r, int32_t today,
                       rp_findings *findings) {
    const rp_names *names = &r->names;
    uint32_t known = names->vocabulary[RP_NAMES_REGIONS]->count;
    unsigned char *seen =
        rp_new_array((size_t)rp_names_count(names, RP_NAMES_REGIONS) + 1, 1);

    if (!seen) {
        findings->out_of_memory = true;
        return;
    }
    mark_homes(r, seen);
    for (uint32_t t = 0; t < r->therapist_count; t++) {
        const rp_list *list = r->therapists[t].licensed_in;
        for (uint32_t i = 0; i < list->count; i++) {
            uint32_t tag = list->items[i].tag;
            if (seen[tag] == 2 || tag < names->first_compact)
                continue;
            if (tag < known)
                tell_compact(r, tag - names->first_compact,
                             r->therapists[t].row, today, findings);
            else if (!seen[tag])
                rp_findings_add(
                    findings, RP_WARNING, place_of(r, r->therapists[t].row),
                    "licensed_in: '%s' is not a known state, and no "
                    "client lives there",
                    rp_quote(
                        rp_text_of(rp_names_name(names, RP_NAMES_REGIONS, tag)))
                        .bytes);
            seen[tag] = 2;
        }
    }
    free(seen);
}
