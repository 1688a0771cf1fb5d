#include "input/intake.h"

#include "base/array.h"
#include "input/list.h"
#include "input/spelling.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What reading one roster needs beside the reader. */
typedef struct work {
    rp_roster *roster;
    rp_reader reader;
    rp_findings *findings;
    rp_people people[RP_SIDES]; /* ids in the order of the file */
    uint32_t *rank[RP_SIDES];   /* [row order] -> index by id */
} work;

static const rp_column *column_at(rp_side side, uint32_t index) {
    return &rp_schemas[side].columns[index];
}

/* The file's column of a schema column, unless its cells were unusable. */
static uint32_t own_column(const rp_layout *layout, uint32_t index) {
    uint32_t own = layout->own[index];

    return own != RP_ABSENT && layout->uses[own].column ? own : RP_ABSENT;
}

/* Read the yes/no columns that a list is spread over. */
static void take_tags(work *w, rp_side side, uint32_t row, const rp_text *cells,
                      const rp_column *column, bool *any_yes, bool *all_no) {
    const rp_layout *layout = &w->roster->layouts[side];
    const rp_table *table = &w->roster->tables[side];

    for (uint32_t c = 0; c < layout->columns; c++) {
        const rp_use *use = &layout->uses[c];
        if (use->column != column || !use->is_tag)
            continue;
        rp_text cell = rp_cell_plain(cells[c]);
        rp_answer answer = rp_answer_parse(cell);
        *all_no &= answer == RP_NO;
        if (answer == RP_YES) {
            *any_yes = true;
            rp_item item = {use->tag, RP_NO_NUMBER, RP_STRONG};
            if (column->names == RP_NAMES_FORMATS && use->tag == RP_HYBRID) {
                item.tag = RP_IN_PERSON;
                rp_list_add(&w->reader, item);
                item.tag = RP_VIDEO;
            }
            rp_list_add(&w->reader, item);
        } else if (answer == RP_UNKNOWN && cell.length > 0) {
            rp_findings_add(
                w->findings, RP_ERROR, rp_table_place(table, row, c),
                "%s:%s: expected yes or no, got '%s'", column->name,
                rp_names_name(&w->roster->names, column->names, use->tag),
                rp_quote(cell).bytes);
        }
    }
}

static void read_list(work *w, rp_side side, uint32_t row, const rp_text *cells,
                      uint32_t index, void *record) {
    const rp_layout *layout = &w->roster->layouts[side];
    const rp_column *column = column_at(side, index);
    uint32_t own = own_column(layout, index);
    bool known = false;

    rp_list_begin(&w->reader);
    if (own != RP_ABSENT) {
        rp_text cell = rp_cell_plain(cells[own]);
        const rp_people *others =
            &w->people[side == RP_CLIENTS ? RP_THERAPISTS : RP_CLIENTS];
        bool is_ids = column->kind == RP_KIND_IDS;
        if (cell.length > 0) {
            known = true;
            rp_list_take(&w->reader, column,
                         rp_table_place(&w->roster->tables[side], row, own),
                         cell, is_ids ? others : NULL);
        }
    }
    if (layout->has_tags[index]) {
        bool any_yes = false, all_no = true;
        take_tags(w, side, row, cells, column, &any_yes, &all_no);
        known |= any_yes || (all_no && layout->own[index] == RP_ABSENT);
    }
    *(rp_list *)(void *)((char *)record + column->offset) =
        rp_list_end(&w->reader, known);
}

/* A text cell loses the apostrophe that guards = + - @ and nothing else. */
static rp_text unguarded(rp_text cell) {
    if (cell.length > 1 && cell.bytes[0] == '\'' &&
        strchr("=+-@", cell.bytes[1]))
        return (rp_text){cell.bytes + 1, cell.length - 1};
    return cell;
}

/* Read a whole row, but for ids of the other roster when they are not known
 * yet: a therapist's `declines` waits for the clients. */
static void read_row(work *w, rp_side side, uint32_t row, void *record) {
    const rp_layout *layout = &w->roster->layouts[side];
    const rp_table *table = &w->roster->tables[side];
    rp_text cells[RP_MAX_COLUMNS];

    rp_table_row(table, row, cells);
    for (uint32_t i = 0; i < rp_schemas[side].count; i++) {
        const rp_column *column = column_at(side, i);
        uint32_t own = own_column(layout, i);
        if (column->kind == RP_KIND_LIST ||
            (column->kind == RP_KIND_IDS && side == RP_CLIENTS)) {
            if (own != RP_ABSENT || layout->has_tags[i])
                read_list(w, side, row, cells, i, record);
            continue;
        }
        if (own == RP_ABSENT || column->kind == RP_KIND_IDS)
            continue;
        rp_place place = rp_table_place(table, row, own);
        rp_text cell = rp_cell_plain(cells[own]);
        if (cell.length == 0) {
            if (column->flags & RP_REQUIRED)
                rp_findings_add(w->findings, RP_ERROR, place,
                                "%s: missing, expected %s", column->name,
                                rp_kind_words(column));
            continue;
        }
        if (column->kind == RP_KIND_TEXT) /* blanks inside quotes are kept */
            cell = unguarded(cells[own]);
        rp_cell_read(&w->reader, column, place, cell, record);
    }
}

static void start_therapist(rp_therapist *t, uint32_t row) {
    *t = (rp_therapist){.name = "",
                        .row = row,
                        .age_min = RP_BLANK,
                        .age_max = RP_BLANK,
                        .fee = NAN,
                        .fee_min = NAN,
                        .prescribes = RP_UNKNOWN};
    for (int k = 0; k < RP_AXIS_COUNT; k++)
        t->style[k] = NAN;
}

static void start_client(rp_client *c, uint32_t row) {
    *c = (rp_client){.row = row,
                     .referred_on = RP_NO_DAY,
                     .urgency = RP_BLANK,
                     .severity = RP_BLANK,
                     .client_type = RP_BLANK,
                     .needs_prescriber = RP_BLANK,
                     .wants_group = RP_BLANK,
                     .age = RP_BLANK,
                     .max_fee = NAN};
    for (int k = 0; k < RP_AXIS_COUNT; k++)
        c->style[k] = NAN;
    for (int k = 0; k < 3; k++)
        c->priorities[k] = RP_BLANK;
}

static rp_place place_of(const work *w, rp_side side, uint32_t row,
                         const char *name) {
    const rp_column *column = rp_schema_find(side, rp_text_of(name));
    uint32_t own =
        w->roster->layouts[side].own[column - rp_schemas[side].columns];

    return rp_table_place(&w->roster->tables[side], row,
                          own == RP_ABSENT ? 0 : own);
}

static void check_therapist(work *w, const rp_therapist *t) {
    if (t->age_min != RP_BLANK && t->age_max != RP_BLANK &&
        t->age_min > t->age_max)
        rp_findings_add(w->findings, RP_ERROR,
                        place_of(w, RP_THERAPISTS, t->row, "age_min"),
                        "age_min: expected at most age_max, %d, got '%d'",
                        (int)t->age_max, (int)t->age_min);
    if (!isnan(t->fee) && !isnan(t->fee_min) && t->fee_min > t->fee)
        rp_findings_add(w->findings, RP_ERROR,
                        place_of(w, RP_THERAPISTS, t->row, "fee_min"),
                        "fee_min: expected at most fee, %g, got '%g'", t->fee,
                        t->fee_min);
}

static void check_client(work *w, const rp_client *c) {
    if (c->pin.count > 1)
        rp_findings_add(
            w->findings, RP_ERROR, place_of(w, RP_CLIENTS, c->row, "pin"),
            "pin: expected one therapist, got %u", (unsigned)c->pin.count);
}

/* Remember an id; the same one twice names both lines. */
static void note_id(work *w, rp_side side, uint32_t row, const char *id,
                    uint32_t *first_row) {
    if (!id)
        return;
    rp_tags *ids = w->people[side].ids;
    uint32_t before = rp_tags_count(ids);
    uint32_t number = rp_tags_intern(ids, rp_text_of(id));

    if (number == RP_NO_TAG) {
        w->reader.out_of_memory = true;
        return;
    }
    if (number == before) {
        first_row[number] = row;
        return;
    }
    const char *name = rp_schemas[side].columns[0].name;
    rp_place first = place_of(w, side, first_row[number], name);
    rp_findings_add(w->findings, RP_ERROR, place_of(w, side, row, name),
                    "%s: '%s' given twice", name,
                    rp_quote(rp_text_of(id)).bytes);
    rp_findings_relate(w->findings, first);
}

static rp_status read_rows(work *w, rp_side side) {
    rp_roster *roster = w->roster;
    uint32_t rows = roster->tables[side].rows;
    bool is_clients = side == RP_CLIENTS;
    uint32_t *first_row = rp_new_array(rows, sizeof *first_row);

    if (is_clients)
        roster->clients = rp_new_array(rows, sizeof *roster->clients);
    else
        roster->therapists = rp_new_array(rows, sizeof *roster->therapists);
    if (!first_row ||
        !(is_clients ? (void *)roster->clients : (void *)roster->therapists)) {
        free(first_row);
        return RP_ERR_MEMORY;
    }
    w->reader.decimal_comma = roster->tables[side].delimiter != ',';
    for (uint32_t row = 1; row <= rows && !w->reader.out_of_memory; row++) {
        if (is_clients) {
            rp_client *c = &roster->clients[row - 1];
            start_client(c, row);
            read_row(w, side, row, c);
            check_client(w, c);
            note_id(w, side, row, c->id, first_row);
        } else {
            rp_therapist *t = &roster->therapists[row - 1];
            start_therapist(t, row);
            read_row(w, side, row, t);
            check_therapist(w, t);
            note_id(w, side, row, t->id, first_row);
        }
    }
    free(first_row);
    *(is_clients ? &roster->client_count : &roster->therapist_count) = rows;
    return w->reader.out_of_memory ? RP_ERR_MEMORY : RP_OK;
}

/* One warning a file for columns that are read and have no effect yet. */
static void warn_no_effect(work *w) {
    static const char *const names[] = {"severity", "needs_prescriber",
                                        "wants_group"};
    const rp_roster *r = w->roster;

    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        for (uint32_t i = 0; i < r->client_count; i++) {
            const rp_client *c = &r->clients[i];
            bool used = k == 0   ? c->severity != RP_BLANK
                        : k == 1 ? c->needs_prescriber == RP_NEED_OPEN
                                 : c->wants_group != RP_BLANK;
            if (!used)
                continue;
            rp_findings_add(w->findings, RP_WARNING,
                            place_of(w, RP_CLIENTS, c->row, names[k]),
                            k == 1 ? "%s: 'open' is read and has no effect yet"
                                   : "%s: the column is read and has no "
                                     "effect yet",
                            names[k]);
            break;
        }
}

/* Rows without an id stand last, those with the same one as in the file. */
static int by_id(const char *left, uint32_t left_row, const char *right,
                 uint32_t right_row) {
    int order = left && right ? strcmp(left, right) : (!left) - (!right);

    return order ? order : (left_row > right_row) - (left_row < right_row);
}

static int compare_therapists(const void *left, const void *right) {
    const rp_therapist *a = left, *b = right;

    return by_id(a->id, a->row, b->id, b->row);
}

static int compare_clients(const void *left, const void *right) {
    const rp_client *a = left, *b = right;

    return by_id(a->id, a->row, b->id, b->row);
}

/* From the order of rows to the order of ids: lists of ids follow. */
static void renumber(const rp_list *list, const uint32_t *rank) {
    rp_item *items = (rp_item *)(uintptr_t)list->items;

    for (uint32_t i = 0; i < list->count; i++)
        items[i].tag = rank[items[i].tag];
}

static void sort_people(rp_roster *r) {
    if (r->therapists)
        qsort(r->therapists, r->therapist_count, sizeof *r->therapists,
              compare_therapists);
    if (r->clients)
        qsort(r->clients, r->client_count, sizeof *r->clients, compare_clients);
}

static rp_status renumber_people(work *w) {
    rp_roster *r = w->roster;
    uint32_t counts[RP_SIDES] = {r->therapist_count, r->client_count};

    for (int side = 0; side < RP_SIDES; side++) {
        w->rank[side] = rp_new_array(counts[side], sizeof *w->rank[side]);
        if (!w->rank[side])
            return RP_ERR_MEMORY;
    }
    for (uint32_t t = 0; t < r->therapist_count; t++)
        w->rank[RP_THERAPISTS][r->therapists[t].row - 1] = t;
    for (uint32_t c = 0; c < r->client_count; c++)
        w->rank[RP_CLIENTS][r->clients[c].row - 1] = c;
    for (uint32_t t = 0; t < r->therapist_count; t++)
        renumber(&r->therapists[t].declines, w->rank[RP_CLIENTS]);
    for (uint32_t c = 0; c < r->client_count; c++) {
        rp_client *client = &r->clients[c];
        renumber(&client->requested, w->rank[RP_THERAPISTS]);
        renumber(&client->past, w->rank[RP_THERAPISTS]);
        renumber(&client->avoid, w->rank[RP_THERAPISTS]);
        renumber(&client->pin, w->rank[RP_THERAPISTS]);
    }
    return RP_OK;
}

/* A therapist's `declines` names clients, who are read after them. */
static void read_declines(work *w) {
    const rp_layout *layout = &w->roster->layouts[RP_THERAPISTS];
    rp_text cells[RP_MAX_COLUMNS];

    if (w->roster->therapist_count == 0)
        return; /* a file without a header has no layout either */
    for (uint32_t i = 0; i < rp_schemas[RP_THERAPISTS].count; i++) {
        if (column_at(RP_THERAPISTS, i)->kind != RP_KIND_IDS ||
            own_column(layout, i) == RP_ABSENT)
            continue;
        for (uint32_t t = 0; t < w->roster->therapist_count; t++) {
            rp_therapist *therapist = &w->roster->therapists[t];
            rp_table_row(&w->roster->tables[RP_THERAPISTS], therapist->row,
                         cells);
            read_list(w, RP_THERAPISTS, therapist->row, cells, i, therapist);
        }
    }
}

/* Which column is which. Where entries of the map are missing, a header may be
 * another column's than it seems: what is found of headers is not told. */
static rp_status read_header(work *w, rp_side side, rp_map *map) {
    rp_findings unseen = {0};

    if (rp_map_is_cut(map))
        w->reader.findings = &unseen;
    rp_status status =
        rp_layout_make(&w->roster->layouts[side], side,
                       &w->roster->tables[side], map, &w->reader);
    w->reader.findings = w->findings;
    rp_findings_clear(&unseen);
    return status;
}

static rp_status read_side(work *w, rp_side side, const char *path,
                           rp_map *map) {
    rp_table *table = &w->roster->tables[side];
    rp_status status = path ? rp_table_read(table, path, w->findings) : RP_OK;

    w->people[side].is_cut = table->is_cut || table->rows == 0;
    if (status == RP_ERR_MEMORY || table->columns == 0)
        return rp_status_graver(status, RP_ERR_DATA);
    w->reader.decimal_comma = table->delimiter != ',';
    status = rp_status_graver(status, read_header(w, side, map));
    if (status == RP_ERR_MEMORY)
        return status;
    if (table->rows == 0) {
        if (!table->is_cut)
            rp_findings_add(w->findings, RP_ERROR,
                            (rp_place){table->source, RP_NO_RECORD, 0},
                            "file: a header without rows");
        return RP_ERR_DATA;
    }
    status = rp_status_graver(status, read_rows(w, side));
    w->people[side].is_cut |= rp_tags_count(w->people[side].ids) == 0;
    return status;
}

/* Each file is read whatever is wrong with the other. */
static rp_status read_both(work *w, const rp_intake *options) {
    rp_roster *r = w->roster;
    size_t errors = w->findings->errors;
    rp_status status =
        read_side(w, RP_THERAPISTS, options->therapists, options->map);

    if (status != RP_ERR_MEMORY)
        status = rp_status_graver(
            status, read_side(w, RP_CLIENTS, options->clients, options->map));
    if (status == RP_ERR_MEMORY)
        return status;
    read_declines(w);
    warn_no_effect(w);
    r->sensitive =
        r->layouts[RP_THERAPISTS].sensitive | r->layouts[RP_CLIENTS].sensitive;
    if (r->therapists && r->clients && !r->tables[RP_THERAPISTS].is_cut)
        rp_spelling_check(r, w->findings);
    if (w->reader.out_of_memory || w->findings->out_of_memory)
        return RP_ERR_MEMORY;
    for (int side = 0; side < RP_SIDES; side++)
        r->is_cut[side] = w->people[side].is_cut;
    sort_people(r);
    if (w->findings->errors > errors)
        status = rp_status_graver(status, RP_ERR_DATA);
    return status == RP_OK ? renumber_people(w) : status;
}

static rp_status read_roster(rp_roster *out, const rp_intake *options,
                             rp_findings *findings) {
    work w = {.roster = out, .findings = findings};

    w.reader = (rp_reader){.findings = findings,
                           .arena = &out->arena,
                           .names = &out->names,
                           .strict = options->strict};
    rp_status status = rp_names_init(&out->names, options->taxonomy);
    w.people[RP_THERAPISTS] =
        (rp_people){rp_tags_new(), rp_schemas[RP_THERAPISTS].name, false};
    w.people[RP_CLIENTS] =
        (rp_people){rp_tags_new(), rp_schemas[RP_CLIENTS].name, false};
    if (!w.people[RP_THERAPISTS].ids || !w.people[RP_CLIENTS].ids)
        status = RP_ERR_MEMORY;
    if (status == RP_OK)
        status = read_both(&w, options);
    int reason = errno;
    for (int side = 0; side < RP_SIDES; side++) {
        rp_tags_free(w.people[side].ids);
        free(w.rank[side]);
    }
    rp_reader_clear(&w.reader);
    errno = reason;
    return findings->out_of_memory ? RP_ERR_MEMORY : status;
}

rp_status rp_intake_read(rp_roster *out, const rp_intake *options,
                         rp_findings *findings) {
    *out = (rp_roster){0};
    return read_roster(out, options, findings);
}

rp_status rp_intake_tables(rp_roster *out, rp_table *tables,
                           const rp_intake *options, rp_findings *findings) {
    rp_intake in_memory = *options;

    *out = (rp_roster){0};
    for (int side = 0; side < RP_SIDES; side++) {
        out->tables[side] = tables[side];
        tables[side] = (rp_table){0};
    }
    in_memory.therapists = in_memory.clients = NULL;
    return read_roster(out, &in_memory, findings);
}
