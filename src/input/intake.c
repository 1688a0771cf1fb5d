#include "input/intake.h"

#include "base/array.h"
#include "input/cell/stated.h"
#include "input/check/alone.h"
#include "input/check/links.h"
#include "input/check/mistaken.h"
#include "input/check/no_effect.h"
#include "input/check/one_book.h"
#include "input/check/referrals.h"
#include "input/check/twice.h"
#include "input/check/unknown_column.h"
#include "input/map/made_ids.h"
#include "input/map/placed_values.h"
#include "input/nobody.h"
#include "input/photo.h"
#include "input/row.h"
#include "input/safety/masking.h"
#include "input/together.h"
#include "input/words/licences.h"
#include "input/words/spelling.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What reading one roster needs beside the reader. */
typedef struct work {
    rp_roster *roster;
    rp_reader reader;
    rp_findings *findings;
    rp_tags *ids[RP_SIDES];       /* in the order of the file */
    rp_register people[RP_SIDES]; /* by the same numbers */
    uint32_t *rank[RP_SIDES];     /* [row order] -> index by id */
    const rp_intake *options;
    rp_side side; /* of the header that is looked for */
} work;

/* A therapist's `declines` names clients, who are read after them. */
static rp_rows rows_of(work *w, rp_side side) {
    return (rp_rows){.reader = &w->reader,
                     .layout = &w->roster->layouts[side],
                     .table = &w->roster->tables[side],
                     .others =
                         side == RP_CLIENTS ? &w->people[RP_THERAPISTS] : NULL};
}

/* @param record  started */
static void read_row(const rp_rows *rows, uint32_t row, void *record) {
    rp_side side = rows->layout->side;
    rp_text cells[RP_MAX_COLUMNS];

    rp_table_row(rows->table, row, cells);
    for (uint32_t i = 0; i < rp_schemas[side].count; i++)
        if (rp_schemas[side].columns[i].kind != RP_KIND_BIRTH) /* later */
            rp_row_read(rows, row, cells, i, record);
    rp_together_settle(rows, record);
    rp_row_check(rows, record);
    if (side == RP_CLIENTS)
        rp_row_watch(rows, row, cells, record);
}

/* Remember an id; the same one twice names both lines. */
static void note_id(work *w, rp_side side, uint32_t row, const char *id,
                    uint32_t *first_row) {
    if (!id)
        return;
    rp_tags *ids = w->ids[side];
    uint32_t before = rp_tags_count(ids);
    uint32_t number = rp_tags_intern(ids, rp_text_of(id));

    if (number == RP_NONE) {
        w->reader.out_of_memory = true;
        return;
    }
    if (number == before) {
        first_row[number] = row;
        return;
    }
    rp_rows rows = rows_of(w, side);
    rp_twice_tell(&rows, first_row[number], row, id);
}

/* Everybody of a file, by id and name, when that is first asked for. */
static void register_people(work *w, rp_side side) {
    const rp_roster *r = w->roster;
    uint32_t count = side == RP_CLIENTS ? r->client_count : r->therapist_count;
    rp_people *people = &w->people[side].people;

    if (people->count > 0)
        return;
    if (!rp_tags_reserve(people->ids.tags, count))
        w->reader.out_of_memory = true;
    for (uint32_t k = 0; k < count; k++) {
        const char *id =
            side == RP_CLIENTS ? r->clients[k].id : r->therapists[k].id;
        const char *name =
            side == RP_CLIENTS ? r->clients[k].name : r->therapists[k].name;
        if (id && !rp_people_add(people, rp_text_of(id), rp_text_of(name)))
            w->reader.out_of_memory = true;
    }
}

static rp_status read_rows(work *w, rp_side side) {
    rp_roster *roster = w->roster;
    uint32_t rows = roster->tables[side].rows;
    bool is_clients = side == RP_CLIENTS;
    rp_rows how = rows_of(w, side);
    uint32_t harmless[RP_MAX_COLUMNS] = {0};
    uint32_t *first_row = rp_new_array(rows, sizeof *first_row);
    rp_status status = RP_ERR_MEMORY;

    how.harmless = is_clients ? harmless : NULL;
    how.memo = rp_memo_new(rp_schemas[side].count + 1, rows);
    if (is_clients)
        roster->clients = rp_new_array(rows, sizeof *roster->clients);
    else
        roster->therapists = rp_new_array(rows, sizeof *roster->therapists);
    if (!how.memo || !first_row || !rp_tags_reserve(w->ids[side], rows) ||
        !(is_clients ? (void *)roster->clients : (void *)roster->therapists))
        goto done;
    w->reader.decimal_comma = roster->tables[side].delimiter != ',';
    w->reader.watches = is_clients;
    uint32_t count = 0; /* records that were begun: memory may run out */
    rp_client client;
    rp_therapist therapist;
    rp_row_start(side, 0, is_clients ? (void *)&client : (void *)&therapist);
    while (count < rows && !w->reader.out_of_memory) {
        uint32_t row = ++count;
        if (is_clients) {
            client.row = row;
            roster->clients[row - 1] = client;
            read_row(&how, row, &roster->clients[row - 1]);
        } else {
            therapist.row = row;
            roster->therapists[row - 1] = therapist;
            read_row(&how, row, &roster->therapists[row - 1]);
        }
    }
    for (uint32_t row = 1; row <= rows && !w->reader.out_of_memory; row++)
        note_id(w, side, row,
                is_clients ? roster->clients[row - 1].id
                           : roster->therapists[row - 1].id,
                first_row);
    w->reader.watches = false;
    *(is_clients ? &roster->client_count : &roster->therapist_count) = count;
    if (!is_clients)
        register_people(w, side);
    status = w->reader.out_of_memory ? RP_ERR_MEMORY : RP_OK;
done:
    rp_memo_free(how.memo);
    free(first_row);
    return status;
}

/* The day to which ages are counted is known when the clients are read. */
static void settle_days(work *w) {
    rp_roster *r = w->roster;
    rp_rows rows = rows_of(w, RP_CLIENTS);
    int32_t latest = RP_NO_DAY;
    uint32_t birth =
        (uint32_t)(rp_schema_find(RP_CLIENTS, rp_text_of("date_of_birth")) -
                   rp_schemas[RP_CLIENTS].columns);
    rp_text cells[RP_MAX_COLUMNS];

    for (uint32_t c = 0; c < r->client_count; c++) {
        int32_t day = r->clients[c].referred_on;
        if (day != RP_NO_DAY && day > latest)
            latest = day;
    }
    rp_referrals_check(r, w->findings);
    r->layouts[RP_CLIENTS].as_of = r->layouts[RP_THERAPISTS].as_of =
        w->options->has_today ? w->options->today : latest;
    for (uint32_t t = 0; t < r->therapist_count; t++)
        rp_together_day(&r->therapists[t], r->layouts[RP_THERAPISTS].as_of);
    if (!r->layouts[RP_CLIENTS].uses || !rp_row_has(&rows, "date_of_birth"))
        return;
    w->reader.latest = r->layouts[RP_CLIENTS].as_of;
    for (uint32_t c = 0; c < r->client_count; c++) {
        rp_client *client = &r->clients[c];
        int32_t as_of = r->layouts[RP_CLIENTS].as_of;
        rp_table_row(rows.table, client->row, cells);
        rp_row_read(&rows, client->row, cells, birth, client);
        if (client->born_on == RP_NO_DAY)
            continue;
        if (as_of == RP_NO_DAY && client->age == RP_BLANK) {
            rp_findings_add(w->findings, RP_ERROR,
                            rp_row_place(&rows, client->row, "date_of_birth"),
                            "date_of_birth: no day is known to count ages to: "
                            "say --today DATE, or fill referred_on");
            return;
        }
        rp_together_settle(&rows, client);
        if (client->age > 120 || client->born_on > as_of)
            rp_findings_add(w->findings, RP_ERROR,
                            rp_row_place(&rows, client->row, "date_of_birth"),
                            "date_of_birth: expected a birth at most 120 years "
                            "before the day to which ages are counted");
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

static void renumber_partings(const rp_client *client, const uint32_t *rank) {
    rp_parting *partings = (rp_parting *)(uintptr_t)client->partings;

    for (uint32_t i = 0; i < client->parting_count; i++)
        if (partings[i].therapist != RP_NONE)
            partings[i].therapist = rank[partings[i].therapist];
}

/* Most files stand in the order of their ids as they are. */
static void sort_records(void *records, size_t count, size_t size,
                         int (*compare)(const void *, const void *)) {
    const char *at = records;
    size_t i = 1;

    if (!records)
        return;
    while (i < count && compare(at + (i - 1) * size, at + i * size) <= 0)
        i++;
    if (i < count)
        qsort(records, count, size, compare);
}

static void sort_people(rp_roster *r) {
    sort_records(r->therapists, r->therapist_count, sizeof *r->therapists,
                 compare_therapists);
    sort_records(r->clients, r->client_count, sizeof *r->clients,
                 compare_clients);
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
        renumber(r->therapists[t].declines, w->rank[RP_CLIENTS]);
    for (uint32_t c = 0; c < r->client_count; c++) {
        rp_client *client = &r->clients[c];
        renumber(client->requested, w->rank[RP_THERAPISTS]);
        renumber(client->past, w->rank[RP_THERAPISTS]);
        renumber(client->avoid, w->rank[RP_THERAPISTS]);
        renumber(client->pin, w->rank[RP_THERAPISTS]);
        renumber(client->linked, w->rank[RP_CLIENTS]);
        renumber_partings(client, w->rank[RP_THERAPISTS]);
    }
    return RP_OK;
}

static void read_declines(work *w) {
    rp_rows rows = rows_of(w, RP_THERAPISTS);
    rp_text cells[RP_MAX_COLUMNS];

    if (w->roster->therapist_count == 0)
        return; /* a file without a header has no layout either */
    rows.others = &w->people[RP_CLIENTS];
    for (uint32_t i = 0; i < rp_schemas[RP_THERAPISTS].count; i++) {
        if (rp_schemas[RP_THERAPISTS].columns[i].kind != RP_KIND_IDS ||
            rows.layout->own[i] == RP_NONE)
            continue;
        register_people(w, RP_CLIENTS);
        for (uint32_t t = 0; t < w->roster->therapist_count; t++) {
            rp_therapist *therapist = &w->roster->therapists[t];
            rp_table_row(rows.table, therapist->row, cells);
            rp_row_read(&rows, therapist->row, cells, i, therapist);
        }
    }
}

/* Links name clients of the same file, who are all known now. */
static bool read_links(work *w) {
    rp_rows rows = rows_of(w, RP_CLIENTS);

    if (w->roster->client_count == 0 || !rp_row_has(&rows, "linked_to"))
        return true;
    register_people(w, RP_CLIENTS);
    rows.same = &w->people[RP_CLIENTS];
    return rp_links_read(w->roster, &rows);
}

/* Columns that nobody knows, of whom the other file may speak. */
static void tell_unknown(work *w, const rp_intake *options) {
    if (rp_map_is_cut(options->map))
        return; /* a header may be another column's than it seems */
    for (int side = 0; side < RP_SIDES; side++) {
        const rp_layout *layout = &w->roster->layouts[side];
        rp_side other = side == RP_CLIENTS ? RP_THERAPISTS : RP_CLIENTS;
        if (!rp_unknown_columns_any(layout))
            continue;
        if (!options->knows_headers)
            register_people(w, other);
        rp_unknown_columns_tell(
            layout, &w->roster->tables[side], options->map, &w->reader,
            options->knows_headers ? NULL : &w->people[other].people);
    }
}

/* A picture that cannot stand on a page is none. */
static bool check_photos(work *w, const char *sheet) {
    rp_roster *r = w->roster;
    rp_rows rows = rows_of(w, RP_THERAPISTS);
    rp_buffer image = {0};

    for (uint32_t t = 0; t < r->therapist_count; t++) {
        rp_therapist *therapist = &r->therapists[t];
        const char *type;
        rp_photo_trouble trouble =
            !*therapist->photo
                ? RP_PHOTO_FINE
                : rp_photo_read(&image, &type, sheet, therapist->photo);
        w->reader.out_of_memory |= trouble == RP_PHOTO_MEMORY;
        if (trouble == RP_PHOTO_FINE)
            continue;
        rp_findings_add(w->findings, RP_WARNING,
                        rp_row_place(&rows, therapist->row, "photo"),
                        "photo: '%s': %s; left out",
                        rp_quote(rp_text_of(therapist->photo)).bytes,
                        rp_photo_words(trouble));
        therapist->photo = "";
    }
    rp_buffer_clear(&image);
    r->beside = rp_arena_text(&r->arena, sheet, strlen(sheet));
    return r->beside != NULL;
}

/* Which column is which. Where entries of the map are missing, a header may be
 * another column's than it seems: what is found of headers is not told. */
static rp_status read_header(work *w, rp_side side, rp_map *map) {
    rp_findings unseen = {0};

    w->reader.knows_headers = w->options->knows_headers;
    w->reader.telehealth_decides = w->options->telehealth_decides[side];
    if (rp_map_is_cut(map))
        w->reader.findings = &unseen;
    rp_status status =
        rp_layout_make(&w->roster->layouts[side], side,
                       &w->roster->tables[side], map, &w->reader);
    w->reader.findings = w->findings;
    rp_findings_clear(&unseen);
    return status;
}

/* Is a cell the name of a column, or of one that the map renames? */
static bool is_known_name(void *payload, rp_text cell) {
    work *w = payload;

    if (rp_header_column(w->side, &w->reader, cell))
        return true;
    return rp_map_names(w->options->map, w->side, cell);
}

/* Values that the map places, and ids where the sheet has none. */
static rp_status place_people(work *w, rp_side side, rp_map *map) {
    rp_table *table = &w->roster->tables[side];
    rp_made_ids ids = {side, map, &w->reader, w->options->has_today,
                       w->options->today};
    rp_status status = rp_map_apply(map, side, table, &w->reader);

    if (status == RP_OK && table->rows > 0 && !table->is_cut &&
        !rp_map_is_cut(map))
        status = rp_made_ids_add(&ids, table);
    return status;
}

/* Both rosters may be sheets of one workbook, which is read once. */
static rp_status open_table(work *w, rp_side side, const char *path) {
    rp_known_names known = {.is_name = is_known_name,
                            .payload = w,
                            .is_roster = true,
                            .is_second = side == RP_CLIENTS,
                            .sheet = w->options->sheet};
    rp_table *tables = w->roster->tables;

    const rp_table *first = &tables[RP_THERAPISTS];
    bool again = side == RP_CLIENTS &&
                 rp_one_book_is(w->options->therapists, w->options->clients);

    w->side = side;
    if (!path)
        return RP_OK;
    if (again && first->sheet)
        return rp_table_read_beside(&tables[side], first, &known, w->findings);
    if (again && (rp_table_is_of_book(first) || strcmp(path, "-") == 0))
        return rp_one_book_refuse(tables, w->findings);
    return rp_table_read_known(&tables[side], path, &known, w->findings);
}

/* Is a header a name of the other roster alone? */
static bool is_foreign_name(void *payload, rp_side side, rp_text header) {
    work *w = payload;

    w->side = side;
    if (is_known_name(w, header))
        return false;
    w->side = side == RP_CLIENTS ? RP_THERAPISTS : RP_CLIENTS;
    return is_known_name(w, header);
}

/* @param status  of its table */
static rp_status read_side(work *w, rp_side side, const char *path, rp_map *map,
                           rp_status status) {
    rp_table *table = &w->roster->tables[side];

    w->people[side].is_cut = table->is_cut || table->rows == 0;
    if (status == RP_ERR_MEMORY || table->columns == 0)
        return rp_status_graver(status, RP_ERR_DATA);
    w->reader.decimal_comma = table->delimiter != ',';
    if (path)
        status = rp_status_graver(
            status, rp_nobody_leave(table, side, map, &w->reader));
    if (status != RP_ERR_MEMORY)
        status = rp_status_graver(status, place_people(w, side, map));
    if (status != RP_ERR_MEMORY)
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
    w->people[side].is_cut |= rp_tags_count(w->ids[side]) == 0;
    return status;
}

/* Each file is read whatever is wrong with the other. */
static rp_status read_both(work *w, const rp_intake *options) {
    rp_roster *r = w->roster;
    size_t errors = w->findings->errors;
    const char *const paths[RP_SIDES] = {options->therapists, options->clients};
    rp_status opened[RP_SIDES], status = RP_OK;

    for (int side = 0; side < RP_SIDES; side++)
        opened[side] = open_table(w, (rp_side)side, paths[side]);
    rp_one_book_check(r->tables, options->sheet, w->findings);
    if (rp_one_book_is(paths[RP_THERAPISTS], paths[RP_CLIENTS]) &&
        r->tables[RP_CLIENTS].columns == 0) {
        /* not two sheets of one workbook: which was read first is chance */
        r->is_cut[RP_THERAPISTS] = r->is_cut[RP_CLIENTS] = true;
        return rp_status_graver(opened[RP_THERAPISTS], opened[RP_CLIENTS]);
    }
    if (options->clients && opened[RP_THERAPISTS] == RP_OK &&
        opened[RP_CLIENTS] == RP_OK &&
        rp_mistaken_tell(r->tables, is_foreign_name, w, w->findings)) {
        r->is_cut[RP_THERAPISTS] = r->is_cut[RP_CLIENTS] = true;
        return RP_ERR_DATA;
    }
    w->people[RP_THERAPISTS].is_cut = true; /* where they are not read */
    for (int side = 0; side < RP_SIDES && status != RP_ERR_MEMORY; side++)
        if (paths[side] || !options->clients)
            status = rp_status_graver(status,
                                      read_side(w, (rp_side)side, paths[side],
                                                options->map, opened[side]));
    if (status == RP_ERR_MEMORY)
        return status;
    read_declines(w);
    if (!read_links(w))
        return RP_ERR_MEMORY;
    tell_unknown(w, options);
    if (options->therapists && !check_photos(w, options->therapists))
        return RP_ERR_MEMORY;
    settle_days(w);
    rp_alone_check(r, w->findings);
    rp_rows clients = rows_of(w, RP_CLIENTS);
    rp_no_effect_tell(r, &clients, options->has_groups);
    r->sensitive =
        r->layouts[RP_THERAPISTS].sensitive | r->layouts[RP_CLIENTS].sensitive;
    if (r->therapists && r->clients && !r->tables[RP_THERAPISTS].is_cut)
        rp_spelling_check(r, w->findings);
    if (r->therapists && r->clients)
        rp_licences_check(r, r->layouts[RP_CLIENTS].as_of, w->findings);
    if (w->reader.out_of_memory || w->findings->out_of_memory)
        return RP_ERR_MEMORY;
    for (int side = 0; side < RP_SIDES; side++)
        r->is_cut[side] = w->people[side].is_cut;
    r->pseudonyms = options->pseudonyms;
    if (options->pseudonyms && !rp_masking_people(r, options->pseudonyms))
        return RP_ERR_MEMORY;
    sort_people(r);
    if (w->findings->errors > errors)
        status = rp_status_graver(status, RP_ERR_DATA);
    if (status == RP_OK)
        status = renumber_people(w);
    return status == RP_OK && options->pseudonyms ? rp_masking_cells(r)
                                                  : status;
}

static rp_status read_roster(rp_roster *out, const rp_intake *options,
                             rp_findings *findings) {
    out->has_today = options->has_today;
    out->today = options->today;
    out->dates = options->dates;
    out->parts = options->parts;
    work w = {.roster = out, .findings = findings, .options = options};

    w.reader = (rp_reader){.findings = findings,
                           .arena = &out->arena,
                           .names = &out->names,
                           .strict = options->strict,
                           .parts = options->parts,
                           .latest = RP_NO_DAY,
                           .dates = options->dates};
    rp_status status = rp_names_init(&out->names, options->taxonomy);
    out->strangers = rp_tags_new();
    if (!out->strangers)
        status = RP_ERR_MEMORY;
    for (int side = 0; side < RP_SIDES; side++) {
        w.ids[side] = rp_tags_new();
        w.people[side].what = rp_schemas[side].name;
        w.people[side].gone = options->gone[side];
        if (rp_people_init(&w.people[side].people) != RP_OK || !w.ids[side])
            status = RP_ERR_MEMORY;
    }
    w.people[RP_THERAPISTS].strangers = out->strangers;
    if (status == RP_OK)
        status = read_both(&w, options);
    int reason = errno;
    for (int side = 0; side < RP_SIDES; side++) {
        rp_tags_free(w.ids[side]);
        rp_people_clear(&w.people[side].people);
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
