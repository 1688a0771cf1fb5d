#include "input/words/spelling.h"

#include "base/array.h"
#include "base/nearest.h"
#include "input/words/hour_sites.h"
#include "input/words/likeness.h"

#include <stddef.h>
#include <stdlib.h>

static const struct meeting {
    const char *client_column, *therapist_column;
    size_t client, therapist; /* offsets of the lists */
} meetings[] = {
    {"lives_in", "licensed_in", offsetof(rp_client, lives_in),
     offsetof(rp_therapist, licensed_in)},
    {"insurance", "insurance", offsetof(rp_client, insurance),
     offsetof(rp_therapist, insurance)},
    {"sites", "sites", offsetof(rp_client, sites),
     offsetof(rp_therapist, sites)},
    {"want_gender", "gender", offsetof(rp_client, want_gender),
     offsetof(rp_therapist, gender)},
    {"want_modalities", "modalities", offsetof(rp_client, want_modalities),
     offsetof(rp_therapist, modalities)},
    {"want_populations", "populations", offsetof(rp_client, want_populations),
     offsetof(rp_therapist, populations)},
    {"want_ethnicity", "ethnicity", offsetof(rp_client, want_ethnicity),
     offsetof(rp_therapist, ethnicity)},
    {"want_faith", "faith", offsetof(rp_client, want_faith),
     offsetof(rp_therapist, faith)},
    {"want_values", "values", offsetof(rp_client, want_values),
     offsetof(rp_therapist, values)},
};

enum { MEETINGS = sizeof meetings / sizeof *meetings };

static const rp_column *column_of(const struct meeting *m) {
    return rp_schema_find(RP_CLIENTS, rp_text_of(m->client_column));
}

/* A compact offers its members. */
static void mark_members(const rp_roster *r, uint32_t tag,
                         unsigned char *seen) {
    const rp_names *names = &r->names;

    if (tag < names->first_compact)
        return;
    for (uint32_t region = 0; region < names->first_compact; region++)
        if (rp_compacts_covers(
                &names->taxonomy->compacts, tag - names->first_compact,
                rp_text_of(rp_names_name(names, RP_NAMES_REGIONS, region))))
            seen[region] = 1;
}

/* Mark every tag that a therapist has, and for modalities its parent, which
 * it offers too; false when no therapist fills the column. */
static bool mark_offered(const rp_roster *r, const struct meeting *m,
                         rp_names_id names, unsigned char *seen) {
    bool any = false;

    for (uint32_t t = 0; t < r->therapist_count; t++) {
        const rp_list *list = rp_list_at(&r->therapists[t], m->therapist);
        for (uint32_t i = 0; i < list->count; i++) {
            uint32_t tag = list->items[i].tag;
            any = true;
            if (names == RP_NAMES_REGIONS && !seen[tag])
                mark_members(r, tag, seen);
            seen[tag] = 1;
            if (names == RP_NAMES_MODALITIES) {
                uint32_t parent =
                    rp_taxonomy_parent(r->names.vocabulary[names], tag);
                if (parent != RP_NONE)
                    seen[parent] = 1;
            }
        }
    }
    return any;
}

/* The names that therapists have; NULL when out of memory. */
static rp_nearest_index *index_of(const rp_roster *r, rp_names_id names,
                                  const unsigned char *seen) {
    rp_nearest_index *index = rp_nearest_new();
    bool whole = index != NULL;

    for (uint32_t tag = 0; whole && tag < rp_names_count(&r->names, names);
         tag++)
        if (seen[tag] == 1)
            whole = rp_nearest_add(index, rp_names_name(&r->names, names, tag));
    if (whole)
        return index;
    rp_nearest_free(index);
    return NULL;
}

/* Where in the file the value stands: the list's own column, or the yes/no
 * column that adds it. */
static uint32_t file_column(const rp_roster *r, const rp_column *column,
                            uint32_t row, uint32_t tag) {
    const rp_layout *layout = &r->layouts[RP_CLIENTS];
    rp_text cells[RP_MAX_COLUMNS];

    rp_table_row(&r->tables[RP_CLIENTS], row, cells);
    for (uint32_t c = 0; c < layout->columns; c++) {
        const rp_use *use = &layout->uses[c];
        if (use->column == column && use->is_tag && use->tag == tag &&
            rp_answer_parse(rp_cell_plain(cells[c])) == RP_YES)
            return c;
    }
    return layout->own[column - rp_schemas[RP_CLIENTS].columns];
}

static bool is_known_tag(const rp_roster *r, rp_names_id names, uint32_t tag) {
    return (names == RP_NAMES_REGIONS || names == RP_NAMES_PAYERS) &&
           tag < r->names.vocabulary[names]->count;
}

static void warn(const rp_roster *r, const struct meeting *m,
                 const rp_column *column, uint32_t row, uint32_t tag,
                 rp_nearest_index *index, rp_findings *findings) {
    const char *near = rp_nearest_find(
        index, rp_text_of(rp_names_name(&r->names, column->names, tag)));

    /* two known places are two, and so are two known payers */
    if (near && is_known_tag(r, column->names, tag) &&
        rp_names_known(&r->names, column->names, rp_text_of(near)) != RP_NONE)
        near = NULL;
    rp_findings_add(
        findings, RP_WARNING,
        rp_table_place(&r->tables[RP_CLIENTS], row,
                       file_column(r, column, row, tag)),
        "%s: no therapist has '%s' in %s%s%s", column->name,
        rp_quote(rp_text_of(rp_names_name(&r->names, column->names, tag)))
            .bytes,
        m->therapist_column, near ? ", nearest: " : "",
        near ? rp_quote(rp_text_of(near)).bytes : "");
}

/* What therapists have of each tag that a meeting may ask for; NULL when it
 * is not checked. */
static unsigned char *offers(const rp_roster *r, const struct meeting *m,
                             rp_findings *findings) {
    rp_names_id names = column_of(m)->names;
    const rp_vocabulary *known = r->names.vocabulary[names];

    if (known && known->is_cut)
        return NULL; /* its aliases are not known */
    unsigned char *seen = rp_new_array(rp_names_count(&r->names, names), 1);
    if (!seen)
        findings->out_of_memory = true;
    else if (mark_offered(r, m, names, seen))
        return seen;
    free(seen);
    return NULL;
}

static bool misses_any(const struct meeting *m, const unsigned char *seen,
                       const rp_client *client) {
    const rp_list *list = rp_list_at(client, m->client);
    bool any = false;

    for (uint32_t i = 0; i < list->count; i++)
        any |= !seen[list->items[i].tag];
    return any;
}

/* Each value is said once. */
static void warn_each(const rp_roster *r, const struct meeting *m,
                      unsigned char *seen, rp_findings *findings) {
    rp_nearest_index *index = index_of(r, column_of(m)->names, seen);

    if (!index) {
        findings->out_of_memory = true;
        return;
    }
    for (uint32_t c = 0; c < r->client_count; c++) {
        const rp_list *list = rp_list_at(&r->clients[c], m->client);
        for (uint32_t i = 0; i < list->count; i++) {
            const rp_item *item = &list->items[i];
            if (seen[item->tag])
                continue;
            warn(r, m, column_of(m), r->clients[c].row, item->tag, index,
                 findings);
            seen[item->tag] = 2; /* said */
        }
    }
    rp_nearest_free(index);
}

void rp_spelling_check(const rp_roster *roster, rp_findings *findings) {
    unsigned char *seen[MEETINGS];
    bool is_amiss[MEETINGS] = {false};

    for (size_t k = 0; k < MEETINGS; k++) {
        seen[k] = offers(roster, &meetings[k], findings);
        if (seen[k] && meetings[k].client == offsetof(rp_client, sites))
            rp_hour_sites_check(roster, column_of(&meetings[k]), seen[k],
                                findings);
        if (seen[k] && !(column_of(&meetings[k])->flags & RP_MARKED))
            rp_likeness_ask(roster, column_of(&meetings[k]), meetings[k].client,
                            seen[k], findings);
    }
    /* one look at each client: mostly nothing is amiss */
    for (uint32_t c = 0; c < roster->client_count; c++)
        for (size_t k = 0; k < MEETINGS; k++)
            is_amiss[k] |= seen[k] && misses_any(&meetings[k], seen[k],
                                                 &roster->clients[c]);
    for (size_t k = 0; k < MEETINGS; k++) {
        if (is_amiss[k])
            warn_each(roster, &meetings[k], seen[k], findings);
        free(seen[k]);
    }
}
