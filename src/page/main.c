/* The program inside the offline page: every command of rapport, and one more.
 *
 * `look THERAPISTS CLIENTS` is `check` for a page that shows findings beside
 * the cells they mean: what check says goes to standard error, and then JSON
 * to standard output, with the findings, the people and the rows of both
 * sheets as they were typed, and the names that columns know. It never leaves
 * the page, whose sheets they are.
 */
#include "cli/command.h"
#include "cli/reading.h"
#include "output/json.h"
#include "rapport/cli.h"

#include <stdlib.h>
#include <string.h>

/* Of a sheet: people, and rows in which nothing was found. */
enum { MOST_ROWS = 2000 };

static const char *const severities[] = {[RP_WARNING] = "warning",
                                         [RP_CAUTION] = "warning",
                                         [RP_ERROR] = "error",
                                         [RP_ALARM] = "alarm",
                                         [RP_DANGER] = "error"};

/* Row and cell of a finding in one of the two sheets; else null. */
static json_t *json_of_place(const rp_roster *roster, const rp_found *found,
                             bool *wanted[RP_SIDES]) {
    const rp_place *at = &found->place;

    for (int side = 0; side < RP_SIDES; side++) {
        const rp_table *table = &roster->tables[side];
        if (!table->path || table->source != at->source ||
            at->record == RP_NO_RECORD)
            continue;
        bool is_header = at->record == rp_table_place(table, 0, 0).record;
        uint32_t row = is_header ? 0 : rp_table_find(table, at->record);
        if (row == RP_NONE)
            return json_null(); /* a row that was left out */
        wanted[side][row] = true;
        return json_pack("{s:i, s:I, s:I}", "side", side, "row",
                         (json_int_t)row, "cell", (json_int_t)at->cell);
    }
    return json_null();
}

static json_t *json_of_text(rp_text text) {
    return json_stringn(text.bytes, text.length);
}

static json_t *json_of_findings(const rp_clinic *clinic,
                                bool *wanted[RP_SIDES]) {
    json_t *all = json_array();

    for (size_t k = 0; k < clinic->findings.count; k++) {
        const rp_found *found = &clinic->findings.items[k];
        const rp_finding shown = rp_findings_show(&clinic->findings, k);
        json_t *one = json_object();
        rp_json_set(one, "severity", json_string(severities[shown.severity]));
        rp_json_set(one, "source", json_string(shown.source));
        rp_json_set(one, "line", json_integer((json_int_t)shown.line));
        rp_json_set(one, "message", json_string(shown.message));
        rp_json_set(one, "cells", json_integer((json_int_t)shown.cells));
        rp_json_set(one, "sheet_row", json_integer((json_int_t)found->row));
        rp_json_set(one, "person", json_of_text(found->person));
        rp_json_set(one, "place",
                    json_of_place(&clinic->roster, found, wanted));
        rp_json_append(all, one);
    }
    return all;
}

/* The rows of a sheet, the header first: [number, [cell, ...]]. */
static json_t *json_of_rows(const rp_table *table, const bool *wanted) {
    rp_text cells[RP_MAX_COLUMNS];
    json_t *rows = json_array();

    for (uint32_t row = 0; table->packed && row <= table->rows; row++) {
        if (row > MOST_ROWS && !wanted[row])
            continue;
        json_t *texts = json_array();
        rp_table_typed(table, row, cells);
        for (uint32_t k = 0; k < table->columns; k++)
            rp_json_append(texts, json_of_text(cells[k]));
        json_t *one = json_array();
        rp_json_append(one, json_integer((json_int_t)row));
        rp_json_append(one, texts);
        rp_json_append(rows, one);
    }
    return rows;
}

/* Everybody with an id: [id, name, row]. */
static json_t *json_of_people(const rp_roster *roster, rp_side side) {
    uint32_t count =
        side == RP_CLIENTS ? roster->client_count : roster->therapist_count;
    json_t *all = json_array();

    for (uint32_t k = 0; k < count && k < MOST_ROWS; k++) {
        const rp_therapist *t = &roster->therapists[k];
        const rp_client *c = &roster->clients[k];
        const char *id = side == RP_CLIENTS ? c->id : t->id;
        const char *name = side == RP_CLIENTS ? c->name : t->name;
        uint32_t row = side == RP_CLIENTS ? c->row : t->row;
        if (id)
            rp_json_append(all, json_pack("[s, s, I]", id, name ? name : "",
                                          (json_int_t)row));
    }
    return all;
}

/* Names that are built in, by their kind, to choose from. */
static json_t *json_of_names(const rp_names *names) {
    json_t *kinds = json_array();

    for (int id = 0; id < RP_NAMES_COUNT; id++) {
        const rp_vocabulary *known = names->vocabulary[id];
        json_t *labels = json_array();
        for (uint32_t k = 0; known && k < known->count; k++)
            rp_json_append(labels, json_string(known->entries[k].label));
        rp_json_append(kinds, labels);
    }
    return kinds;
}

/* The kind of the names that a column takes: {"clients concerns": kind}. */
static json_t *json_of_named(void) {
    json_t *named = json_object();
    char key[80];

    for (int side = 0; side < RP_SIDES; side++)
        for (uint32_t k = 0; k < rp_schemas[side].count; k++) {
            const rp_column *column = &rp_schemas[side].columns[k];
            snprintf(key, sizeof key, "%s %s", rp_schemas[side].name,
                     column->name);
            rp_json_set(named, key, json_integer(column->names));
        }
    return named;
}

static json_t *json_of_clinic(const rp_clinic *clinic, bool *wanted[RP_SIDES]) {
    const rp_roster *roster = &clinic->roster;
    json_t *whole = json_object();
    json_t *sheets = json_array();

    rp_json_set(whole, "findings", json_of_findings(clinic, wanted));
    for (int side = 0; side < RP_SIDES; side++) {
        const rp_table *table = &roster->tables[side];
        json_t *sheet = json_object();
        rp_json_set(sheet, "path", json_string(table->path ? table->path : ""));
        rp_json_set(sheet, "rows", json_of_rows(table, wanted[side]));
        rp_json_set(sheet, "people", json_of_people(roster, (rp_side)side));
        rp_json_append(sheets, sheet);
    }
    rp_json_set(whole, "sheets", sheets);
    rp_json_set(whole, "names", json_of_names(&roster->names));
    rp_json_set(whole, "named", json_of_named());
    return whole;
}

static rp_status put(const rp_clinic *clinic, FILE *out) {
    bool *wanted[RP_SIDES] = {0};
    rp_buffer text = {0};
    bool made = true;

    for (int side = 0; side < RP_SIDES; side++) {
        wanted[side] = calloc((size_t)clinic->roster.tables[side].rows + 1, 1);
        made = made && wanted[side];
    }
    json_t *whole = made ? json_of_clinic(clinic, wanted) : NULL;
    made = rp_json_text(&text, whole, JSON_COMPACT);
    if (made)
        fwrite(text.bytes, 1, text.length, out);
    json_decref(whole);
    rp_buffer_clear(&text);
    for (int side = 0; side < RP_SIDES; side++)
        free(wanted[side]);
    return made ? RP_OK : RP_ERR_MEMORY;
}

static int look(int argc, char **argv) {
    rp_options options;
    rp_clinic clinic;
    rp_status status = RP_ERR_USAGE;

    if (rp_options_parse(&options, argc, argv,
                         RP_TAKES_INPUT | RP_TAKES_OUTCOMES | RP_TAKES_KEEP,
                         stderr) &&
        options.argument_count == RP_SIDES) {
        status = rp_reading_open(&clinic, &options, stderr);
        if (put(&clinic, stdout) != RP_OK)
            status = RP_ERR_MEMORY;
        rp_clinic_clear(&clinic);
    }
    rp_options_clear(&options);
    return rp_reading_exit(status);
}

int main(int argc, char **argv) {
    int exit = argc > 1 && strcmp(argv[1], "look") == 0
                   ? look(argc - 1, argv + 1)
                   : rp_cli_run(argc, argv, stdout, stderr);

    /* the page may call again */
    fflush(stdout);
    fflush(stderr);
    return exit;
}
