#include "input/answers/answers.h"

#include "base/array.h"
#include "input/safety/people.h"
#include "input/sheet/sheetfile.h"

#include <stdlib.h>
#include <string.h>

const char *const rp_said_names[RP_SAID_KINDS] = {
    "offered", "chosen", "accepted", "declined", "started", "hold"};

/* What reading the sheet needs. */
typedef struct reading {
    rp_answers *out;
    rp_sheetfile *sheet;
    const rp_roster *roster;
    rp_people people[RP_SIDES];
    rp_date_order order[RP_ANSWERS_COLUMNS]; /* of columns of dates */
    rp_buffer key;
    bool out_of_memory;
} reading;

static rp_text cell_of(const reading *r, uint32_t row, int column) {
    return rp_cell_plain(rp_sheetfile_cell(r->sheet, row, (uint32_t)column));
}

/* ---- people ------------------------------------------------------------- */

static bool add_person(reading *r, rp_side side, uint32_t who) {
    return rp_people_add(
        &r->people[side], rp_text_of(rp_roster_filed_id(r->roster, side, who)),
        rp_text_of(rp_roster_filed_name(r->roster, side, who)));
}

static bool register_people(reading *r) {
    const rp_roster *from = r->roster;
    bool whole = true;

    for (int side = 0; side < RP_SIDES; side++)
        whole &= rp_people_init(&r->people[side]) == RP_OK;
    for (uint32_t t = 0; whole && t < from->therapist_count; t++)
        whole = !from->therapists[t].id || add_person(r, RP_THERAPISTS, t);
    for (uint32_t c = 0; whole && c < from->client_count; c++)
        whole = !from->clients[c].id || add_person(r, RP_CLIENTS, c);
    return whole;
}

/* Their id by the order in which they were registered: rows without an id
 * stand last. */
static const char *id_of(const reading *r, rp_side side, uint32_t person) {
    return side == RP_CLIENTS ? r->roster->clients[person].id
                              : r->roster->therapists[person].id;
}

/* The text may be an id, or a name, of somebody who is not there any more;
 * what is nearly an id, or the name of several, is a mistake. */
static const char *take_person(reading *r, rp_side side, int column,
                               uint32_t row) {
    rp_text text = cell_of(r, row, column);
    const char *what = rp_schemas[side].name, *near = NULL;
    rp_person_match match;

    if (!rp_text_is_ascii(text)) {
        r->out_of_memory |= !rp_text_compose(&r->key, text);
        text = (rp_text){r->key.bytes, r->key.length};
    }
    if (r->out_of_memory || !rp_people_find(&r->people[side], text, &match)) {
        r->out_of_memory = true;
        return NULL;
    }
    switch (match.how) {
    case RP_PERSON_NAME:
        rp_sheetfile_warn(
            r->sheet, row, (uint32_t)column,
            "'%s' is not an id; read as '%s', the person of that name",
            rp_quote(text).bytes,
            rp_quote(rp_text_of(id_of(r, side, match.person))).bytes);
        rp_findings_kind(r->sheet->findings, RP_KIND_NAMED);
        /* fall through */
    case RP_PERSON_ID:
        return id_of(r, side, match.person);
    case RP_PERSON_NEAR:
    case RP_PERSON_SHARED:
        if (match.how == RP_PERSON_NEAR)
            near = id_of(r, side, match.person);
        rp_sheetfile_error(
            r->sheet, row, (uint32_t)column,
            near ? "'%s' is not an id of the %s, nearest: '%s'"
                 : "'%s' is the name of several of the %s: write the id%s",
            rp_quote(text).bytes, what,
            near ? rp_quote(rp_text_of(near)).bytes : "");
        return NULL;
    case RP_PERSON_BLANK:
    case RP_PERSON_UNKNOWN:
        break;
    }
    if (side == RP_THERAPISTS && !r->roster->is_cut[side]) {
        near = rp_people_nearest_id(&r->people[side], text);
        rp_sheetfile_warn(
            r->sheet, row, (uint32_t)column,
            "'%s' is not an id of the %s: the answer counts for "
            "nobody%s%s%s",
            rp_quote(text).bytes, what, near ? ", nearest: '" : "",
            near ? rp_quote(rp_text_of(near)).bytes : "", near ? "'" : "");
    }
    const char *kept = rp_arena_text(&r->out->arena, text.bytes, text.length);
    r->out_of_memory |= !kept;
    return kept;
}

/* ---- days --------------------------------------------------------------- */

/* The order of the dates of a column: the one in which all are dates; else what
 * the command line says; else that of the clients' referrals. */
static void find_order(reading *r, int column) {
    const rp_layout *clients = &r->roster->layouts[RP_CLIENTS];
    rp_date_order order = r->roster->dates;
    bool month = false, day = false;

    for (uint32_t c = 0; order == RP_DATES_UNASKED && c < clients->columns; c++)
        if (clients->uses[c].column &&
            clients->uses[c].column->kind == RP_KIND_DATE &&
            (clients->uses[c].reading.order == RP_DATES_MDY ||
             clients->uses[c].reading.order == RP_DATES_DMY))
            order = clients->uses[c].reading.order;
    for (uint32_t row = 1; row <= r->sheet->rows; row++) {
        rp_dated date;
        if (!rp_dates_read(&date, cell_of(r, row, column), RP_NO_DAY))
            continue;
        month |= date.day_first == RP_NO_DAY;
        day |= date.month_first == RP_NO_DAY;
    }
    r->order[column] = month && day ? RP_DATES_BOTH
                       : month      ? RP_DATES_MDY
                       : day        ? RP_DATES_DMY
                                    : order;
}

static int32_t take_day(reading *r, uint32_t row, int column) {
    rp_text cell = cell_of(r, row, column);
    rp_dated date;

    if (cell.length == 0)
        return RP_NO_DAY;
    if (!rp_dates_read(&date, cell, RP_NO_DAY)) {
        rp_sheetfile_error(r->sheet, row, (uint32_t)column,
                           "expected a date YYYY-MM-DD, got '%s'",
                           rp_quote(cell).bytes);
        return RP_NO_DAY;
    }
    int32_t day = rp_dates_day(date, r->order[column]);
    if (day == RP_NO_DAY)
        rp_sheetfile_error(r->sheet, row, (uint32_t)column,
                           "'%s' may begin with the day or with the month: "
                           "write YYYY-MM-DD, or say --dates mdy or dmy",
                           rp_quote(cell).bytes);
    return day;
}

/* Nobody has answered yet on a day that is still to come. */
static void check_day(reading *r, uint32_t row, int32_t on) {
    int32_t as_of = r->roster->layouts[RP_CLIENTS].as_of;
    char day[16], latest[16];

    if (on == RP_NO_DAY || as_of == RP_NO_DAY || on <= as_of)
        return;
    rp_date_format(day, on);
    rp_date_format(latest, as_of);
    rp_sheetfile_error(r->sheet, row, RP_ANSWERS_ON,
                       "'%s' is after %s, the day to which waits are counted: "
                       "correct it, or say with --today which day it is",
                       day, latest);
}

/* ---- a row -------------------------------------------------------------- */

static int take_kind(reading *r, uint32_t row) {
    const rp_column *column = &rp_answers_schema.columns[RP_ANSWERS_ANSWER];
    rp_text cell = cell_of(r, row, RP_ANSWERS_ANSWER);
    rp_nearest nearest;
    int kind = -1;

    if (rp_text_fold(&r->key, cell))
        kind = rp_choice_find(column, (rp_text){r->key.bytes, r->key.length});
    else
        r->out_of_memory = true;
    if (kind >= 0 || cell.length == 0 || r->out_of_memory)
        return kind;
    nearest = (rp_nearest){{r->key.bytes, r->key.length}, NULL, 0};
    for (int k = 0; k < RP_SAID_KINDS; k++)
        rp_nearest_try(&nearest, rp_said_names[k]);
    rp_sheetfile_error(
        r->sheet, row, RP_ANSWERS_ANSWER, "unknown value '%s', expected %s%s%s",
        rp_quote(cell).bytes, column->help, nearest.best ? "; nearest: " : "",
        nearest.best ? nearest.best : "");
    return kind;
}

static bool is_blank(reading *r, uint32_t row, int column) {
    return cell_of(r, row, column).length == 0;
}

static void refuse_blank(reading *r, uint32_t row, int column,
                         const char *expected) {
    if (is_blank(r, row, column))
        rp_sheetfile_error(r->sheet, row, (uint32_t)column,
                           "missing, expected %s", expected);
}

static void take_row(reading *r, uint32_t row) {
    rp_findings *findings = r->sheet->findings;
    size_t errors = findings->errors;
    rp_answers *out = r->out;

    refuse_blank(r, row, RP_ANSWERS_CLIENT, "the id of a client");
    refuse_blank(r, row, RP_ANSWERS_ANSWER, "an answer");
    refuse_blank(r, row, RP_ANSWERS_ON, "the day of the answer");
    int kind = take_kind(r, row);
    if (kind == RP_SAID_HOLD)
        refuse_blank(r, row, RP_ANSWERS_UNTIL,
                     "the first day on which the client is matched again");
    else if (kind >= 0)
        refuse_blank(r, row, RP_ANSWERS_THERAPIST, "the id of a therapist");
    if (kind >= 0 && kind != RP_SAID_HOLD &&
        !is_blank(r, row, RP_ANSWERS_UNTIL))
        rp_sheetfile_warn(r->sheet, row, RP_ANSWERS_UNTIL,
                          "only a hold ends on a day, ignored");
    int32_t on = take_day(r, row, RP_ANSWERS_ON);
    int32_t until =
        kind == RP_SAID_HOLD ? take_day(r, row, RP_ANSWERS_UNTIL) : RP_NO_DAY;
    check_day(r, row, on);
    const char *client = NULL, *therapist = "";
    if (!is_blank(r, row, RP_ANSWERS_CLIENT))
        client = take_person(r, RP_CLIENTS, RP_ANSWERS_CLIENT, row);
    if (kind != RP_SAID_HOLD && !is_blank(r, row, RP_ANSWERS_THERAPIST))
        therapist = take_person(r, RP_THERAPISTS, RP_ANSWERS_THERAPIST, row);
    if (findings->errors > errors || r->out_of_memory)
        return;
    rp_said *rows =
        rp_grow_array(out->rows, out->count, &out->room, sizeof *rows);
    r->out_of_memory = !rows;
    if (!rows)
        return;
    out->rows = rows;
    rows[out->count++] =
        (rp_said){(rp_said_kind)kind, client, therapist, on, until, row};
}

/* ---- the sheet ---------------------------------------------------------- */

static int by_day(const void *left, const void *right) {
    const rp_said *a = left, *b = right;

    if (a->on != b->on)
        return a->on < b->on ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static rp_status take_rows(reading *r) {
    const rp_table *table = &r->sheet->table;

    if (!register_people(r))
        return RP_ERR_MEMORY;
    if (r->sheet->rows > 0 && r->sheet->at[RP_ANSWERS_ON] >= table->columns) {
        rp_findings_add(r->sheet->findings, RP_ERROR,
                        (rp_place){table->source, RP_NO_RECORD, 0},
                        "%s: missing column", r->sheet->names[RP_ANSWERS_ON]);
        return RP_ERR_DATA;
    }
    find_order(r, RP_ANSWERS_ON);
    find_order(r, RP_ANSWERS_UNTIL);
    for (uint32_t row = 1; row <= r->sheet->rows && !r->out_of_memory; row++)
        take_row(r, row);
    if (r->out->count > 1)
        qsort(r->out->rows, r->out->count, sizeof *r->out->rows, by_day);
    return r->out_of_memory ? RP_ERR_MEMORY : RP_OK;
}

rp_status rp_answers_read(rp_answers *out, const char *path,
                          const rp_roster *roster, rp_input *input,
                          rp_findings *findings) {
    const char *names[RP_ANSWERS_COLUMNS + 1] = {NULL};
    rp_sheetfile sheet;
    reading r = {.out = out, .sheet = &sheet, .roster = roster};

    *out = (rp_answers){.count = 0};
    for (uint32_t k = 0; k < rp_answers_schema.count; k++)
        names[k] = rp_answers_schema.columns[k].name;
    rp_status status = rp_sheetfile_read(&sheet, path, names, findings);
    if (status != RP_ERR_MEMORY) {
        *input = (rp_input){path, {0}, sheet.table.rows};
        memcpy(input->sha256, sheet.table.sha256, RP_DIGEST_SIZE);
        status = rp_status_graver(status, take_rows(&r));
    }
    memcpy(out->at, sheet.at, sizeof out->at);
    for (int side = 0; side < RP_SIDES; side++)
        rp_people_clear(&r.people[side]);
    rp_buffer_clear(&r.key);
    return rp_sheetfile_keep(&sheet, status, &out->table);
}

void rp_answers_clear(rp_answers *answers) {
    rp_arena_clear(&answers->arena);
    rp_table_clear(&answers->table);
    free(answers->rows);
    *answers = (rp_answers){.count = 0};
}

rp_place rp_answers_place(const rp_answers *answers, uint32_t row,
                          enum rp_answer_column column) {
    uint32_t at = answers->at[column];

    return rp_table_place(&answers->table, row,
                          at >= answers->table.columns ? 0 : at);
}
