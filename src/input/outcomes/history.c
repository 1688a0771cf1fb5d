#include "input/outcomes/history.h"

#include "base/array.h"
#include "input/sheet/locate.h"
#include "input/side_sheet.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

const char *const rp_history_kinds[RP_HISTORY_KINDS] = {"result", "gain",
                                                        "preferred_rank"};

typedef struct work {
    const rp_history_options *options;
    rp_history *history;
    rp_side_sheet sheet;
    rp_table table;
    rp_arena arena;
    rp_names names;         /* of this sheet: no column has any */
    uint32_t strangers;     /* rows that name nobody, */
    uint32_t first_strange; /* the first of them, */
    bool no_client;         /* and which id it is that nobody has */
} work;

/* Which of the three columns the sheet has. */
static bool find_kind(work *w) {
    int found = 0;

    for (int kind = 0; kind < RP_HISTORY_KINDS; kind++)
        if (rp_row_has(&w->sheet.rows, rp_history_kinds[kind])) {
            w->history->kind = (rp_history_kind)kind;
            found++;
        }
    if (found != 1)
        rp_findings_add(w->sheet.reader.findings, RP_ERROR,
                        (rp_place){w->table.source, RP_NO_RECORD, 0},
                        "header: %s of result, gain and preferred_rank, "
                        "expected one of them",
                        found ? "more than one" : "none");
    return found == 1;
}

static double worth_of(const rp_history_row *r, rp_history_kind kind) {
    if (kind == RP_HISTORY_RESULT)
        return r->result == RP_CAME_IMPROVED ? 1.0 : -1.0;
    return kind == RP_HISTORY_GAIN ? r->gain : -(double)r->preferred_rank;
}

static bool has_worth(const rp_history_row *r, rp_history_kind kind) {
    if (kind == RP_HISTORY_RESULT)
        return r->result != RP_BLANK;
    return kind == RP_HISTORY_GAIN ? !isnan(r->gain)
                                   : r->preferred_rank != RP_BLANK;
}

/* The people of a row, where both are in the rosters. */
static bool find_pair(work *w, const rp_history_row *r, rp_past_pair *out) {
    const rp_roster *roster = w->options->roster;

    *out = (rp_past_pair){
        .client = rp_roster_find(roster, RP_CLIENTS, rp_text_of(r->client)),
        .therapist =
            rp_roster_find(roster, RP_THERAPISTS, rp_text_of(r->therapist)),
        .row = r->row,
        .worth = worth_of(r, w->history->kind)};
    /* an id is strange only to a file of which every id was read */
    bool no_client = out->client == RP_NONE && !roster->is_cut[RP_CLIENTS];
    bool no_therapist =
        out->therapist == RP_NONE && !roster->is_cut[RP_THERAPISTS];
    if ((no_client || no_therapist) && w->strangers++ == 0) {
        w->first_strange = r->row;
        w->no_client = no_client;
    }
    return out->client != RP_NONE && out->therapist != RP_NONE;
}

static void read_row(work *w, uint32_t row) {
    rp_findings *findings = w->sheet.reader.findings;
    size_t errors = findings->errors;
    const char *kind = rp_history_kinds[w->history->kind];
    rp_text cells[RP_MAX_COLUMNS];
    rp_history_row r;

    rp_table_row(w->sheet.rows.table, row, cells);
    rp_row_start(RP_HISTORY, row, &r);
    for (uint32_t i = 0; i < rp_schemas[RP_HISTORY].count; i++)
        rp_row_read(&w->sheet.rows, row, cells, i, &r);
    if (findings->errors > errors)
        return;
    if (!has_worth(&r, w->history->kind)) {
        rp_row_missing(&w->sheet.rows, row, kind);
        return;
    }
    w->history->count +=
        r.client && r.therapist &&
        find_pair(w, &r, &w->history->pairs[w->history->count]);
}

static void tell_strangers(work *w) {
    rp_text cells[RP_MAX_COLUMNS];
    const char *column = w->no_client ? "client_id" : "therapist_id";

    if (w->strangers == 0)
        return;
    rp_place place = rp_row_place(&w->sheet.rows, w->first_strange, column);
    rp_table_row(w->sheet.rows.table, w->first_strange, cells);
    rp_findings_add(w->sheet.reader.findings, RP_WARNING, place,
                    "%s: '%s' is not an id of the %s; %u row%s with such ids "
                    "%s left out",
                    column, rp_quote(rp_cell_plain(cells[place.cell])).bytes,
                    w->no_client ? "clients" : "therapists",
                    (unsigned)w->strangers, w->strangers == 1 ? "" : "s",
                    w->strangers == 1 ? "is" : "are");
}

static int by_pair(const void *left, const void *right) {
    const rp_past_pair *a = left, *b = right;

    if (a->client != b->client)
        return a->client < b->client ? -1 : 1;
    if (a->therapist != b->therapist)
        return a->therapist < b->therapist ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static void refuse_repeats(work *w) {
    const rp_past_pair *pairs = w->history->pairs;

    for (size_t k = 1; k < w->history->count; k++) {
        if (by_pair(&pairs[k - 1],
                    &(rp_past_pair){pairs[k].client, pairs[k].therapist,
                                    pairs[k - 1].row, 0.0}) != 0)
            continue;
        rp_findings_add(w->sheet.reader.findings, RP_ERROR,
                        rp_row_place(&w->sheet.rows, pairs[k].row, "client_id"),
                        "client_id: the pair given twice");
        rp_findings_relate(
            w->sheet.reader.findings,
            rp_row_place(&w->sheet.rows, pairs[k - 1].row, "client_id"));
    }
}

static rp_status read_rows(work *w) {
    uint32_t rows = w->table.rows;
    rp_memo *memo = rp_memo_new(rp_schemas[RP_HISTORY].count, rows);

    w->history->pairs = rp_new_array(rows, sizeof *w->history->pairs);
    w->sheet.rows.memo = memo;
    bool whole = memo && w->history->pairs;
    for (uint32_t row = 1; whole && row <= rows; row++) {
        read_row(w, row);
        whole = !w->sheet.reader.out_of_memory;
    }
    w->sheet.rows.memo = NULL;
    rp_memo_free(memo);
    if (!whole)
        return RP_ERR_MEMORY;
    tell_strangers(w);
    if (w->history->count > 1)
        qsort(w->history->pairs, w->history->count, sizeof *w->history->pairs,
              by_pair);
    refuse_repeats(w);
    return RP_OK;
}

/* -- the file -------------------------------------------------------------- */

rp_status rp_history_read(rp_history *out, const char *path,
                          const rp_history_options *options,
                          rp_findings *findings) {
    work w = {.history = out,
              .options = options,
              .sheet = {.side = RP_HISTORY,
                        .map = options->map,
                        .table = &w.table,
                        .ignores_unknown = true,
                        .reader = {.findings = findings,
                                   .arena = &w.arena,
                                   .names = &w.names,
                                   .latest = RP_NO_DAY,
                                   .dates = options->dates}}};

    *out = (rp_history){0};
    rp_status status = rp_names_init(&w.names, options->roster->names.taxonomy);
    if (status == RP_OK && rp_side_sheet_open(&w.sheet, path, &status) &&
        find_kind(&w))
        status = rp_status_graver(status, read_rows(&w));
    int reason = errno;
    rp_table_locate(&w.table, findings);
    rp_table_clear(&w.table);
    status = rp_side_sheet_close(&w.sheet, status);
    rp_names_clear(&w.names);
    rp_arena_clear(&w.arena);
    errno = reason;
    return status;
}

void rp_history_clear(rp_history *history) {
    free(history->pairs);
    *history = (rp_history){0};
}
