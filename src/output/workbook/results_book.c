#include "output/workbook/results_book.h"

#include "base/array.h"
#include "output/csv/files.h"
#include "output/report/needs.h"
#include "output/workbook/book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    DAY_2000 = 10957, /* 2000-01-01: made on no day that is known */
    MOST_HUMANS = 200 /* named on the first sheet */
};

/* The sheets behind the first, in their order. */
static const struct tab {
    const char *name, *file, *words;
} tabs[] = {
    {"Assignments", RP_FILE_ASSIGNMENTS,
     "Every client: who goes to whom, and why."},
    {"Waiting", "waitlist.csv",
     "Who has no place, who comes first, and what stands in the way."},
    {"Ranked", "ranked.csv", "The best therapists of each client."},
    {"Therapists", "workload.csv",
     "Openings of each therapist, taken and left."},
    {"Whom to call", "unknowns.csv",
     "Blank cells whose answers matter, the most helpful first."},
};
enum { TABS = sizeof tabs / sizeof *tabs };

static const char start_name[] = "Start here", run_name[] = "Run";

/* A file on its way into a sheet. */
typedef struct filling {
    rp_book *book;
    const char *header; /* names by ',', of the columns that come */
    rp_text column;     /* name of the next one */
} filling;

/* ---- tables ------------------------------------------------------------- */

static rp_look look_of(rp_text status) {
    static const struct {
        const char *status;
        rp_look look;
    } looks[] = {{"human", RP_LOOK_ALARM},    {"assigned", RP_LOOK_GOOD},
                 {"pinned", RP_LOOK_GOOD},    {"group", RP_LOOK_GOOD},
                 {"waitlist", RP_LOOK_WAITS}, {"ineligible", RP_LOOK_WAITS},
                 {"hold", RP_LOOK_NOBODY},    {"open", RP_LOOK_GOOD},
                 {"choice", RP_LOOK_WAITS},   {"full", RP_LOOK_NOBODY}};

    for (size_t k = 0; k < sizeof looks / sizeof *looks; k++)
        if (rp_text_equals(status, looks[k].status))
            return looks[k].look;
    return RP_LOOK_TEXT;
}

static void next_column(filling *f) {
    size_t end = (size_t)(f->column.bytes - f->header) + f->column.length;

    end += f->header[end] == ',';
    f->column = (rp_text){f->header + end, strcspn(f->header + end, ",")};
}

static void take_cell(void *payload, rp_text text, bool is_number) {
    filling *f = payload;

    if (rp_book_rows(f->book) == 0)
        rp_book_text(f->book, text, RP_LOOK_HEAD);
    else if (is_number)
        rp_book_number(f->book, text);
    else
        rp_book_text(f->book, text,
                     rp_text_equals(f->column, "status") ? look_of(text)
                                                         : RP_LOOK_TEXT);
    next_column(f);
}

static void end_row(void *payload) {
    filling *f = payload;

    rp_book_end_row(f->book);
    f->column = (rp_text){f->header, strcspn(f->header, ",")};
}

static void put_words(rp_book *book, const char *words, rp_look look) {
    rp_book_text(book, rp_text_of(words), look);
}

/* @return false when out of memory */
static bool put_tab(rp_book *book, const struct tab *tab,
                    const rp_source *source, unsigned has) {
    static const rp_cell_taker taker = {take_cell, end_row};
    const rp_result_file *file = rp_result_find(tab->file);
    filling f = {
        book, file->header, {file->header, strcspn(file->header, ",")}};
    bool whole = true;

    rp_book_sheet(book, tab->name);
    if ((file->needs & ~has) == 0) {
        whole = rp_result_give(file, source, &taker, &f);
        rp_book_end_table(book, 0);
    } else {
        put_words(book, "This run did not ask for it: see --analyses.",
                  RP_LOOK_TEXT);
        rp_book_end_page(book);
    }
    return whole;
}

/* ---- the first sheet ---------------------------------------------------- */

static void put_pair(rp_book *book, const char *name, const char *words,
                     rp_look look) {
    put_words(book, name, look);
    put_words(book, words, RP_LOOK_TEXT);
    rp_book_end_row(book);
}

static void put_count(rp_book *book, const char *name, uint64_t count,
                      rp_look look) {
    char text[24];
    int length = snprintf(text, sizeof text, "%llu", (unsigned long long)count);

    put_words(book, name, look);
    rp_book_number(book, (rp_text){text, (size_t)length});
    rp_book_end_row(book);
}

static void put_title(rp_book *book, const char *words) {
    rp_book_end_row(book);
    put_words(book, words, RP_LOOK_TITLE);
    rp_book_end_row(book);
}

/* As on the report. @return false when out of memory */
static bool put_needs(rp_book *book, const rp_outcome *o) {
    const rp_roster *roster = o->fit->roster;
    uint32_t *clients = rp_new_array(roster->client_count, sizeof *clients);
    uint32_t count = clients ? rp_needs_list(o, clients) : 0;
    rp_buffer words = {0};
    bool whole = clients != NULL;

    if (count > 0)
        put_title(book, "Who needs a person now");
    for (uint32_t k = 0; k < count && k < MOST_HUMANS; k++) {
        const rp_client *client = &roster->clients[clients[k]];
        bool has_name = client->name && *client->name;
        words.length = 0;
        whole =
            whole && rp_buffer_puts(&words, has_name ? client->name : "") &&
            rp_buffer_puts(&words, has_name ? ": " : "") &&
            rp_buffer_puts(&words, rp_needs_badge(rp_needs_of(o, clients[k])));
        put_words(book, client->id, RP_LOOK_ALARM);
        rp_book_text(book, (rp_text){words.bytes, whole ? words.length : 0},
                     RP_LOOK_TEXT);
        rp_book_end_row(book);
    }
    if (count > 0)
        put_pair(book, "", "Why, and all of them: sheet Assignments.",
                 RP_LOOK_TEXT);
    rp_buffer_clear(&words);
    free(clients);
    return whole;
}

/* @return false when out of memory */
static bool put_start(rp_book *book, const rp_source *source) {
    const rp_outcome *o = source->outcome;
    char day[16] = "no day is known";
    rp_needs_tally needs;

    if (o->triage->as_of != RP_NO_DAY)
        rp_date_format(day, o->triage->as_of);
    rp_book_sheet(book, start_name);
    put_words(book, "Who goes to whom: a proposal for staff to confirm",
              RP_LOOK_TITLE);
    rp_book_end_row(book);
    put_pair(book, "As of", day, RP_LOOK_TEXT);
    bool whole = put_needs(book, o);
    rp_needs_count(o, &needs);
    put_title(book, "What came of it");
    put_count(book, "need a person now", needs.all, RP_LOOK_ALARM);
    put_count(book, "have a place",
              o->counts[RP_STATUS_ASSIGNED] + o->counts[RP_STATUS_PINNED] +
                  o->counts[RP_STATUS_GROUP],
              RP_LOOK_GOOD);
    put_count(book, "wait", o->counts[RP_STATUS_WAITLIST], RP_LOOK_WAITS);
    put_count(book, "have nobody who fits", o->counts[RP_STATUS_INELIGIBLE],
              RP_LOOK_WAITS);
    put_title(book, "The sheets of this workbook");
    for (size_t k = 0; k < TABS; k++)
        put_pair(book, tabs[k].name, tabs[k].words, RP_LOOK_TEXT);
    put_pair(book, run_name, "What was run, on which files, and its proof.",
             RP_LOOK_TEXT);
    rp_book_end_page(book);
    return whole;
}

/* ---- the last sheet ----------------------------------------------------- */

static void put_value(rp_book *book, const char *name, const json_t *value) {
    char number[32] = "";

    put_words(book, name, RP_LOOK_TEXT);
    if (json_is_string(value))
        put_words(book, json_string_value(value), RP_LOOK_TEXT);
    else if (json_is_boolean(value))
        put_words(book, json_is_true(value) ? "yes" : "no", RP_LOOK_TEXT);
    else if (json_is_integer(value))
        snprintf(number, sizeof number, "%lld",
                 (long long)json_integer_value(value));
    else if (json_is_real(value))
        snprintf(number, sizeof number, "%.15g", json_real_value(value));
    if (*number)
        rp_book_number(book, rp_text_of(number));
    rp_book_end_row(book);
}

static bool put_values(rp_book *book, rp_buffer *name, const json_t *value);

/* One below another: `inputs 1 path`. @return false when out of memory */
static bool put_below(rp_book *book, rp_buffer *name, const char *member,
                      const json_t *value) {
    size_t length = name->length;
    bool whole = (length == 0 || rp_buffer_puts(name, " ")) &&
                 rp_buffer_puts(name, member) && put_values(book, name, value);

    name->length = length;
    return whole;
}

/* The depth is that of run.json: three. */
static bool put_values(rp_book *book, rp_buffer *name, const json_t *value) {
    bool whole = true;
    char number[24];

    if (json_is_object(value)) {
        const char *member;
        json_t *below;
        json_object_foreach((json_t *)(uintptr_t)value, member, below) {
            whole &= put_below(book, name, member, below);
        }
    } else if (json_is_array(value)) {
        for (size_t k = 0; k < json_array_size(value); k++) {
            snprintf(number, sizeof number, "%zu", k + 1);
            whole &= put_below(book, name, number, json_array_get(value, k));
        }
    } else {
        put_value(book, name->bytes, value);
    }
    return whole;
}

static bool put_run(rp_book *book, const json_t *values) {
    rp_buffer name = {0};

    rp_book_sheet(book, run_name);
    put_words(book, "what", RP_LOOK_HEAD);
    put_words(book, "value", RP_LOOK_HEAD);
    rp_book_end_row(book);
    bool whole = put_values(book, &name, values);
    rp_buffer_clear(&name);
    rp_book_end_table(book, 0);
    return whole;
}

rp_status rp_results_book_write(rp_commit *commit, const rp_source *source,
                                unsigned has, const json_t *values) {
    rp_file *file = rp_commit_file(commit, RP_FILE_WORKBOOK);
    int32_t day = source->outcome->triage->as_of;
    rp_book *book = NULL;

    if (!file)
        return RP_ERR_IO;
    rp_status status = rp_book_new(&book, rp_file_part(file),
                                   day == RP_NO_DAY ? DAY_2000 : day);
    if (status == RP_OK) {
        bool whole = put_start(book, source);
        for (size_t k = 0; k < TABS; k++)
            whole &= put_tab(book, &tabs[k], source, has);
        whole &= put_run(book, values);
        status = rp_book_close(book);
        if (!whole)
            status = RP_ERR_MEMORY;
    }
    if (status == RP_OK)
        rp_file_take(file);
    else
        rp_file_fail(file, status);
    rp_status closed = rp_file_close(file);
    return status == RP_OK ? closed : status;
}
