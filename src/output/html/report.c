#include "output/html/report.h"

#include "base/array.h"
#include "base/shortage.h"
#include "output/csv/clients.h"
#include "output/csv/files.h"
#include "output/csv/workload.h"
#include "output/earlier_run/grid.h"
#include "output/html/figure.h"
#include "output/html/page.h"
#include "output/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BINS = 10, MOST_BARS = 20, MOST_RULES = 24 };

typedef struct desk {
    rp_commit *commit;
    const json_t *run;
    rp_grid **grids; /* [rp_result_count] NULL: not shown, or not there */
    json_t *tables;  /* for the template */
    json_t *figures; /* likewise */
    json_t *data;    /* for the script */
} desk;

/* -- numbers -------------------------------------------------------------- */

static json_int_t count_in(const json_t *run, const char *group,
                           const char *name) {
    return json_integer_value(
        json_object_get(json_object_get(run, group), name));
}

static void append_number(json_t *list, const char *label, const char *value,
                          const char *words) {
    rp_json_append(list, json_pack("{s:s, s:s, s:s}", "label", label, "value",
                                   value, "words", words));
}

static void append_count(json_t *list, const char *label, json_int_t value,
                         const char *words) {
    char text[32];

    snprintf(text, sizeof text, "%" JSON_INTEGER_FORMAT, value);
    append_number(list, label, text, words);
}

static void append_points(json_t *list, const json_t *run, const char *name,
                          const char *label, const char *words) {
    const json_t *value = json_object_get(json_object_get(run, "score"), name);
    char text[32];

    if (!json_is_number(value))
        return;
    snprintf(text, sizeof text, "%.1f",
             floor(json_number_value(value) * 10.0 + 0.5) / 10.0);
    append_number(list, label, text, words);
}

static json_t *headline(const json_t *run) {
    json_int_t pinned = count_in(run, "counts", "pinned");
    json_int_t placed = count_in(run, "counts", "assigned") + pinned;
    json_t *list = json_array();
    char words[64] = "";

    append_count(list, "Clients", count_in(run, "counts", "clients"), "");
    if (pinned > 0)
        snprintf(words, sizeof words, "%" JSON_INTEGER_FORMAT " pinned",
                 pinned);
    append_count(list, "Have a place", placed, words);
    append_count(list, "Waiting", count_in(run, "counts", "waitlist"), "");
    append_count(list, "No therapist fits",
                 count_in(run, "counts", "ineligible"), "");
    append_count(list, "Need a person", count_in(run, "counts", "human"),
                 "no program matches them");
    append_count(list, "Openings", count_in(run, "counts", "openings"), "");
    append_points(list, run, "mean", "Mean score", "of 100");
    append_points(list, run, "min", "Lowest score", "of 100");
    return list;
}

/* -- figures -------------------------------------------------------------- */

static void figure_of_tiers(desk *d) {
    static const char *const tiers[] = {"urgent", "soon", "routine"};
    const json_t *all = json_object_get(d->run, "tiers");
    rp_bar bars[3];
    char words[160];

    for (int k = 0; k < 3; k++) {
        const json_t *tier = json_object_get(all, tiers[k]);
        bars[k] = (rp_bar){tiers[k],
                           json_number_value(json_object_get(tier, "placed")),
                           json_number_value(json_object_get(tier, "clients"))};
    }
    snprintf(words, sizeof words,
             "Placed: %.0f of %.0f urgent, %.0f of %.0f soon, %.0f of %.0f "
             "routine.",
             bars[0].part, bars[0].whole, bars[1].part, bars[1].whole,
             bars[2].part, bars[2].whole);
    rp_json_append(d->figures,
                   rp_figure_bars("tiers", "Placed by urgency", words, "placed",
                                  "clients", bars, 3));
}

static void figure_of_scores(desk *d, rp_grid *grid) {
    static const char *const labels[BINS] = {
        "0 to 10",  "10 to 20", "20 to 30", "30 to 40", "40 to 50",
        "50 to 60", "60 to 70", "70 to 80", "80 to 90", "90 to 100"};
    rp_bar bars[BINS] = {{0}};
    int column = rp_grid_column(grid, "score"), fullest = 0;
    char words[120];

    for (int k = 0; k < BINS; k++)
        bars[k].label = labels[k];
    for (uint32_t row = 0; row < rp_grid_rows(grid); row++) {
        double score = rp_grid_number(grid, row, column);
        if (!(score >= 0.0)) /* no number: who waits has no score */
            continue;
        int bin = score >= 100.0 ? BINS - 1 : (int)(score / BINS);
        bars[bin].part += 1.0;
    }
    for (int k = 0; k < BINS; k++)
        fullest = bars[k].part > bars[fullest].part ? k : fullest;
    snprintf(words, sizeof words,
             "The most common scores are %s points: %.0f of the assigned "
             "clients.",
             labels[fullest], bars[fullest].part);
    rp_json_append(d->figures,
                   rp_figure_bars("scores", "Scores of assigned clients", words,
                                  "clients", "", bars, BINS));
}

/* `language:12;cost:5`, added up over everybody who waits. */
static void add_rules(rp_text cell, rp_bar *bars, size_t *count,
                      char names[][32]) {
    while (cell.length > 0) {
        const char *end = memchr(cell.bytes, ';', cell.length);
        size_t length = end ? (size_t)(end - cell.bytes) : cell.length;
        const char *colon = memchr(cell.bytes, ':', length);
        size_t name = colon ? (size_t)(colon - cell.bytes) : 0, k = 0;
        while (k < *count && (strlen(names[k]) != name ||
                              memcmp(names[k], cell.bytes, name) != 0))
            k++;
        if (name > 0 && name < 32 && k < MOST_RULES) {
            if (k == *count) {
                memcpy(names[k], cell.bytes, name);
                bars[(*count)++].label = names[k];
            }
            bars[k].part += strtod(colon + 1, NULL);
        }
        length += end != NULL;
        cell.bytes += length;
        cell.length -= length;
    }
}

static int by_part(const void *left, const void *right) {
    const rp_bar *a = left, *b = right;

    if (a->part > b->part || a->part < b->part)
        return a->part > b->part ? -1 : 1;
    return strcmp(a->label, b->label);
}

static void figure_of_rules(desk *d, rp_grid *grid) {
    rp_bar bars[MOST_RULES] = {{0}};
    char names[MOST_RULES][32] = {{0}}, words[160];
    int column = rp_grid_column(grid, "only_obstacle");
    size_t count = 0;

    for (uint32_t row = 0; row < rp_grid_rows(grid); row++)
        add_rules(rp_grid_cell(grid, row, column), bars, &count, names);
    if (count == 0)
        return;
    qsort(bars, count, sizeof *bars, by_part);
    snprintf(words, sizeof words,
             "Among all who wait, '%s' is the only obstacle most often: "
             "%.0f pairs.",
             bars[0].label, bars[0].part);
    rp_json_append(d->figures,
                   rp_figure_bars("rules", "Rules that alone stand in the way",
                                  words, "pairs that no other rule forbids", "",
                                  bars, count));
}

/* A therapist of the workload, with how many clients could go there. */
typedef struct load {
    char label[64];
    double assigned, openings, seekers;
    uint32_t row;
} load;

static int by_seekers(const void *left, const void *right) {
    const load *a = left, *b = right;

    if (a->seekers > b->seekers || a->seekers < b->seekers)
        return a->seekers > b->seekers ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static load load_of(rp_grid *grid, uint32_t row) {
    load one = {.row = row};
    rp_text name =
        rp_grid_cell(grid, row, rp_grid_column(grid, "therapist_name"));

    if (name.length == 0)
        name = rp_grid_cell(grid, row, rp_grid_column(grid, "therapist_id"));
    name = rp_text_cut(name, sizeof one.label - 1);
    memcpy(one.label, name.bytes, name.length);
    one.assigned = rp_grid_number(grid, row, rp_grid_column(grid, "assigned"));
    one.openings = rp_grid_number(grid, row, rp_grid_column(grid, "openings"));
    one.seekers =
        rp_grid_number(grid, row, rp_grid_column(grid, "eligible_clients"));
    return one;
}

static bool figure_of_workload(desk *d, rp_grid *grid) {
    size_t rows = rp_grid_rows(grid);
    size_t count = rows < MOST_BARS ? rows : MOST_BARS;
    load *loads = rp_new_array(rows, sizeof *loads);
    rp_bar bars[MOST_BARS];
    double assigned = 0.0, openings = 0.0;
    char words[160];

    if (!loads)
        return false;
    for (size_t i = 0; i < rows; i++) {
        loads[i] = load_of(grid, (uint32_t)i);
        assigned += loads[i].assigned;
        openings += loads[i].openings;
    }
    if (rows > 1)
        qsort(loads, rows, sizeof *loads, by_seekers);
    for (size_t i = 0; i < count; i++)
        bars[i] =
            (rp_bar){loads[i].label, loads[i].assigned, loads[i].openings};
    snprintf(
        words, sizeof words,
        "%.0f of %.0f openings are used.%s The table below has all therapists.",
        assigned, openings,
        rows > count ? " The chart shows the 20 that most clients could see."
                     : " Those that most clients could see come first.");
    if (count > 0)
        rp_json_append(d->figures,
                       rp_figure_bars("workload", "Openings used, by therapist",
                                      words, "assigned", "openings", bars,
                                      count));
    free(loads);
    return true;
}

/* -- tables --------------------------------------------------------------- */

/* The name of a sheet is that of its file without ".csv". */
static rp_status add_table(desk *d, const rp_result_file *sheet,
                           rp_grid *grid) {
    json_t *name = json_stringn(sheet->name, strcspn(sheet->name, "."));
    json_t *data = rp_grid_data(grid);
    size_t rows = json_array_size(json_object_get(data, "rows"));
    json_t *table = json_object();

    rp_json_set(table, "name", name);
    rp_json_set(table, "title", json_string(sheet->title));
    rp_json_set(table, "words", json_string(sheet->words));
    rp_json_set(table, "total", json_integer((json_int_t)rows));
    rp_json_set(table, "is_cut", json_boolean(rows > RP_REPORT_ROWS));
    rp_json_set(table, "shown", json_integer(RP_REPORT_ROWS));
    rp_json_copy(table, "columns", data, "columns");
    rp_json_set(table, "rows", rp_grid_first_rows(data, RP_REPORT_ROWS));
    rp_json_append(d->tables, table);
    return data && json_object_set_new(d->data, json_string_value(name),
                                       data) == 0
               ? RP_OK
               : RP_ERR_MEMORY;
}

static rp_status read_sheets(desk *d) {
    for (size_t k = 0; k < rp_result_count; k++) {
        const rp_result_file *sheet = &rp_result_files[k];
        const char *path =
            sheet->title ? rp_commit_path(d->commit, sheet->name) : NULL;
        if (!path)
            continue;
        rp_status status = rp_grid_read(&d->grids[k], path);
        if (status == RP_OK)
            status = add_table(d, sheet, d->grids[k]);
        if (status != RP_OK)
            return status;
    }
    return RP_OK;
}

static bool draw(desk *d) {
    figure_of_tiers(d);
    for (size_t k = 0; k < rp_result_count; k++) {
        rp_rows_writer *put = rp_result_files[k].put;
        if (!d->grids[k] || rp_grid_rows(d->grids[k]) == 0)
            continue;
        if (put == rp_clients_assigned)
            figure_of_scores(d, d->grids[k]);
        else if (put == rp_clients_waiting)
            figure_of_rules(d, d->grids[k]);
        else if (put == rp_workload_put && !figure_of_workload(d, d->grids[k]))
            return false;
    }
    return true;
}

/* -- what was run --------------------------------------------------------- */

static json_t *command_of(const json_t *run) {
    const json_t *words = json_object_get(run, "command");
    rp_buffer line = {0};
    bool done = rp_buffer_puts(&line, "rapport");

    for (size_t i = 0; done && i < json_array_size(words); i++) {
        const char *word = json_string_value(json_array_get(words, i));
        done = rp_buffer_puts(&line, " ") &&
               rp_buffer_puts(&line, word ? word : "");
    }
    json_t *value = done ? json_string(line.bytes) : NULL;
    if (!done)
        rp_shortage_note();
    rp_buffer_clear(&line);
    return value;
}

static json_t *policy_of(const json_t *run) {
    json_t *list = json_array(), *value;
    const char *name;

    json_object_foreach(json_object_get(run, "policy"), name, value) {
        rp_json_append(list,
                       json_pack("{s:s, s:O}", "name", name, "value", value));
    }
    return list;
}

static json_t *files_of(const rp_commit *commit) {
    json_t *list = json_array();

    for (size_t i = 0; i < rp_commit_count(commit); i++)
        if (!strchr(rp_commit_name(commit, i), '/') &&
            strcmp(rp_commit_name(commit, i), RP_FILE_REPORT) != 0)
            rp_json_append(list, json_string(rp_commit_name(commit, i)));
    return list;
}

static json_t *values_of(desk *d) {
    json_t *values = json_object();

    rp_json_copy(values, "version", d->run, "rapport");
    rp_json_copy(values, "day", d->run, "as_of");
    rp_json_set(values, "headline", headline(d->run));
    rp_json_set(values, "figures", json_incref(d->figures));
    rp_json_set(values, "tables", json_incref(d->tables));
    rp_json_set(values, "command", command_of(d->run));
    rp_json_copy(values, "inputs", d->run, "inputs");
    rp_json_set(values, "policies", policy_of(d->run));
    rp_json_copy(values, "proof", d->run, "proof");
    rp_json_copy(values, "sensitive", d->run, "sensitive_columns");
    rp_json_set(values, "files", files_of(d->commit));
    return values;
}

static rp_status write_page(desk *d) {
    rp_file *file = rp_commit_file(d->commit, RP_FILE_REPORT);
    rp_pen pen = {rp_file_put, file};
    rp_page page;
    rp_status status = rp_page_open(&page, RP_PAGE_REPORT);

    if (file && status == RP_OK) {
        json_t *values = values_of(d);
        json_t *data = json_pack("{s:O}", "tables", d->data);
        status = rp_page_write(&page, values, data, NULL, &pen);
        json_decref(values);
        json_decref(data);
    }
    rp_page_clear(&page);
    rp_status closed = rp_file_close(file);
    return status == RP_OK ? closed : status;
}

rp_status rp_report_write(rp_commit *commit, const json_t *run) {
    desk d = {.commit = commit,
              .run = run,
              .grids = rp_new_array(rp_result_count, sizeof(rp_grid *)),
              .tables = json_array(),
              .figures = json_array(),
              .data = json_object()};
    rp_status status = d.grids ? read_sheets(&d) : RP_ERR_MEMORY;

    if (status == RP_OK)
        status = draw(&d) ? write_page(&d) : RP_ERR_MEMORY;
    for (size_t k = 0; d.grids && k < rp_result_count; k++)
        rp_grid_free(d.grids[k]);
    free(d.grids);
    json_decref(d.tables);
    json_decref(d.figures);
    json_decref(d.data);
    return status;
}
