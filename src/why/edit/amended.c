#include "why/edit/amended.h"

#include "base/array.h"
#include "input/cell/list.h"
#include "input/row.h"
#include "input/safety/watch.h"
#include "input/times/times.h"
#include "input/times/times_left.h"
#include "input/together.h"

#include <stdlib.h>
#include <string.h>

/* A layout with room for columns that edits add. */
static bool copy_layout(rp_layout *out, const rp_layout *from) {
    uint32_t count = rp_schemas[from->side].count;

    *out = *from;
    out->uses = rp_new_array(RP_MAX_COLUMNS, sizeof *out->uses);
    out->own = rp_new_array(count, sizeof *out->own);
    out->has_tags = rp_new_array(count, sizeof *out->has_tags);
    if (!out->uses || !out->own || !out->has_tags)
        return false;
    memcpy(out->uses, from->uses, from->columns * sizeof *out->uses);
    memcpy(out->own, from->own, count * sizeof *out->own);
    memcpy(out->has_tags, from->has_tags, count * sizeof *out->has_tags);
    return true;
}

/* Take the columns away that were added. */
static void trim_layout(rp_layout *layout, uint32_t columns) {
    for (; layout->columns > columns; layout->columns--) {
        const rp_use *use = &layout->uses[layout->columns - 1];
        if (!use->column)
            continue;
        size_t index = (size_t)(use->column - rp_schemas[layout->side].columns);
        if (!use->is_tag) {
            layout->own[index] = RP_NONE;
            continue;
        }
        layout->has_tags[index] = false;
        for (uint32_t c = 0; c + 1 < layout->columns; c++)
            layout->has_tags[index] |=
                layout->uses[c].is_tag && layout->uses[c].column == use->column;
    }
}

/* Everybody by their numbers in the roster, but not the copy behind. */
static bool number_people(rp_register *out, const rp_roster *r, rp_side side) {
    uint32_t count =
        side == RP_CLIENTS ? r->client_count : r->therapist_count - 1;
    bool whole = true;

    if (out->people.count > 0)
        return true;
    for (uint32_t k = 0; whole && k < count; k++)
        whole =
            side == RP_CLIENTS
                ? rp_people_add(&out->people, rp_text_of(r->clients[k].id),
                                rp_text_of(r->clients[k].name))
                : rp_people_add(&out->people, rp_text_of(r->therapists[k].id),
                                rp_text_of(r->therapists[k].name));
    return whole && rp_people_index(&out->people);
}

static bool copy_people(rp_roster *out, const rp_roster *from) {
    size_t therapists = from->therapist_count, clients = from->client_count;

    out->therapists = rp_new_array(therapists + 1, sizeof *out->therapists);
    out->clients = rp_new_array(clients, sizeof *out->clients);
    if (!out->therapists || !out->clients)
        return false;
    memcpy(out->therapists, from->therapists,
           therapists * sizeof *out->therapists);
    memcpy(out->clients, from->clients, clients * sizeof *out->clients);
    rp_row_start(RP_THERAPISTS, 0, &out->therapists[therapists]);
    out->therapist_count = from->therapist_count + 1;
    out->client_count = from->client_count;
    return true;
}

rp_status rp_amended_open(rp_amended *out, const rp_fit *base) {
    const rp_roster *from = base->roster;
    rp_roster *r = &out->roster;

    *out = (rp_amended){.whose = {RP_NONE, RP_NONE}};
    out->reader = (rp_reader){
        .findings = &out->findings, .arena = &out->arena, .names = &r->names};
    rp_status status = rp_names_copy(&r->names, &from->names);
    bool whole = status == RP_OK && copy_people(r, from);
    for (int side = 0; whole && side < RP_SIDES; side++) {
        r->tables[side] = from->tables[side]; /* borrowed */
        out->people[side].what = rp_schemas[side].name;
        whole = copy_layout(&r->layouts[side], &from->layouts[side]) &&
                rp_people_init(&out->people[side].people) == RP_OK;
    }
    if (!whole)
        return RP_ERR_MEMORY;
    r->dates = from->dates;
    r->parts = out->reader.parts = from->parts;
    r->pseudonyms = from->pseudonyms;
    r->taken = from->taken;
    status = rp_fit_init(&out->fit, r, base->policy, base->taxonomy,
                         base->scores, base->unknown_forbids);
    out->fit.cleared = base->cleared;
    out->fit.standing = base->standing;
    out->fit.groups = base->groups;
    out->fit.limits = base->limits;
    out->fit.uses_reserve = base->uses_reserve;
    out->fit.effort = base->effort;
    return status == RP_OK && base->measured
               ? rp_fit_measure(&out->fit, base->measured)
               : status;
}

void rp_amended_clear(rp_amended *amended) {
    for (int side = 0; side < RP_SIDES; side++) {
        rp_layout_clear(&amended->roster.layouts[side]);
        rp_people_clear(&amended->people[side].people);
    }
    rp_names_clear(&amended->roster.names);
    free(amended->roster.therapists);
    free(amended->roster.clients);
    rp_fit_clear(&amended->fit);
    rp_reader_clear(&amended->reader);
    rp_findings_clear(&amended->findings);
    rp_arena_clear(&amended->arena);
    *amended = (rp_amended){0};
}

static void keep(rp_amended *a, rp_side side, uint32_t person) {
    a->whose[side] = person;
    if (side == RP_CLIENTS) {
        a->client = a->roster.clients[person];
    } else {
        a->therapist = a->roster.therapists[person];
        a->offer = a->fit.offers[person];
    }
}

/* Everybody as they were. */
static void restore(rp_amended *a) {
    uint32_t client = a->whose[RP_CLIENTS], t = a->whose[RP_THERAPISTS];

    if (client != RP_NONE)
        a->roster.clients[client] = a->client;
    if (t != RP_NONE) {
        a->roster.therapists[t] = a->therapist;
        a->fit.offers[t] = a->offer;
    }
    a->whose[RP_CLIENTS] = a->whose[RP_THERAPISTS] = RP_NONE;
    rp_arena_clear(&a->arena);
    if (a->findings.count > 0)
        rp_findings_clear(&a->findings);
}

/* The file's column of an edit, a new one where need be; RP_NONE when there
 * can be none. */
static uint32_t column_of(rp_amended *a, const rp_edit *edits, uint32_t k) {
    rp_side side = edits[k].side;
    rp_layout *layout = &a->roster.layouts[side];
    const rp_table *table = &a->roster.tables[side];
    uint32_t added = table->columns;

    if (edits[k].at != RP_NONE)
        return edits[k].at;
    for (uint32_t before = 0; before < k; before++) {
        if (edits[before].side != side || edits[before].at != RP_NONE)
            continue;
        if (strcmp(edits[before].header, edits[k].header) == 0)
            return added;
        added++;
    }
    return rp_layout_add(layout, table, &a->reader, edits[k].header)
               ? layout->columns - 1
               : RP_NONE;
}

/* The place of a therapist's column in the schema. */
static uint32_t index_of(const char *name) {
    return (uint32_t)(rp_schema_find(RP_THERAPISTS, rp_text_of(name)) -
                      rp_schemas[RP_THERAPISTS].columns);
}

static uint32_t concerns(void) {
    return (uint32_t)(rp_schema_find(RP_CLIENTS, rp_text_of("concerns")) -
                      rp_schemas[RP_CLIENTS].columns);
}

/* Is a column of the schema read again? */
static bool is_read(const rp_edit *edits, uint32_t count, rp_side side,
                    uint32_t column, bool from_start) {
    for (uint32_t k = 0; k < count && !from_start; k++)
        from_start = edits[k].side == side && edits[k].column == column;
    return from_start;
}

/* Does a note stand in a cell that was read again? */
static bool is_noted_again(const rp_amended *a, const rp_edit *edits,
                           uint32_t count, const rp_note *note,
                           bool has_concerns) {
    const rp_use *use = &a->roster.layouts[RP_CLIENTS].uses[note->at];
    bool again =
        has_concerns && use->column && (use->column->flags & RP_WATCHED) != 0;

    for (uint32_t k = 0; k < count && !again; k++)
        again = edits[k].side == RP_CLIENTS && edits[k].at == note->at;
    return again;
}

/* Words of danger in the cells that were read again; other notes stay. */
static void note_again(rp_amended *a, const rp_edit *edits, uint32_t count,
                       bool has_concerns, rp_client *client) {
    const rp_client *before = &a->client;
    rp_note *kept = rp_arena_array(&a->arena, before->note_count, sizeof *kept);
    uint32_t count_kept = 0;

    if (!kept) {
        a->reader.out_of_memory = true;
        return;
    }
    for (uint32_t k = 0; k < before->note_count; k++)
        if (!is_noted_again(a, edits, count, &before->notes[k], has_concerns))
            kept[count_kept++] = before->notes[k];
    for (uint32_t k = 0; k < count; k++) {
        rp_text cell = rp_text_of(edits[k].to);
        rp_place place = {0, client->row, edits[k].at};
        const rp_column *column =
            &rp_schemas[RP_CLIENTS].columns[edits[k].column];
        if (edits[k].side == RP_CLIENTS && column->kind != RP_KIND_RISK &&
            !(column->flags & RP_WATCHED) && rp_watch_is_worth(column, cell))
            rp_watch_cell(&a->reader, place, rp_text_of(edits[k].header), cell);
    }
    client->notes = kept;
    client->note_count = count_kept;
    rp_watch_hand_over(&a->reader, client);
    client->pin_name =
        a->reader.name_taken ? a->reader.name_taken : before->pin_name;
    a->reader.name_taken = NULL;
}

/* Read the columns that edits write to. A scalar that becomes blank is unknown
 * only in a record that is read from its start. */
static bool read_columns(rp_amended *a, rp_side side, const rp_edit *edits,
                         uint32_t count, uint32_t row, void *record) {
    rp_layout *layout = &a->roster.layouts[side];
    rp_rows rows = {
        .reader = &a->reader,
        .layout = layout,
        .table = &a->roster.tables[side],
        .others = &a->people[side == RP_CLIENTS ? RP_THERAPISTS : RP_CLIENTS]};
    rp_text cells[RP_MAX_COLUMNS];
    bool from_start = false, fits = true, names = false;

    rp_table_row(rows.table, row, cells);
    for (uint32_t c = rows.table->columns; c < RP_MAX_COLUMNS; c++)
        cells[c] = (rp_text){"", 0};
    for (uint32_t k = 0; k < count; k++) {
        if (edits[k].side != side)
            continue;
        uint32_t at = column_of(a, edits, k);
        if (at == RP_NONE)
            return false;
        cells[at] = rp_text_of(edits[k].to);
        fits &=
            rp_layout_fits(layout, rows.table, &a->reader, at, row, cells[at]);
        from_start |= rp_cell_plain(cells[at]).length == 0;
    }
    for (uint32_t i = 0; i < rp_schemas[side].count; i++)
        names |= is_read(edits, count, side, i, from_start) &&
                 rp_schemas[side].columns[i].kind == RP_KIND_IDS;
    if (names && !number_people(&a->people[!side], &a->roster, !side))
        a->reader.out_of_memory = true;
    if (from_start)
        rp_row_start(side, row, record);
    /* sites are read with the windows that name some */
    bool has_sites = side == RP_THERAPISTS &&
                     is_read(edits, count, side, index_of("slots"), from_start);
    if (has_sites)
        ((rp_therapist *)record)->sites = &rp_unknown_list;
    for (uint32_t i = 0; i < rp_schemas[side].count; i++) {
        if (is_read(edits, count, side, i, from_start) ||
            (has_sites && i == index_of("sites")))
            rp_row_read(&rows, row, cells, i, record);
    }
    if (side == RP_CLIENTS) /* of whom the columns here say nothing */
        ((rp_client *)record)->linked = a->client.linked;
    rp_together_settle(&rows, record);
    rp_row_check(&rows, record);
    if (side == RP_CLIENTS)
        note_again(a, edits, count,
                   is_read(edits, count, side, concerns(), from_start), record);
    return fits;
}

static bool amend(rp_amended *a, rp_side side, const rp_edit *edits,
                  uint32_t count, uint32_t person) {
    rp_roster *r = &a->roster;
    void *record = side == RP_CLIENTS ? (void *)&r->clients[person]
                                      : (void *)&r->therapists[person];
    uint32_t row =
        side == RP_CLIENTS ? r->clients[person].row : r->therapists[person].row;

    keep(a, side, person);
    a->reader.decimal_comma = r->tables[side].delimiter != ',';
    a->reader.dates = r->dates;
    a->reader.latest = r->layouts[side].as_of;
    a->reader.watches = side == RP_CLIENTS;
    a->reader.note_count = 0;
    bool fits = read_columns(a, side, edits, count, row, record);
    if (side == RP_THERAPISTS && r->taken &&
        !rp_times_remove(&r->therapists[person].slots, &r->taken[person].hours,
                         &a->arena))
        a->reader.out_of_memory = true;
    trim_layout(&r->layouts[side], r->tables[side].columns);
    return fits && a->findings.errors == 0;
}

static void add_copy(rp_amended *a, const rp_edit *edit) {
    uint32_t last = a->roster.therapist_count - 1;
    rp_therapist *copy = &a->roster.therapists[last];

    keep(a, RP_THERAPISTS, last);
    *copy = a->roster.therapists[edit->person];
    copy->id = edit->to;
    copy->openings = 1;
    if (a->roster.taken) /* who leads is not copied */
        copy->slots = a->roster.taken[edit->person].whole;
}

rp_status rp_amended_apply(rp_amended *a, const rp_edit *edits,
                           uint32_t count) {
    bool fits = true;

    restore(a);
    for (uint32_t k = 0; fits && k < count; k++) {
        rp_side side = edits[k].side;
        if (a->whose[side] != RP_NONE)
            continue; /* was read with an edit before */
        if (edits[k].kind == RP_EDIT_COPY)
            add_copy(a, &edits[k]);
        else
            fits = amend(a, side, edits, count, edits[k].person);
    }
    uint32_t t = a->whose[RP_THERAPISTS];
    if (a->reader.out_of_memory || a->findings.out_of_memory ||
        (fits && t != RP_NONE && !rp_fit_renew(&a->fit, t, &a->arena)))
        return RP_ERR_MEMORY;
    return fits ? RP_OK : RP_ERR_DATA;
}
