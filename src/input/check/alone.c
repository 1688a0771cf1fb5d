#include "input/check/alone.h"

#include "input/cell/stated.h"
#include "input/row.h"

#include <math.h>

/* Columns of therapists that rules read, and what a row says in them. */
static bool says_anything(const rp_therapist *t) {
    return t->not_treated->known || t->client_types->known ||
           t->formats->known || t->sites->known || t->licensed_in->known ||
           t->languages->known || t->insurance->known || t->gender->known ||
           t->populations->known || t->age_min != RP_BLANK ||
           t->age_max != RP_BLANK || !isnan(t->fee) || !isnan(t->fee_min) ||
           t->slots.count > 0 || t->prescribes != RP_UNKNOWN ||
           t->declines->known;
}

/* Is a cell filled in a column that a rule reads, whatever stands there? */
static bool fills_any(const rp_roster *r, uint32_t row, const bool *is_read) {
    const rp_layout *layout = &r->layouts[RP_THERAPISTS];
    rp_text cells[RP_MAX_COLUMNS];

    rp_table_row(&r->tables[RP_THERAPISTS], row, cells);
    for (uint32_t c = 0; c < layout->columns; c++) {
        const rp_column *column = layout->uses[c].column;
        rp_text cell = rp_cell_plain(cells[c]);
        if (column && is_read[column - rp_schemas[RP_THERAPISTS].columns] &&
            cell.length > 0 && !rp_stated_nothing(cell))
            return true;
    }
    return false;
}

static const char *const read_by_rules[] = {
    "not_treated", "client_types", "formats",   "sites",       "licensed_in",
    "languages",   "insurance",    "gender",    "populations", "age_min",
    "age_max",     "fee",          "fee_min",   "slots",       "prescribes",
    "declines",    "ages",         "telehealth"};

/* Which columns rules read, by the schema; how many of them the file has. */
static unsigned mark_read(const rp_roster *r, bool *is_read) {
    const rp_layout *layout = &r->layouts[RP_THERAPISTS];
    unsigned columns = 0;

    for (size_t k = 0; k < sizeof read_by_rules / sizeof *read_by_rules; k++) {
        const rp_column *column =
            rp_schema_find(RP_THERAPISTS, rp_text_of(read_by_rules[k]));
        uint32_t index = (uint32_t)(column - rp_schemas[RP_THERAPISTS].columns);
        is_read[index] = true;
        columns += layout->own[index] != RP_NONE || layout->has_tags[index];
    }
    return columns;
}

/* A row that says nothing but its id passes every rule. */
static void check_therapists(rp_roster *r, rp_findings *findings) {
    rp_rows rows = {.layout = &r->layouts[RP_THERAPISTS],
                    .table = &r->tables[RP_THERAPISTS]};
    bool is_read[RP_MAX_COLUMNS] = {false}; /* [schema columns] */
    unsigned columns = mark_read(r, is_read);

    for (uint32_t k = 0; columns >= 3 && k < r->therapist_count; k++) {
        const rp_therapist *t = &r->therapists[k];
        if (t->id && !says_anything(t) && !fills_any(r, t->row, is_read))
            rp_findings_add(findings, RP_ERROR,
                            rp_row_place(&rows, t->row, "therapist_id"),
                            "row: nothing of '%s' is known but openings, so "
                            "every rule would let them pass",
                            rp_quote(rp_text_of(t->id)).bytes);
    }
}

/* Does a column say anything of a client but who they are? */
static bool is_telling(const rp_column *column) {
    return column && column->kind != RP_KIND_ID &&
           column->kind != RP_KIND_TEXT && column->kind != RP_KIND_AUDIT;
}

/* Is no such column filled? */
static bool is_only_id(const rp_roster *r, uint32_t row) {
    const rp_layout *layout = &r->layouts[RP_CLIENTS];
    rp_text cells[RP_MAX_COLUMNS];

    rp_table_row(&r->tables[RP_CLIENTS], row, cells);
    for (uint32_t c = 0; c < layout->columns; c++) {
        rp_text cell = rp_cell_plain(cells[c]);
        if (is_telling(layout->uses[c].column) && cell.length > 0 &&
            !rp_stated_nothing(cell))
            return false;
    }
    return true;
}

static bool has_telling(const rp_layout *layout) {
    for (uint32_t c = 0; c < layout->columns; c++)
        if (is_telling(layout->uses[c].column))
            return true;
    return false;
}

static void check_clients(rp_roster *r, rp_findings *findings) {
    rp_rows rows = {.layout = &r->layouts[RP_CLIENTS],
                    .table = &r->tables[RP_CLIENTS]};

    if (!has_telling(rows.layout))
        return; /* of nobody more is asked */
    for (uint32_t k = 0; k < r->client_count; k++) {
        const rp_client *c = &r->clients[k];
        if (!c->id || c->concerns->count > 0 || !is_only_id(r, c->row))
            continue;
        rp_findings_add(findings, RP_CAUTION,
                        rp_row_place(&rows, c->row, "client_id"),
                        "row: nothing of '%s' is known but the id, so every "
                        "rule lets them pass",
                        rp_quote(rp_text_of(c->id)).bytes);
        rp_findings_kind(findings, "only the id");
    }
}

void rp_alone_check(rp_roster *roster, rp_findings *findings) {
    if (roster->layouts[RP_THERAPISTS].uses)
        check_therapists(roster, findings);
    if (roster->layouts[RP_CLIENTS].uses)
        check_clients(roster, findings);
}
