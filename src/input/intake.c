#include "input/intake.h"

#include "base/array.h"
#include "input/cell/stated.h"
#include "input/map/made_ids.h"
#include "input/map/placed_values.h"
#include "input/nobody.h"
#include "input/row.h"
#include "input/together.h"
#include "input/words/spelling.h"

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
    const rp_intake *options;
    rp_side side; /* of the header that is looked for */
} work;

/* A therapist's `declines` names clients, who are read after them. */
static rp_rows rows_of(work *w, rp_side side) {
    return (rp_rows){
        &w->reader, &w->roster->layouts[side], &w->roster->tables[side],
        side == RP_CLIENTS ? &w->people[RP_THERAPISTS] : NULL, NULL};
}

static void read_row(const rp_rows *rows, uint32_t row, void *record) {
    rp_side side = rows->layout->side;
    rp_text cells[RP_MAX_COLUMNS];

    rp_row_start(side, row, record);
    rp_table_row(rows->table, row, cells);
    for (uint32_t i = 0; i < rp_schemas[side].count; i++)
        if (rp_schemas[side].columns[i].kind != RP_KIND_BIRTH) /* later */
            rp_row_read(rows, row, cells, i, record);
    rp_together_settle(rows, record);
    rp_row_check(rows, record);
}

/* Remember an id; the same one twice names both lines. */
static void note_id(work *w, rp_side side, uint32_t row, const char *id,
                    uint32_t *first_row) {
    if (!id)
        return;
    rp_tags *ids = w->people[side].ids;
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
    const char *name = rp_schemas[side].columns[0].name;
    rp_rows rows = rows_of(w, side);
    rp_place first = rp_row_place(&rows, first_row[number], name);
    rp_findings_add(w->findings, RP_ERROR, rp_row_place(&rows, row, name),
                    "%s: '%s' given twice", name,
                    rp_quote(rp_text_of(id)).bytes);
    rp_findings_relate(w->findings, first);
}

static rp_status read_rows(work *w, rp_side side) {
    rp_roster *roster = w->roster;
    uint32_t rows = roster->tables[side].rows;
    bool is_clients = side == RP_CLIENTS;
    rp_rows how = rows_of(w, side);
    uint32_t *first_row = rp_new_array(rows, sizeof *first_row);
    rp_status status = RP_ERR_MEMORY;

    how.memo = rp_memo_new(rp_schemas[side].count, rows);
    if (is_clients)
        roster->clients = rp_new_array(rows, sizeof *roster->clients);
    else
        roster->therapists = rp_new_array(rows, sizeof *roster->therapists);
    if (!how.memo || !first_row ||
        !rp_tags_reserve(w->people[side].ids, rows) ||
        !(is_clients ? (void *)roster->clients : (void *)roster->therapists))
        goto done;
    w->reader.decimal_comma = roster->tables[side].delimiter != ',';
    for (uint32_t row = 1; row <= rows && !w->reader.out_of_memory; row++) {
        if (is_clients)
            read_row(&how, row, &roster->clients[row - 1]);
        else
            read_row(&how, row, &roster->therapists[row - 1]);
    }
    for (uint32_t row = 1; row <= rows && !w->reader.out_of_memory; row++)
        note_id(w, side, row,
                is_clients ? roster->clients[row - 1].id
                           : roster->therapists[row - 1].id,
                first_row);
    *(is_clients ? &roster->client_count : &roster->therapist_count) = rows;
    status = w->reader.out_of_memory ? RP_ERR_MEMORY : RP_OK;
done:
    rp_memo_free(how.memo);
    free(first_row);
    return status;
}

enum { FIVE_YEARS = 1826, ONE_YEAR = 366 };

static void refuse_referral(work *w, const rp_client *c, const char *why) {
    rp_rows rows = rows_of(w, RP_CLIENTS);
    char day[16];

    rp_date_format(day, c->referred_on);
    rp_findings_add(w->findings, RP_ERROR,
                    rp_row_place(&rows, c->row, "referred_on"),
                    "referred_on: '%s' is %s; is the year right?", day, why);
}

static int by_day(const void *left, const void *right) {
    const int32_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

/* Days beyond a gap of five years, on the side that has fewer of them. */
static void check_gaps(work *w, const int32_t *days, uint32_t count) {
    const rp_roster *r = w->roster;

    for (uint32_t k = 1; k < count; k++) {
        if (days[k] - days[k - 1] <= FIVE_YEARS)
            continue;
        bool before = k <= count - k, after = count - k <= k;
        for (uint32_t c = 0; c < r->client_count; c++) {
            int32_t day = r->clients[c].referred_on;
            if (day != RP_NO_DAY &&
                ((before && day < days[k]) || (after && day >= days[k])))
                refuse_referral(w, &r->clients[c],
                                "five years or more from the others");
        }
        return;
    }
}

/* Referrals in a wrong year. */
static void check_referrals(work *w, int32_t earliest, int32_t latest) {
    const rp_roster *r = w->roster;
    uint32_t count = 0;

    for (uint32_t c = 0; w->options->has_today && c < r->client_count; c++)
        if (r->clients[c].referred_on > w->options->today + ONE_YEAR)
            refuse_referral(w, &r->clients[c], "more than a year away");
    if (latest == RP_NO_DAY || latest - earliest <= FIVE_YEARS)
        return;
    int32_t *days = rp_new_array(r->client_count, sizeof *days);
    if (!days) {
        w->reader.out_of_memory = true;
        return;
    }
    for (uint32_t c = 0; c < r->client_count; c++)
        if (r->clients[c].referred_on != RP_NO_DAY)
            days[count++] = r->clients[c].referred_on;
    qsort(days, count, sizeof *days, by_day);
    check_gaps(w, days, count);
    free(days);
}

/* The day to which ages are counted is known when the clients are read. */
static void settle_days(work *w) {
    rp_roster *r = w->roster;
    rp_rows rows = rows_of(w, RP_CLIENTS);
    int32_t earliest = INT32_MAX, latest = RP_NO_DAY;
    uint32_t birth =
        (uint32_t)(rp_schema_find(RP_CLIENTS, rp_text_of("date_of_birth")) -
                   rp_schemas[RP_CLIENTS].columns);
    rp_text cells[RP_MAX_COLUMNS];

    for (uint32_t c = 0; c < r->client_count; c++) {
        int32_t day = r->clients[c].referred_on;
        if (day == RP_NO_DAY)
            continue;
        latest = day > latest ? day : latest;
        earliest = day < earliest ? day : earliest;
    }
    check_referrals(w, earliest, latest);
    r->layouts[RP_CLIENTS].as_of =
        w->options->has_today ? w->options->today : latest;
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

/* A row that says nothing but its id passes every rule. */
static void check_alone(work *w) {
    const rp_roster *r = w->roster;
    rp_rows rows = rows_of(w, RP_THERAPISTS);
    bool is_read[RP_MAX_COLUMNS] = {false}; /* [schema columns] */
    unsigned columns = 0;

    if (!r->layouts[RP_THERAPISTS].uses)
        return;
    for (size_t k = 0; k < sizeof read_by_rules / sizeof *read_by_rules; k++) {
        const rp_column *column =
            rp_schema_find(RP_THERAPISTS, rp_text_of(read_by_rules[k]));
        uint32_t index = (uint32_t)(column - rp_schemas[RP_THERAPISTS].columns);
        is_read[index] = true;
        columns += r->layouts[RP_THERAPISTS].own[index] != RP_NONE ||
                   r->layouts[RP_THERAPISTS].has_tags[index];
    }
    for (uint32_t k = 0; columns >= 3 && k < r->therapist_count; k++) {
        const rp_therapist *t = &r->therapists[k];
        if (t->id && !says_anything(t) && !fills_any(r, t->row, is_read))
            rp_findings_add(w->findings, RP_ERROR,
                            rp_row_place(&rows, t->row, "therapist_id"),
                            "row: nothing of '%s' is known but openings, so "
                            "every rule would let them pass",
                            rp_quote(rp_text_of(t->id)).bytes);
    }
}

enum { NO_EFFECT = 3 };

/* One warning a file for columns that are read and have no effect yet. */
static void warn_no_effect(work *w) {
    static const char *const names[NO_EFFECT] = {"severity", "needs_prescriber",
                                                 "wants_group"};
    const rp_roster *r = w->roster;
    rp_rows rows = rows_of(w, RP_CLIENTS);
    uint32_t first[NO_EFFECT] = {0}; /* rows count from 1 */

    for (uint32_t i = r->client_count; i-- > 0;) {
        const rp_client *c = &r->clients[i];
        if (c->severity != RP_BLANK)
            first[0] = c->row;
        if (c->needs_prescriber == RP_NEED_OPEN)
            first[1] = c->row;
        if (c->wants_group != RP_BLANK)
            first[2] = c->row;
    }
    for (size_t k = 0; k < NO_EFFECT; k++)
        if (first[k])
            rp_findings_add(w->findings, RP_WARNING,
                            rp_row_place(&rows, first[k], names[k]),
                            k == 1 ? "%s: 'open' is read and has no effect yet"
                                   : "%s: the column is read and has no "
                                     "effect yet",
                            names[k]);
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
        for (uint32_t t = 0; t < w->roster->therapist_count; t++) {
            rp_therapist *therapist = &w->roster->therapists[t];
            rp_table_row(rows.table, therapist->row, cells);
            rp_row_read(&rows, therapist->row, cells, i, therapist);
        }
    }
}

/* Which column is which. Where entries of the map are missing, a header may be
 * another column's than it seems: what is found of headers is not told. */
static rp_status read_header(work *w, rp_side side, rp_map *map) {
    rp_findings unseen = {0};

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

static rp_status read_side(work *w, rp_side side, const char *path,
                           rp_map *map) {
    rp_table *table = &w->roster->tables[side];
    rp_known_names known = {is_known_name, w};
    rp_status status = RP_OK;

    w->side = side;
    if (path)
        status = rp_table_read_known(table, path, &known, w->findings);

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
    settle_days(w);
    check_alone(w);
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
    out->has_today = options->has_today;
    out->today = options->today;
    out->dates = options->dates;
    work w = {.roster = out, .findings = findings, .options = options};

    w.reader = (rp_reader){.findings = findings,
                           .arena = &out->arena,
                           .names = &out->names,
                           .strict = options->strict,
                           .latest = RP_NO_DAY,
                           .dates = options->dates};
    rp_status status = rp_names_init(&out->names, options->taxonomy);
    out->strangers = rp_tags_new();
    w.people[RP_THERAPISTS] = (rp_people){
        rp_tags_new(), out->strangers, rp_schemas[RP_THERAPISTS].name, false};
    w.people[RP_CLIENTS] =
        (rp_people){rp_tags_new(), NULL, rp_schemas[RP_CLIENTS].name, false};
    if (!out->strangers || !w.people[RP_THERAPISTS].ids ||
        !w.people[RP_CLIENTS].ids)
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
