#include "why/edit/edit.h"

#include "base/array.h"
#include "input/map/changed_table.h"
#include "input/times/times.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOT_EDITED UINT32_MAX

/* One side's table in the making. */
typedef struct draft {
    const rp_roster *roster;
    rp_side side;
    const rp_edit *edits;
    size_t count;
    bool is_plain;     /* headers as the user wrote them */
    bool is_typed;     /* cells as they were before a map placed values */
    uint32_t *rows;    /* [new rows] row of the old table */
    uint32_t *first;   /* [new rows] first edit of the row, NOT_EDITED */
    uint32_t *next;    /* [count] next edit of the same row */
    uint32_t *copy_of; /* [new rows] the edit that makes the copy */
    uint32_t *added;   /* [new columns] edit that names the column */
    uint32_t row_count, added_count;
    rp_arena arena; /* of headers */
    bool out_of_memory;
} draft;

static const rp_table *table_of(const draft *d) {
    return &d->roster->tables[d->side];
}

static uint32_t row_of(const draft *d, uint32_t person) {
    return d->side == RP_CLIENTS ? d->roster->clients[person].row
                                 : d->roster->therapists[person].row;
}

/* The number of a new column that several edits may share. */
static uint32_t added_column(draft *d, uint32_t edit) {
    for (uint32_t k = 0; k < d->added_count; k++)
        if (strcmp(d->edits[d->added[k]].header, d->edits[edit].header) == 0)
            return k;
    d->added[d->added_count] = edit;
    return d->added_count++;
}

static bool open_draft(draft *d) {
    const rp_table *table = table_of(d);
    size_t rows = (size_t)table->rows + d->count;
    uint32_t *where = rp_new_array((size_t)table->rows + 1, sizeof *where);

    d->rows = rp_new_array(rows, sizeof *d->rows);
    d->first = rp_new_array(rows, sizeof *d->first);
    d->copy_of = rp_new_array(rows, sizeof *d->copy_of);
    d->next = rp_new_array(d->count, sizeof *d->next);
    d->added = rp_new_array(d->count, sizeof *d->added);
    bool whole =
        where && d->rows && d->first && d->copy_of && d->next && d->added;
    for (size_t k = 0; whole && k < d->count; k++)
        if (d->edits[k].side == d->side && d->edits[k].kind == RP_EDIT_REMOVE)
            where[row_of(d, d->edits[k].person)] = NOT_EDITED;
    for (uint32_t row = 1; whole && row <= table->rows; row++) {
        if (where[row] == NOT_EDITED)
            continue;
        where[row] = d->row_count;
        d->rows[d->row_count] = row;
        d->first[d->row_count] = d->copy_of[d->row_count] = NOT_EDITED;
        d->row_count++;
    }
    for (uint32_t k = 0; whole && k < d->count; k++) {
        const rp_edit *e = &d->edits[k];
        if (e->side != d->side || e->kind == RP_EDIT_REMOVE)
            continue;
        uint32_t row = row_of(d, e->person);
        if (e->kind == RP_EDIT_COPY) {
            d->rows[d->row_count] = row;
            d->first[d->row_count] = NOT_EDITED;
            d->copy_of[d->row_count++] = k;
        } else if (where[row] != NOT_EDITED) {
            d->next[k] = d->first[where[row]];
            d->first[where[row]] = k;
            if (e->at == RP_NONE)
                added_column(d, k);
        }
    }
    free(where);
    return whole;
}

static void close_draft(draft *d) {
    free(d->rows);
    free(d->first);
    free(d->copy_of);
    free(d->next);
    free(d->added);
    rp_arena_clear(&d->arena);
}

/* A header that says by itself what the layout made of the column. */
static rp_text header_of(draft *d, uint32_t column, rp_text typed) {
    const rp_use *use = &d->roster->layouts[d->side].uses[column];
    char text[256];

    if (d->is_plain)
        return typed;
    if (!use->column)
        return (rp_text){"", 0};
    if (use->column->kind == RP_KIND_AUDIT)
        return typed;
    if (!use->is_tag)
        return rp_text_of(use->column->name);
    int length = snprintf(
        text, sizeof text, "%s:%s", use->column->name,
        use->column->kind == RP_KIND_TIMES
            ? rp_times_day_name(use->tag)
            : rp_names_name(&d->roster->names, use->column->names, use->tag));
    if (length < 0 || (size_t)length >= sizeof text)
        return typed;
    const char *kept = rp_arena_text(&d->arena, text, (size_t)length);
    d->out_of_memory |= !kept;
    return kept ? (rp_text){kept, (size_t)length} : typed;
}

/* The file's column of a required schema column. */
static uint32_t own_of(const draft *d, const char *name) {
    const rp_schema *schema = &rp_schemas[d->side];
    const rp_column *column = rp_schema_find(d->side, rp_text_of(name));

    return d->roster->layouts[d->side].own[column - schema->columns];
}

static void set_cell(const draft *d, rp_text *cells, const char *name,
                     const char *value) {
    uint32_t own = own_of(d, name);

    if (own != RP_NONE)
        cells[own] = rp_text_of(value);
}

/* One opening, by whichever columns say it, and there to stay. */
static void set_openings(const draft *d, rp_text *cells) {
    set_cell(d, cells, "openings", "1");
    set_cell(d, cells, "capacity", "1");
    set_cell(d, cells, "caseload", "0");
    set_cell(d, cells, "accepting", "yes");
    set_cell(d, cells, "available_from", "");
    set_cell(d, cells, "available_until", "");
}

static bool fill(void *payload, uint32_t row, rp_text *cells) {
    draft *d = payload;
    const rp_table *table = table_of(d);

    if (d->is_plain || d->is_typed) /* the map reads the saved file, too */
        rp_table_typed(table, row == 0 ? 0 : d->rows[row - 1], cells);
    else
        rp_table_row(table, row == 0 ? 0 : d->rows[row - 1], cells);
    for (uint32_t k = 0; k < d->added_count; k++)
        cells[table->columns + k] =
            rp_text_of(row == 0 ? d->edits[d->added[k]].header : "");
    if (row == 0) {
        for (uint32_t c = 0; c < table->columns; c++)
            cells[c] = header_of(d, c, cells[c]);
        return !d->out_of_memory;
    }
    /* the latest edit of a row comes first and must win */
    uint32_t held[RP_MAX_COLUMNS], count = 0;
    for (uint32_t k = d->first[row - 1]; k != NOT_EDITED; k = d->next[k]) {
        const rp_edit *e = &d->edits[k];
        uint32_t at =
            e->at != RP_NONE ? e->at : table->columns + added_column(d, k);
        bool is_held = false;
        for (uint32_t h = 0; h < count; h++)
            is_held |= held[h] == at;
        if (is_held || count == RP_MAX_COLUMNS)
            continue;
        held[count++] = at;
        cells[at] = rp_text_of(e->to);
    }
    if (d->copy_of[row - 1] != NOT_EDITED) {
        cells[own_of(d, "therapist_id")] =
            rp_text_of(d->edits[d->copy_of[row - 1]].to);
        set_openings(d, cells);
    }
    return true;
}

/* What the people wrote before a map placed it stays known. */
static rp_status note_typed(rp_table *out, draft *d) {
    rp_text cells[RP_MAX_COLUMNS];
    bool whole = true;

    d->is_typed = true;
    for (uint32_t row = 1; whole && row <= d->row_count; row++)
        if (table_of(d)->typed[d->rows[row - 1]])
            whole =
                fill(d, row, cells) && rp_changed_table_note(out, row, cells);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

static rp_status compose(rp_table *out, draft *d, rp_findings *findings) {
    const rp_table *table = table_of(d);
    rp_status status = RP_ERR_MEMORY;

    *out = (rp_table){0};
    if (open_draft(d))
        status = table->columns + d->added_count > RP_MAX_COLUMNS
                     ? RP_ERR_DATA
                     : rp_table_compose(out, table->path, table->delimiter,
                                        table->columns + d->added_count,
                                        d->row_count, fill, d, findings);
    if (status == RP_OK && !d->is_plain && table->typed)
        status = note_typed(out, d);
    close_draft(d);
    return status;
}

rp_status rp_edit_table(rp_table *out, const rp_roster *roster, rp_side side,
                        const rp_edit *edits, size_t count,
                        rp_findings *findings) {
    draft d = {.roster = roster,
               .side = side,
               .edits = edits,
               .count = count,
               .is_plain = true};

    return compose(out, &d, findings);
}

/* Whom edits remove from one side: others may still name them. */
static rp_status note_gone(rp_people *out, const rp_roster *roster,
                           rp_side side, const rp_edit *edits, size_t count) {
    rp_status status = rp_people_init(out);

    for (size_t k = 0; status == RP_OK && k < count; k++) {
        uint32_t who = edits[k].person;
        if (edits[k].kind != RP_EDIT_REMOVE || edits[k].side != side)
            continue;
        const char *id = side == RP_CLIENTS ? roster->clients[who].id
                                            : roster->therapists[who].id;
        const char *name = side == RP_CLIENTS ? roster->clients[who].name
                                              : roster->therapists[who].name;
        if (!rp_people_add(out, rp_text_of(id), rp_text_of(name)))
            status = RP_ERR_MEMORY;
    }
    return status;
}

rp_status rp_edit_apply(rp_roster *out, const rp_edit_base *base,
                        const rp_edit *edits, size_t count,
                        rp_findings *findings) {
    rp_table tables[RP_SIDES] = {{0}, {0}};
    rp_intake how = {.taxonomy = base->taxonomy,
                     .strict = base->strict,
                     .has_today = base->roster->has_today,
                     .today = base->roster->today,
                     .dates = base->roster->dates,
                     .parts = base->roster->parts,
                     .knows_headers = true};
    for (int side = 0; side < RP_SIDES; side++)
        how.telehealth_decides[side] =
            base->roster->layouts[side].telehealth_decides;
    rp_people gone[RP_SIDES] = {0};
    rp_status status = RP_OK;

    *out = (rp_roster){0};
    for (int side = 0; side < RP_SIDES && status == RP_OK; side++) {
        status =
            note_gone(&gone[side], base->roster, (rp_side)side, edits, count);
        how.gone[side] = &gone[side];
    }
    for (int side = 0; side < RP_SIDES && status == RP_OK; side++) {
        draft d = {.roster = base->roster,
                   .side = (rp_side)side,
                   .edits = edits,
                   .count = count};
        status = compose(&tables[side], &d, findings);
    }
    if (status == RP_OK)
        status = rp_intake_tables(out, tables, &how, findings);
    out->pseudonyms = base->roster->pseudonyms; /* as the tables' ids */
    for (int side = 0; side < RP_SIDES; side++) {
        rp_table_clear(&tables[side]);
        rp_people_clear(&gone[side]);
    }
    return status;
}

static bool is_taken(const rp_roster *roster, const rp_edit *edits,
                     size_t count, const char *id) {
    if (rp_roster_find(roster, RP_THERAPISTS, rp_text_of(id)) != RP_NONE ||
        rp_tags_find(roster->strangers, rp_text_of(id)) != RP_NONE)
        return true;
    for (size_t k = 0; k < count; k++)
        if (edits[k].kind == RP_EDIT_COPY && strcmp(edits[k].to, id) == 0)
            return true;
    return false;
}

const char *rp_edit_new_id(const rp_roster *roster, uint32_t therapist,
                           const rp_edit *edits, size_t count,
                           rp_arena *arena) {
    const char *id = roster->therapists[therapist].id;
    size_t room = strlen(id) + 16;
    char *text = rp_arena_array(arena, room, 1);

    for (unsigned number = 2; text; number++) {
        snprintf(text, room, "%s-%u", id, number);
        if (!is_taken(roster, edits, count, text))
            break;
    }
    return text;
}
