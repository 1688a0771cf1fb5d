#include "output/report/report.h"

#include "base/array.h"
#include "base/shortage.h"
#include "output/csv/files.h"
#include "output/html/page.h"
#include "output/json.h"
#include "output/report/advice.h"
#include "output/report/charts.h"
#include "output/report/facts.h"
#include "output/report/listing.h"
#include "output/report/needs.h"
#include "output/report/own_words.h"
#include "output/report/people.h"
#include "output/report/person.h"
#include "output/report/since.h"
#include "output/report/therapies.h"
#include "output/report/timetable.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Rows that stand in the page at a time: of lists of people by section, of each
 * table as many as are left, but not fewer than a few. */
enum {
    NEEDS_ROWS = 30,
    MANY_NEEDS = 8,
    PLACED_ROWS = 40,
    WAITING_ROWS = 25,
    WEEK_ROWS = 12,
    LEAST_ROWS = 3,
    TABLE_ROWS = 10,
    SPARE_ROWS = 2
};

typedef struct desk {
    rp_material m;
    rp_needs_tally needs;
    uint32_t *clients; /* [clients] room for a list of them */
} desk;

/* -- people --------------------------------------------------------------- */

static uint32_t list_needs(const desk *d) {
    return rp_needs_list(d->m.outcome, d->clients);
}

/* Rows of a sheet with a therapist, or all of them, in its order. */
static uint32_t list_sheet(const desk *d, const char *file, bool placed_only) {
    rp_grid *grid = rp_binder_grid(d->m.binder, file);
    const rp_roster *roster = d->m.outcome->fit->roster;
    uint32_t count = 0;

    for (uint32_t row = 0; grid && row < rp_grid_rows(grid); row++) {
        uint32_t client = rp_roster_find(
            roster, RP_CLIENTS, rp_binder_cell(grid, row, "client_id"));
        if (client != RP_NONE && count < roster->client_count &&
            (!placed_only ||
             rp_binder_cell(grid, row, "therapist_id").length > 0 ||
             d->m.outcome->status[client] == RP_STATUS_GROUP))
            d->clients[count++] = client;
    }
    return count;
}

static uint32_t list_placed(const desk *d) {
    return list_sheet(d, "assignments.csv", true);
}

static uint32_t list_waiting(const desk *d) {
    return list_sheet(d, "waitlist.csv", false);
}

/* The first lines stand in the page; where the others begin, which stand beside
 * it, one is marked. */
static json_t *lines_of(json_t *rows, size_t size) {
    json_t *list = json_object(), *row;
    size_t i, total = json_array_size(rows);

    json_array_foreach(rows, i, row) {
        rp_json_set(row, "cut", json_boolean(i == size));
    }
    rp_json_set(list, "total", json_integer((json_int_t)total));
    rp_json_set(list, "size", json_integer((json_int_t)size));
    rp_json_set(list, "is_cut", json_boolean(total > size));
    rp_json_set(list, "rows", rows);
    return list;
}

/* "9", or "9, and 2 on hold", who stand in the list of those who wait. */
static json_t *counted(const desk *d, uint32_t count, bool is_need) {
    uint32_t held = 0;
    char words[64];

    for (uint32_t i = 0; i < count && !is_need; i++)
        held += d->m.outcome->status[d->clients[i]] == RP_STATUS_HOLD;
    if (held > 0)
        snprintf(words, sizeof words, "%u, and %u on hold",
                 (unsigned)(count - held), (unsigned)held);
    else
        snprintf(words, sizeof words, "%u", (unsigned)count);
    return json_string(words);
}

static void set_people(json_t *section, const desk *d, const char *name,
                       uint32_t count, uint32_t size) {
    json_t *rows = json_array(), *people;
    bool is_need = *name == 'n';

    for (uint32_t i = 0; i < count; i++)
        rp_json_append(rows,
                       rp_person_values(&d->m, d->clients[i], name, is_need));
    people = lines_of(rows, size);
    rp_json_set(people, "counted", counted(d, count, is_need));
    rp_json_set(section, "people", people);
}

static bool make_needs(json_t *section, const desk *d) {
    uint32_t count = list_needs(d);

    set_people(section, d, "n", count, NEEDS_ROWS);
    rp_json_set(section, "is_many", json_boolean(count > MANY_NEEDS));
    rp_json_set(section, "words",
                json_string(count > 0
                                ? ""
                                : "Nobody is in crisis, has to be looked at "
                                  "first, or is urgent without a place."));
    rp_json_set(section, "unanswered",
                rp_own_words_unanswered(d->m.outcome->fit->roster));
    return true;
}

static bool make_placed(json_t *section, const desk *d) {
    uint32_t count = list_placed(d);

    set_people(section, d, "p", count, PLACED_ROWS);
    return count > 0;
}

static bool make_waiting(json_t *section, const desk *d) {
    uint32_t count = list_waiting(d);

    set_people(section, d, "w", count, WAITING_ROWS);
    return count > 0;
}

/* -- other sections ------------------------------------------------------- */

static bool make_advice(json_t *section, const desk *d) {
    json_t *advice = rp_advice_values(&d->m);
    bool is_any = json_array_size(advice) > 0;

    rp_json_set(section, "has_advice", json_boolean(is_any));
    rp_json_set(section, "advice", advice);
    rp_json_set(section, "words",
                json_string(is_any ? ""
                                   : "The run asked no questions about the "
                                     "plan, or nothing would place anybody "
                                     "more."));
    return true;
}

static bool make_therapies(json_t *section, const desk *d) {
    json_t *table = rp_therapies_values(&d->m);

    if (!table)
        return false;
    rp_json_set(section, "words",
                json_string("What the questionnaires say of therapies that "
                            "are under way. What comes next is a proposal: "
                            "a person decides."));
    rp_json_set(section, "table", table);
    return true;
}

static bool make_since(json_t *section, const desk *d) {
    json_t *words = rp_since_words(&d->m);
    bool is_any = json_is_string(words);

    rp_json_set(section, "words", words);
    return is_any;
}

static bool make_week(json_t *section, const desk *d) {
    json_t *week = rp_timetable_values(&d->m);

    if (!week)
        return false;
    json_t *rows = json_incref(json_object_get(week, "rows"));
    rp_json_set(week, "lines", lines_of(rows, WEEK_ROWS));
    rp_json_set(section, "words",
                json_string("The hours that this plan gives away, as each "
                            "therapist's week. Weeks A and B take turns."));
    rp_json_set(section, "week", week);
    return true;
}

static bool make_charts(json_t *section, const desk *d) {
    json_t *figures = rp_charts_values(&d->m);
    bool is_any = json_array_size(figures) > 0;

    rp_json_set(section, "has_figures", json_boolean(is_any));
    rp_json_set(section, "figures", figures);
    return is_any;
}

static bool make_facts(json_t *section, const desk *d) {
    rp_json_set(section, "facts", rp_facts_values(&d->m));
    return true;
}

/* -- the table of sections ------------------------------------------------ */

/* A section, in the order of the page. What it holds its `make` says: words,
 * people, advice, a week, figures, facts; a sheet becomes a table below that.
 * It is left out where `make` says so, and where it has nothing but a sheet
 * that the run lacks. */
typedef struct part {
    const char *name, *title; /* NULL: those of the sheet */
    bool (*make)(json_t *section, const desk *d);
    const char *sheet; /* shown as a table; NULL: none */
    const char *files; /* said in lines, by ' ': they are no tables */
    bool is_first;     /* on the first screen */
} part;

static const part parts[] = {
    {"needs", "Who needs a person now", make_needs, NULL, "", true},
    {"help", "What would help most", make_advice, NULL,
     "bottlenecks.csv options.csv unknowns.csv", true},
    {"therapies", "Therapies to look at", make_therapies, NULL, "", false},
    {"placed", "Placed", make_placed, NULL,
     "assignments.csv ranked.csv envy.csv", false},
    {"waiting", "Waiting", make_waiting, NULL,
     "waitlist.csv options.csv envy.csv", false},
    {"moved", "Since last time", make_since, "moved.csv", "", false},
    {"week", "The week", make_week, NULL, "schedule.csv", false},
    {"glance", "At a glance", make_charts, NULL, "", false},
    {NULL, "Therapists and their openings", NULL, "workload.csv", "", false},
    {NULL, "Changes that would help", NULL, "bottlenecks.csv", "", false},
    {NULL, NULL, NULL, "unknowns.csv", "", false},
    {NULL, NULL, NULL, "prices.csv", "", false},
    {NULL, NULL, NULL, "equity.csv", "", false},
};

static const part last = {"run", "What was run", make_facts, NULL, "", false};

enum { PARTS = sizeof parts / sizeof *parts };

static bool names_file(const char *files, const char *file) {
    size_t length = strlen(file);

    for (const char *at = files; (at = strstr(at, file)) != NULL; at += length)
        if ((at == files || at[-1] == ' ') &&
            (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

/* Is a sheet in some section of the table? */
static bool is_placed(const char *file) {
    for (size_t k = 0; k < PARTS; k++)
        if ((parts[k].sheet && strcmp(parts[k].sheet, file) == 0) ||
            names_file(parts[k].files, file))
            return true;
    return false;
}

static json_t *files_of(const desk *d, const part *row) {
    json_t *list = json_array();

    for (size_t k = 0; k < rp_result_count; k++) {
        const char *name = rp_result_files[k].name;
        if (((row->sheet && strcmp(row->sheet, name) == 0) ||
             names_file(row->files, name)) &&
            rp_commit_path(d->m.commit, name))
            rp_json_append(list, json_string(name));
    }
    return list;
}

static void set_table(json_t *made, const desk *d, const char *file) {
    const rp_result_file *sheet = rp_result_find(file);
    json_t *table = rp_listing_values(&d->m, file);

    if (!json_object_get(made, "words"))
        rp_json_set(made, "words",
                    json_string(sheet->words ? sheet->words : ""));
    rp_json_set(made, "table", table);
}

/* NULL where there is nothing to show. */
static json_t *make_section(const desk *d, const part *row) {
    json_t *made = json_object();
    rp_grid *grid = row->sheet ? rp_binder_grid(d->m.binder, row->sheet) : NULL;
    const rp_result_file *sheet =
        row->sheet ? rp_result_find(row->sheet) : NULL;

    if (row->make ? !row->make(made, d) : !grid || rp_grid_rows(grid) == 0) {
        json_decref(made);
        return NULL;
    }
    if (grid && rp_grid_rows(grid) > 0)
        set_table(made, d, row->sheet);
    rp_json_set(made, "name",
                row->name ? json_string(row->name)
                          : json_stringn(row->sheet, strcspn(row->sheet, ".")));
    rp_json_set(made, "title",
                json_string(row->title ? row->title
                            : sheet    ? sheet->title
                                       : ""));
    json_t *files = files_of(d, row);
    rp_json_set(made, "has_files", json_boolean(json_array_size(files) > 0));
    rp_json_set(made, "files", files);
    if (!json_object_get(made, "is_many"))
        rp_json_set(made, "is_many", json_false());
    rp_json_set(made, "place", json_string(row->is_first ? "first" : "later"));
    return made;
}

/* Those of the table, and in front of the last the sheets that no row has. */
static json_t *make_sections(const desk *d) {
    json_t *list = json_array();

    for (size_t k = 0; k < PARTS; k++) {
        json_t *made = make_section(d, &parts[k]);
        if (made)
            rp_json_append(list, made);
    }
    for (size_t k = 0; k < rp_result_count; k++) {
        const rp_result_file *file = &rp_result_files[k];
        part row = {.sheet = file->name, .files = ""};
        json_t *made = file->title && !is_placed(file->name)
                           ? make_section(d, &row)
                           : NULL;
        if (made)
            rp_json_append(list, made);
    }
    rp_json_append(list, make_section(d, &last));
    return list;
}

/* -- how many rows of each table ------------------------------------------ */

static size_t rows_of(const json_t *people) {
    size_t rows = json_array_size(json_object_get(people, "rows"));
    size_t size = (size_t)json_integer_value(json_object_get(people, "size"));

    return rows < size ? rows : size;
}

static size_t rows_without_tables(const json_t *sections, size_t *tables) {
    size_t rows = 0, i, k;
    json_t *section, *figure;

    json_array_foreach(sections, i, section) {
        /* one for its line in the contents */
        rows += 1 + rows_of(json_object_get(section, "people")) +
                json_array_size(json_object_get(section, "advice"));
        const json_t *week = json_object_get(section, "week");
        if (week) /* and its head */
            rows += 1 + rows_of(json_object_get(week, "lines"));
        json_array_foreach(json_object_get(section, "figures"), k, figure)
            rows += 1 + json_array_size(json_object_get(figure, "bars"));
        *tables += json_object_get(section, "table") != NULL;
    }
    return rows;
}

static size_t rows_of_table(const json_t *table) {
    return json_array_size(json_object_get(table, "rows"));
}

static void cut_table(json_t *table, size_t size) {
    json_t *rows = json_incref(json_object_get(table, "rows"));

    rp_json_set(table, "lines", lines_of(rows, size));
}

/* Each table its head and a few rows; the first of them, the therapists, all
 * that is left of RP_REPORT_ROWS. */
static void share_rows(json_t *list) {
    size_t tables = 0, i, size = LEAST_ROWS, used;
    size_t others = rows_without_tables(list, &tables) + SPARE_ROWS;
    json_t *one, *first = NULL;

    if (tables > 0 && others + tables * (LEAST_ROWS + 1) < RP_REPORT_ROWS)
        size = (RP_REPORT_ROWS - others) / tables - 1;
    size = size < TABLE_ROWS ? size : TABLE_ROWS;
    used = others + tables;
    json_array_foreach(list, i, one) {
        json_t *table = json_object_get(one, "table");
        size_t rows = rows_of_table(table);
        if (!table)
            continue;
        if (first) {
            cut_table(table, size);
            used += rows < size ? rows : size;
        } else {
            first = table;
        }
    }
    if (first)
        cut_table(first,
                  used + size < RP_REPORT_ROWS ? RP_REPORT_ROWS - used : size);
}

/* -- the page ------------------------------------------------------------- */

/* What was found in the sheets that may hide a person in danger. */
static json_t *alarms_of(const desk *d) {
    const rp_findings *findings = d->m.findings;
    json_t *list = json_array();

    for (size_t k = 0; findings && k < findings->count; k++) {
        const char *message = findings->items[k].message;
        if (findings->items[k].severity == RP_ALARM)
            rp_json_append(list,
                           rp_people_sentence(d->m.outcome->fit->roster,
                                              RP_NONE, rp_text_of(message)));
    }
    return list;
}

static json_t *values_of(const desk *d) {
    json_t *values = json_object(), *files = json_array();
    json_t *list = make_sections(d);

    share_rows(list);
    rp_json_copy(values, "day", d->m.run, "as_of");
    rp_json_set(values, "needs_line", rp_needs_line(&d->needs));
    rp_json_set(values, "alarms", alarms_of(d));
    rp_json_set(values, "waits", rp_facts_waits(d->m.outcome));
    rp_json_set(values, "headline", rp_facts_headline(d->m.run, &d->needs));
    rp_json_set(values, "sections", list);
    for (size_t i = 0; i < rp_commit_count(d->m.commit); i++)
        if (!strchr(rp_commit_name(d->m.commit, i), '/') &&
            strcmp(rp_commit_name(d->m.commit, i), RP_FILE_REPORT) != 0)
            rp_json_append(files, json_string(rp_commit_name(d->m.commit, i)));
    rp_json_append(files, json_string(RP_FILE_RUN));
    rp_json_set(values, "all_files", files);
    return values;
}

/* For the offline page, which says the same of the same people. */
static void set_needs(json_t *data, const desk *d) {
    const rp_roster *roster = d->m.outcome->fit->roster;
    uint32_t count = list_needs(d);
    json_t *ids = json_array();

    for (uint32_t k = 0; k < count; k++)
        rp_json_append(ids, json_string(roster->clients[d->clients[k]].id));
    rp_json_set(data, "needs", ids);
    rp_json_set(data, "line", rp_needs_line(&d->needs));
}

static rp_status write_page(const desk *d, rp_commit *commit) {
    rp_file *file = rp_commit_file(commit, RP_FILE_REPORT);
    rp_pen pen = {rp_file_put, file};
    rp_page page;
    rp_status status = rp_page_open(&page, RP_PAGE_REPORT);

    if (file && status == RP_OK) {
        json_t *values = values_of(d), *data = json_object();
        set_needs(data, d);
        status = rp_page_write(&page, values, data, NULL, &pen);
        json_decref(values);
        json_decref(data);
    }
    rp_page_clear(&page);
    rp_status closed = rp_file_close(file);
    return status == RP_OK ? closed : status;
}

rp_status rp_report_write(rp_commit *commit, const rp_report_sources *sources) {
    const rp_outcome *outcome = sources->outcome;
    const rp_roster *roster = outcome->fit->roster;
    rp_binder *binder = NULL;
    rp_references *references = NULL;
    rp_chooser chooser = {0};
    rp_reasons reasons = {0};
    desk d = {.clients = rp_new_array(roster->client_count, sizeof *d.clients)};
    rp_status status =
        d.clients ? rp_binder_read(&binder, commit, roster) : RP_ERR_MEMORY;

    if (status == RP_OK)
        status = rp_references_new(&references, roster, outcome->triage->as_of);
    if (status == RP_OK && !rp_chooser_init(&chooser, roster->therapist_count))
        status = RP_ERR_MEMORY;
    d.m = (rp_material){.commit = commit,
                        .outcome = outcome,
                        .choices = sources->choices,
                        .review = sources->review,
                        .findings = sources->findings,
                        .binder = binder,
                        .references = references,
                        .run = sources->run,
                        .chooser = &chooser,
                        .reasons = &reasons};
    rp_needs_count(outcome, &d.needs);
    if (status == RP_OK)
        status = write_page(&d, commit);
    rp_chooser_clear(&chooser);
    rp_reasons_clear(&reasons);
    rp_references_free(references);
    rp_binder_free(binder);
    free(d.clients);
    return status;
}
