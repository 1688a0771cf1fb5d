#include "output/report/charts.h"

#include "base/array.h"
#include "base/shortage.h"
#include "fit/rules.h"
#include "output/json.h"
#include "output/report/figure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BINS = 10, MOST_BARS = 10, MOST_RULES = 24, SHOWN_RULES = 8 };

static void figure_of_tiers(json_t *figures, const json_t *run) {
    static const char *const tiers[] = {"urgent", "soon", "routine"};
    static const char *const labels[] = {"Urgent", "Soon", "Routine"};
    const json_t *all = json_object_get(run, "tiers");
    json_int_t human = json_integer_value(
        json_object_get(json_object_get(run, "counts"), "human"));
    rp_bar bars[3];
    size_t count = 0;
    char words[120] = "";

    if (human > 0)
        snprintf(words, sizeof words,
                 "Without %" JSON_INTEGER_FORMAT " who %s with a person first, "
                 "those in crisis among them.",
                 human, human == 1 ? "speaks" : "speak");
    for (int k = 0; k < 3; k++) {
        const json_t *tier = json_object_get(all, tiers[k]);
        bars[count] = (rp_bar){
            labels[k], json_number_value(json_object_get(tier, "placed")),
            json_number_value(json_object_get(tier, "clients"))};
        count += bars[count].whole > 0.0;
    }
    if (count > 0)
        rp_json_append(figures,
                       rp_figure_bars("tiers", "Placed by urgency", words,
                                      "placed", "clients", bars, count));
}

static void figure_of_scores(json_t *figures, rp_grid *grid) {
    static const char *const labels[BINS] = {
        "0 to 10",  "10 to 20", "20 to 30", "30 to 40", "40 to 50",
        "50 to 60", "60 to 70", "70 to 80", "80 to 90", "90 to 100"};
    rp_bar bars[BINS] = {{0}};
    int column = rp_grid_column(grid, "score"), lowest = BINS, highest = -1;

    for (int k = 0; k < BINS; k++)
        bars[k].label = labels[k];
    for (uint32_t row = 0; row < rp_grid_rows(grid); row++) {
        double score = rp_grid_number(grid, row, column);
        if (!(score >= 0.0)) /* no number: who waits has no score */
            continue;
        int bin = score >= 100.0 ? BINS - 1 : (int)(score / BINS);
        bars[bin].part += 1.0;
        lowest = bin < lowest ? bin : lowest;
        highest = bin > highest ? bin : highest;
    }
    if (highest >= 0)
        rp_json_append(figures,
                       rp_figure_bars("scores", "How well pairs fit",
                                      "Points of 100, by clients who have a "
                                      "place.",
                                      "clients", "", bars + lowest,
                                      (size_t)(highest - lowest) + 1));
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

/* A rule says in its own words what has to hold. */
static void figure_of_rules(json_t *figures, rp_grid *grid) {
    rp_bar bars[MOST_RULES] = {{0}};
    char names[MOST_RULES][32] = {{0}};
    int column = rp_grid_column(grid, "only_obstacle");
    size_t count = 0;

    for (uint32_t row = 0; row < rp_grid_rows(grid); row++)
        add_rules(rp_grid_cell(grid, row, column), bars, &count, names);
    if (count == 0)
        return;
    qsort(bars, count, sizeof *bars, by_part);
    for (size_t i = 0; i < count; i++) {
        rp_rule rule = rp_rule_named(bars[i].label);
        if (rule != RP_NONE)
            bars[i].label = rp_rule_at(rule)->words;
    }
    rp_json_append(
        figures,
        rp_figure_bars("rules", "What alone stands in the way",
                       "For those who wait: how many therapists would fit if "
                       "this one thing held.",
                       "therapists", "", bars,
                       count < SHOWN_RULES ? count : SHOWN_RULES));
}

/* A therapist of the workload, with how many clients could go there. */
typedef struct load {
    char label[128];
    double assigned, openings, seekers;
    uint32_t row;
} load;

static int by_seekers(const void *left, const void *right) {
    const load *a = left, *b = right;

    if (a->seekers > b->seekers || a->seekers < b->seekers)
        return a->seekers > b->seekers ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static void copy_cell(char *out, size_t size, rp_grid *grid, uint32_t row,
                      const char *column) {
    rp_text cell = rp_text_cut(rp_binder_cell(grid, row, column), size - 1);

    memcpy(out, cell.bytes, cell.length);
    out[cell.length] = '\0';
}

static load load_of(rp_grid *grid, uint32_t row) {
    load one = {.row = row};
    char id[64];

    copy_cell(id, sizeof id, grid, row, "therapist_id");
    copy_cell(one.label, sizeof one.label, grid, row, "therapist_name");
    if (*one.label && strcmp(one.label, id) != 0) {
        size_t length = strlen(id), room = sizeof one.label - length - 2;
        size_t kept = rp_text_cut(rp_text_of(one.label), room).length;
        memmove(one.label + length + 1, one.label, kept);
        one.label[length + 1 + kept] = '\0';
        one.label[length] = ' ';
        memcpy(one.label, id, length);
    } else {
        memcpy(one.label, id, strlen(id) + 1);
    }
    one.assigned = rp_grid_number(grid, row, rp_grid_column(grid, "assigned"));
    one.openings = rp_grid_number(grid, row, rp_grid_column(grid, "openings"));
    one.seekers =
        rp_grid_number(grid, row, rp_grid_column(grid, "eligible_clients"));
    return one;
}

static bool figure_of_workload(json_t *figures, rp_grid *grid) {
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
    snprintf(words, sizeof words, "%.0f of %.0f openings used.%s", assigned,
             openings,
             rows > count
                 ? " Shown are the ten whom most clients fit; all of them "
                   "stand in the table below."
                 : " Whom most clients fit come first.");
    if (count > 0)
        rp_json_append(figures,
                       rp_figure_bars("workload", "Openings used", words,
                                      "taken", "openings", bars, count));
    free(loads);
    return true;
}

json_t *rp_charts_values(const rp_material *m) {
    rp_grid *placed = rp_binder_grid(m->binder, "assignments.csv");
    rp_grid *waiting = rp_binder_grid(m->binder, "waitlist.csv");
    rp_grid *workload = rp_binder_grid(m->binder, "workload.csv");
    json_t *figures = json_array();

    figure_of_tiers(figures, m->run);
    if (placed)
        figure_of_scores(figures, placed);
    if (waiting)
        figure_of_rules(figures, waiting);
    if (workload && !figure_of_workload(figures, workload))
        rp_shortage_note();
    return figures;
}
